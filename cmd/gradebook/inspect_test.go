package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/results"
)

// Whoever marks a written answer reads it with inspect, and finds the ID that the
// table asks for. A reflection is not shown.
func TestInspectOtherRecords(t *testing.T) {
	look := func(name string) string {
		t.Helper()
		var stdout, stderr bytes.Buffer
		file := filepath.Join("..", "..", "examples", "hospital", "results", name)
		if status := execute(t.Context(), []string{"inspect", file}, strings.NewReader(""), &stdout,
			&stderr); status != 0 {
			t.Fatal(stderr.String())
		}
		return stdout.String()
	}
	for name, want := range map[string][]string{
		"results-H0106.json": {"a written answer in ROS-DEESC, record 325wpy7dapxgbbhfljrq26bn4w,",
			"     Somebody was shouting in the corridor"},
		"results-H0107.json": {`the module "de-escalation/verbal-de-escalation"`, "6 questions of practice",
			"a reflection that the person chose to share", "a self-rating in ROS-DEESC"},
		"results-H0111.json": {"an observation of H0120 in ROS-RELATE on 2026-10-06 (practice, 2 indicators)"},
	} {
		got := look(name)
		for _, line := range want {
			if !strings.Contains(got, line) {
				t.Errorf("%s: no %q in\n%s", name, line, got)
			}
		}
		if strings.Contains(got, "silences") {
			t.Errorf("%s: the reflection is shown", name)
		}
	}
}

// A path through a scenario is shown in numbers: its key is not needed.
func TestInspectPath(t *testing.T) {
	const answer = `{"path":["aaaaaaaaaa","back","bbbbbbbbbb","cccccccccc"]}`
	a := &results.Attempt{ID: strings.Repeat("a", 26), Site: "ward", Bank: "desk", BankRevision: "s1-x", Ordinal: 2,
		Staff: "H0001", Lang: "en", Started: "2026-02-01T09:00:00+01:00", Submitted: "2026-02-01T09:20:00+01:00",
		Responses: []results.Response{{Question: "dddddddddd", Revision: "s1-x", Response: []byte(answer)}},
		Log:       []string{`{"e":"start"}`, `{"e":"answer","q":"dddddddddd","r":` + answer + `}`, `{"e":"submit"}`}}
	record, err := a.Record()
	if err != nil {
		t.Fatal(err)
	}
	content, err := (&results.File{Site: "ward", Player: "test", Records: []results.Record{record}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.json")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	status := execute(t.Context(), []string{"inspect", file}, strings.NewReader(""), &stdout, &stderr)
	if want := `1. attempt 2 at the scenario "desk" by H0001, handed in on 2026-02-01 at 09:20 by the clock of that computer, path of 3 choices, 1 step back; its log is intact`; status != 0 || !strings.Contains(stdout.String(), want) {
		t.Errorf("%s%s", stdout.String(), stderr.String())
	}
}
