package grading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/results"
)

// hours works out everybody's training.
type hours struct {
	modules  map[string]project.Module // by address in the site
	banks    map[string]string         // address of the module of a bank
	provider string
}

// of returns a person's training, the earliest first: what HR's table says, and the
// modules of this site. Minutes of a module are those that its author planned. They
// count once in a calendar year, however often it was read or its assessment taken: on
// the day on which it was read to its end, or else on that of the first attempt.
func (h hours) of(
	activities []intake.Activity, submissions []*competence.Submission, table []sheets.Training,
) []sheets.Training {
	y := yearly{hours: h, out: slices.Clone(table), done: map[[2]string]bool{}}
	byDay := func(a, b intake.Activity) int { return cmp.Or(cmp.Compare(a.Date, b.Date), a.At.Compare(b.At)) }
	for _, a := range slices.SortedFunc(slices.Values(activities), byDay) {
		if a.Kind == results.KindCompletion {
			y.add(a.Module, sheets.Training{Staff: a.Staff, Date: a.Date, Basis: verdict.ModuleRead,
				Course: cmp.Or(a.Title, a.Module), Version: a.Version, Source: a.Source, FileSHA256: a.FileSHA256})
		}
	}
	earliest := func(a, b *competence.Submission) int { return cmp.Or(cmp.Compare(a.Date, b.Date), a.At.Compare(b.At)) }
	for _, s := range slices.SortedFunc(slices.Values(submissions), earliest) {
		module := h.banks[s.Bank]
		if s.Bank != "" && h.modules[module].Minutes > 0 {
			y.add(module, sheets.Training{Staff: s.Staff, Date: s.Date, Basis: verdict.ModuleAssessed,
				Source: s.Source, FileSHA256: s.FileSHA256})
		}
	}
	slices.SortStableFunc(y.out, func(a, b sheets.Training) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Course, b.Course),
			cmp.Compare(a.Type, b.Type), cmp.Compare(a.Certificate, b.Certificate))
	})
	return y.out
}

// yearly lists training, and each module once a year.
type yearly struct {
	hours
	out  []sheets.Training
	done map[[2]string]bool // module and year
}

func (y *yearly) add(module string, t sheets.Training) {
	key := [2]string{module, t.Date[:4]}
	if y.done[key] {
		return
	}
	y.done[key] = true
	m, known := y.modules[module]
	if known {
		t.Course, t.Minutes = strings.TrimPrefix(m.Course+": "+m.Title, ": "), m.Minutes
	}
	t.Planned, t.Provider, t.Type = true, y.provider, words.Note(t.Basis.With())
	switch {
	case t.Minutes == 0:
		t.Notes = verdict.Add(t.Notes, verdict.NoPlannedMinutes.With())
	case t.Version != "" && t.Version != m.Version:
		t.Notes = verdict.Add(t.Notes, verdict.OtherModuleVersion.With())
	}
	y.out = append(y.out, t)
}
