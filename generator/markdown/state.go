package markdown

import (
	"slices"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/parser"

	"github.com/coursemark/coursemark/internal/diag"
)

// pageState collects the results of parsing one page.
type pageState struct {
	source *Source
	text   *composed
	body   []byte // text.bytes
	faults diag.List
	open   []*container // the containers that are open, outermost first
	notes  []span       // the trainer's notes, in whole lines
}

// report adds a fault at an offset of the text.
func (s *pageState) report(offset int, m diag.Message) {
	if s.faults.Len() < maxFaults { // each costs a walk through the text
		s.faults.Add(s.at(offset, m))
	}
}

// notice adds a notice at an offset of the text.
func (s *pageState) notice(offset int, m diag.Message) { s.faults.Add(s.at(offset, m).Notice()) }

func (s *pageState) at(offset int, m diag.Message) diag.Fault {
	o, offset := s.text.place(offset)
	return m.At(o.file, o.text, offset)
}

// place returns an offset of the text as a fault without a message.
func (s *pageState) place(offset int) diag.Fault { return s.at(offset, diag.Message{}) }

var stateKey = parser.NewContextKey()

func stateOf(pc parser.Context) *pageState {
	s, _ := pc.Get(stateKey).(*pageState)
	return s
}

// pass goes over a parsed page once. It checks the nodes, resolves what refers to other
// files, and collects the facts that go into the Page.
type pass struct {
	*pageState
	renderer  *Renderer
	page      *Page
	questions []*container
	fragments []fragment
	tables    map[string]int          // number of tables by label
	tags      map[string]bool         // tags of raw HTML that have been reported
	keys      map[string]int          // number of exercises by their words
	lexers    map[string]chroma.Lexer // by language as authors write it; nil if unknown
	images    int                     // images so far
}

// fragment is a link to a heading of the same page.
type fragment struct {
	id     string
	offset int
}

// needs adds stylesheets that not every page loads.
func (p *pass) needs(styles ...string) {
	for _, style := range styles {
		if !slices.Contains(p.page.Styles, style) {
			p.page.Styles = append(p.page.Styles, style)
		}
	}
}
