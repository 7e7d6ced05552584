package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// DateOrder says how an office writes a date in figures: 03/04 is March in one
// and April in the next, and nobody can tell from the table.
type DateOrder string

// The orders of day and month. Without one, only what can be read in one way is
// read: 2026-11-30, a real date of a workbook or the number behind it, or a month
// that is a word.
const (
	DatesUnstated DateOrder = ""
	DayFirst      DateOrder = "dmy"
	MonthFirst    DateOrder = "mdy"
)

// dateError says why a text is no date that counts.
type dateError struct{ what, hint string }

func (e *dateError) Error() string { return e.what }

// Years outside of these are slips or stand for something else.
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
// number of days since excelEpoch; it holds from March 1900. A year, an age or an
// amount must not pass for one, hence the narrower bound.
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
			return "", &dateError{"has a year of two figures", "write the year in full, or the date as 2026-11-30"}
		}
		switch o {
		case DayFirst:
			return calendar(m[3], m[2], m[1])
		case MonthFirst:
			return calendar(m[3], m[1], m[2])
		}
		return "", &dateError{"can be read in two ways, and is not guessed", "write it as 2026-11-30, or as a date in Excel; or say with --dates dmy or --dates mdy which of day and month stands first"}
	}
	if m := serialDate.FindStringSubmatch(text); m != nil {
		days, _ := strconv.Atoi(m[1]) // figures, by the pattern
		if day := excelEpoch.AddDate(0, 0, days); day.Year() >= firstSerialYear && day.Year() <= lastYear {
			return day.Format(time.DateOnly), nil
		}
		return "", &dateError{"is a number that stands for no date of our time", "write it as 2026-11-30, or give the column the format of a date in Excel and save it again"}
	}
	return "", &dateError{"cannot be understood", "write it as 2026-11-30, or as a date in Excel"}
}

func calendar(year, month, day string) (string, error) {
	y, _ := strconv.Atoi(year) // figures, by the patterns above
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	const correct = "correct it, or leave it empty where there is none"
	switch {
	case y == 9999 || y == 2999:
		return "", &dateError{fmt.Sprintf("has the year %d, which systems write for \"no end\"", y), "leave it empty where there is none"}
	case y == 1899 || y == 1900 || y == 1904 || y == 1:
		return "", &dateError{fmt.Sprintf("has the year %d, which Excel and other systems show for an empty or damaged date", y), correct}
	case y < firstYear || y > lastYear:
		return "", &dateError{fmt.Sprintf("has the year %d, which cannot be meant", y), correct}
	case m < 1 || m > 12 || t.Day() != d || t.Month() != time.Month(m):
		return "", &dateError{"is not in the calendar", "correct it; it is written 2026-11-30, year, month and day"}
	}
	return t.Format(time.DateOnly), nil
}

// monthOf gives the number of a month by its name in English, Dutch or Spanish,
// in full or in its first three letters or more; 0 for any other word.
func monthOf(name string) int {
	name = squeeze(name)
	if len(name) < 3 {
		return 0
	}
	for month, names := range [...][]string{
		{"january", "januari", "enero"}, {"february", "februari", "febrero"}, {"march", "maart", "mrt", "marzo"}, {"april", "abril"},
		{"may", "mei", "mayo"}, {"june", "juni", "junio"}, {"july", "juli", "julio"}, {"august", "augustus", "agosto"},
		{"september", "sept", "septiembre", "setiembre"}, {"october", "oktober", "octubre"}, {"november", "noviembre"}, {"december", "diciembre"},
	} {
		for _, n := range names {
			if strings.HasPrefix(n, name) {
				return month + 1
			}
		}
	}
	return 0
}
