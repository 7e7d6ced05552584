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

	// Bank is what practice questions are identified under: the page's path.
	// Where it is empty, the page cannot hold questions.
	Bank string
	// Page returns the address of another page, relative to this one, by the path
	// of its file.
	Page func(file string) (href string, problem *diag.Message)
	// Asset returns the address of a local file that the page shows or links to.
	Asset func(file string) (Asset, *diag.Message)
	// ReadText reads a text file of the project, as UTF-8 with LF line ends:
	// fragments and captions.
	ReadText func(file string) ([]byte, *diag.Message)
	// Glossary is the address of the glossary's page, relative to this one.
	Glossary string
}

// Asset is a local file as the page refers to it.
type Asset struct {
	Href          string
	Width, Height int       // of an image, 0 where unknown
	Variants      []Variant // of an image: smaller ones, ascending
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
	Citations []string   // keys of the works cited, in the order of first use
	Links     []Link     // to headings of other pages
	Files     []string   // local files that it shows or links to
	Questions []Question // practice questions, in the order of the text
	Facts     *Facts     // where they were asked for
	Terms     []string   // IDs of the glossary's terms that it uses, in the order of first use
	Mentions  []string   // the same, with those of trainer's notes
	Noted     []string   // files that only trainer's notes show or link to
	Fragments []string   // files that it includes
	Styles    []string   // stylesheets that it needs in addition to that of all pages: boxes, code, practice, types
	Uses      Uses       // also where nothing of it is to be seen

	// Sum is the hash of the text that learners read, in either edition.
	Sum [sha256.Size]byte

	ids map[string]bool
}

// Uses are the Options that a text was held against, also in headings and in
// trainer's notes: with others it may come out otherwise, or be at fault.
type Uses struct{ Works, Terms, Practice bool }

// HasID reports whether the page has a heading of that ID.
func (p *Page) HasID(id string) bool { return p.ids[id] }

// IDs are the IDs of the page's headings, in their order.
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
	Boxed bool // inside a container or list: not for the contents
}

// Link is a link to a heading of another page, which the caller checks once all
// pages are known.
type Link struct {
	File     string // of the target
	Fragment string
	At       diag.Fault // a fault at the link, to be filled in
}

// Question is a practice question of a page.
type Question struct {
	quiz.Question
	Bank   string         // what it is identified under: Source.Bank
	Number int            // on the page, from 1
	Texts  *QuestionTexts // nil where it is at fault
	At     diag.Fault     // a fault at the question, to be filled in
}

// Facts are what a reviewer looks at on a page that is right as it is.
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
