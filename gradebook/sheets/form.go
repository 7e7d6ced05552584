package sheets

import (
	"iter"
	"strings"
	"unicode/utf16"

	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/standards"
)

// Column is a column that a sheet may have.
type Column struct {
	Name    string   // its plain name, as programs write it
	Aliases []string // other names that offices use for it, the likeliest first

	// How it looks in an empty sheet.
	Header  string // "" = it is not in the empty sheet
	Width   float64
	Kind    spreadsheet.Kind
	Prompt  string
	Choices func(*standards.Framework) []string // what may be chosen; nil = anything
	Free    bool                                // something else may be written as well
	Wrap    bool
	Ours    bool // gradebook fills it in, not HR
}

// form is the layout of an empty sheet and its explanation.
type form struct {
	top     bool // texts are aligned with the top of their cells
	intro   []string
	example [][]string // {role}, {competency} and {indicator} are replaced by some of the standards
	lists   func(*standards.Framework) []spreadsheet.Sheet
}

// workbook returns a sheet with its explanation and these rows. With standards it offers
// their roles, competencies and indicators; f may be nil.
func (form *form) workbook(name string, columns []spreadsheet.Column, rows iter.Seq[[]spreadsheet.Cell],
	f *standards.Framework, p spreadsheet.Properties) spreadsheet.Workbook {
	p.Title, p.Language = name, "en"
	page := spreadsheet.Form{
		Table: spreadsheet.Sheet{Name: name, Identity: 1, Top: form.top, Columns: columns, Rows: rows},
		Intro: form.intro, Examples: form.examples(f),
	}
	if f != nil && form.lists != nil {
		page.Lists = form.lists(f)
	}
	return spreadsheet.Workbook{Properties: p, Sheets: page.Sheets()}
}

// blankColumns returns the columns of an empty sheet.
func blankColumns(columns []Column, f *standards.Framework) []spreadsheet.Column {
	var out []spreadsheet.Column
	for _, c := range columns {
		if c.Header != "" {
			out = append(out, c.blank(f))
		}
	}
	return out
}

// blank returns the column of an empty sheet.
func (c Column) blank(f *standards.Framework) spreadsheet.Column {
	out := spreadsheet.Column{Header: c.Header, Width: c.Width, Kind: c.Kind, Open: !c.Ours, Wrap: c.Wrap,
		Prompt: c.Prompt}
	if c.Choices == nil {
		return out
	}
	choices := c.Choices(f)
	if c.Free && len(choices) > 0 {
		out.Prompt = "One of: " + strings.Join(choices, ", ") + ". Several are separated by ;"
	}
	if fitsList(choices) {
		out.Choices, out.Free = choices, c.Free
	}
	return out
}

// fitsList reports whether Excel can hold the choices: 255 characters, and commas
// between them.
func fitsList(choices []string) bool {
	list := strings.Join(choices, ",")
	return len(choices) > 0 && len(utf16.Encode([]rune(list))) <= 255 &&
		strings.Count(list, ",") == len(choices)-1 && !strings.HasPrefix(list, "=")
}

// examples returns the examples with names of the standards.
func (form *form) examples(f *standards.Framework) [][]string {
	role, competency, indicator := "Nurse", "ROS-DEESC", "ROS-COE-6"
	if f != nil {
		role = roleTitles(f)[0]
		competency, indicator = "", ""
		for c, i := range observable(f) {
			competency, indicator = c.ID, i.ID
			break
		}
	}
	fill := strings.NewReplacer("{role}", role, "{competency}", competency, "{indicator}", indicator)
	out := make([][]string, len(form.example))
	for i, row := range form.example {
		for _, text := range row {
			out[i] = append(out[i], fill.Replace(text))
		}
	}
	return out
}
