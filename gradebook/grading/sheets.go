package grading

import (
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/standards"
)

// desk is what HR keeps by itself.
type desk struct {
	roster       *intake.Roster
	observations *intake.Observations
	assessors    *intake.Assessors // nil: no register
	training     *intake.Trainings
	decisions    *intake.Decisions // nil: none
	register     *intake.Register  // nil: none
	exceptions   []verdict.Exception
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
