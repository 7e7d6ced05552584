package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever marks a written answer reads it with inspect, and finds the ID that the
// table asks for. A reflection is not shown.
func TestInspectOtherRecords(t *testing.T) {
	look := func(name string) string {
		t.Helper()
		var stdout, stderr bytes.Buffer
		file := filepath.Join("..", "..", "examples", "hospital", "results", name)
		if status := run(t.Context(), []string{"inspect", file}, strings.NewReader(""), &stdout, &stderr); status != 0 {
			t.Fatal(stderr.String())
		}
		return stdout.String()
	}
	for name, want := range map[string][]string{
		"results-H0106.json": {"a written answer in ROS-DEESC, record 325wpy7dapxgbbhfljrq26bn4w,", "     Somebody was shouting in the corridor"},
		"results-H0107.json": {`the module "de-escalation/verbal-de-escalation"`, "6 questions of practice", "a reflection that the person chose to share", "a self-rating in ROS-DEESC"},
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
