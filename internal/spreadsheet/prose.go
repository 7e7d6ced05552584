package spreadsheet

import "slices"

// Prose is a page to be read from top to bottom, in lines of a topic and a text.
type Prose struct{ rows [][]Cell }

// Line writes cells.
func (p *Prose) Line(cells ...Cell) { p.rows = append(p.rows, cells) }

// Say writes what there is to say under a topic; an empty text is left out.
func (p *Prose) Say(topic, text string) {
	if text != "" {
		p.Line(Text(topic).As(Strong), Text(text))
	}
}

// Heading begins a part.
func (p *Prose) Heading(text string) {
	p.Line()
	p.Line(Text(text).As(Heading))
}

// Banner writes what nobody may overlook.
func (p *Prose) Banner(topic, text string) { p.Line(Text(topic).As(Banner), Text(text).As(Banner)) }

// Date writes a date under a topic.
func (p *Prose) Date(topic, date string) { p.Line(Text(topic).As(Strong), Date(date)) }

// Sheet is the page under a title, with the width of its topics.
func (p *Prose) Sheet(name, title string, topics float64) Sheet {
	return Sheet{
		Name: name, Page: true, Rows: slices.Values(p.rows),
		Columns: []Column{{Header: title, Width: topics, Wrap: true}, {Width: 92, Wrap: true}},
	}
}
