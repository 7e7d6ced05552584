package gradebook

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
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

	Inputs   []intake.Input // what the caller read by itself, such as kits
	AsOf     string         // 2006-01-02; "" = the day of Now in the site's time zone
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

func (d Document) input(role string) intake.Input {
	sum := sha256.Sum256(d.Content)
	return intake.Input{Path: d.Path, Role: role, SHA256: hex.EncodeToString(sum[:])}
}

// Grade reads what came in, verifies and scores it, and finds everybody's
// levels. Faults are what keeps the whole run from being right; what is wrong
// with one file, record or row is an exception of the matrix.
func Grade(ctx context.Context, o Options) (*Matrix, diag.List) {
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
	judge, err := competence.NewRules(rules.framework, asOf, rules.title)
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

	m := &Matrix{Format: MatrixFormat, Site: first.Config.Site.ID, Organisation: first.Config.Site.Organisation, TimeZone: first.Config.Site.TimeZone, AsOf: asOf,
		Framework: FrameworkRef{ID: rules.framework.ID, Version: rules.framework.Version, Title: rules.framework.Title, Adopted: rules.framework.Adopted()},
		Tool:      o.Tool, Counts: intake.Counts{Files: received.Files, Records: received.Records, Observations: observations.Rows, Training: desk.training.Rows},
		Standards: rules.framework, Modules: rules.modules}
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
		p := Person{ID: member.ID, Name: member.Name, Roles: append([]string{}, member.Roles...), Team: member.Team, Start: member.Start, End: member.End, Status: member.StatusOn(asOf)}
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

// rules is what the projects give to grade by.
type rules struct {
	framework *standards.Framework
	archive   *quiz.Archive
	newest    map[string]string      // revision by bank or scenario
	titles    map[string]string      // by bank or scenario
	limits    map[string]quiz.Limits // likewise
	modules   map[string]Module
	hours     hours
}

func loadRules(projects []*project.Project) (rules, diag.List) {
	r := rules{archive: quiz.NewArchive(), newest: map[string]string{}, titles: map[string]string{}, limits: map[string]quiz.Limits{}, modules: map[string]Module{}, hours: hours{modules: map[string]project.Module{}, banks: map[string]string{}}}
	var faults diag.List
	if len(projects) == 0 {
		faults.Add(diag.Fault{What: "there is nothing to grade by", Hint: "name the grading kit with --kit, or the project with --project"})
		return r, faults
	}
	first := projects[0]
	framework, more := first.LoadFramework()
	faults.Append(more)
	r.framework = framework
	banks, more := first.LoadBanks()
	faults.Append(more)
	for _, p := range projects {
		if p.Config.Site.ID != first.Config.Site.ID {
			faults.Add(diag.Fault{File: p.Name, What: fmt.Sprintf("the kit is of the site %q, but %s is of %q", p.Config.Site.ID, first.Name, first.Config.Site.ID), Hint: "grade one site at a time"})
			continue
		}
		faults.Append(p.ReadArchive(r.archive))
	}
	modules, more := first.LoadModules()
	faults.Append(more)
	for _, m := range modules {
		r.hours.modules[m.Path] = m
		for _, s := range m.Scenarios {
			r.titles[s.ID], r.newest[s.ID], r.limits[s.ID] = s.Title, s.Revision, s.Limits
			r.modules[s.ID] = Module{Title: s.Title, URL: siteURL(first.Config.Site.BaseURL, s.Path), Scenario: true}
		}
	}
	r.hours.provider = cmp.Or(first.Config.Site.Organisation, first.Config.Site.Title)
	of := framework.CompetencyOf()
	for _, b := range banks {
		r.titles[b.ID], r.limits[b.ID] = b.Title, b.Limits()
		r.modules[b.ID] = Module{Title: b.Title, URL: siteURL(first.Config.Site.BaseURL, project.Address(b.Module))}
		r.hours.banks[b.ID] = project.Address(b.Module)
		if b.Mode != quiz.Assessed {
			continue
		}
		published, more := b.Publish(of)
		if more.Failed() {
			faults.Append(more)
			continue
		}
		r.newest[b.ID] = published.Revision
	}
	return r, faults
}

// title names a bank or a scenario, by its ID where nothing else is known.
func (r *rules) title(id string) string { return cmp.Or(r.titles[id], id) }

// siteURL is where a folder of the site can be found.
func siteURL(base, folder string) string {
	address := folder + "/"
	if base == "" || folder == "" {
		return address
	}
	at, err := url.JoinPath(base, address)
	if err != nil {
		return address
	}
	return at
}

// choose gives the staff that were asked for. One who is not in the roster is a
// fault: an empty matrix would look like an answer.
func choose(roster *intake.Roster, staff []string, team string) (map[string]bool, diag.List) {
	var faults diag.List
	chosen := map[string]bool{}
	var ids, teams []string
	for _, m := range roster.Members {
		ids = append(ids, m.ID)
		if m.Team != "" && !slices.Contains(teams, m.Team) {
			teams = append(teams, m.Team)
		}
	}
	slices.Sort(teams)
	asked := map[string]bool{}
	for _, typed := range staff {
		id := results.CanonicalStaffID(typed)
		if !roster.Has(id) {
			hint := "the roster lists the staff IDs"
			if near := intake.Nearest(id, ids); len(near) > 0 {
				hint = "did you mean " + strings.Join(near, " or ") + "?"
			}
			faults.Add(diag.Fault{What: fmt.Sprintf("the staff ID %q is not in the roster", typed), Hint: hint})
		}
		asked[id] = true
	}
	if team != "" && !slices.ContainsFunc(teams, func(t string) bool { return quiz.Fold(t) == quiz.Fold(team) }) {
		hint := "the roster names no team"
		if len(teams) > 0 {
			hint = diag.DidYouMean(team, teams)
		}
		faults.Add(diag.Fault{What: fmt.Sprintf("nobody in the roster is in the team %q", team), Hint: hint})
	}
	for _, m := range roster.Members {
		if (len(asked) == 0 || asked[m.ID]) && (team == "" || quiz.Fold(m.Team) == quiz.Fold(team)) {
			chosen[m.ID] = true
		}
	}
	return chosen, faults
}

// notices says what a reader should know of the run as a whole: nothing is
// claimed that is not in force.
func notices(m *Matrix, o Options, members, publicBanks, registered int, handedIn, planned bool) []string {
	var out []string
	if !m.Framework.Adopted {
		out = append(out, "PROVISIONAL: nobody has adopted these cuts, levels and periods of validity yet; they are proposals")
	}
	if len(m.Staff) < members {
		out = append(out, fmt.Sprintf("this matrix shows %d of the %d people in the roster; the counts of files, records and rows are those of the whole run", len(m.Staff), members))
	}
	if publicBanks > 0 {
		banks := fmt.Sprintf("%d quiz banks", publicBanks)
		if publicBanks == 1 {
			banks = "a quiz bank"
		}
		out = append(out, "some evidence comes from "+banks+" whose answers can be looked up by anybody: it is marked PUBLIC-BANK")
	}
	if m.Counts.Files.In == 0 {
		out = append(out, "no results came in: there was no file to read where they are sought")
	}
	if m.Counts.Records.In > 0 {
		out = append(out,
			"staff IDs are self-declared: people typed them, and no code confirms them",
			receiptNotice(o.Register.Path, registered, m.Counts.Records.Accepted),
			"only attempts that were received are counted; gaps in their numbers are marked ORDINAL-GAP")
	}
	switch {
	case m.Counts.Observations.In == 0:
	case o.Assessors.Path == "":
		out = append(out, "observations were imported by HR; the qualification of observers was not checked against a register")
	default:
		out = append(out, "observations were imported by HR, and count where the observer stands in the register of assessors for that competency and date, or where somebody confirmed them")
	}
	if handedIn {
		out = append(out, "some observations were handed in by observers, under an ID that they typed: they count where somebody other than the two people confirmed them, and are marked DECIDED")
	}
	if planned {
		out = append(out, "minutes of modules of this site are those that their authors planned; nobody measured how long people took")
	}
	decided, open := 0, len(m.Cases)
	for _, e := range m.Exceptions {
		if e.Verdict == intake.Decided {
			decided++
		}
	}
	switch {
	case decided == 1:
		out = append(out, "one exception was decided by somebody who is named there: what counts because of it is marked DECIDED")
	case decided > 1:
		out = append(out, fmt.Sprintf("%d exceptions were decided by somebody who is named there: what counts because of it is marked DECIDED", decided))
	}
	switch {
	case len(o.Staff) > 0 || o.Team != "":
	case open == 1:
		out = append(out, "one case is open and can be decided in decisions.xlsx")
	case open > 1:
		out = append(out, fmt.Sprintf("%d cases are open and can be decided in decisions.xlsx", open))
	}
	return out
}

// receiptNotice says by what the evidence is dated.
func receiptNotice(register string, known, all int) string {
	if register == "" {
		return "there is no register of receipt: evidence is dated by the clock of the computer on which it was handed in"
	}
	const counted = "in the register of receipt, and %s from the day of handing in or of receipt, whichever is earlier"
	switch {
	case all == 0:
		return "no record was accepted that could stand in the register of receipt"
	case known == 0:
		return "no record stands in the register of receipt: the evidence is dated by the clock of the computer on which it was handed in"
	case all == 1:
		return fmt.Sprintf("the one record stands "+counted, "counts")
	case known == all:
		return fmt.Sprintf("all %d records stand "+counted, known, "count")
	}
	return fmt.Sprintf("%d of %d records stand "+counted+"; of the others the receipt is unknown", known, all, "count")
}

// desk is what HR keeps by itself.
type desk struct {
	roster       *intake.Roster
	observations *intake.Observations
	assessors    *intake.Assessors // nil: no register
	training     *intake.Trainings
	decisions    *intake.Decisions // nil: none
	register     *intake.Register  // nil: none
	exceptions   []intake.Exception
}

// readDesk reads the tables. What is wrong with a row is an exception.
func readDesk(o Options, f *standards.Framework, asOf, today string) (desk, diag.List) {
	d := desk{observations: &intake.Observations{}, training: &intake.Trainings{}}
	var faults, more diag.List
	var titles *intake.Titles
	if o.Titles.Path != "" {
		titles, more = intake.ReadTitles(o.Titles.Path, o.Titles.Content, f)
		faults.Append(more)
		d.exceptions = append(d.exceptions, titles.Exceptions...)
	}
	d.roster, more = intake.RosterOptions{Framework: f, Titles: titles, Dates: o.Dates, AsOf: asOf}.Read(o.Roster.Path, o.Roster.Content)
	faults.Append(more)
	if o.Assessors.Path != "" {
		d.assessors, more = intake.ReadAssessors(o.Assessors.Path, o.Assessors.Content, f, o.Dates)
		faults.Append(more)
		d.exceptions = append(d.exceptions, d.assessors.Exceptions...)
	}
	if o.Register.Path != "" {
		d.register, more = intake.ReadRegister(o.Register.Path, o.Register.Content)
		faults.Append(more)
	}
	if o.Decisions.Path != "" {
		d.decisions, more = intake.ReadDecisions(o.Decisions.Path, o.Decisions.Content, d.roster, o.Dates, today)
		faults.Append(more)
	}
	if o.Observations.Path != "" && !faults.Failed() {
		d.observations, more = intake.ObservationOptions{Framework: f, Roster: d.roster, Today: today, Assessors: d.assessors, Decisions: d.decisions, Dates: o.Dates}.Read(o.Observations.Path, o.Observations.Content)
		faults.Append(more)
	}
	if o.Training.Path != "" && !faults.Failed() {
		d.training, more = intake.TrainingOptions{Roster: d.roster, Today: today, Decisions: d.decisions, Dates: o.Dates}.Read(o.Training.Path, o.Training.Content)
		faults.Append(more)
	}
	return d, faults
}

// Encode writes matrix.json. The same matrix gives the same bytes.
func (m *Matrix) Encode(w io.Writer) error {
	if err := json.MarshalWrite(w, m, json.Deterministic(true), jsontext.WithIndent("  "), jsontext.EscapeForHTML(false)); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
