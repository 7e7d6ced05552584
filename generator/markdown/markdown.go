// Package markdown renders the texts of a course: lessons with containers,
// citations and practice questions, and the plain prompts of assessed questions.
// It is the only package that knows goldmark.
//
// Everything that is wrong with a text is a fault with its place. What needs
// other files (where a link leads, what a work is called, how a practice
// question looks) comes from the caller.
package markdown

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"html"
	"html/template"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// Bounds of a text. A lesson of a megabyte would take a week to read; nesting
// costs the parser a level of its stack each.
const (
	MaxSize       = 1 << 20 // bytes
	maxNesting    = 32      // containers in each other
	maxMarkers    = 64      // quote and list markers at the head of a line
	maxInlineRun  = 1000    // brackets or emphasis marks in a row
	maxMarks      = 4000    // of one kind between two blank lines: the parser looks back at each from each
	maxFaults     = 100     // of one page
	practiceLabel = "coursemark-practice/1"
)

// Options are what a Renderer takes from its caller.
type Options struct {
	// Word gives a text of the interface, "" where there is none: the titles of
	// boxes (box_callout) and alerts (alert_note).
	Word func(key string) string
	// Question makes the markup of a practice question. Nil: questions are checked only.
	Question func(*Question) (template.HTML, error)
	// References are the works that may be cited; nil means none.
	References *bibliography.References
	// Facts says that pages are to be reviewed: each gets its Facts.
	Facts bool
	// Glossary holds the terms that may be named; nil means none.
	Glossary *Glossary
	// Instructor makes the trainer's edition: with trainer's notes.
	Instructor bool
}

// Renderer turns markdown into HTML. It is safe for concurrent use.
type Renderer struct {
	options    Options
	page       goldmark.Markdown // lessons
	prompt     goldmark.Markdown // CommonMark
	gapped     goldmark.Markdown // the same, with gaps
	inline     goldmark.Markdown // one paragraph, whatever it begins with
	definition goldmark.Markdown // the same, with terms
	scenario   goldmark.Markdown // CommonMark whose headings have names
	buffers    sync.Pool
}

// New makes a renderer. Making one is slow next to rendering a page with it.
func New(o Options) *Renderer {
	if o.Word == nil {
		o.Word = func(string) string { return "" }
	}
	if o.References == nil {
		o.References = &bibliography.References{}
	}
	if o.Glossary == nil {
		o.Glossary = &Glossary{}
	}
	own := renderer.WithNodeRenderers(util.Prioritized(htmlRenderer{}, 100))
	return &Renderer{
		options: o,
		buffers: sync.Pool{New: func() any { return &buffer{} }},
		page: goldmark.New(
			goldmark.WithExtensions(extension.Strikethrough, extension.Footnote, extension.DefinitionList, extension.Table, extension.TaskList),
			goldmark.WithParserOptions(
				parser.WithAutoHeadingID(),
				parser.WithHeadingAttribute(),
				parser.WithBlockParsers(util.Prioritized(containerParser{}, 50)),
				parser.WithInlineParsers(util.Prioritized(citationParser{}, 90), util.Prioritized(termParser{}, 90), util.Prioritized(gapParser{}, 90)),
				parser.WithParagraphTransformers(util.Prioritized(alertTransformer{}, 50)),
			),
			goldmark.WithRendererOptions(own),
		),
		prompt:     goldmark.New(goldmark.WithRendererOptions(own)),
		gapped:     goldmark.New(goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(gapParser{}, 90))), goldmark.WithRendererOptions(own)),
		inline:     goldmark.New(goldmark.WithParser(oneParagraph()), goldmark.WithRendererOptions(own)),
		definition: goldmark.New(goldmark.WithParser(oneParagraph(util.Prioritized(termParser{}, 90))), goldmark.WithRendererOptions(own)),
		scenario:   goldmark.New(goldmark.WithParserOptions(parser.WithHeadingAttribute()), goldmark.WithRendererOptions(own)),
	}
}

// oneParagraph is a parser that finds no blocks: a leading "1." is text.
func oneParagraph(more ...util.PrioritizedValue) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 100)),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(), more...)...),
	)
}

// buffer is a bytes.Buffer behind the writer that goldmark asks for.
type buffer struct {
	bytes.Buffer
	writer *bufio.Writer
}

func (r *Renderer) render(md goldmark.Markdown, source []byte, nodes ...ast.Node) (template.HTML, error) {
	b := r.buffers.Get().(*buffer)
	defer r.buffers.Put(b)
	b.Reset()
	if b.writer == nil {
		b.writer = bufio.NewWriterSize(&b.Buffer, 16<<10)
	}
	b.writer.Reset(&b.Buffer)
	for _, n := range nodes {
		if err := md.Renderer().Render(b.writer, source, n); err != nil {
			return "", err
		}
	}
	return template.HTML(b.String()), nil
}

// Source is a page's text.
type Source struct {
	File string // slash-separated, from the project's folder; links are relative to it
	Text []byte // of the whole file, with LF line ends
	Body int    // where the markdown begins in Text, after the front matter

	// Bank is what practice questions are identified under: the page's path.
	// Where it is empty, the page cannot hold questions.
	Bank string
	// Page gives the address of another page, relative to this one, by the path
	// of its file.
	Page func(file string) (href string, problem *diag.Message)
	// Asset gives the address of a local file that the page shows or links to.
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
	Parts     []string   // stylesheets that it needs besides that of all pages: boxes, code, practice, types
	Uses      Uses       // also where nothing of it is to be seen

	// Sum stands for the text that learners read, in either edition.
	Sum [sha256.Size]byte

	ids map[string]bool
}

// Uses are the Options that a text was held against, also in headings and in
// trainer's notes: with others it may come out otherwise, or be at fault.
type Uses struct{ Works, Terms, Practice bool }

// HasID tells whether the page has a heading of that ID.
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

// Page renders a page's text. The Page is never nil; where the list failed, its
// HTML may be incomplete.
//
// The learner's edition is rendered from a text in which the trainer's notes
// never stood: so nothing of them is left, neither in the numbers of headings,
// questions and notes, nor in what the page cites, shows or links to.
func (r *Renderer) Page(source Source) (*Page, diag.List) {
	text, fragments, faults := compose(&source)
	page, notes, found := r.parse(&source, text)
	faults.Append(found)
	uses := page.Uses
	learners := text
	if len(notes) > 0 {
		learners = text.without(notes)
	}
	if mentions, files := page.Terms, page.Files; len(notes) > 0 && !r.options.Instructor {
		page, _, found = r.parse(&source, learners)
		page.Mentions = mentions
		page.Noted = slices.DeleteFunc(files, func(file string) bool { return slices.Contains(page.Files, file) })
		faults.Append(found)
	} else {
		page.Mentions = mentions
	}
	page.Fragments, page.Uses, page.Sum = fragments, uses, sha256.Sum256(learners.bytes)
	return page, faults
}

// parse renders a text. It also gives the trainer's notes in it.
func (r *Renderer) parse(source *Source, from *composed) (*Page, []span, diag.List) {
	page := &Page{ids: map[string]bool{}}
	state := &pageState{source: source, text: from, body: from.bytes}
	if offset, problem, found := unparsable(state.body); found {
		state.report(offset, problem)
		return page, nil, state.faults
	}
	pc := parser.NewContext(parser.WithIDs(&ids{taken: map[string]bool{}, last: map[string]int{}}))
	pc.Set(stateKey, state)
	doc := r.page.Parser().Parse(text.NewReader(state.body), parser.WithContext(pc))
	if r.options.Facts {
		page.Facts = state.facts(doc)
	}
	pass := &pass{pageState: state, renderer: r, page: page}
	pass.run(doc)
	html, err := r.render(r.page, state.body, doc)
	if err != nil {
		state.report(0, notRendered.With(err))
	}
	page.HTML = html
	return page, state.notes, state.faults
}

// unparsable finds what would cost the parser more than it may cost, and where.
func unparsable(body []byte) (offset int, _ diag.Message, found bool) {
	if len(body) > MaxSize {
		return 0, textTooLarge.With(len(body)>>10, MaxSize>>10), true
	}
	if !utf8.Valid(body) {
		return notUTF8At(body), textNotUTF8.With(), true
	}
	var mark [256]bool
	for _, c := range []byte("[]*_~!<`") {
		mark[c] = true
	}
	var counts [256]int
	run, markers, head := 0, 0, true
	var last byte
	for i, c := range body {
		switch {
		case c == '\n':
			markers, head = 0, true
			if last == '\n' {
				clear(counts[:])
			}
		case mark[c]:
			if run++; c != last {
				run = 0
			}
			if counts[c]++; run > maxInlineRun || counts[c] > maxMarks {
				return i, tooManyMarks.With(c), true
			}
		}
		if head && c != '\n' && c != ' ' && c != '\t' {
			switch {
			case c == '>', strings.IndexByte("-+*.)", c) >= 0 && i+1 < len(body) && (body[i+1] == ' ' || body[i+1] == '\t'):
				if markers++; markers > maxMarkers {
					return i, tooManyMarkers.With(maxMarkers), true
				}
			case c < '0' || c > '9':
				head = false
			}
		}
		last = c
	}
	return 0, diag.Message{}, false
}

// notUTF8At is the offset of the first byte that is not UTF-8.
func notUTF8At(body []byte) (offset int) {
	for offset < len(body) {
		r, size := utf8.DecodeRune(body[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	return offset
}

// Prompt renders a text of a question or task: CommonMark, without anything that
// refers to other files. The messages say what is wrong with it; where it stands
// is known to the caller.
func (r *Renderer) Prompt(source string) (template.HTML, []diag.Message) {
	return r.plain(r.prompt, source, nil)
}

// Inline renders a text of one paragraph, such as an option of a question: a
// leading "1." or "#" is text there.
func (r *Renderer) Inline(source string) (template.HTML, []diag.Message) {
	return single(r.plain(r.inline, source, nil))
}

// Definition renders a definition of the glossary, a text of one paragraph that
// may name other terms. href returns the address of a term by its ID; "" makes it
// plain words.
func (r *Renderer) Definition(source string, href func(id string) string) (template.HTML, []diag.Message) {
	return single(r.plain(r.definition, source, href))
}

// single takes the frame of a text's one paragraph away.
func single(text template.HTML, found []diag.Message) (template.HTML, []diag.Message) {
	trimmed := strings.TrimSpace(string(text))
	if inner, ok := strings.CutPrefix(trimmed, "<p>"); ok {
		if inner, ok = strings.CutSuffix(inner, "</p>"); ok && !strings.Contains(inner, "<p>") {
			return template.HTML(inner), found
		}
	}
	if trimmed != "" {
		found = append(found, severalParagraphs.With())
	}
	return template.HTML(trimmed), found
}

// plain renders a text that refers to nothing else but, where href is given, to
// terms of the glossary.
func (r *Renderer) plain(md goldmark.Markdown, source string, href func(id string) string) (_ template.HTML, found []diag.Message) {
	body := []byte(quiz.Normalise(source))
	if _, problem, bad := unparsable(body); bad {
		return "", []diag.Message{problem}
	}
	doc := md.Parser().Parse(text.NewReader(body))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *term:
			if id, problem, known := r.options.Glossary.find(n.name); known {
				n.href = href(id)
			} else {
				found = append(found, problem)
			}
		case *ast.Text:
			if href == nil && termAt(n, body) >= 0 {
				found = append(found, termHere.With())
			}
		}
		if problem, bad := byItself(n, body, "question"); bad {
			found = append(found, problem)
		}
		return ast.WalkContinue, nil
	})
	html, err := r.render(md, body, doc)
	if err != nil {
		found = append(found, notRendered.With(err))
	}
	return template.HTML(strings.TrimSpace(string(html))), found
}

// byItself finds what is wrong with a node of a text that refers to nothing else:
// of a question or scene.
func byItself(n ast.Node, body []byte, of string) (_ diag.Message, found bool) {
	switch n := n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML:
		return rawHTML.With(), !isComment(n, body)
	case *ast.Image:
		return imageHere.With(), true
	case *ast.Link:
		if !isExternal(string(n.Destination)) {
			return linkHere.With(string(n.Destination), of), true
		}
		markExternal(n)
	case *ast.AutoLink:
		return autoLink(n, body)
	case *ast.Heading:
		return headingHere.With(of), true
	}
	return diag.Message{}, false
}

// plainText is what a reader sees of a node, without markup.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			value := n.Segment.Value(source)
			if _, code := n.Parent().(*ast.CodeSpan); code {
				b.Write(value)
			} else {
				b.WriteString(html.UnescapeString(string(util.UnescapePunctuations(value))))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *citation:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}
