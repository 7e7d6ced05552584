package grading

import (
	"cmp"
	"io"
	"os"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// Options say what to grade, and with what.
type Options struct {
	// Projects are the grading kits, or the project: the first has the
	// configuration, the standards and the present banks; all provide answer keys.
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

// narrowed reports whether only some of the staff were requested.
func (o Options) narrowed() bool { return len(o.Staff) > 0 || o.Team != "" }

// grader holds all that grading needs except the results.
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
	desk, more := sheets.Read(o.Sheets,
		sheets.Options{Framework: rules.framework, Dates: o.Dates, AsOf: g.asOf, Today: g.today})
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
