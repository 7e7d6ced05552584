package spreadsheet

// WriteLimited is Write with fewer rows to a sheet, for tests.
var WriteLimited = write
