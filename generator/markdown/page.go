package markdown

import (
	"crypto/sha256"
	"html/template"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// Source is a page's text.
type Source struct {
	File string // slash-separated, from the project's folder; links are relative to it
	Text []byte // of the whole file, with LF line ends
	Body int    // where the markdown begins in Text, after the front matter

	// Bank is the path of the page. The IDs of its practice questions are derived from
	// it. If it is empty, the page cannot have questions.
	Bank string
	// Page returns the address of another page, relative to this one. file is the path
	// of that page's file.
	Page func(file string) (href string, problem *diag.Message)
	// Asset returns the address of a local file that the page shows or links to.
	Asset func(file string) (Asset, *diag.Message)
	// ReadText reads a text file of the project, as UTF-8 with LF line ends:
	// fragments and captions.
	ReadText func(file string) ([]byte, *diag.Message)
	// Glossary is the address of the glossary's page, relative to this one.
	Glossary string
}

// Asset is a local file that the page shows or links to.
type Asset struct {
	Href          string
	Width, Height int       // of an image, in pixels; 0 if unknown
	Variants      []Variant // smaller copies of an image, ascending by width
}

// Variant is a smaller copy of an image.
type Variant struct {
	Href  string
	Width int
}

// Page is a rendered text.
type Page struct {
	HTML      template.HTML
	Headings  []Heading
	Citations []string   // keys of the works citedWork, in the order of first use
	Links     []Link     // to headings of other pages
	Files     []string   // local files that it shows or links to
	Questions []Question // practice questions, in the order of the text
	Facts     *Facts     // nil unless Options.Facts is set
	Terms     []string   // IDs of the glossary terms it uses, in the order of first use
	Mentions  []string   // Terms and those in trainer's notes
	NoteFiles []string   // files that only trainer's notes show or link to
	Fragments []string   // fragments that it includes
	Styles    []string   // stylesheets that not all pages need: boxes, code, practice, types
	Uses      Uses

	// Sum is the hash of the text that learners read. It is the same in both editions.
	Sum [sha256.Size]byte

	ids map[string]bool
}

// Uses says which Options the result depends on, trainer's notes included: with other
// options the page may look different, or have faults.
type Uses struct{ Works, Terms, Practice bool }

// HasID reports whether the page has a heading with that ID.
func (p *Page) HasID(id string) bool { return p.ids[id] }

// IDs returns the IDs of the page's headings in their order.
func (p *Page) IDs() []string {
	var ids []string
	for _, h := range p.Headings {
		ids = append(ids, h.ID)
	}
	return ids
}

// Heading is a heading of the page's text.
type Heading struct {
	Level int
	ID    string
	Text  string
	Boxed bool // inside a container or list, and so not in the table of contents
}

// Link is a link to a heading of another page, which the caller checks once all
// pages are known.
type Link struct {
	File     string // of the target
	Fragment string
	At       diag.Fault // the place of the link
}

// Question is a practice question of a page.
type Question struct {
	quiz.Question
	Bank   string         // Source.Bank
	Number int            // on the page, from 1
	Texts  *QuestionTexts // nil if the question has faults
	At     diag.Fault     // the place of the question
}

// Facts are what content advice looks at on a page without faults.
type Facts struct {
	Headings []Fact // not those inside boxes
	Links    []Fact
	Images   []Fact
	Prose    []string // paragraphs as plain text, without headings, code and practice questions
}

// Fact is something on a page, with its place.
type Fact struct {
	Text   string // a heading's or link's words, an image's description
	Target string // where a link leads, an image's file; as written
	Level  int    // of a heading
	At     diag.Fault
}
