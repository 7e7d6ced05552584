package workbook

import (
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// page is the first sheet of a workbook, which says what is in it.
type page struct{ spreadsheet.Prose }

func (p *page) sayAll(lines []words.Line) {
	for _, l := range lines {
		p.Say(l.Topic, l.Text)
	}
}

// notices writes banners with a topic before the first.
func (p *page) notices(texts []string) {
	topic := "Please note"
	for _, text := range texts {
		p.Banner(topic, text)
		topic = ""
	}
}

// link leads to a sheet and says what is on it.
func (p *page) link(sheet, text string) {
	p.Line(spreadsheet.Link(sheet, sheet), spreadsheet.Text(text))
}

// sheet is the page under a title, with the colour of its tab.
func (p *page) sheet(title, tab string) spreadsheet.Sheet {
	s := p.Sheet(sheetReadMe, title, 27)
	s.Tab = tab
	return s
}
