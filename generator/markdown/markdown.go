// Package markdown renders the texts of a course: lessons with containers,
// citations and practice questions, and the plain prompts of assessed questions.
// It is the only package that knows goldmark.
//
// Everything wrong with a text is reported as a fault with its place. The caller
// supplies what needs other files: the targets of links, the works that can be cited,
// and the markup of practice questions.
package markdown

import (
	"crypto/sha256"
	"slices"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/internal/diag"
)

// New returns a renderer. Making one takes long, compared with rendering a page.
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
	citations, terms := util.Prioritized(citationParser{}, 90), util.Prioritized(termParser{}, 90)
	gaps := util.Prioritized(gapParser{}, 90)
	own := renderer.WithNodeRenderers(util.Prioritized(htmlRenderer{}, 100))
	commonMark := func(with ...parser.Option) goldmark.Markdown {
		return goldmark.New(goldmark.WithParserOptions(with...), goldmark.WithRendererOptions(own))
	}
	return &Renderer{
		options: o,
		buffers: sync.Pool{New: func() any { return &buffer{} }},
		page: goldmark.New(
			goldmark.WithExtensions(
				extension.Strikethrough, extension.Footnote, extension.DefinitionList, extension.Table,
				extension.TaskList,
			),
			goldmark.WithParserOptions(
				parser.WithAutoHeadingID(),
				parser.WithHeadingAttribute(),
				parser.WithBlockParsers(util.Prioritized(containerParser{}, 50)),
				parser.WithInlineParsers(citations, terms, gaps),
				parser.WithParagraphTransformers(util.Prioritized(alertTransformer{}, 50)),
			),
			goldmark.WithRendererOptions(own),
		),
		prompt:      commonMark(),
		clozePrompt: commonMark(parser.WithInlineParsers(gaps)),
		inline:      goldmark.New(goldmark.WithParser(oneParagraph()), goldmark.WithRendererOptions(own)),
		definition:  goldmark.New(goldmark.WithParser(oneParagraph(terms)), goldmark.WithRendererOptions(own)),
		scenario:    commonMark(parser.WithHeadingAttribute()),
	}
}

// oneParagraph returns a parser that finds no blocks but paragraphs: a leading "1." is text.
func oneParagraph(more ...util.PrioritizedValue) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 100)),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(), more...)...),
	)
}

// Page renders a page's text. The Page is never nil; if there are faults, its HTML may
// be incomplete.
//
// The learner's edition is rendered from a text without the trainer's notes. So they
// leave no trace: not in the numbers of headings, questions and footnotes, and not in
// what the page cites, shows or links to.
func (r *Renderer) Page(source Source) (*Page, diag.List) {
	text, fragments, faults := compose(&source)
	page, notes, found := r.parse(&source, text)
	faults.Append(found)
	whole, learners := page, text
	if len(notes) > 0 {
		learners = text.without(notes)
	}
	if len(notes) > 0 && !r.options.Instructor {
		page, _, found = r.parse(&source, learners)
		faults.Append(found)
		page.NoteFiles = slices.DeleteFunc(whole.Files, func(file string) bool {
			return slices.Contains(page.Files, file)
		})
	}
	page.Mentions, page.Uses = whole.Terms, whole.Uses
	page.Fragments, page.Sum = fragments, sha256.Sum256(learners.bytes)
	return page, faults
}

// parse renders a text. It also returns where the trainer's notes in it are.
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
		state.report(0, notRendered.With(err.Error()))
	}
	page.HTML = html
	return page, state.notes, state.faults
}
