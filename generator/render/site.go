package render

import "html/template"

// Site is what every page knows about the site.
type Site struct {
	ID           string // coursemark.toml [site] id; part of every draw
	Title        string
	Organisation string
	Language     string `try:"language"` // BCP 47, for <html lang>
	Version      string // of Coursemark, "coursemark 0.1.0"
	BaseURL      string // "" if not configured
	Support      string `try:"help@example.org"` // whom to ask, plain text or an address
	HandIn       HandIn
	Courses      []Link // for the top navigation; each Href from the site's root
	Progress     string // path of the my-progress page, from the site's root
	Lists        []Link // glossary and works cited, if there are any; each Href from the site's root
	Instructor   bool   // the trainer's edition, with trainer's notes and answers
	Preview      bool   // the live preview: pages may connect to their own server
}

// HandIn says where results go.
type HandIn struct {
	Contact string // a person or department
	Link    string `try:"mailto:hr@example.org"` // mailto: or https:, may be empty
	ReplyBy string // "within five working days"
}

// Link is a labelled address, relative to the page that shows it.
type Link struct {
	Title   string
	Href    string
	Current bool
}

// Page is what all kinds of page have in common. Every Href is relative to the
// page and ends in index.html.
type Page struct {
	Site        *Site
	Kind        string // the name of its Kind
	Path        string // from the site's root, slash-separated, "a/b/index.html"
	Root        string // from the page to the site's root: "", "../", "../../"
	Title       string
	Description string
	Breadcrumbs []Link // from home to the parent; empty on the home page
	Previous    *Link
	Next        *Link
	Navigation  template.HTML // of the module or course, rendered once and shared
	Contents    []Heading     // of Body; headings of level 2 and 3
	Body        template.HTML
	Stylesheet  string   // hashed path from the site's root
	Extra       []string // hashed paths of stylesheets that few pages need
	Script      string   // hashed path of the page's script
	Changed     string   // the day of the last change, 2026-11-30; "" if unknown
	ReviewBy    string   // the day by which somebody should read it again; "" if none is set
}

// Heading is an entry of a page's contents.
type Heading struct {
	Level int // 2 or 3
	ID    string
	Text  string
}
