package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook/report"
)

// gradedDesk is an office with a matrix of Ann, who passed the quiz.
func gradedDesk(t *testing.T, more ...string) *office {
	t.Helper()
	d := newDesk(t)
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 1))
	args := append([]string{"grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv", "--as-of",
		"2026-05-01", "-o", "out"}, more...)
	if status, stdout, stderr := d.run(args...); status != 0 {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	return d
}

func TestExplain(t *testing.T) {
	d := gradedDesk(t)
	again := []string{"explain", "ann", "de-escalation", "--results", "results", "--kit", "grading-kit.zip", "--roster",
		"roster.csv", "--as-of", "2026-05-01"}
	status, fresh, stderr := d.run(again...)
	if status != 0 || stderr != "" ||
		!strings.HasPrefix(fresh,
			"H0001 Ann: De-escalation (ROS-DEESC), as of 2026-05-01\nLevel 1, knows. Required: level 3, shows how.") {
		t.Fatalf("status %d\n%s%s", status, fresh, stderr)
	}
	// The matrix that was written says the same.
	if status, stdout, stderr := d.run("explain", "H0001", "ROS-DEESC", "--matrix", "out/matrix.json", "--kit",
		"grading-kit.zip"); status != 0 || stdout != fresh {
		t.Errorf("status %d\n%s\n%s%s", status, fresh, stdout, stderr)
	}
	// Without the kit, what matrix.json holds.
	if status, stdout, _ := d.run("explain", "H0001", "ROS-DEESC", "--matrix", "out/matrix.json"); status != 0 ||
		!strings.Contains(stdout, "the rules in words are not in matrix.json") &&
			!strings.Contains(stdout, "The rules in words are not in matrix.json") {
		t.Errorf("status %d\n%s", status, stdout)
	}
	status, stdout, _ := d.run(append(again, "--json")...)
	var e report.Explanation
	if err := json.Unmarshal([]byte(stdout), &e); err != nil || status != 0 || e.Staff != "H0001" || *e.Level != 1 ||
		e.RequiredLabel != "shows how" || len(e.Evidence) != 1 {
		t.Errorf("status %d, %v\n%s", status, err, stdout)
	}
	for _, test := range []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"one word", []string{"explain", "H0001"}, 2,
			"gradebook: name one person and one competency\n  hint: gradebook explain H0103 ROS-DEESC --matrix matrix.json\n"},
		{"nothing to rest on", []string{"explain", "H0001", "least coercion"}, 2,
			"gradebook: name a matrix.json that grade wrote with --matrix, or grade with --results, --kit and --roster\n  hint: gradebook explain H0001 \"least coercion\" --matrix matrix.json --kit grading-kit.zip\n"},
		{"both", []string{"explain", "H0001", "ROS-DEESC", "--matrix", "out/matrix.json", "--results", "results"}, 2,
			"gradebook: --matrix names a finished matrix, so --results would have no effect\n  hint: gradebook explain H0001 ROS-DEESC --matrix out/matrix.json\n"},
		{"ignored otherwise", []string{"explain", "H0001", "ROS-DEESC", "--matrix", "out/matrix.json", "--observations",
			"seen.csv"}, 2,
			"gradebook: --matrix names a finished matrix, so --observations would have no effect\n  hint: gradebook explain H0001 ROS-DEESC --matrix out/matrix.json\n"},
		{"a sheet that is not there",
			[]string{"explain", "H0001", "ROS-DEESC", "--matrix", "out/matrix.json", "--training",
				"does-not-exist.csv"}, 2,
			"gradebook: --matrix names a finished matrix, so --training would have no effect\n  hint: gradebook explain H0001 ROS-DEESC --matrix out/matrix.json\n"},
		{"a sheet that is not there, with results",
			append(again[:len(again):len(again)], "--training", "does-not-exist.csv"), 1,
			"does-not-exist.csv: the file cannot be read: there is no such file or folder\n  hint: check its name and place\n1 fault, 0 notices\n"},
		{"ignored otherwise by record",
			[]string{"record", "--all", "--matrix", "out/matrix.json", "--decisions", "decisions.xlsx"}, 2,
			"gradebook: --matrix names a finished matrix, so --decisions would have no effect\n  hint: gradebook record --all --matrix out/matrix.json\n"},
		{"nobody", []string{"explain", "H001", "ROS-DEESK", "--matrix", "out/matrix.json", "--kit",
			"grading-kit.zip"}, 1,
			"nobody has the staff ID \"H001\", or a name with that in it\n  hint: did you mean H0001 Ann?\nthere is no competency \"ROS-DEESK\"\n  hint: did you mean ROS-DEESC De-escalation?\n2 faults, 0 notices\n"},
		{"a roster for a matrix", []string{"explain", "H0001", "ROS-DEESC", "--matrix", "roster.csv"}, 1,
			"roster.csv: it is not JSON, or is cut off (at byte 0)\n  hint: name the matrix.json that gradebook grade wrote beside the workbook\n1 fault, 0 notices\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if status, stdout, stderr := d.run(test.args...); status != test.status || stderr != test.want ||
				stdout != "" {
				t.Errorf("status %d, want %d\ngot:\n%s\nwant:\n%s%s", status, test.status, stderr, test.want, stdout)
			}
		})
	}
}

func TestRecord(t *testing.T) {
	d := gradedDesk(t)
	from := []string{"--matrix", "out/matrix.json", "--kit", "grading-kit.zip"}
	status, stdout, stderr := d.run(append([]string{"record", "H0001", "bob"}, from...)...)
	if status != 0 || stdout != "Wrote 2 records to records. Open records/index.html and print from there.\n" ||
		stderr != "" {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	if got := d.files("records"); !slices.Equal(got,
		[]string{"index.html", "record-H0001.html", "record-H0001.xlsx", "record-H0002.html", "record-H0002.xlsx"}) {
		t.Errorf("%q", got)
	}
	// Again, for a team: its own files are written again.
	if status, stdout, stderr := d.run(append([]string{"record", "--team", "north"}, from...)...); status != 0 ||
		!strings.HasPrefix(stdout, "Wrote 2 records") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	// What somebody changed stays, and the others are written all the same.
	d.write("records/record-H0002.html", []byte("signed"))
	before, _ := os.ReadFile(filepath.Join("records", "record-H0002.xlsx"))
	status, stdout, stderr = d.run(append([]string{"record", "--all"}, from...)...)
	want := "records/record-H0002.html: it was not written by gradebook record, or was changed since, and was left as it is\n  hint: move it elsewhere, and try again\n1 fault, 0 notices\n"
	if after, _ := os.ReadFile(filepath.Join("records", "record-H0002.xlsx")); status != 1 || stderr != want ||
		!strings.HasPrefix(stdout, "Wrote 2 records to records. Open") ||
		!slices.Contains(d.files("records"), "record-H0003.html") || !bytes.Equal(before, after) {
		t.Errorf("status %d, %q\n%s%s", status, d.files("records"), stdout, stderr)
	}
	if kept, _ := os.ReadFile(filepath.Join("records", "record-H0002.html")); string(kept) != "signed" {
		t.Error("the signed record is gone")
	}
	// A workbook of the same name is somebody else's as long as no page vouches for it.
	d.write("other/record-H0003.xlsx", []byte("mine"))
	if status, stdout, stderr := d.run(append([]string{"record", "H0003", "-o", "other"}, from...)...); status != 1 ||
		!strings.HasPrefix(stderr, "other/record-H0003.xlsx: it was not written by gradebook record") ||
		strings.Contains(stdout, "Wrote") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	for args, want := range map[string]string{
		"record":                "gradebook: say whose records to write: name people, or --team, or --all\n  hint: gradebook record H0103 --matrix matrix.json\n",
		"record H0001 --all":    "gradebook: name people, or use --team, or --all, but only one of the three\n  hint: leave the others out\n",
		"record --team Nowhere": "",
	} {
		status, _, stderr := d.run(append(strings.Fields(args), from...)...)
		if want != "" && (status != 2 || stderr != want) || want == "" &&
			(status != 1 || !strings.HasPrefix(stderr, "nobody is in the team \"Nowhere\"\n  hint: ")) {
			t.Errorf("%s: status %d\n%s", args, status, stderr)
		}
	}
}

func TestPrevious(t *testing.T) {
	d := gradedDesk(t)
	d.write("results/bob.json", d.sit("H0002", "2026-04-01", 0))
	args := []string{"grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv", "--as-of", "2026-05-02",
		"-o", "out"}
	status, stdout, stderr := d.run(append(args, "--previous", "out/matrix.json")...)
	if status != 0 || !strings.Contains(stdout, "changes       1   since 2026-05-01: 1 new evidence") {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	m := d.matrix("out/matrix.json")
	if len(m.Changes) != 1 || m.Changes[0].Staff != "H0002" || m.Previous != "2026-05-01" ||
		!strings.HasPrefix(m.Changes[0].Why,
			`new evidence: quiz "verbal-de-escalation", attempt 1 of 2026-04-01 (results/bob.json)`) {
		t.Errorf("%+v", m.Changes)
	}
	sum := ""
	for _, in := range m.Inputs.All() {
		if in.Role == "previous" {
			sum = in.SHA256
		}
	}
	if len(sum) != 64 {
		t.Errorf("the earlier matrix has the hash %q", sum)
	}
	if status, _, stderr := d.run(append(args, "--previous", "roster.csv")...); status != 1 ||
		!strings.HasPrefix(stderr,
			"roster.csv: it is not JSON, or is cut off (at byte 0)\n  hint: name the matrix.json") {
		t.Errorf("status %d\n%s", status, stderr)
	}
}
