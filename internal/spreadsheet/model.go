package spreadsheet

import (
	"iter"
	"strings"
	"time"
)

// Workbook is what Write writes. Its sheets are written in order, and each is
// read off its Rows once, so that a sheet of a million rows is never in memory.
type Workbook struct {
	Properties Properties
	Sheets     []Sheet
}

// Properties are what a file manager shows of a workbook.
type Properties struct {
	Title        string
	Subject      string
	Organisation string
	Description  string
	Application  string    // that made it
	Language     string    // BCP 47
	Date         time.Time // of creation and of the last change: never the clock
}

// Sheet is a worksheet: a header in row 1 and rows below it. Unless it is a Page
// it is one Excel Table, with filters, and continues on "Name (2)" where it is
// longer than a worksheet can be.
type Sheet struct {
	Name     string // made fit for Excel and unique; links use it as it stands here
	Columns  []Column
	Rows     iter.Seq[[]Cell] // a row may be overwritten once the next is asked for
	Empty    string           // what stands in the row of a table that has none
	Identity int              // columns at the left that stay in view and repeat in print
	Marks    []Mark           // the first that matches a cell holds
	Chart    *Chart           // below the table
	Page     bool             // to be read from top to bottom: no table, no gridlines
	Locked   bool             // only Open columns can be typed in; no password lifts the protection
	Top      bool             // long texts: cells of a row start at one height
	Tab      string           // colour of the tab, RRGGBB
	Note     string           // printed above the table on every page
}

// Kind is what a column holds.
type Kind uint8

const (
	General Kind = iota // text
	Integer
	Decimal
	Share   // a percentage, given as 0 to 100
	Day     // a date
	Moment  // a date with a time
	Literal // text whatever is typed into it: an ID keeps its zeros
)

// Column describes a column of a sheet.
type Column struct {
	Header  string
	Width   float64 // in characters; 0 = by the header
	Kind    Kind
	Wrap    bool
	Middle  bool     // centred
	Shade   int      // headers of one shade belong together
	Open    bool     // left open to be filled in: unlocked and tinted
	Choices []string // what may be filled in
	Free    bool     // what is not among the choices may be filled in as well
	Prompt  string   // what to fill in, shown when the cell is selected
}

// Tone is what a mark says about a cell. Tones can be distinguished in grey and by people
// who do not see red and green; the symbol in the text says the same.
type Tone uint8

const (
	Good Tone = iota
	Partly
	Soon
	Gap
	Bad
	Waiting
	Quiet
)

// Mark sets the tone of those cells in the columns From to To that start with or contain a
// symbol. It is a conditional format, so that pasted content is marked too.
type Mark struct {
	From, To int
	Symbol   string
	Also     string // a second text that must be in the cell; "" = none
	Anywhere bool   // not at the start alone
	Tone     Tone
}

// Chart is a bar chart of columns of its sheet, stacked.
type Chart struct {
	Title       string
	Alt         string // what the chart shows, for those who do not see it
	Category    int    // the column of the names
	First, Last int    // rows, from 0 below the header
	Series      []Series
}

// Series is a column in a chart.
type Series struct {
	Column int
	Tone   Tone
}

// Look is how a cell stands out on a Page.
type Look uint8

const (
	Plain Look = iota
	Title
	Heading
	Strong
	Banner
	Muted
)

type value uint8

const (
	blank value = iota
	text
	number
)

// Cell is the value of a cell. The zero Cell is blank.
type Cell struct {
	value  value
	kind   Kind // of a number, where it is not its column's
	look   Look
	text   string
	number float64
	sheet  string // linked to
	row    int    // of that sheet, from 0 below the header; -1 = its top
	url    string
}

// Text is a cell of text, whatever it looks like; "" is blank.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{value: text, text: s}
}

// Number is a number of the kind of its column.
func Number(n float64) Cell { return Cell{value: number, number: n} }

// Int is a whole number.
func Int(n int) Cell { return Cell{value: number, kind: Integer, number: float64(n)} }

// Percent is a percentage of 0 to 100.
func Percent(p float64) Cell { return Cell{value: number, kind: Share, number: p / 100} }

// Date is a date written 2006-01-02, as a real date; "" is blank, and what is no
// date of a spreadsheet stays text.
func Date(iso string) Cell {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil || t.Year() < 1901 {
		return Text(iso)
	}
	return Cell{value: number, kind: Day, number: serial(t)}
}

// Clock is a moment in RFC 3339 as the date and time on the clock that showed it.
func Clock(rfc3339 string) Cell {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil || t.Year() < 1901 {
		return Text(rfc3339)
	}
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
	// The library cuts a number off behind 15 digits; 14:05 would read as 14:04:59.
	const tenthOfMillisecond = 1e-9
	return Cell{value: number, kind: Moment, number: serial(wall) + tenthOfMillisecond}
}

// serial counts days as spreadsheets do; it holds from March 1900, where their
// calendar is right again.
func serial(t time.Time) float64 {
	const unixEpoch = 25569 // 1970-01-01
	return unixEpoch + float64(t.Unix())/86400
}

// Link is text that leads to a sheet.
func Link(s, sheet string) Cell { return Cell{value: text, text: s, sheet: sheet, row: -1} }

// LinkRow is text that leads to a row of a sheet, from 0 below the header. A row on the
// continuation of a sheet is not linked to.
func LinkRow(s, sheet string, row int) Cell {
	return Cell{value: text, text: s, sheet: sheet, row: row}
}

// URL is text that leads to a web page; an address that is not of the web stays text.
func URL(s, url string) Cell {
	c := Text(s)
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		c.url = url
	}
	return c
}

// As gives the cell a look.
func (c Cell) As(l Look) Cell {
	c.look = l
	return c
}
