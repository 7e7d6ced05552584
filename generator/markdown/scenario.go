package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// Scenario is a scenario's text, parsed and rendered. What it leads to and what
// it is worth is for quiz to prove.
type Scenario struct {
	Introduction     string // CommonMark
	IntroductionHTML template.HTML
	Scenes           []quiz.Scene
	HTML             []SceneHTML // of the scenes
}

// SceneHTML is a scene rendered.
type SceneHTML struct {
	Text    template.HTML
	Choices []ChoiceHTML
}

// ChoiceHTML is a choice rendered.
type ChoiceHTML struct {
	Text     template.HTML // without a paragraph around it
	Feedback template.HTML
}

// Scenario parses the text of a scenario. The Scenario is never nil; where the
// list failed, scenes may be missing. Of more scenes and choices than quiz allows
// it reads one too many, since each costs a walk through the text.
func (r *Renderer) Scenario(source Source) (*Scenario, diag.List) {
	s := &Scenario{}
	state := &pageState{source: &source, text: whole(&source)}
	state.body = state.text.bytes
	if offset, problem, found := unparsable(state.body); found {
		state.report(offset, problem)
		return s, state.faults
	}
	p := &scenarioPass{pageState: state, renderer: r}
	doc := r.scenario.Parser().Parse(text.NewReader(state.body))
	var heading *ast.Heading
	var blocks []ast.Node
	finish := func() {
		if heading == nil {
			p.plain(blocks)
			s.Introduction = p.source(blocks)
			s.IntroductionHTML = p.render(blocks...)
		} else {
			scene, html := p.scene(heading, blocks)
			s.Scenes, s.HTML = append(s.Scenes, scene), append(s.HTML, html)
		}
		blocks = nil
	}
	for n := doc.FirstChild(); n != nil && len(s.Scenes) <= quiz.MaxScenes; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		switch {
		case !ok:
			blocks = append(blocks, n)
		case h.Level != 2:
			p.report(h.Pos(), sceneLevel.With())
		default:
			finish()
			heading = h
		}
	}
	if len(s.Scenes) <= quiz.MaxScenes {
		finish()
	}
	return s, state.faults
}

// scenarioPass goes over the blocks of a scenario.
type scenarioPass struct {
	*pageState
	renderer *Renderer
}

func (p *scenarioPass) render(nodes ...ast.Node) template.HTML {
	html, err := p.renderer.render(p.renderer.scenario, p.body, nodes...)
	if err != nil {
		p.report(0, notRendered.With(err))
	}
	return template.HTML(strings.TrimSpace(string(html)))
}

// plain checks texts that stand by themselves.
func (p *scenarioPass) plain(nodes []ast.Node) {
	for _, n := range nodes {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			if link, ok := n.(*ast.Link); ok && bytes.HasPrefix(link.Destination, []byte("#")) {
				p.report(n.Pos(), strayChoice.With())
			} else if problem, found := byItself(n, p.body, "scene"); found {
				p.report(max(n.Pos(), offsetOf(n)), problem)
			}
			return ast.WalkContinue, nil
		})
	}
}

// offsetOf finds where a node stands that does not say so: where its first child
// or line does.
func offsetOf(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Pos() >= 0 {
			return n.Pos()
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// source is blocks as they are written: the lines from the first to the last.
func (p *scenarioPass) source(blocks []ast.Node) string {
	if len(blocks) == 0 {
		return ""
	}
	end := len(p.body)
	if next := blocks[len(blocks)-1].NextSibling(); next != nil {
		end = p.lineStart(offsetOf(next))
	}
	return quiz.Normalise(string(p.body[p.lineStart(offsetOf(blocks[0])):end]))
}

func (p *scenarioPass) lineStart(offset int) int {
	return bytes.LastIndexByte(p.body[:offset], '\n') + 1
}

func (p *scenarioPass) scene(heading *ast.Heading, blocks []ast.Node) (quiz.Scene, SceneHTML) {
	scene := quiz.Scene{Title: plainText(heading, p.body), At: p.place(heading.Pos())}
	p.attributes(heading, &scene)
	var html SceneHTML
	for i, n := range blocks {
		list, ok := n.(*ast.List)
		if !ok || !isChoices(list) {
			continue
		}
		for item := list.FirstChild(); item != nil && len(scene.Choices) <= quiz.MaxChoices; item = item.NextSibling() {
			if choice, texts, ok := p.choice(item); ok {
				scene.Choices, html.Choices = append(scene.Choices, choice), append(html.Choices, texts)
			}
		}
		if i+1 < len(blocks) {
			after, kind := blocks[i+1], textAfterChoices
			switch after.Kind() {
			case ast.KindBlockquote:
				kind = feedbackAfterChoices
			case ast.KindList:
				kind = choicesApart
			}
			p.report(offsetOf(after), kind.With())
		}
		blocks = blocks[:i]
		break
	}
	p.plain(blocks)
	scene.Text = p.source(blocks)
	html.Text = p.render(blocks...)
	return scene, html
}

var sceneName = regexp.MustCompile(`\{#([a-z0-9-]+)`)

// attributes reads the name of a scene, and how it ends.
func (p *scenarioPass) attributes(h *ast.Heading, scene *quiz.Scene) {
	line, _, _ := bytes.Cut(p.body[max(0, h.Pos()):], []byte("\n"))
	for _, a := range h.Attributes() {
		value := fmt.Sprint(a.Value)
		if raw, ok := a.Value.([]byte); ok {
			value = string(raw)
		}
		switch name := string(a.Name); name {
		case "id":
			scene.ID = value
		case "end":
			scene.Ending = quiz.Ending(value)
		default:
			p.report(h.Pos(), sceneAttribute.With(name))
		}
	}
	name := sceneName.FindSubmatch(line)
	brace := h.Pos() + max(0, bytes.LastIndexByte(line, '{'))
	switch {
	case scene.ID == "" && name != nil:
		kind := sceneBraces
		if bytes.ContainsAny(line, "“”„") {
			kind = sceneCurlyQuotes
		}
		p.report(brace, kind.With())
		scene.ID = string(name[1]) // the choices that lead here are not at fault
	case scene.ID == "":
		p.report(h.Pos(), sceneNameless.With())
	case scene.Title == "":
		p.report(h.Pos(), sceneUntitled.With())
	}
}

// isChoices reports whether a list offers choices: whether one of its items begins
// with a link that leads to no other site.
func isChoices(list *ast.List) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if link := choiceLink(item); link != nil && !isExternal(string(link.Destination)) {
			return true
		}
	}
	return false
}

func choiceLink(item ast.Node) *ast.Link {
	if item.FirstChild() == nil {
		return nil
	}
	link, _ := item.FirstChild().FirstChild().(*ast.Link)
	return link
}

// choice reads an item of the list of choices.
func (p *scenarioPass) choice(item ast.Node) (c quiz.Choice, html ChoiceHTML, ok bool) {
	link := choiceLink(item)
	if link == nil {
		p.report(offsetOf(item), noChoice.With())
		return c, html, false
	}
	start := link.Pos()
	c.At, c.ToAt = p.place(start), p.place(start)
	toAt := start
	c.Text = plainText(link, p.body)
	if from, to, found := bracketed(string(p.body[start:]), 0); found {
		c.Text = strings.Join(strings.Fields(string(p.body[start+from:start+to])), " ")
		toAt = start + to + 2 // behind ](
		c.ToAt = p.place(toAt)
	}
	if to, isScene := strings.CutPrefix(string(link.Destination), "#"); isScene && to != "" {
		c.To = to
	} else {
		p.report(toAt, choiceNowhere.With(string(link.Destination)))
	}
	var words []ast.Node
	for n := link.FirstChild(); n != nil; n = n.NextSibling() {
		words = append(words, n)
	}
	p.plain(words)
	html.Text = p.render(words...)
	p.points(link, &c)
	var feedback []ast.Node
	for n := item.FirstChild().NextSibling(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindBlockquote {
			p.report(offsetOf(n), onlyFeedback.With())
			continue
		}
		for q := n.FirstChild(); q != nil; q = q.NextSibling() {
			feedback = append(feedback, q)
		}
	}
	p.plain(feedback)
	c.Feedback = sourceText(p.body, feedback...)
	html.Feedback = p.render(feedback...)
	return c, html, true
}

var pointsPair = regexp.MustCompile(`^([^=]+)=([+-]?[0-9]{1,6})$`)

// points reads what stands behind the link of a choice: {ROS-COE-A=2 critical}.
func (p *scenarioPass) points(link *ast.Link, c *quiz.Choice) {
	var written strings.Builder
	var offsets []int // in the body, by byte
	for n := link.NextSibling(); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok {
			p.report(offsetOf(n), onlyPoints.With())
			return
		}
		for i := t.Segment.Start; i < t.Segment.Stop; i++ {
			written.WriteByte(p.body[i])
			offsets = append(offsets, i)
		}
		if t.SoftLineBreak() || t.HardLineBreak() {
			written.WriteByte(' ')
			offsets = append(offsets, t.Segment.Stop)
		}
	}
	all := written.String()
	inner := strings.TrimSpace(all)
	if inner == "" {
		return
	}
	at := strings.Index(all, inner)
	inner, opens := strings.CutPrefix(inner, "{")
	inner, closes := strings.CutSuffix(inner, "}")
	if !opens || !closes || strings.ContainsAny(inner, "{}") {
		p.report(offsets[at], pointsUnreadable.With())
		return
	}
	c.Points = map[string]int{}
	for at++; at < len(all) && all[at] != '}'; {
		end := at
		for end < len(all)-1 && all[end] != ' ' && all[end] != ',' && all[end] != '\t' && all[end] != '}' {
			end++
		}
		if end > at {
			p.worth(offsets[at], all[at:end], c)
		}
		at = end
		if all[at] != '}' {
			at++
		}
	}
}

// worth reads one word of a choice's points.
func (p *scenarioPass) worth(offset int, word string, c *quiz.Choice) {
	m := pointsPair.FindStringSubmatch(word)
	switch {
	case word == "critical":
		c.Critical = true
	case m == nil && strings.ContainsAny(word, "−–—"):
		p.report(offset, pointsDash.With(word))
	case m == nil && strings.Contains(word, "="):
		p.report(offset, pointsNumber.With(word))
	case m == nil:
		unknown := pointsWord.With(word)
		if known := diag.Suggest(word, []string{"critical"}); known.Nearest() != "" {
			unknown = pointsMisspelt.With(word, known)
		}
		p.report(offset, unknown)
	default:
		n, err := strconv.Atoi(m[2])
		_, twice := c.Points[m[1]]
		switch {
		case err != nil || n == 0:
			p.report(offset, pointsZero.With(word))
		case twice:
			p.report(offset, pointsTwice.With(m[1]))
		default:
			c.Points[m[1]] = n
		}
	}
}
