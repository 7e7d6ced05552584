package sheets

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// DateOrder says how an office writes a date in figures: 03/04 is in March in one office
// and in April in the next, and the table does not show which.
type DateOrder string

// The orders of day and month. Without one, only what can be read in one way is
// read: 2026-11-30, a real date of a workbook or the number behind it, or a month
// that is a word.
const (
	DatesUnstated DateOrder = ""
	DayFirst      DateOrder = "dmy"
	MonthFirst    DateOrder = "mdy"
)

// dateError says why a text does not count as a date.
type dateError struct {
	code verdict.Code
	year []string // the impossible year; nil if something else is wrong
}

func (e *dateError) Error() string { return string(e.code) }

// Years outside this range are slips, or mean something else.
const (
	firstYear = 1950
	lastYear  = 2100
)

var (
	isoDate     = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$`)
	figuresDate = regexp.MustCompile(`^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})$`)
	wordsDate   = regexp.MustCompile(`^(?:(\d{1,2})(?:st|nd|rd|th|\.)?(?: de)? (\pL+)\.?|(\pL+)\.? (\d{1,2})(?:st|nd|rd|th)?),?(?: del?)? (\d{4})$`)
	timeBehind  = regexp.MustCompile(`[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$`)
	serialDate  = regexp.MustCompile(`^(\d{1,6})(?:[.,]\d+)?$`)
)

// A date that was saved as CSV from a column without the format of a date is the
// number of days since excelEpoch (from March 1900 on). A year, an age or an amount must
// not pass for one: that is why firstSerialYear is later than firstYear.
var excelEpoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

const firstSerialYear = 1990

// read reads a calendar date; "" is an absent one. The error is a *dateError.
func (o DateOrder) read(text string) (string, error) {
	text = strings.Join(strings.Fields(timeBehind.ReplaceAllString(strings.TrimSpace(text), "")), " ")
	if text == "" {
		return "", nil
	}
	spaced := strings.NewReplacer("-", " ", "/", " ").Replace(text)
	if m := isoDate.FindStringSubmatch(text); m != nil {
		return calendar(m[1], m[2], m[3])
	}
	if m := wordsDate.FindStringSubmatch(spaced); m != nil {
		if month := monthOf(m[2] + m[3]); month > 0 {
			return calendar(m[5], strconv.Itoa(month), m[1]+m[4])
		}
	}
	if m := figuresDate.FindStringSubmatch(text); m != nil {
		if len(m[3]) == 2 {
			return "", &dateError{code: verdict.ShortYear}
		}
		switch o {
		case DayFirst:
			return calendar(m[3], m[2], m[1])
		case MonthFirst:
			return calendar(m[3], m[1], m[2])
		}
		return "", &dateError{code: verdict.AmbiguousDate}
	}
	if m := serialDate.FindStringSubmatch(text); m != nil {
		days, _ := strconv.Atoi(m[1]) // figures, by the pattern
		if day := excelEpoch.AddDate(0, 0, days); day.Year() >= firstSerialYear && day.Year() <= lastYear {
			return day.Format(time.DateOnly), nil
		}
		return "", &dateError{code: verdict.NumberNoDate}
	}
	return "", &dateError{code: verdict.UnreadableDate}
}

func calendar(year, month, day string) (string, error) {
	y, _ := strconv.Atoi(year) // figures, by the patterns above
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	switch {
	case y == 9999 || y == 2999:
		return "", &dateError{verdict.EndlessYear, []string{strconv.Itoa(y)}}
	case y == 1899 || y == 1900 || y == 1904 || y == 1:
		return "", &dateError{verdict.EmptyYear, []string{strconv.Itoa(y)}}
	case y < firstYear || y > lastYear:
		return "", &dateError{verdict.ImpossibleYear, []string{strconv.Itoa(y)}}
	case m < 1 || m > 12 || t.Day() != d || t.Month() != time.Month(m):
		return "", &dateError{code: verdict.NotInCalendar}
	}
	return t.Format(time.DateOnly), nil
}

// monthOf returns the number of a month by its name in English, Dutch or Spanish,
// in full or in its first three letters or more; 0 for any other word.
func monthOf(name string) int {
	name = spreadsheet.Squeeze(name)
	if len(name) < 3 {
		return 0
	}
	for month, names := range [...][]string{
		{"january", "januari", "enero"}, {"february", "februari", "febrero"}, {"march", "maart", "mrt", "marzo"},
		{"april", "abril"},
		{"may", "mei", "mayo"}, {"june", "juni", "junio"}, {"july", "juli", "julio"}, {"august", "augustus", "agosto"},
		{"september", "sept", "septiembre", "setiembre"}, {"october", "oktober", "octubre"}, {"november", "noviembre"},
		{"december", "diciembre"},
	} {
		for _, n := range names {
			if strings.HasPrefix(n, name) {
				return month + 1
			}
		}
	}
	return 0
}
