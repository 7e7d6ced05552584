package render

// Kind says how a kind of page is rendered.
type Kind struct {
	Name     string   // Page.Kind of its pages, and the table of words for their script
	Template string   // file in templates/, without .html; several kinds may share one
	Words    []string // further tables of words for the script; the kind's own table overrides them
	Page     Document // an empty page of the kind, to make up a page that tests the template
}

// Document is a page of any kind: a pointer to a struct that embeds Page.
type Document interface{ common() *Page }

func (p *Page) common() *Page { return p }
