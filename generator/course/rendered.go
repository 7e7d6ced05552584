package course

import (
	"html/template"

	"github.com/coursemark/coursemark/generator/bibliography"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// renderedPage is a page as it was rendered, and what it was rendered with.
type renderedPage struct {
	body       *markdown.Page
	scenario   *markdown.Scenario // of a scenario; its body is empty
	objectives []template.HTML
	front      []byte   // sum of its front matter
	prompts    []string // of its practice questions, folded for comparison
	faults     diag.List

	conditions conditions
	examined   *examinedScenario // of a scenario; nil until it is examined
}

// conditions are what a page was rendered with. While they stay the same, it need not be
// rendered again. Everything that the HTML of a page depends on belongs here.
type conditions struct {
	address string
	lesson  bool
	basis   basis
	replies []reply
}

// basis is what all texts are rendered with.
type basis struct {
	wordSum, practiceSum string
	references           *bibliography.References
	names                *markdown.Glossary
}

// reply is what a page was told about something outside it.
type reply struct {
	kind    request
	file    string
	href    string // of a page
	asset   *assetFile
	text    *textFile
	problem diag.Message
}

// request is what a page asks for by the name of a file.
type request int

const (
	pageRequest request = iota
	assetRequest
	textRequest // of a text that becomes part of the page
)

// same reports whether two replies are the same.
func (g reply) same(other reply) bool {
	return g.href == other.href && g.asset == other.asset && g.text == other.text &&
		g.problem.What() == other.problem.What() && g.problem.Hint() == other.problem.Hint()
}

// examinedScenario is what was found out about a scenario, and what it publishes.
type examinedScenario struct {
	framework *standards.Framework
	folder    string // of its module
	written   *quiz.Scenario
	faults    diag.List

	published *quiz.PublishedScenario // nil where the scenario is at fault
	scenes    map[string]template.HTML
	choices   map[[2]string]markdown.ChoiceHTML
}

// publish derives what a sound scenario publishes.
func (p *examinedScenario) publish(parsed *markdown.Scenario) {
	p.published = p.written.Publish()
	p.scenes, p.choices = map[string]template.HTML{}, map[[2]string]markdown.ChoiceHTML{}
	for i, scene := range p.written.Scenes {
		id := quiz.SceneID(p.written.ID, scene.Title, scene.Text)
		p.scenes[id] = parsed.HTML[i].Text
		for n, c := range scene.Choices {
			p.choices[[2]string{id, quiz.ChoiceID(p.written.ID, id, c.Text)}] = parsed.HTML[i].Choices[n]
		}
	}
}
