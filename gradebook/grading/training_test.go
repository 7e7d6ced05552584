package grading_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// A module counts its planned minutes once a year, however often it was read and
// its assessment taken; HR's own table is beside it.
func TestTrainingHours(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	read := func(staff, day, module, version string) *results.Completion {
		return &results.Completion{Header: head(staff, day, module+version), Module: module,
			Title: "As the site called it", Version: version}
	}
	f.handIn("a.json", f.file(f.sit("H0001", 1, "2025-12-01", right), f.sit("H0001", 2, "2026-02-01", right),
		f.sit("H0001", 3, "2026-03-01", right), f.sit("H0002", 1, "2026-03-02", right)))
	f.handIn("b.json", f.entries(read("H0001", "2026-02-03", "calm/talk", "m1-abcdefghij"),
		read("H0001", "2026-05-03", "calm/talk", "m1-abcdefghij"),
		read("H0001", "2026-05-04", "calm/gone", "m1-zzzzzzzzzz"),
		read("H0002", "2026-06-14", "calm/talk", "m1-older")))
	m := f.gradeWith(func(o *grading.Options) {
		o.Sheets["training"] = document("training.csv",
			"staff_id,course,date,minutes,certificate\nH0001,First aid,2026-01-15,240,FA-1\nH0001,First aid,2025-01-15,240,FA-0\nH9,First aid,2026-01-15,240,\n")
	})
	var got []string
	for _, tr := range m.Training.All() {
		got = append(got, fmt.Sprintf("%s %s %s|%s|%s|%d %v|%s|%s", tr.Staff, tr.Date, tr.Course, tr.Version, tr.Type,
			tr.Minutes, tr.Planned, tr.Provider, tr.Note))
	}
	want := []string{
		"H0001 2025-01-15 First aid||course|240 false||",
		"H0001 2025-12-01 Calm: Talking||module, by its assessment|45 true|Hospital|",
		"H0001 2026-01-15 First aid||course|240 false||",
		"H0001 2026-02-03 Calm: Talking|m1-abcdefghij|module, read to its end|45 true|Hospital|",
		"H0001 2026-05-04 As the site called it|m1-zzzzzzzzzz|module, read to its end|0 true|Hospital|the grading kit plans no minutes for this module",
		"H0002 2026-06-14 Calm: Talking|m1-older|module, read to its end|45 true|Hospital|another version than the grading kit's, whose minutes these are",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	mine := rows(m.Training.Group("H0001"))
	if years := m.Years(mine); !slices.Equal(years,
		[]gradebook.Year{{Year: "2026", Stated: 240, Planned: 45}, {Year: "2025", Stated: 240, Planned: 45}}) {
		t.Errorf("%+v", years)
	}
	m.AsOf = "2026-01-31"
	if years := m.Years(mine); years[0] != (gradebook.Year{Year: "2026", Stated: 240}) {
		t.Errorf("what is later stands in the sum: %+v", years)
	}
	if m.Counts.Training != (verdict.Count{In: 3, Accepted: 2, Quarantined: 1}) || m.Counts.Records.Accepted != 8 {
		t.Errorf("%+v", m.Counts)
	}
}
