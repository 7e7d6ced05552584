package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"gradebook": main}) }

// TestScripts runs the command as HR does: each file of testdata/script is a folder
// and what is typed in it. Every script finds grading-kit.zip, the kit of the shipped
// project, and the sample hospital in hospital/.
func TestScripts(t *testing.T) {
	t.Parallel()
	kit, archive := sync.OnceValues(shippedKit), sync.OnceValues(shippedArchive)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			content, err := kit()
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(env.WorkDir, project.KitFile), content, 0o644); err != nil {
				return err
			}
			return os.CopyFS(filepath.Join(env.WorkDir, "hospital"), os.DirFS("../../examples/hospital"))
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"sit": func(ts *testscript.TestScript, _ bool, args []string) {
				shipped, err := archive()
				ts.Check(err)
				sit(ts, shipped, args)
			},
			"cells":   cells,
			"fill":    fill,
			"replace": replace,
		},
	})
}

func shippedKit() ([]byte, error) {
	p, faults := project.Open("../..")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	defer p.Close()
	return p.Kit("test", nil)
}

func shippedArchive() (*quiz.Archive, error) {
	p, faults := project.Open("../..")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	defer p.Close()
	archive, faults := p.LoadArchive()
	return archive, faults.Err()
}

// sit FILE STAFF DAY WRONG writes the results file of somebody who took the quiz on
// verbal de-escalation on a day, with so many wrong answers.
func sit(ts *testscript.TestScript, archive *quiz.Archive, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: sit FILE STAFF DAY WRONG")
	}
	wrong, err := strconv.Atoi(args[3])
	ts.Check(err)
	content, err := handIn(archive, args[1], args[2], wrong)
	ts.Check(err)
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o755))
	ts.Check(os.WriteFile(name, content, 0o644))
}

// handIn is a first attempt of which the first wrong questions are answered wrongly,
// critical ones rightly.
func handIn(archive *quiz.Archive, staff, day string, wrong int) ([]byte, error) {
	const site = "recovery-curriculum"
	shot := archive.Snapshots("verbal-de-escalation")[0]
	a := &results.Attempt{
		ID: results.AttemptID(sha256.Sum256([]byte(staff + day))), Site: site, Bank: shot.Bank,
		BankRevision: shot.Revision,
		Ordinal:      1, Staff: staff, Lang: "en", Started: day + "T09:00:00+01:00", Submitted: day + "T09:20:00+01:00",
		Log: []string{`{"e":"start"}`},
	}
	for _, question := range quiz.Draw(site, shot.Revision, staff, 1, shot.Groups) {
		key, _ := archive.Key(shot.Bank, question, shot.Revisions[question])
		fraction := 1.0
		if wrong > 0 && !key.Critical {
			fraction, wrong = 0, wrong-1
		}
		r, err := respond(question, key, fraction)
		if err != nil {
			return nil, err
		}
		a.Responses = append(a.Responses, r)
		a.Log = append(a.Log, fmt.Sprintf(`{"e":"answer","q":%q,"r":%s}`, question, r.Response))
	}
	a.Log = append(a.Log, `{"e":"submit"}`)
	record, err := a.Record()
	if err != nil {
		return nil, err
	}
	return (&results.File{Site: site, Player: "test", Records: []results.Record{record}}).Encode()
}

// respond chooses options that earn a fraction of the points.
func respond(question string, key *quiz.Key, fraction float64) (results.Response, error) {
	r := results.Response{Question: question, Revision: key.Revision}
	var chosen []string
	for _, o := range key.Options {
		r.Shown = append(r.Shown, o.ID)
		if o.Fraction == fraction {
			chosen = append(chosen, o.ID)
		}
	}
	slices.Sort(chosen)
	var answer any = map[string]string{"choice": chosen[0]}
	if key.Type == quiz.Multiple {
		answer = map[string][]string{"choices": chosen}
	}
	content, err := json.Marshal(answer)
	r.Response = jsontext.Value(content)
	return r, err
}

// cells WORKBOOK SHEET prints a sheet, a line a row, with | between the cells.
func cells(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: cells WORKBOOK SHEET")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	rows, err := book.GetRows(args[1])
	ts.Check(err)
	for _, row := range rows {
		fmt.Fprintln(ts.Stdout(), strings.Join(row, " | "))
	}
}

// fill WORKBOOK SHEET ROW COLUMN TEXT types into the cell of a row (2 is the first
// below the header) under a header, and saves, as somebody does in Excel.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 5 {
		ts.Fatalf("usage: fill WORKBOOK SHEET ROW COLUMN TEXT")
	}
	row, err := strconv.Atoi(args[2])
	ts.Check(err)
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	rows, err := book.GetRows(args[1])
	ts.Check(err)
	column := slices.Index(rows[0], args[3])
	if column < 0 {
		ts.Fatalf("the sheet %s has no column %q but %q", args[1], args[3], rows[0])
	}
	cell, err := excelize.CoordinatesToCellName(column+1, row)
	ts.Check(err)
	ts.Check(book.SetCellStr(args[1], cell, args[4]))
	ts.Check(book.Save())
}

// replace FILE OLD NEW puts one text in the place of another, which must be there.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	name := ts.MkAbs(args[0])
	content, err := os.ReadFile(name)
	ts.Check(err)
	if !strings.Contains(string(content), args[1]) {
		ts.Fatalf("%s does not contain %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(name, []byte(strings.ReplaceAll(string(content), args[1], args[2])), 0o644))
}
