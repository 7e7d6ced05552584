package spreadsheet

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

func (p *page) marks() error {
	type columns struct{ from, to int }
	var order []columns
	rules := map[columns][]excelize.ConditionalFormatOptions{}
	for _, m := range p.Marks {
		id, err := p.tone(m.Tone)
		if err != nil {
			return err
		}
		at := columns{m.From, m.To}
		if _, ok := rules[at]; !ok {
			order = append(order, at)
		}
		rules[at] = append(rules[at], excelize.ConditionalFormatOptions{
			Type: "formula", Criteria: m.formula(p.letters[m.From] + "2"), Format: &id, StopIfTrue: true,
		})
	}
	for _, at := range order {
		if err := p.f.SetConditionalFormat(p.name, p.area(at.from, at.to), rules[at]); err != nil {
			return err
		}
	}
	return nil
}

// formula is true of the cells that a mark is for; cell is the first of them.
func (m Mark) formula(cell string) string {
	quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	has := func(s string) string { return fmt.Sprintf("ISNUMBER(FIND(%s,%s))", quote(s), cell) }
	criteria := fmt.Sprintf("LEFT(%s,%d)=%s", cell, utf8.RuneCountInString(m.Symbol), quote(m.Symbol))
	if m.Anywhere {
		criteria = has(m.Symbol)
	}
	if m.Also != "" {
		criteria = fmt.Sprintf("AND(%s,%s)", criteria, has(m.Also))
	}
	return criteria
}
