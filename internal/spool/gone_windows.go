package spool

// gone is FILE_FLAG_DELETE_ON_CLOSE: an open file cannot be removed here.
const gone = 0x04000000
