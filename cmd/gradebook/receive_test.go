package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/internal/spreadsheet"
)

func TestReceive(t *testing.T) {
	d := newDesk(t)
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 0))
	d.write("results/note.txt", []byte("call Ann"))
	receive := func(args ...string) (int, string, string) {
		return d.run(append([]string{"receive", "results", "--register", "received.csv"}, args...)...)
	}
	status, stdout, stderr := receive("--on", "2026-03-05")
	const want = "2 files, received on 2026-03-05: 2 files new, 1 record new to received.csv.\n  results/note.txt holds no results that can be read: the file is not a results file\n"
	if status != 0 || stdout != want || stderr != "" {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	first, _ := os.ReadFile("received.csv")
	if lines := strings.Split(string(first), "\n"); len(lines) != 4 ||
		lines[0] != "file_sha256,record_sha256,received_on,name" ||
		!strings.HasSuffix(lines[1], ",2026-03-05,results/ann.json") {
		t.Errorf("%s", first)
	}
	// Again on a later day, with one more person: the first lines stand.
	d.write("results/bob.json", d.sit("H0002", "2026-03-02", 0))
	if status, stdout, _ := receive("--on", "2026-03-09"); status != 0 ||
		!strings.Contains(stdout,
			"3 files, received on 2026-03-09: 1 file new, 1 record new to received.csv.\n1 record was in it already and keeps its first date.\n") {
		t.Errorf("status %d\n%s", status, stdout)
	}
	second, _ := os.ReadFile("received.csv")
	if !bytes.HasPrefix(second, first) || bytes.Count(second, []byte("\n")) != 4 {
		t.Errorf("%s", second)
	}
	if got := d.files("."); !slices.Equal(got, []string{"grading-kit.zip", "received.csv", "results", "roster.csv"}) {
		t.Errorf("it left %q", got)
	}
	status, stdout, stderr = d.run("grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv",
		"--register", "received.csv", "--as-of", "2026-05-01", "-o", "out")
	if status != 0 || !strings.Contains(stdout, "all 2 records are in the register of receipt") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	if e := d.matrix("out/matrix.json").Evidence.At(0); e.FirstReceived != "2026-03-05" || e.Date != "2026-03-02" {
		t.Errorf("%+v", e)
	}
	// A register that Excel saved is refused and left as it is.
	excel := bytes.ReplaceAll(second, []byte(","), []byte(";"))
	d.write("received.csv", excel)
	status, stdout, stderr = receive()
	if status != 1 || stdout != "" ||
		!strings.HasPrefix(stderr, "received.csv:1: the register of receipt does not begin with the line") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	if now, _ := os.ReadFile("received.csv"); !bytes.Equal(now, excel) {
		t.Error("it was changed")
	}
}

func TestReceiveFaults(t *testing.T) {
	d := newDesk(t)
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 0))
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	for args, want := range map[string]string{
		"receive --register received.csv":                "gradebook: name the results: a folder, files or zips\n  hint: gradebook receive results --register received.csv\n",
		"receive results":                                "gradebook: name the register of receipt\n  hint: gradebook receive results --register received.csv\n",
		"receive results --register r.csv --on 2-3-2026": "gradebook: --on \"2-3-2026\" is not a date\n  hint: write it as --on 2026-11-23\n",
		"receive results --register r.csv --on " + tomorrow: "gradebook: --on " + tomorrow +
			" is in the future\n  hint: write the day on which the results came in\n",
		"grade results --kit k --roster roster.csv --dates ddmm":   "gradebook: --dates \"ddmm\" is not an order of dates\n  hint: write --dates dmy if dates look like 30/11/2026, or --dates mdy if they look like 11/30/2026\n",
		"receive result --register r.csv":                          "result: the results cannot be read: there is no such file or folder\n  hint: name a file, a folder or a zip with results\n1 fault, 0 notices\n",
		"grade - --kit grading-kit.zip --roster r --register none": "",
	} {
		status, stdout, stderr := d.run(strings.Fields(args)...)
		if status == 0 || stdout != "" || want != "" && stderr != want {
			t.Errorf("%s: status %d\n%s%s", args, status, stdout, stderr)
		}
	}
	if _, err := os.Stat("r.csv"); err == nil {
		t.Error("a failed run left a register")
	}
}

// From an open case to a decision and its end, as HR does it.
func TestDecisionsFromCaseToEnd(t *testing.T) {
	d := newDesk(t)
	d.write("results/cas.json", d.sit("H003", "2026-03-02", 0))
	args := []string{"grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv", "--as-of", "2026-05-01",
		"-o", "out"}
	status, stdout, stderr := d.run(args...)
	if status != 0 || !strings.HasSuffix(stdout,
		"out/decisions.xlsx: 1 case is open. Fill in what is decided, by whom, when and why, and grade again with --decisions.\n") {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	rows := func() [][]string {
		src, err := os.ReadFile("out/decisions.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		table, err := spreadsheet.ReadTable("decisions.xlsx", src)
		if err != nil {
			t.Fatal(err)
		}
		var out [][]string
		for _, r := range table.Rows {
			out = append(out, r.Cells)
		}
		return out
	}
	open := rows()
	if len(open) != 1 || !strings.HasPrefix(open[0][0], "c-") || open[0][3] != "H003" ||
		open[0][4] != "unknown staff" || open[0][6] != "count-as H0003 (Cas)" || open[0][7] != "" {
		t.Fatalf("%q", open)
	}
	// HR writes into the workbook, in Excel.
	typed := append(slices.Clone(open[0][:7]), "count-as", "H0003", "a slip of the pen", "Eve", "2026-04-30")
	header := []string{"case", "file", "record", "staff", "problem", "what", "proposal", "decision", "staff_id",
		"reason", "decided_by", "decided_on"}
	var b bytes.Buffer
	sheet := spreadsheet.Sheet{Name: "Decisions", Rows: func(yield func([]spreadsheet.Cell) bool) {
		var cells []spreadsheet.Cell
		for i, text := range typed {
			if i == 11 {
				cells = append(cells, spreadsheet.Date(text))
			} else {
				cells = append(cells, spreadsheet.Text(text))
			}
		}
		yield(cells)
	}}
	for _, name := range header {
		sheet.Columns = append(sheet.Columns, spreadsheet.Column{Header: name})
	}
	sheet.Columns[11].Kind = spreadsheet.Day
	if err := spreadsheet.Write(&b, spreadsheet.Workbook{Sheets: []spreadsheet.Sheet{sheet}}); err != nil {
		t.Fatal(err)
	}
	d.write("out/decisions.xlsx", b.Bytes())
	d.write("results/dee.json", d.sit("H004", "2026-03-02", 0))
	status, stdout, stderr = d.run(append(args, "--decisions", "out/decisions.xlsx")...)
	if status != 0 || !strings.Contains(stdout, "1 case is open") ||
		!strings.Contains(stdout, "1 exception was decided") {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	m := d.matrix("out/matrix.json")
	if m.Evidence.Len() == 0 || m.Evidence.At(0).Staff != "H0003" ||
		!slices.Contains(m.Evidence.At(0).Flags, "DECIDED") {
		t.Errorf("%+v", m.Evidence)
	}
	now := rows()
	if len(now) != 2 || !slices.Equal(now[0], typed) || now[1][3] != "H004" {
		t.Errorf("%q", now)
	}
	// Nothing new: the file is left alone, byte for byte. An extract writes none.
	before, _ := os.ReadFile("out/decisions.xlsx")
	if status, _, _ := d.run(append(args, "--decisions", "out/decisions.xlsx")...); status != 0 {
		t.Error(status)
	}
	if after, _ := os.ReadFile("out/decisions.xlsx"); !bytes.Equal(before, after) {
		t.Error("it was written again")
	}
	args[len(args)-1] = "extract"
	if status, _, stderr := d.run(append(args, "--staff", "H0003")...); status != 0 ||
		slices.Contains(d.files("extract"), "decisions.xlsx") {
		t.Errorf("%d %s %q", status, stderr, d.files("extract"))
	}
	// What cannot be understood is never written over.
	d.write("out/decisions.xlsx", []byte("signed"))
	args[len(args)-1] = "out"
	status, _, stderr = d.run(args...)
	if kept, _ := os.ReadFile("out/decisions.xlsx"); status != 0 || string(kept) != "signed" ||
		!strings.Contains(stderr, "the open cases were not written: the existing table cannot be read") {
		t.Errorf("status %d\n%s", status, stderr)
	}
}

func TestGradeFromStandardInput(t *testing.T) {
	d := newDesk(t)
	var out, err bytes.Buffer
	status := execute(context.Background(),
		strings.Fields("grade - --kit grading-kit.zip --roster roster.csv --as-of 2026-05-01 -o out"),
		bytes.NewReader(d.sit("H0001", "2026-03-02", 0)), &out, &err)
	if status != 0 || d.matrix("out/matrix.json").Evidence.At(0).Source != "standard input" {
		t.Errorf("status %d\n%s%s", status, out.String(), err.String())
	}
}

// HR's own titles, a register of assessors, and dates as the office writes them.
func TestGradeWithTitlesAndAssessors(t *testing.T) {
	d := newDesk(t)
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 0))
	d.write("roster.csv", []byte("Staff ID;Name;Job title;Start;End\nH0001;Ann;Ward nurse 2;5-1-2026;\nH0002;Bob;Charge nurse;5-1-2026;31-3-2026\nH0002;Bob;Nurse;1-4-2026;\nH0003;Cas;Gardener;5-1-2026;31-12-9999\nH0009;ann;Nurse;5-1-2026;\n"))
	d.write("titles.csv", []byte("title;role\nWard nurse 2;Nurse\nCharge nurse;\"Nurse; Team manager\"\n"))
	d.write("assessors.csv", []byte("assessor_id;competency;from;until\nH0002;ROS-DEESC;1-4-2026;\n"))
	d.write("observations.csv",
		[]byte("staff_id;competency;indicator;rating;method;observed_on;observer_id;observer_name\nH0001;ROS-DEESC;ROS-COE-6;4;practice;1-4-2026;H0002;Bob\nH0001;ROS-DEESC;ROS-COE-7;4;practice;1-3-2026;H0002;Bob\n"))
	status, stdout, stderr := d.run("grade", "results", "--kit", "grading-kit.zip", "--roster", "roster.csv",
		"--titles", "titles.csv", "--assessors", "assessors.csv", "--observations", "observations.csv", "--dates",
		"dmy", "--as-of", "2026-05-01", "-o", "out")
	if status != 0 {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	m := d.matrix("out/matrix.json")
	var got []string
	for _, p := range m.Staff {
		got = append(got, fmt.Sprint(p.ID, p.Roles, p.Start))
	}
	for _, e := range m.Exceptions {
		got = append(got, strings.TrimSpace(string(e.Verdict)+" "+e.Reason+" "+e.Staff))
	}
	want := []string{"H0001[nurse]2026-01-05", "H0002[nurse]2026-01-05", "H0003[]2026-01-05", "H0009[nurse]2026-01-05",
		"quarantined unknown-role H0003", "quarantined bad-date H0003", "note same-name H0009",
		"awaiting-confirmation unqualified-observer H0001"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !strings.Contains(stderr, `the job title "Gardener" of H0003 is neither in titles.csv nor in the standards`) ||
		!strings.Contains(stdout,
			"Decided, or counted with a remark (on the sheet Exceptions too):\n  1  note  same name  roster.csv: Ann is in the roster under 2 staff IDs: H0001, H0009") {
		t.Errorf("%s%s", stdout, stderr)
	}
	roles := map[string]bool{}
	for _, in := range m.Inputs.All() {
		roles[in.Role] = true
	}
	if !roles["titles"] || !roles["assessors"] {
		t.Errorf("%+v", m.Inputs)
	}
}
