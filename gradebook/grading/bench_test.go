package grading_test

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkGrade grades the files of two thousand people, one attempt each.
func BenchmarkGrade(b *testing.B) {
	f := newFixture(b)
	var roster strings.Builder
	roster.WriteString("staff_id,name,role,start\n")
	for i := range 2000 {
		staff := fmt.Sprintf("H%04d", i)
		fmt.Fprintf(&roster, "%s,Name,nurse,2026-01-01\n", staff)
		f.handIn(staff+".json", f.file(f.sit(staff, 1, "2026-02-01", wrongs(i%4))))
	}
	f.roster = roster.String()
	b.ReportAllocs()
	for b.Loop() {
		if m := f.grade(); m.Counts.Records.Accepted != 2000 {
			b.Fatalf("%+v", m.Counts)
		}
	}
}
