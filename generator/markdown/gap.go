package markdown

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// numberGaps sets the numbers under which the gaps of a lesson's cloze question are
// published. It reports whether all gaps are in the prompt.
func (p *pass) numberGaps(c *container, nodes *questionNodes, q *quiz.Question) bool {
	gaps := gapsOf(nodes.prompt...)
	if !slices.EqualFunc(gaps, quiz.GapsIn(q.Prompt), func(g *gap, t quiz.TextGap) bool { return g.name == t.Name }) {
		p.report(c.offset, strayGap.With())
		return false
	}
	for i, g := range gaps {
		g.number = i + 1
	}
	return p.noGaps(gapInHint, nodes.hints...)
}

// gaps reads the list that says what fills the gaps.
func (p *pass) gaps(list ast.Node) (gaps []gapNodes, ok bool) {
	ok = true
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		g := gapNodes{at: offsetOf(n), kind: quiz.Single}
		head, answers, sound := gapItem(n)
		if !sound {
			p.report(g.at, gapAnswerless.With(forms[quiz.Cloze].how.With()))
			return nil, false
		}
		ok = p.gapHead(&g, head) && ok
		g.answers, sound = p.items(answers, formOf(g.kind))
		ok = ok && sound
		gaps = append(gaps, g)
	}
	return gaps, p.noGaps(gapInAnswers, list) && ok
}

// gapItem splits an item into the line that names its gap and the list of what fills
// it. It reports whether the item has both and nothing else.
func gapItem(item ast.Node) (head text.Segment, answers *ast.List, ok bool) {
	first := item.FirstChild()
	if first == nil || first.Lines().Len() != 1 || (&answer{text: []ast.Node{first}}).box() != nil {
		return head, nil, false
	}
	answers, ok = first.NextSibling().(*ast.List)
	return first.Lines().At(0), answers, ok && answers.NextSibling() == nil
}

// noGaps reports gaps that are not in the text of a question. It returns whether there
// are none.
func (p *pass) noGaps(kind diag.Kind, blocks ...ast.Node) bool {
	stray := gapsOf(blocks...)
	for _, g := range stray {
		p.report(g.Pos(), kind.With())
	}
	return len(stray) == 0
}

// readGap adds a gap to its question. It reports whether the answers can be read: they
// are written like those of a question of the gap's type.
func (p *pass) readGap(q *quiz.Question, g gapNodes) bool {
	var asQuestion quiz.Question
	sound := true
	for i := range g.answers {
		sound = formOf(g.kind).read(p, &asQuestion, &g.answers[i]) && sound
	}
	g.gap.Options, g.gap.Answers = asQuestion.Options, asQuestion.Answers
	q.Gaps = append(q.Gaps, g.gap)
	return sound
}

// gapHead reads the line that begins an item: the name of the gap and its attributes
// in braces.
func (p *pass) gapHead(g *gapNodes, line text.Segment) (sound bool) {
	source := strings.TrimRight(string(line.Value(p.body)), " \t\r\n")
	brace := strings.IndexByte(source, '{')
	if brace < 0 {
		brace = len(source)
	}
	g.gap.Name = strings.TrimSpace(source[:brace])
	h := head{name: gapName, attributes: map[string]string{}, places: map[string]int{}}
	h.parseAttributes(source, brace)
	h.readGap(g)
	for _, bad := range h.problems {
		p.report(line.Start+bad.at, bad.problem)
	}
	return len(h.problems) == 0
}

// readGap reads the attributes of a gap.
func (h *head) readGap(g *gapNodes) {
	if kind, given := h.attributes["type"]; given && !slices.Contains(quiz.GapTypes(), kind) {
		h.report(h.places["type"], gapType.With(kind, diag.Suggest(kind, quiz.GapTypes())))
	} else if given {
		g.kind = quiz.Type(kind)
	}
	if weight, given := h.attributes["weight"]; given {
		w, err := strconv.ParseFloat(weight, 64)
		if err != nil {
			h.report(h.places["weight"], gapWeight.With(weight))
		}
		g.gap.Weight = &w
	}
	g.gap.Unit = h.attributes["unit"]
	var readable bool
	if g.gap.Exact, readable = parseExact(h.attributes["exact"]); !readable {
		h.report(h.places["exact"], exactUnreadable.With(h.attributes["exact"]))
	}
	if len(h.problems) == 0 && g.gap.Unit != "" && g.kind != quiz.Number {
		h.report(h.places["unit"], gapUnit.With(string(g.kind)))
	}
}
