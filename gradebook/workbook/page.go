package workbook

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// page is a sheet to be read from top to bottom, in lines of a topic and a text.
type page struct{ rows [][]spreadsheet.Cell }

func (p *page) line(cells ...spreadsheet.Cell) { p.rows = append(p.rows, cells) }

// say writes what there is to say under a topic.
func (p *page) say(topic, text string) {
	if text != "" {
		p.line(spreadsheet.Text(topic).As(spreadsheet.Strong), spreadsheet.Text(text))
	}
}

func (p *page) sayAll(lines []words.Line) {
	for _, l := range lines {
		p.say(l.Topic, l.Text)
	}
}

func (p *page) heading(text string) {
	p.line()
	p.line(spreadsheet.Text(text).As(spreadsheet.Heading))
}

// banner writes what nobody may overlook.
func (p *page) banner(topic, text string) {
	p.line(spreadsheet.Text(topic).As(spreadsheet.Banner), spreadsheet.Text(text).As(spreadsheet.Banner))
}

// notices writes banners with a topic before the first.
func (p *page) notices(texts []string) {
	topic := "Please note"
	for _, text := range texts {
		p.banner(topic, text)
		topic = ""
	}
}

// date writes a date under a topic.
func (p *page) date(topic, date string) {
	p.line(spreadsheet.Text(topic).As(spreadsheet.Strong), spreadsheet.Date(date))
}

// link leads to a sheet and says what is on it.
func (p *page) link(sheet, text string) {
	p.line(spreadsheet.Link(sheet, sheet), spreadsheet.Text(text))
}

// sheet is the page under a title, with the colour of its tab.
func (p *page) sheet(title, tab string) spreadsheet.Sheet {
	return spreadsheet.Sheet{
		Name:    sheetReadMe,
		Page:    true,
		Columns: []spreadsheet.Column{{Header: title, Width: 27, Wrap: true}, {Width: 92, Wrap: true}},
		Tab:     tab,
		Rows:    slices.Values(p.rows),
	}
}
