package grading

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/results"
)

// assembly builds a matrix.
type assembly struct {
	*grader
	m        *gradebook.Matrix
	received *ledger.Received
	words    *words.Words
	observed map[string][]*competence.Submission // by staff ID
	courses  map[string][]sheets.Training        // by staff ID

	// What the notices mention.
	public   map[string]bool // banks whose answers anybody can look up, and that are evidence
	idle     map[string]int  // attempts that are evidence of nothing, by bank or scenario
	handedIn bool            // observations
	planned  bool            // minutes
}

func (g *grader) assembly(received *ledger.Received) *assembly {
	site, framework := g.site.Config.Site, g.rules.framework
	a := &assembly{grader: g, received: received, public: map[string]bool{}, idle: map[string]int{},
		observed: map[string][]*competence.Submission{}, courses: map[string][]sheets.Training{}}
	a.m = &gradebook.Matrix{Format: gradebook.MatrixFormat, Tool: g.Tool, AsOf: g.asOf, Narrowed: g.narrowed(),
		Site: site.ID, Organisation: site.Organisation, TimeZone: site.TimeZone,
		Standards: framework, Modules: g.rules.modules,
		Framework: gradebook.FrameworkRef{ID: framework.ID, Version: framework.Version,
			Title: framework.Title, Adopted: framework.Adopted()},
		Counts: verdict.Counts{Files: received.Files, Records: received.Records,
			Observations: g.desk.Observations.Rows, Training: g.desk.Training.Rows},
		Inputs: spool.Of(slices.Concat(g.Inputs, g.Sheets.Inputs())...)}
	for _, in := range received.Inputs.All() {
		a.m.Inputs.Add(in)
	}
	a.words = a.m.Words()
	for _, s := range g.desk.Observations.Submissions {
		a.observed[s.Staff] = append(a.observed[s.Staff], s)
	}
	for _, t := range g.desk.Training.List {
		a.courses[t.Staff] = append(a.courses[t.Staff], t)
	}
	return a
}

// add works out a person's levels, and adds them with their evidence.
func (a *assembly) add(member sheets.Member) {
	submissions, activities := a.received.Of(member.ID)
	submissions = append(submissions, a.observed[member.ID]...)
	cells, evidence := a.judge.Judge(member.Person, submissions)
	a.addEvidence(evidence, submissions)
	for _, t := range a.rules.hours.of(activities, submissions, a.courses[member.ID]) {
		t.Note = words.Notes(t.Notes)
		a.m.Training.Add(&t)
		a.planned = a.planned || t.Planned
	}
	p := gradebook.Person{ID: member.ID, Name: member.Name,
		Roles: append([]string{}, member.Roles...), Team: member.Team,
		Start: member.Start, End: member.End, Status: member.StatusOn(a.asOf)}
	for _, c := range cells {
		if c.Required > 0 {
			p.Required++
		}
		if c.Met {
			p.Met++
		}
		a.words.Complete(&c)
		a.m.Cells.Add(&c)
	}
	for _, activity := range activities {
		switch activity.Kind {
		case results.KindReflection:
			p.Reflections++
		case results.KindPracticeLog:
			p.PracticeLogs++
		}
	}
	a.m.Staff = append(a.m.Staff, p)
}

func (a *assembly) addEvidence(evidence []competence.Evidence, submissions []*competence.Submission) {
	used := map[string]bool{}
	for i := range evidence {
		e := &evidence[i]
		e.Note = words.Notes(e.Notes)
		if !e.Qualified.IsZero() {
			e.Assessor += ", " + words.Note(e.Qualified)
		}
		a.m.Evidence.Add(e)
		used[e.AttemptID] = true
		a.handedIn = a.handedIn || e.Method != "" && e.RecordID != ""
		if e.PublicBank {
			a.public[e.Bank] = true
		}
	}
	for _, s := range submissions {
		if s.Bank != "" && !used[s.ID] {
			a.idle[s.Bank]++
		}
	}
}
