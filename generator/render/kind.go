package render

// Kind is a kind of page, as it is rendered.
type Kind struct {
	Name     string   // what its pages call themselves, and the table of words that their script has
	Template string   // of templates/, without its ending; several kinds may share one
	Words    []string // further tables of words for the script; that of the kind goes over them
	Page     Document // a page of the kind: one like it is made up to try the template on
}

// Document is a page of some kind: a pointer to a struct that embeds Page.
type Document interface{ common() *Page }

func (p *Page) common() *Page { return p }
