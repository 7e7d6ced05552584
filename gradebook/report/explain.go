package report

import (
	"cmp"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
)

// Explanation says in plain words how a level came about, so that somebody who
// has never seen this program can follow it to the files.
type Explanation struct {
	AsOf          string                 `json:"as_of"`
	Staff         string                 `json:"staff"`
	Name          string                 `json:"name"`
	Roles         []string               `json:"roles"`
	Competency    string                 `json:"competency"`
	Title         string                 `json:"title"`
	Level         *int                   `json:"level"`
	LevelLabel    string                 `json:"level_label"`
	Required      int                    `json:"required"`
	RequiredLabel string                 `json:"required_label"`
	Status        competence.Status      `json:"status"`
	Met           bool                   `json:"met"`
	Cause         competence.Cause       `json:"cause"`
	Result        string                 `json:"result"` // in a sentence
	Sections      []words.Section        `json:"sections"`
	Evidence      []*competence.Evidence `json:"evidence"` // all there is, whether it counts or not
}

// Explain explains a person's standing in a competency. The IDs are those of the
// matrix, as FindPerson and FindCompetency give them.
func Explain(m *gradebook.Matrix, staff, competency string) *Explanation {
	f := newFacts(m)
	return f.explain(f.Person[staff], competency)
}

func (f *facts) explain(p *gradebook.Person, competency string) *Explanation {
	var evidence []*competence.Evidence
	for _, e := range f.evidence(p.ID) {
		if e.Competency == competency {
			evidence = append(evidence, e)
		}
	}
	cell := f.cell(p.ID, competency)
	x := f.explainer(p, cell, competency, evidence)
	cell = cmp.Or(cell, &competence.Cell{Status: competence.NotRequired})
	e := &Explanation{
		AsOf: f.Matrix.AsOf, Staff: p.ID, Name: p.Name, Roles: p.Roles,
		Competency: competency, Title: f.Competency(competency).Title,
		Level: cell.Level, Required: cell.Required, Status: cell.Status, Met: cell.Met, Cause: cell.Cause,
		Result: x.Result(), Sections: x.Sections(), Evidence: evidence,
	}
	if cell.Level != nil {
		e.LevelLabel = f.Level(*cell.Level)
	}
	if cell.Required > 0 {
		e.RequiredLabel = f.Level(cell.Required)
	}
	return e
}

// explainer explains a person's standing; cell is nil if the person has no cell.
func (f *facts) explainer(p *gradebook.Person, cell *competence.Cell, competency string,
	evidence []*competence.Evidence) *words.Explainer {
	return f.Explain(words.Case{
		Person:     words.Person{Roles: p.Roles, Start: p.Start, End: p.End, Status: p.Status},
		Competency: competency, Cell: cell, Evidence: evidence,
	})
}

// Text is the explanation for a terminal.
func (e *Explanation) Text() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(e.Staff+" "+e.Name) + ": " + e.Title)
	if e.Title != e.Competency {
		b.WriteString(" (" + e.Competency + ")")
	}
	b.WriteString(", as of " + e.AsOf + "\n" + wrap(e.Result, "", "") + "\n")
	for _, s := range e.Sections {
		b.WriteString("\n" + s.Title + "\n")
		for _, line := range s.Lines {
			b.WriteString(wrap(line, "  - ", "    ") + "\n")
		}
	}
	return b.String()
}

// width of a line of text, in characters.
const width = 100

func wrap(s, first, rest string) string {
	var b strings.Builder
	line := first
	for _, word := range strings.Fields(s) {
		switch {
		case line == first && b.Len() == 0 || line == rest:
			line += word
		case len([]rune(line))+1+len([]rune(word)) > width:
			b.WriteString(line + "\n")
			line = rest + word
		default:
			line += " " + word
		}
	}
	b.WriteString(line)
	return b.String()
}
