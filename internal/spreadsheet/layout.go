package spreadsheet

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// layOut sets how the sheet is printed.
func (p *page) layOut() error {
	layout := p.paper()
	if err := p.f.SetPageLayout(p.name, &layout); err != nil {
		return err
	}
	side, top, bottom, foot := 0.4, 0.5, 0.6, 0.25
	margins := excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &foot, Footer: &foot,
	}
	if err := p.f.SetPageMargins(p.name, &margins); err != nil {
		return err
	}
	edges := excelize.HeaderFooterOptions{OddHeader: p.above(), OddFooter: p.footer()}
	if err := p.f.SetHeaderFooter(p.name, &edges); err != nil {
		return err
	}
	quoted := quoteSheet(p.name)
	titles := quoted + "!$1:$1"
	if p.Identity > 0 {
		titles = fmt.Sprintf("%s!$A:$%s,%s", quoted, p.letters[min(p.Identity, len(p.letters))-1], titles)
	}
	return p.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: p.name})
}

// paper chooses the paper by what still can be read when it is shrunk to the width of a
// page; a wider table takes more pages, with the identity columns on each.
func (p *page) paper() excelize.PageLayoutOptions {
	const (
		a4, a3         = 9, 8
		onA4, onA3     = 190, 330
		portraitOnPage = 130
	)
	total := 0.0
	for _, c := range p.Columns {
		total += c.width()
	}
	paper, orientation, wide, tall, order := a4, "landscape", 1, 0, "downThenOver"
	if p.Chart != nil && p.rows < 45 {
		tall = 1 // the chart stays on the page of its numbers
	}
	if total > onA4 {
		paper, wide = a3, max(1, int(math.Ceil(total/onA3)))
	}
	if p.Page && total < portraitOnPage {
		orientation = "portrait"
	}
	return excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall, PageOrder: &order,
	}
}

// above is the note over the table, within the 255 characters there are.
func (p *page) above() string {
	if p.Note == "" {
		return ""
	}
	return "&L&8 " + literal(p.Note, 230)
}

// literal is text for a header or footer of a page.
func literal(s string, units int) string {
	return strings.ReplaceAll(cut(strings.Join(strings.Fields(clean(s)), " "), units), "&", "&&")
}

// footer is "title · sheet" and "page x of y", within the 255 characters there are.
func (p *page) footer() string {
	// Without the blank, a digit after the code would be a size of type.
	return "&L&8 " + literal(p.title, 90) + " · " + literal(p.name, 31) + "&R&8 Page &P of &N"
}

func quoteSheet(name string) string {
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}

func (p *page) freeze() error {
	panes := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if n := min(p.Identity, len(p.Columns)-1); n > 0 {
		panes.XSplit, panes.ActivePane, panes.TopLeftCell = n, "bottomRight", p.letters[n]+"2"
	}
	return p.stream.SetPanes(panes)
}

// width returns the width of a column: wide enough for its header where none is set.
func (c Column) width() float64 {
	if c.Width > 0 {
		return math.Min(c.Width, excelize.MaxColumnWidth)
	}
	return math.Min(math.Max(float64(utf8.RuneCountInString(c.Header))+3, 8), 40)
}

// lineHeight is that of the text, in points.
const lineHeight = 13.0

// linesOf estimates how many lines a text takes, where words that fit on a line do not
// break. It errs towards more: a blank line wastes paper, a hidden line hides a reason.
func linesOf(s string, width float64, bold bool) int {
	// A width counts digits of the default type; text of 10 points is narrower.
	perWidth := 1.28
	switch {
	case bold:
		perWidth = 1.18
	case width > 60: // odd words even out
		perWidth = 1.36
	}
	fits := max(int(width*perWidth)-2, 1)
	if len(s) <= fits && strings.IndexByte(s, '\n') < 0 {
		return 1
	}
	lines, at, word := 1, 0, 0
	for _, r := range s {
		switch r {
		case '\n':
			lines, at, word = lines+1, 0, 0
			continue
		case ' ', '-', '/':
			word = 0
		default:
			word++
		}
		if at++; at > fits && r != ' ' {
			lines++
			if at = word; word > fits { // a word longer than the line, such as a hash
				at, word = 1, 1
			}
		}
	}
	return lines
}
