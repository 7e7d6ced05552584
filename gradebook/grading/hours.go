package grading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/results"
)

// What the minutes of a module of this site rest on.
const (
	moduleRead     = "module, read to its end"
	moduleAssessed = "module, by its assessment"
)

// hours finds everybody's training.
type hours struct {
	modules  map[string]project.Module // by address in the site
	banks    map[string]string         // address of the module of a bank
	provider string
}

// of gives a person's training, the earliest first: what HR's table says, and the
// modules of this site. Minutes of a module are those that its author planned, and
// count once in a calendar year, however often it was read or its assessment taken:
// on the day on which it was read to its end, otherwise on that of the first
// attempt.
func (h hours) of(activities []intake.Activity, sittings []*competence.Sitting, table []sheets.Training) []sheets.Training {
	out := slices.Clone(table)
	type year struct{ module, year string }
	done := map[year]bool{}
	add := func(t sheets.Training, path string) {
		m, known := h.modules[path]
		key := year{path, t.Date[:4]}
		if done[key] {
			return
		}
		done[key] = true
		if known {
			t.Course = strings.TrimPrefix(m.Course+": "+m.Title, ": ")
			t.Minutes = m.Minutes
		}
		t.Planned, t.Provider = true, h.provider
		switch {
		case t.Minutes == 0:
			t.Notes = verdict.Add(t.Notes, verdict.NoPlannedMinutes.With())
		case t.Version != "" && t.Version != m.Version:
			t.Notes = verdict.Add(t.Notes, verdict.OtherModuleVersion.With())
		}
		out = append(out, t)
	}
	for _, a := range slices.SortedFunc(slices.Values(activities), func(a, b intake.Activity) int { return cmp.Or(cmp.Compare(a.Date, b.Date), a.At.Compare(b.At)) }) {
		if a.Kind == results.KindCompletion {
			add(sheets.Training{Staff: a.Staff, Date: a.Date, Course: cmp.Or(a.Title, a.Module), Version: a.Version, Type: moduleRead, Source: a.Source, FileSHA256: a.FileSHA256}, a.Module)
		}
	}
	for _, s := range slices.SortedFunc(slices.Values(sittings), func(a, b *competence.Sitting) int { return cmp.Or(cmp.Compare(a.Date, b.Date), a.At.Compare(b.At)) }) {
		path := h.banks[s.Bank]
		if s.Bank == "" || h.modules[path].Minutes == 0 {
			continue // nothing to count
		}
		add(sheets.Training{Staff: s.Staff, Date: s.Date, Type: moduleAssessed, Source: s.Source, FileSHA256: s.FileSHA256}, path)
	}
	slices.SortStableFunc(out, func(a, b sheets.Training) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Course, b.Course), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Certificate, b.Certificate))
	})
	return out
}
