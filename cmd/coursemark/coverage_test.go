package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// An indicator that a written answer alone can show is tested, and without that task
// it is not: check and list coverage say the same.
func TestCheckAndListAgreeOnCoverage(t *testing.T) {
	t.Setenv("CI", "") // there, check wants the key archive as it is committed
	for _, written := range []bool{true, false} {
		dir := coverageProject(t, written)
		status, _, notices := call(t, "check", "--project", dir)
		if status != exitFine {
			t.Fatal(notices)
		}
		if got := !strings.Contains(notices,
			"are not tested by any question, scenario or written answer: OUR-2"); got != written {
			t.Errorf("with a written task %v, check finds the indicator tested: %v\n%s", written, got, notices)
		}
		_, table, summary := call(t, "list", "coverage", "--project", dir)
		row := regexp.MustCompile(`(?m)^OUR-2 .*$`).FindString(table)
		if got := !strings.Contains(row, "not tested"); got != written || row == "" {
			t.Errorf("with a written task %v, the list finds the indicator tested: %v\n%s", written, got, table)
		}
		if got := strings.Contains(summary, "2 are asked about in an assessment"); got != written {
			t.Errorf("with a written task %v: %s", written, summary)
		}
	}
}

// coverageProject is the small example with a second indicator, and perhaps a written
// task about the whole competency.
func coverageProject(t *testing.T, written bool) string {
	t.Helper()
	dir := t.TempDir()
	if status, _, stderr := call(t, "init", "--bare", dir); status != exitFine {
		t.Fatal(stderr)
	}
	for from, to := range map[string]string{
		"first-module.toml":  "quiz/banks/first-module.toml",
		"our-standards.toml": "standards/frameworks/our-standards.toml",
	} {
		content, err := os.ReadFile(filepath.Join("testdata", "coverage", from))
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		if !written {
			text, _, _ = strings.Cut(text, "[[tasks]]")
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(to)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
