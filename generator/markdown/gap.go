package markdown

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

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

var gapSyntax = regexp.MustCompile(`^\{\{([^{}\n]*)\}\}`)

// gapParser reads gaps where there can be some: elsewhere two braces are text.
type gapParser struct{}

func (gapParser) Trigger() []byte { return []byte{'{'} }

func (gapParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if stateOf(pc) != nil && !inCloze(parent) { // a lesson; a question of a bank has no state
		return nil
	}
	line, segment := block.PeekLine()
	m := gapSyntax.FindSubmatch(line)
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

// gapMark stands in a rendered prompt for the gap of a number, from 1.
func gapMark(number int) string { return fmt.Sprintf(`<span data-gap="%d"></span>`, number) }

var gapMarks = regexp.MustCompile(`<span data-gap="([0-9]+)"></span>`)

// Piece is a piece of a prompt, with the gap behind it.
type Piece struct {
	Text   template.HTML
	Gap    int    // its number in the text, from 1; 0 after the last piece
	Before string // the last words before the gap in its paragraph; "" where it begins one
}

// Pieces cuts the prompt of a cloze question at its gaps.
func (t *QuestionTexts) Pieces() (pieces []Piece) {
	text, end := string(t.Prompt), 0
	for _, m := range gapMarks.FindAllStringSubmatchIndex(text, -1) {
		number, err := strconv.Atoi(text[m[2]:m[3]])
		if err != nil || number < 1 {
			continue // in no text that Cloze rendered
		}
		pieces = append(pieces, Piece{template.HTML(text[end:m[0]]), number, lastWords(text[:m[0]])})
		end = m[1]
	}
	return append(pieces, Piece{Text: template.HTML(text[end:])})
}

// wordsBefore is how many words before a gap are said with its name.
const wordsBefore = 6

var (
	blockStart = regexp.MustCompile(`</?(p|li|td|th|blockquote|pre|dd|dt)[ >]|<br`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
)

// lastWords returns the words before a gap, with an ellipsis for other gaps.
func lastWords(before string) string {
	if starts := blockStart.FindAllStringIndex(before, -1); starts != nil {
		before = before[starts[len(starts)-1][0]:]
	}
	plain := html.UnescapeString(anyTag.ReplaceAllString(gapMarks.ReplaceAllString(before, " … "), ""))
	words := strings.Fields(plain)
	return strings.Join(words[max(0, len(words)-wordsBefore):], " ")
}

// gap writes the place that a control takes.
func (htmlRenderer) gap(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, gapMark(n.(*gap).number))
	}
	return ast.WalkContinue, nil
}

// cloze renders the prompt of a cloze question of a bank, as quiz.Question.Shown
// gives it; otherwise like Prompt.
func (r *Renderer) cloze(shown string) (template.HTML, []diag.Message) {
	html, found := r.plain(r.gapped, shown, nil)
	for n := range quiz.GapsIn(shown) {
		if len(found) == 0 && strings.Count(string(html), gapMark(n+1)) != 1 {
			found = append(found, strayGap.With())
		}
	}
	return html, found
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
		p.report(c.offset, strayGap.With())
		return false
	}
	for i, g := range placed {
		g.number = i + 1
	}
	return p.noGaps(gapInHint, w.hints...)
}

// writtenGap is an item of the list that says what fills the gaps:
// "name {attributes}" with a list of options or answers below it.
type writtenGap struct {
	gap     quiz.Gap
	at      int
	kind    quiz.Type
	answers []answer
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
		if answers == nil || first.Lines().Len() != 1 || answers.Kind() != ast.KindList || answers.NextSibling() != nil || (&answer{text: []ast.Node{first}}).box() != nil {
			p.report(g.at, gapAnswerless.With(formOf(quiz.Cloze).hint))
			return nil, false
		}
		ok = p.gapHead(&g, first.Lines().At(0)) && ok
		var sound bool
		g.answers, sound = p.items(answers.(*ast.List), formOf(g.kind))
		ok = ok && sound
		gaps = append(gaps, g)
	}
	return gaps, p.noGaps(gapInAnswers, list) && ok
}

// noGaps reports gaps outside the text of a question.
func (p *pass) noGaps(kind diag.Kind, blocks ...ast.Node) bool {
	stray := gapsOf(blocks...)
	for _, g := range stray {
		p.report(g.Pos(), kind.With())
	}
	return len(stray) == 0
}

// readGap puts a gap into its question, and reports whether what fills it can be
// read: the answers of a gap are written like those of a question of its kind.
func (p *pass) readGap(q *quiz.Question, g writtenGap) bool {
	var alone quiz.Question
	sound := true
	for i := range g.answers {
		sound = formOf(g.kind).read(p, &alone, &g.answers[i]) && sound
	}
	g.gap.Options, g.gap.Answers = alone.Options, alone.Answers
	q.Gaps = append(q.Gaps, g.gap)
	return sound
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
		p.report(line.Start+problem.at, problem.problem)
	}
	bad := func(attribute string, m diag.Message) {
		p.report(line.Start+h.places[attribute], m)
		sound = false
	}
	if kind, there := h.attributes["type"]; there {
		if g.kind = quiz.Type(kind); !slices.Contains(quiz.GapTypes(), kind) {
			bad("type", gapType.With(kind, diag.Suggest(kind, quiz.GapTypes())))
			g.kind = quiz.Single
		}
	}
	if weight, there := h.attributes["weight"]; there {
		w, err := strconv.ParseFloat(weight, 64)
		if err != nil {
			bad("weight", gapWeight.With(weight))
		}
		g.gap.Weight = &w
	}
	g.gap.Unit = h.attributes["unit"]
	var err bool
	if g.gap.Exact, err = exactly(h.attributes["exact"]); err {
		bad("exact", exactUnreadable.With(h.attributes["exact"]))
	}
	if sound && g.gap.Unit != "" && g.kind != quiz.Number {
		bad("unit", gapUnit.With(string(g.kind)))
	}
	return sound
}
