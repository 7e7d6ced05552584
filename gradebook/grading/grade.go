// Package grading makes a competency matrix, and an item analysis, of what came in:
// intake reads and verifies, competence finds levels, and this package joins them.
package grading

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
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
	Roster   Document
	// Observations has no path where there is no table of observations.
	Observations Document
	// Those without a path are not there.
	Titles    Document         // HR's job titles and the roles they stand for
	Assessors Document         // who may observe what
	Training  Document         // from elsewhere
	Decisions Document         // about cases that were open in an earlier run
	Register  Document         // of receipt
	Dates     intake.DateOrder // of day and month in these tables

	Inputs   []verdict.Input // what the caller read by itself, such as kits
	AsOf     string          // 2006-01-02; "" = the day of Now in the site's time zone
	Now      time.Time
	Staff    []string // only these, as typed; empty = all
	Team     string   // only this team
	Tool     string   // name and version of the program
	Progress func(done, total int)
}

// Document is a file that was read.
type Document struct {
	Path    string // as shown
	Content []byte
}

func (d Document) input(role string) verdict.Input {
	sum := sha256.Sum256(d.Content)
	return verdict.Input{Path: d.Path, Role: role, SHA256: hex.EncodeToString(sum[:])}
}

// Grade reads what came in, verifies and scores it, and finds everybody's
// levels. Faults are what keeps the whole run from being right; what is wrong
// with one file, record or row is an exception of the matrix.
func Grade(ctx context.Context, o Options) (*gradebook.Matrix, diag.List) {
	rules, faults := loadRules(o.Projects)
	if faults.Failed() {
		return nil, faults
	}
	first := o.Projects[0]
	today := o.Now.In(first.Location).Format(time.DateOnly)
	asOf := o.AsOf
	if asOf == "" {
		asOf = today
	}
	desk, more := readDesk(o, rules.framework, asOf, today)
	faults.Append(more)
	if faults.Failed() {
		return nil, faults
	}
	roster, observations := desk.roster, desk.observations
	chosen, more := choose(roster, o.Staff, o.Team)
	faults.Append(more)
	judge, err := competence.NewRules(rules.framework, asOf)
	if err != nil {
		faults.Add(diag.Fault{What: err.Error()})
	}
	if faults.Failed() {
		return nil, faults
	}
	received, more := intake.Read(ctx, intake.Options{Results: o.Results, Stdin: o.Stdin, Skip: o.Skip, Site: first.Config.Site.ID, Location: first.Location, Now: o.Now,
		Archive: rules.archive, Newest: rules.newest, Roster: roster, Register: desk.register, Decided: desk.decisions,
		Limits:    intake.Limits{Of: rules.limits, Title: rules.title, Renewable: judge.Renewable},
		Framework: rules.framework, Observations: observations, Assessors: desk.assessors, Progress: o.Progress})
	faults.Append(more)
	if faults.Failed() {
		return nil, faults
	}

	m := &gradebook.Matrix{Format: gradebook.MatrixFormat, Site: first.Config.Site.ID, Organisation: first.Config.Site.Organisation, TimeZone: first.Config.Site.TimeZone, AsOf: asOf,
		Framework: gradebook.FrameworkRef{ID: rules.framework.ID, Version: rules.framework.Version, Title: rules.framework.Title, Adopted: rules.framework.Adopted()},
		Tool:      o.Tool, Counts: verdict.Counts{Files: received.Files, Records: received.Records, Observations: observations.Rows, Training: desk.training.Rows},
		Standards: rules.framework, Modules: rules.modules}
	said := m.Words()
	inputs := append(slices.Clone(o.Inputs), o.Roster.input("roster"))
	for _, in := range []struct {
		Document
		role string
	}{{o.Observations, "observations"}, {o.Titles, "titles"}, {o.Assessors, "assessors"}, {o.Training, "training"}, {o.Decisions, "decisions"}, {o.Register, "register"}} {
		if in.Path != "" {
			inputs = append(inputs, in.input(in.role))
		}
	}
	m.Inputs = spool.Of(inputs...)
	for _, in := range received.Inputs.All() {
		m.Inputs.Add(in)
	}
	observed := map[string][]*competence.Sitting{}
	for _, s := range observations.Sittings {
		observed[s.Staff] = append(observed[s.Staff], s)
	}
	courses := map[string][]intake.Training{}
	for _, t := range desk.training.List {
		courses[t.Staff] = append(courses[t.Staff], t)
	}
	public, idle := map[string]bool{}, map[string]int{}
	handedIn, planned := false, false // observations; minutes
	for _, member := range roster.Members {
		if ctx.Err() != nil {
			faults.Add(diag.Fault{What: "grading was broken off: " + ctx.Err().Error()})
			return nil, faults
		}
		if !chosen[member.ID] {
			continue
		}
		sittings, activities := received.Of(member.ID)
		sittings = append(sittings, observed[member.ID]...)
		cells, evidence := judge.Judge(member.Person, sittings)
		p := gradebook.Person{ID: member.ID, Name: member.Name, Roles: append([]string{}, member.Roles...), Team: member.Team, Start: member.Start, End: member.End, Status: member.StatusOn(asOf)}
		for _, c := range cells {
			if c.Required > 0 {
				p.Required++
			}
			if c.Met {
				p.Met++
			}
		}
		for _, a := range activities {
			switch a.Kind {
			case results.KindReflection:
				p.Reflections++
			case results.KindPracticeLog:
				p.PracticeLogs++
			}
		}
		used := map[string]bool{}
		for i := range evidence {
			e := &evidence[i]
			e.Note = words.Notes(e.Notes)
			m.Evidence.Add(e)
			used[e.AttemptID] = true
			handedIn = handedIn || e.Method != "" && e.RecordID != ""
			if e.PublicBank {
				public[e.Bank] = true
			}
		}
		for _, s := range sittings {
			if s.Bank != "" && !used[s.ID] {
				idle[s.Bank]++
			}
		}
		for _, t := range rules.hours.of(activities, sittings, courses[member.ID]) {
			m.Training.Add(&t)
			planned = planned || t.Planned
		}
		m.Staff = append(m.Staff, p)
		for i := range cells {
			said.Complete(&cells[i])
			m.Cells.Add(&cells[i])
		}
	}
	if err := cmp.Or(received.Err(), m.Err()); err != nil {
		faults.Add(intake.NoRoom(err))
		return nil, faults
	}
	all := slices.Concat(roster.Exceptions, desk.exceptions, observations.Exceptions, desk.training.Exceptions, received.Exceptions, desk.decisions.Exceptions())
	m.Cases, m.Suspicions = intake.Cases(all, roster), received.Suspicions
	for _, e := range all {
		// Whoever asks for one person's matrix does not get the others' troubles.
		if !roster.Has(e.Staff) || chosen[e.Staff] {
			m.Exceptions = append(m.Exceptions, e)
		}
	}
	m.Notices = notices(m, o, len(roster.Members), len(public), received.Registered, handedIn, planned)
	for _, bank := range slices.Sorted(maps.Keys(idle)) {
		m.Notices = append(m.Notices, fmt.Sprintf("accepted attempts at the %[3]s %[2]q (%[1]d) are evidence of nothing: no rule of the standards names it", idle[bank], bank, map[bool]string{false: "quiz bank", true: "scenario"}[len(rules.archive.Scenarios(bank)) > 0]))
	}
	return m, faults
}
