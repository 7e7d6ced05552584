package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// Scenario is a scenario's text, parsed and rendered. Package quiz checks where its
// choices lead and what they are worth.
type Scenario struct {
	Introduction     string // CommonMark
	IntroductionHTML template.HTML
	Scenes           []quiz.Scene
	HTML             []SceneHTML // one for each scene
}

// SceneHTML is a rendered scene.
type SceneHTML struct {
	Text    template.HTML
	Choices []ChoiceHTML // one for each choice
}

// ChoiceHTML is a rendered choice.
type ChoiceHTML struct {
	Text     template.HTML // without a paragraph around it
	Feedback template.HTML
}

// Scenario parses the text of a scenario. The Scenario is never nil; if there are
// faults, scenes may be missing. Each scene and choice costs a walk through the text,
// so at most one more is read than quiz allows.
func (r *Renderer) Scenario(source Source) (*Scenario, diag.List) {
	state := &pageState{source: &source, text: uncomposed(&source)}
	state.body = state.text.bytes
	p := &scenarioPass{pageState: state, renderer: r, scenario: &Scenario{}}
	if offset, problem, found := unparsable(state.body); found {
		state.report(offset, problem)
	} else {
		p.run(r.scenario.Parser().Parse(text.NewReader(state.body)))
	}
	return p.scenario, state.faults
}

// scenarioPass reads the blocks of a scenario.
type scenarioPass struct {
	*pageState
	renderer *Renderer
	scenario *Scenario
}

// run splits a scenario at its headings. The text before the first is the
// introduction, and each heading begins a scene.
func (p *scenarioPass) run(doc ast.Node) {
	var heading *ast.Heading
	var blocks []ast.Node
	for n := doc.FirstChild(); n != nil && len(p.scenario.Scenes) <= quiz.MaxScenes; n = n.NextSibling() {
		h, isHeading := n.(*ast.Heading)
		switch {
		case !isHeading:
			blocks = append(blocks, n)
		case h.Level != 2:
			p.report(h.Pos(), sceneLevel.With())
		default:
			p.addPart(heading, blocks)
			heading, blocks = h, nil
		}
	}
	if len(p.scenario.Scenes) <= quiz.MaxScenes {
		p.addPart(heading, blocks)
	}
}

// addPart reads the blocks below a heading as a scene; with a nil heading they are the
// introduction.
func (p *scenarioPass) addPart(heading *ast.Heading, blocks []ast.Node) {
	s := p.scenario
	if heading == nil {
		p.plain(blocks)
		s.Introduction, s.IntroductionHTML = p.source(blocks), p.render(blocks...)
		return
	}
	scene, html := p.scene(heading, blocks)
	s.Scenes, s.HTML = append(s.Scenes, scene), append(s.HTML, html)
}

func (p *scenarioPass) render(nodes ...ast.Node) template.HTML {
	html, err := p.renderer.render(p.renderer.scenario, p.body, nodes...)
	if err != nil {
		p.report(0, notRendered.With(err.Error()))
	}
	return template.HTML(strings.TrimSpace(string(html)))
}

// plain checks that texts refer to nothing else.
func (p *scenarioPass) plain(nodes []ast.Node) {
	for _, n := range nodes {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			if link, ok := n.(*ast.Link); ok && bytes.HasPrefix(link.Destination, []byte("#")) {
				p.report(n.Pos(), strayChoice.With())
			} else if problem, found := standalone(n, p.body, "scene"); found {
				p.report(max(n.Pos(), offsetOf(n)), problem)
			}
			return ast.WalkContinue, nil
		})
	}
}

// source returns the lines of blocks as the author wrote them.
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

// scene reads a scene: its text, and the list of choices at its end.
func (p *scenarioPass) scene(heading *ast.Heading, blocks []ast.Node) (quiz.Scene, SceneHTML) {
	scene := quiz.Scene{Title: plainText(heading, p.body), At: p.place(heading.Pos())}
	p.attributes(heading, &scene)
	var html SceneHTML
	end := slices.IndexFunc(blocks, isChoices)
	if end >= 0 {
		p.choices(blocks[end], &scene, &html)
		if end+1 < len(blocks) {
			p.afterChoices(blocks[end+1])
		}
		blocks = blocks[:end]
	}
	p.plain(blocks)
	scene.Text = p.source(blocks)
	html.Text = p.render(blocks...)
	return scene, html
}

// choices reads the list of choices of a scene.
func (p *scenarioPass) choices(list ast.Node, scene *quiz.Scene, html *SceneHTML) {
	for item := list.FirstChild(); item != nil && len(scene.Choices) <= quiz.MaxChoices; item = item.NextSibling() {
		if choice, texts, ok := p.choice(item); ok {
			scene.Choices, html.Choices = append(scene.Choices, choice), append(html.Choices, texts)
		}
	}
}

// afterChoices reports a block below the choices of a scene.
func (p *scenarioPass) afterChoices(block ast.Node) {
	kind := textAfterChoices
	switch block.Kind() {
	case ast.KindBlockquote:
		kind = feedbackAfterChoices
	case ast.KindList:
		kind = choicesApart
	}
	p.report(offsetOf(block), kind.With())
}

var sceneName = regexp.MustCompile(`\{#([a-z0-9-]+)`)

// attributes reads the name of a scene and its ending.
func (p *scenarioPass) attributes(h *ast.Heading, scene *quiz.Scene) {
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
	switch {
	case scene.ID == "":
		p.nameless(h, scene)
	case scene.Title == "":
		p.report(h.Pos(), sceneUntitled.With())
	}
}

// nameless reports a scene without a name, or with attributes that cannot be read. If
// those include a name, the scene gets it: then choices that lead here are not reported
// too.
func (p *scenarioPass) nameless(h *ast.Heading, scene *quiz.Scene) {
	line, _, _ := bytes.Cut(p.body[max(0, h.Pos()):], []byte("\n"))
	name := sceneName.FindSubmatch(line)
	if name == nil {
		p.report(h.Pos(), sceneNameless.With())
		return
	}
	kind := sceneBraces
	if bytes.ContainsAny(line, "“”„") {
		kind = sceneCurlyQuotes
	}
	p.report(h.Pos()+max(0, bytes.LastIndexByte(line, '{')), kind.With())
	scene.ID = string(name[1])
}

// isChoices reports whether a block is a list of choices: a list in which some item
// begins with a link that does not leave the site.
func isChoices(block ast.Node) bool {
	list, ok := block.(*ast.List)
	if !ok {
		return false
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if link := choiceLink(item); link != nil && !isExternal(string(link.Destination)) {
			return true
		}
	}
	return false
}

// choiceLink returns the link that an item begins with, or nil.
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
	p.choiceTarget(link, &c)
	var words []ast.Node
	for n := link.FirstChild(); n != nil; n = n.NextSibling() {
		words = append(words, n)
	}
	p.plain(words)
	html.Text = p.render(words...)
	p.points(link, &c)
	feedback := p.feedback(item)
	p.plain(feedback)
	c.Feedback = sourceText(p.body, feedback...)
	html.Feedback = p.render(feedback...)
	return c, html, true
}

// choiceTarget reads the link of a choice: its words, and the scene that it leads to.
func (p *scenarioPass) choiceTarget(link *ast.Link, c *quiz.Choice) {
	start, target := link.Pos(), link.Pos()
	c.Text = plainText(link, p.body)
	if from, to, found := bracketed(string(p.body[start:]), 0); found {
		c.Text = strings.Join(strings.Fields(string(p.body[start+from:start+to])), " ")
		target = start + to + 2 // after ](
	}
	c.At, c.ToAt = p.place(start), p.place(target)
	scene, isScene := strings.CutPrefix(string(link.Destination), "#")
	if !isScene || scene == "" {
		p.report(target, choiceNowhere.With(string(link.Destination)))
		return
	}
	c.To = scene
}

// feedback returns the contents of the quotes below the link of a choice.
func (p *scenarioPass) feedback(item ast.Node) (blocks []ast.Node) {
	for n := item.FirstChild().NextSibling(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindBlockquote {
			p.report(offsetOf(n), onlyFeedback.With())
			continue
		}
		for q := n.FirstChild(); q != nil; q = q.NextSibling() {
			blocks = append(blocks, q)
		}
	}
	return blocks
}

var pointsPair = regexp.MustCompile(`^([^=]+)=([+-]?[0-9]{1,6})$`)

// points reads the points after the link of a choice: {ROS-COE-A=2 critical}.
func (p *scenarioPass) points(link *ast.Link, c *quiz.Choice) {
	after, ok := p.after(link)
	if !ok {
		return
	}
	inner := strings.TrimSpace(after.text)
	if inner == "" {
		return
	}
	at := strings.Index(after.text, inner)
	end := at + len(inner) - 1 // of the closing brace
	if inner[0] != '{' || inner[len(inner)-1] != '}' || strings.Count(inner, "{")+strings.Count(inner, "}") != 2 {
		p.report(after.offsets[at], pointsUnreadable.With())
		return
	}
	c.Points = map[string]int{}
	for at++; at < end; at++ {
		length := strings.IndexAny(after.text[at:end], " ,\t")
		if length < 0 {
			length = end - at
		}
		if length > 0 {
			p.readPoints(after.offsets[at], after.text[at:at+length], c)
		}
		at += length
	}
}

// placedText is a text with the offset in the body of each of its bytes.
type placedText struct {
	text    string
	offsets []int
}

// after returns the plain text after a link. It reports whether plain text is all that
// follows.
func (p *scenarioPass) after(link *ast.Link) (placedText, bool) {
	var plain strings.Builder
	var offsets []int
	for n := link.NextSibling(); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok {
			p.report(offsetOf(n), onlyPoints.With())
			return placedText{}, false
		}
		for i := t.Segment.Start; i < t.Segment.Stop; i++ {
			plain.WriteByte(p.body[i])
			offsets = append(offsets, i)
		}
		if t.SoftLineBreak() || t.HardLineBreak() {
			plain.WriteByte(' ')
			offsets = append(offsets, t.Segment.Stop)
		}
	}
	return placedText{plain.String(), offsets}, true
}

// readPoints reads one word of a choice's points.
func (p *scenarioPass) readPoints(offset int, word string, c *quiz.Choice) {
	m := pointsPair.FindStringSubmatch(word)
	switch {
	case word == "critical":
		c.Critical = true
	case m == nil:
		p.report(offset, notPoints(word))
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

// notPoints returns the fault of a word that should be points and is not.
func notPoints(word string) diag.Message {
	known := diag.Suggest(word, []string{"critical"})
	switch {
	case strings.ContainsAny(word, "−–—"):
		return pointsDash.With(word)
	case strings.Contains(word, "="):
		return pointsNumber.With(word)
	case known.Nearest() != "":
		return pointsMisspelt.With(word, known)
	}
	return pointsWord.With(word)
}
