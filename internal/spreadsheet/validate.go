package spreadsheet

import (
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// validate holds what is typed into a column to its choices, or to a date.
func (p *page) validate(c Column, cells string) error {
	if !c.Open {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(cells)
	checked, err := c.check(v)
	if err != nil || !checked {
		return err
	}
	if c.Prompt != "" {
		v.SetInput(cut(c.Header, 32), cut(c.Prompt, 255))
	}
	return p.f.AddDataValidation(p.name, v)
}

// check sets what a column takes, and reports whether there is anything to check.
func (c Column) check(v *excelize.DataValidation) (checked bool, err error) {
	const between = excelize.DataValidationOperatorBetween
	switch {
	case len(c.Choices) > 0:
		err = v.SetDropList(c.Choices)
		if !c.Free {
			choices := cut("Choose one of: "+strings.Join(c.Choices, ", "), 225)
			v.SetError(excelize.DataValidationErrorStyleStop, "Not one of the choices", choices)
		}
	case c.Kind == Day:
		earliest := serial(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
		latest := serial(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
		err = v.SetRange(earliest, latest, excelize.DataValidationTypeDate, between)
		v.SetError(excelize.DataValidationErrorStyleStop, "Not a date", "Write a date, for example 2026-03-01.")
	case c.Prompt != "":
		err = v.SetRange(0, 1000, excelize.DataValidationTypeTextLength, between)
		v.SetError(excelize.DataValidationErrorStyleWarning, "Long text",
			"More than 1,000 characters are hard to read in a cell.")
	default:
		return false, nil
	}
	return true, err
}
