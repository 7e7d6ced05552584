package markdown

import (
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// gap is a {{name}} in the text of a cloze question.
type gap struct {
	ast.BaseInline
	name   string
	number int // in the text, from 1; 0 where it is not known
}

var kindGap = ast.NewNodeKind("Gap")

func (*gap) Kind() ast.NodeKind { return kindGap }

func (g *gap) Dump(source []byte, level int) { ast.DumpHelper(g, source, level, nil, nil) }

var gapMark = regexp.MustCompile(`^\{\{([^{}\n]*)\}\}`)

// gapParser reads gaps where there can be some: elsewhere two braces are text.
type gapParser struct{}

func (gapParser) Trigger() []byte { return []byte{'{'} }

func (gapParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if stateOf(pc) != nil && !inCloze(parent) { // a lesson; a question of a bank has no state
		return nil
	}
	line, segment := block.PeekLine()
	m := gapMark.FindSubmatch(line)
	if m == nil {
		return nil
	}
	g := &gap{name: strings.TrimSpace(string(m[1]))}
	g.number, _ = strconv.Atoi(g.name) // of a bank, gaps are called by their numbers
	g.SetPos(segment.Start)
	block.Advance(len(m[0]))
	return g
}

func inCloze(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if c, ok := n.(*container); ok {
			return c.name == question && c.attributes["type"] == string(quiz.Cloze)
		}
	}
	return false
}

// gap writes the place that a control takes.
func (htmlRenderer) gap(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, string(render.GapMark(n.(*gap).number)))
	}
	return ast.WalkContinue, nil
}

const (
	strayGap     = "a gap where nothing can be filled in"
	strayGapHint = "gaps stand in running text: not in code, nor in the address of a link"
)

// Cloze renders the prompt of an assessed cloze question, as quiz.Question.Shown
// gives it; otherwise like Prompt.
func (r *Renderer) Cloze(shown string) (template.HTML, diag.List) {
	gaps := quiz.GapsIn(shown)
	html, faults := r.plain(r.cloze, shown, nil)
	for n := range gaps {
		if !faults.Failed() && strings.Count(string(html), string(render.GapMark(n+1))) != 1 {
			faults.Add(diag.Fault{What: strayGap, Hint: strayGapHint})
		}
	}
	return html, faults
}

// gapsOf lists the gaps in blocks.
func gapsOf(blocks ...ast.Node) (gaps []*gap) {
	for _, block := range blocks {
		_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if g, ok := n.(*gap); ok && entering {
				gaps = append(gaps, g)
			}
			return ast.WalkContinue, nil
		})
	}
	return gaps
}

// number gives the gaps of a lesson's cloze question the numbers that they are
// published under.
func (p *pass) number(c *container, w *written, q *quiz.Question) bool {
	placed := gapsOf(w.prompt...)
	if !slices.EqualFunc(placed, quiz.GapsIn(q.Prompt), func(g *gap, t quiz.TextGap) bool { return g.name == t.Name }) {
		p.fault(c.offset, strayGap, strayGapHint)
		return false
	}
	for i, g := range placed {
		g.number = i + 1
	}
	return p.noGaps("a gap in a hint", w.hints...)
}

// writtenGap is an item of the list that says what fills the gaps:
// "name {attributes}" with a list of options or answers below it.
type writtenGap struct {
	gap     quiz.Gap
	at      int
	kind    quiz.Type
	options []option
}

// gapKinds are the types that a gap can have.
func gapKinds() []string {
	return []string{string(quiz.Single), string(quiz.Number), string(quiz.Text)}
}

// gaps reads the list that says what fills the gaps.
func (p *pass) gaps(list ast.Node) (gaps []writtenGap, ok bool) {
	ok = true
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		g := writtenGap{at: p.itemOffset(n.(*ast.ListItem)), kind: quiz.Single}
		first := n.FirstChild()
		answers := first
		if first != nil {
			answers = first.NextSibling()
		}
		if answers == nil || first.Lines().Len() != 1 || answers.Kind() != ast.KindList || answers.NextSibling() != nil || (option{text: []ast.Node{first}}).box() != nil {
			p.fault(g.at, "this is no gap with its list of answers", hintOf(quiz.Cloze))
			return nil, false
		}
		ok = p.gapHead(&g, first.Lines().At(0)) && ok
		var sound bool
		g.options, sound = p.listed(answers.(*ast.List), g.kind)
		ok = ok && sound
		gaps = append(gaps, g)
	}
	return gaps, p.noGaps("a gap in what fills a gap", list) && ok
}

// noGaps tells of gaps beside the text of a question.
func (p *pass) noGaps(what string, blocks ...ast.Node) bool {
	stray := gapsOf(blocks...)
	for _, g := range stray {
		p.fault(g.Pos(), what, `gaps stand in the text above the list; write \{{ where two braces are meant`)
	}
	return len(stray) == 0
}

// gapHead reads the line that begins an item: the name of the gap and, in braces,
// how it is filled.
func (p *pass) gapHead(g *writtenGap, line text.Segment) bool {
	written := strings.TrimRight(string(line.Value(p.body)), " \t\r\n")
	brace := strings.IndexByte(written, '{')
	if brace < 0 {
		brace = len(written)
	}
	g.gap.Name = strings.TrimSpace(written[:brace])
	h := head{name: gapName, attributes: map[string]string{}, places: map[string]int{}}
	h.parseAttributes(written, brace)
	sound := len(h.problems) == 0
	for _, problem := range h.problems {
		p.fault(line.Start+problem.at, problem.what, problem.hint)
	}
	bad := func(attribute, what, hint string) {
		p.fault(line.Start+h.places[attribute], what, hint)
		sound = false
	}
	if kind, there := h.attributes["type"]; there {
		switch g.kind = quiz.Type(kind); g.kind {
		case quiz.Single, quiz.Number, quiz.Text:
		default:
			bad("type", fmt.Sprintf("a gap of type %q is not known", kind), diag.DidYouMean(kind, gapKinds()))
			g.kind = quiz.Single
		}
	}
	if weight, there := h.attributes["weight"]; there {
		w, err := strconv.ParseFloat(weight, 64)
		if err != nil {
			bad("weight", fmt.Sprintf("weight %q is not a number", weight), `write weight="2", or leave it out where all gaps count alike`)
		}
		g.gap.Weight = &w
	}
	g.gap.Unit = h.attributes["unit"]
	var err bool
	if g.gap.Exact, err = exactly(h.attributes["exact"]); err {
		bad("exact", fmt.Sprintf("exact %q is neither true nor false", h.attributes["exact"]), exactHint)
	}
	if sound && g.gap.Unit != "" && g.kind != quiz.Number {
		bad("unit", fmt.Sprintf("a gap of type %q has no unit", g.kind), `write type="number", or put the unit into the text behind the gap`)
	}
	return sound
}

// fillGaps is fill for the gaps of a question, in the order of its text. written: the
// answers of each, as the gaps are written.
func fillGaps(practice *render.Practice, q *quiz.Question, gaps []quiz.PublishedGap, written [][]answer) {
	for n, published := range gaps {
		shown := render.Gap{ID: published.ID, Type: string(published.Type), Unit: published.Unit}
		texts := map[string]template.HTML{} // by ID
		for i, w := range written[slices.IndexFunc(q.Gaps, func(g quiz.Gap) bool { return g.Name == published.Source.Name })] {
			a := render.PracticeAnswer{Gap: n + 1, Text: w.text, Feedback: w.feedback}
			if published.Type == quiz.Single {
				id := optionAt(published, i)
				a.ID, a.Right = published.ID+" "+id, published.Source.Options[i].Share() > 0
				texts[id] = a.Text
			} else {
				a.ID, a.Right = published.ID+" "+strconv.Itoa(i), published.Source.Answers[i].Share() > 0
			}
			practice.Answers = append(practice.Answers, a)
		}
		for _, o := range published.Options {
			shown.Options = append(shown.Options, render.Option{ID: o.ID, Text: texts[o.ID]})
		}
		practice.Gaps = append(practice.Gaps, shown)
	}
}

// optionAt gives the ID of a gap's option by its place among those written.
func optionAt(g quiz.PublishedGap, i int) string {
	for _, o := range g.Options {
		if o.Source == &g.Source.Options[i] {
			return o.ID
		}
	}
	return ""
}
