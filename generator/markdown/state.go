package markdown

import (
	"slices"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/parser"

	"github.com/coursemark/coursemark/internal/diag"
)

// pageState is what is collected while one page is parsed.
type pageState struct {
	source *Source
	text   *composed
	body   []byte // of text
	faults diag.List
	open   []*container // containers that are open, outermost first
	notes  []span       // trainer's notes, as whole lines
}

// report notes what is wrong at an offset of the text.
func (s *pageState) report(offset int, m diag.Message) {
	if s.faults.Len() < maxFaults { // each costs a walk through the text, and nobody mends more at once
		s.faults.Add(s.at(offset, m))
	}
}

// notice notes what is worth a look at an offset of the text.
func (s *pageState) notice(offset int, m diag.Message) { s.faults.Add(s.at(offset, m).Notice()) }

func (s *pageState) at(offset int, m diag.Message) diag.Fault {
	o, offset := s.text.place(offset)
	return m.At(o.file, o.text, offset)
}

// place is an offset of the text as a fault that says nothing yet.
func (s *pageState) place(offset int) diag.Fault { return s.at(offset, diag.Message{}) }

var stateKey = parser.NewContextKey()

func stateOf(pc parser.Context) *pageState {
	s, _ := pc.Get(stateKey).(*pageState)
	return s
}

// pass goes over a parsed page once: it checks what it finds, fills in what
// needs other files, and collects what the caller wants to know.
type pass struct {
	*pageState
	renderer  *Renderer
	page      *Page
	questions []*container
	fragments []fragment
	tables    map[string]int
	tags      map[string]bool         // of raw HTML, reported already
	keys      map[string]int          // exercises by their words
	lexers    map[string]chroma.Lexer // by the language that authors name; nil where it is not known
	images    int
}

// fragment is a link to a heading of the page itself.
type fragment struct {
	id     string
	offset int
}

// needs notes stylesheets that not every page loads.
func (p *pass) needs(styles ...string) {
	for _, style := range styles {
		if !slices.Contains(p.page.Styles, style) {
			p.page.Styles = append(p.page.Styles, style)
		}
	}
}
