//go:build !windows

package spool

// gone is nothing: a file that is open can be removed.
const gone = 0
