// Package grading makes a competency matrix, and an item analysis, of what came in:
// intake reads and verifies, competence finds levels, and this package joins them.
package grading

import (
	"cmp"
	"context"
	"io"
	"os"
	"slices"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/ledger"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/results"
)

// Options say what to grade, and by what.
type Options struct {
	// Projects are the grading kits, or the project: the first gives the
	// configuration, the standards and the present banks; all give keys.
	Projects []*project.Project
	Results  []string // files, folders and zips, as typed; "-" is Stdin
	Stdin    io.Reader
	Skip     []os.FileInfo
	Sheets   sheets.Given     // HR's; the roster must be among them
	Dates    sheets.DateOrder // of day and month in these sheets

	Inputs   []verdict.Input // what the caller read by itself, such as kits
	AsOf     string          // 2006-01-02; "" = the day of Now in the site's time zone
	Now      time.Time
	Staff    []string // only these, as typed; empty = all
	Team     string   // only this team
	Tool     string   // name and version of the program
	Progress func(done, total int)
}

// narrowed reports whether not everybody was asked for.
func (o Options) narrowed() bool { return len(o.Staff) > 0 || o.Team != "" }

// Grade reads what came in, verifies and scores it, and finds everybody's
// levels. Faults are what keeps the whole run from being right; what is wrong
// with one file, record or row is an exception of the matrix.
func Grade(ctx context.Context, o Options) (*gradebook.Matrix, diag.List) {
	g, faults := prepare(o)
	if faults.Failed() {
		return nil, faults
	}
	received, more := g.read(ctx)
	faults.Append(more)
	if faults.Failed() {
		return nil, faults
	}
	a := g.assembly(received)
	for _, member := range g.desk.Roster.Members {
		if ctx.Err() != nil {
			faults.Add(interrupted.With(ctx.Err()).In(""))
			return nil, faults
		}
		if g.chosen[member.ID] {
			a.add(member)
		}
	}
	if err := cmp.Or(received.Err(), a.m.Err()); err != nil {
		faults.Add(ledger.NoRoom(err))
		return nil, faults
	}
	a.settle()
	return a.m, faults
}

// grader holds what there is to grade by.
type grader struct {
	Options
	rules       rules
	site        *project.Project // the first one
	desk        *sheets.Desk
	chosen      map[string]bool // whom the matrix shows
	judge       *competence.Rules
	asOf, today string
}

// prepare reads everything but the results.
func prepare(o Options) (*grader, diag.List) {
	rules, faults := loadRules(o.Projects)
	if faults.Failed() {
		return nil, faults
	}
	g := &grader{Options: o, rules: rules, site: o.Projects[0]}
	g.today = o.Now.In(g.site.Location).Format(time.DateOnly)
	g.asOf = cmp.Or(o.AsOf, g.today)
	desk, more := sheets.Read(o.Sheets, sheets.Options{Framework: rules.framework, Dates: o.Dates, AsOf: g.asOf, Today: g.today})
	faults.Append(more)
	if faults.Failed() {
		return nil, faults
	}
	g.desk = desk
	g.chosen, more = choose(desk.Roster, o.Staff, o.Team)
	faults.Append(more)
	judge, err := competence.NewRules(rules.framework, g.asOf)
	if err != nil {
		faults.Add(rulesUnusable.With(err).In(""))
	}
	g.judge = judge
	return g, faults
}

// read reads the results.
func (g *grader) read(ctx context.Context) (*ledger.Received, diag.List) {
	return ledger.Read(ctx, ledger.Options{
		Inbox: inbox.Options{Names: g.Results, Stdin: g.Stdin, Skip: g.Skip, Progress: g.Progress},
		Intake: intake.Options{
			Site: g.site.Config.Site.ID, Location: g.site.Location, Now: g.Now,
			Archive: g.rules.archive, Newest: g.rules.newest, Framework: g.rules.framework,
			Roster: g.desk.Roster, Register: g.desk.Register, Decisions: g.desk.Decisions,
		},
		Limits:       ledger.Limits{Of: g.rules.limits, Title: g.rules.title, Renewable: g.judge.Renewable},
		Observations: g.desk.Observations, Assessors: g.desk.Assessors,
	})
}

// assembly is a matrix in the making.
type assembly struct {
	*grader
	m        *gradebook.Matrix
	received *ledger.Received
	words    *words.Words
	observed map[string][]*competence.Sitting // by staff ID
	courses  map[string][]sheets.Training     // likewise

	// What notices tell of.
	public   map[string]bool // banks whose answers anybody can look up, and that are evidence
	idle     map[string]int  // attempts that are evidence of nothing, by bank or scenario
	handedIn bool            // observations
	planned  bool            // minutes
}

func (g *grader) assembly(received *ledger.Received) *assembly {
	site, framework := g.site.Config.Site, g.rules.framework
	a := &assembly{grader: g, received: received, observed: map[string][]*competence.Sitting{}, courses: map[string][]sheets.Training{},
		public: map[string]bool{}, idle: map[string]int{}}
	a.m = &gradebook.Matrix{Format: gradebook.MatrixFormat, Tool: g.Tool, AsOf: g.asOf, Narrowed: g.narrowed(),
		Site: site.ID, Organisation: site.Organisation, TimeZone: site.TimeZone, Standards: framework, Modules: g.rules.modules,
		Framework: gradebook.FrameworkRef{ID: framework.ID, Version: framework.Version, Title: framework.Title, Adopted: framework.Adopted()},
		Counts:    verdict.Counts{Files: received.Files, Records: received.Records, Observations: g.desk.Observations.Rows, Training: g.desk.Training.Rows},
		Inputs:    spool.Of(slices.Concat(g.Inputs, g.Sheets.Inputs())...)}
	for _, in := range received.Inputs.All() {
		a.m.Inputs.Add(in)
	}
	a.words = a.m.Words()
	for _, s := range g.desk.Observations.Sittings {
		a.observed[s.Staff] = append(a.observed[s.Staff], s)
	}
	for _, t := range g.desk.Training.List {
		a.courses[t.Staff] = append(a.courses[t.Staff], t)
	}
	return a
}

// add judges a person, and adds what there is about them.
func (a *assembly) add(member sheets.Member) {
	sittings, activities := a.received.Of(member.ID)
	sittings = append(sittings, a.observed[member.ID]...)
	cells, evidence := a.judge.Judge(member.Person, sittings)
	a.addEvidence(evidence, sittings)
	for _, t := range a.rules.hours.of(activities, sittings, a.courses[member.ID]) {
		t.Note = words.Notes(t.Notes)
		a.m.Training.Add(&t)
		a.planned = a.planned || t.Planned
	}
	p := gradebook.Person{ID: member.ID, Name: member.Name, Roles: append([]string{}, member.Roles...), Team: member.Team,
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

func (a *assembly) addEvidence(evidence []competence.Evidence, sittings []*competence.Sitting) {
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
	for _, s := range sittings {
		if s.Bank != "" && !used[s.ID] {
			a.idle[s.Bank]++
		}
	}
}

// settle adds the exceptions and notices once everybody was judged. Whoever asks for
// one person's matrix does not get the others' troubles.
func (a *assembly) settle() {
	all := slices.Concat(a.desk.Exceptions(), a.received.Exceptions, a.desk.Decisions.Exceptions())
	words.Explain(all)
	a.m.Cases, a.m.Suspicions = sheets.Cases(all, a.desk.Roster), a.received.Suspicions
	for _, e := range all {
		if !a.desk.Roster.Has(e.Staff) || a.chosen[e.Staff] {
			a.m.Exceptions = append(a.m.Exceptions, e)
		}
	}
	a.m.Notify(a.notices()...)
}
