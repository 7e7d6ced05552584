package course

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// checker checks the parts of a project against each other. It only adds to its faults.
type checker struct {
	*Model
	plan   *plan
	src    *sources
	names  *vocabulary
	faults diag.List
}

// checkLinks finds links to headings that other pages do not have.
func (c *checker) checkLinks() {
	for _, p := range c.plan.pages {
		for _, link := range p.Body.Links {
			to := c.plan.byFile[link.File]
			if to != nil && !to.omitted && !to.Body.HasID(link.Fragment) {
				known := diag.Suggest(link.Fragment, to.Body.IDs())
				c.faults.Add(noSuchHeading.With(link.Fragment, to.File, known).AtPlaceOf(link.At))
			}
		}
	}
}

// checkUnused finds terms and fragments that no page uses. If drafts are left out, it
// finds none, because the drafts may use them.
func (c *checker) checkUnused() {
	named, included := map[string]bool{}, map[string]bool{}
	for _, p := range c.plan.pages {
		if p.omitted {
			return
		}
		for _, id := range p.Body.Mentions {
			named[id] = true
		}
		for _, f := range p.Body.Fragments {
			included[f] = true
		}
	}
	for _, t := range c.Terms {
		if !named[t.ID] && !t.related {
			c.faults.Add(c.src.glossary.toml.Fault(unusedTerm.With(t.Title), "terms", t.index, "term").Notice())
		}
	}
	for _, file := range c.src.fragments {
		if !included[file] {
			c.faults.Add(unusedFragment.With().In(file).Notice())
		}
	}
}

// unusedFiles lists the files under content/ that belong to no page.
func unusedFiles(t *tree, p *plan, files []File) []string {
	used := map[string]bool{}
	for _, f := range files {
		used[f.Source] = true
	}
	for _, page := range p.pages {
		for _, file := range page.Body.NoteFiles {
			used[file] = true
		}
	}
	var unused []string
	for _, file := range sortedKeys(t.files) {
		switch path.Ext(file) {
		case ".md", ".bib", ".toml":
			continue // these are read as pages, works or terms, or reported
		}
		if !used[file] {
			unused = append(unused, file)
		}
	}
	return unused
}

var practiceAddress = regexp.MustCompile(`^` + practiceFolder + `(-[0-9]+)?$`)

// checkPracticeAddresses finds pages that have the address of a module's practice
// questions. Which modules have any is only known once everything is rendered.
func (c *checker) checkPracticeAddresses() {
	practises := map[string]bool{}
	for _, m := range c.Modules {
		practises[strings.ToLower(m.Address)] = m.Practises()
	}
	for key, claim := range c.plan.addresses {
		if practises[path.Dir(key)] && practiceAddress.MatchString(path.Base(key)) {
			c.faults.Add(practiceAddressTaken.With(claim.address).In(claim.by))
		}
	}
}

// checkQuestions finds assessed questions that are also asked in practice, where their
// answers would be published.
func (c *checker) checkQuestions() {
	practised := c.practisedPrompts()
	for _, bank := range c.Banks {
		b := bank.Bank
		for i, prompt := range bank.prompts {
			if where := practised[prompt]; where != nil && prompt != "" {
				fault := questionPractised.With(b.Questions[i].ID, location(where()))
				c.faults.Add(b.File.Fault(fault, "questions", i, "prompt"))
			}
		}
	}
}

// practisedPrompts returns the folded prompts of all practice questions, with functions
// that find their places.
func (c *checker) practisedPrompts() map[string]func() diag.Fault {
	practised := map[string]func() diag.Fault{}
	for _, m := range c.Modules {
		for _, lesson := range m.Lessons {
			if lesson.rendered == nil {
				continue
			}
			for i, prompt := range lesson.rendered.prompts {
				practised[prompt] = func() diag.Fault { return lesson.Body.Questions[i].At }
			}
		}
	}
	for _, bank := range c.Banks {
		if bank.Bank.Mode != quiz.Practice {
			continue
		}
		for i, q := range bank.Bank.Questions {
			practised[quiz.Fold(q.Shown())] = func() diag.Fault {
				return bank.Bank.File.Fault(diag.Message{}, "questions", i)
			}
		}
	}
	return practised
}

// checkScenes finds scenes of assessed scenarios that are also used in practice, where
// their feedback would be published.
func (c *checker) checkScenes() {
	practised := map[string]quiz.Scene{}
	c.eachScene(quiz.Practice, func(s quiz.Scene) { practised[sceneWords(s)] = s })
	c.eachScene(quiz.Assessed, func(s quiz.Scene) {
		if other, ok := practised[sceneWords(s)]; ok {
			c.faults.Add(scenePractised.With(location(other.At)).AtPlaceOf(s.At))
		}
	})
}

// eachScene visits the scenes of a mode in which there is a choice to make.
func (c *checker) eachScene(mode quiz.Mode, visit func(quiz.Scene)) {
	for _, m := range c.Modules {
		for _, s := range m.Scenarios {
			if s.PublishedScenario == nil || s.Scenario.Mode != mode {
				continue
			}
			for _, scene := range s.Scenario.Scenes {
				if len(scene.Choices) > 1 {
					visit(scene)
				}
			}
		}
	}
}

// sceneWords returns the texts of a scene, folded for comparison.
func sceneWords(s quiz.Scene) string {
	words := []string{quiz.Fold(s.Text)}
	for _, c := range s.Choices {
		words = append(words, quiz.Fold(c.Text))
	}
	slices.Sort(words[1:])
	return strings.Join(words, "\n")
}

// location returns the place of a fault as text: "content/a.md:12".
func location(f diag.Fault) string {
	f.What, f.Severity, f.Pos.Column = "", diag.Error, 0
	return strings.TrimSuffix(f.Error(), ": ")
}

// checkLessons finds practice questions of lessons that name unknown indicators.
func (c *checker) checkLessons() {
	for _, m := range c.Modules {
		for _, lesson := range m.Lessons {
			for _, q := range lesson.Body.Questions {
				for _, id := range q.Indicators {
					if fault, unknown := c.names.unknownIndicator(id); unknown {
						c.faults.Add(fault.AtPlaceOf(q.At))
					}
				}
			}
		}
	}
}
