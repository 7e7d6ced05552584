package sheets

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
)

func TestDecisionsThatDoNotHold(t *testing.T) {
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name\nH0001,Ann\n"), shipped(t))
	const src = `case,decision,staff_id,reason,decided_by,decided_on
c-1,count-as,H0001,,Eve,2026-05-01
c-2,count-as,,typo,Eve,2026-05-01
c-3,count-as,H001,typo,Eve,2026-05-01
c-4,perhaps,,typo,Eve,2026-05-01
c-5,reject,,typo,,
c-6,reject,,typo,Eve,2027-05-01
c-7,reject,,typo,Eve,01/05/2026
,reject,,typo,Eve,2026-05-01
c-8,reject,,typo,Eve,2026-05-01
c-8,confirm,,typo,Eve,2026-05-01
c-9,,,,,
c-10,reject,,old,Eve,2026-05-01
`
	d, faults := ReadDecisions("decisions.csv", []byte(src), roster, DatesUnstated, "2026-06-15")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	exceptions := d.Exceptions()
	words.Explain(exceptions)
	for _, e := range exceptions {
		got = append(got, fmt.Sprintf("%s %s: %s / %s", e.Record, e.Verdict, e.What, e.Hint))
	}
	want := []string{
		"2 quarantined: the decision count-as has no reason, and was not applied / fill in the reason, who decided and on which date",
		"3 quarantined: the decision count-as names no staff_id, and was not applied / write the ID of the roster that the results belong to",
		`4 quarantined: the staff ID "H001" to count as is not in the roster / did you mean H0001?`,
		`5 quarantined: the decision "perhaps" is not known / write count-as, accept-stale, confirm or reject, or leave it empty`,
		"6 quarantined: the decision reject has no decided_by and no decided_on, and was not applied / fill in the reason, who decided and on which date",
		"7 quarantined: the decision is dated 2027-05-01, which is in the future / correct the date",
		`8 quarantined: the decided on "01/05/2026" can be read in two ways, and is not guessed / write it as 2026-11-30, or as a date in Excel; or say with --dates dmy or --dates mdy whether the day or the month comes first`,
		"9 quarantined: the row has a decision, but no case / the case is the ID in the first column; leave it as it was written",
		"10 quarantined: rows 10 and 11 decide differently about one case; neither was applied / delete the row that is wrong",
		"13 note: the case c-10 does not come up in this run: its file is not there, or the problem is solved / nothing to do; the row may be deleted",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What people typed survives every further run, with columns of their own.
func TestCasesAreMerged(t *testing.T) {
	open := []Case{{"c-1", "a.json", "x", "H001", "unknown staff", "what", "count-as H0001"},
		{"c-2", "b.json", "", "", "malformed", "=what", "ask"}}
	book := CaseBook{Organisation: "Hospital", Tool: "test", AsOf: "2026-05-01"}
	first, err := book.Merge(open)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := book.Merge(open); err != nil || !bytes.Equal(first, again) {
		t.Errorf("%v: other bytes", err)
	}
	book.Existing = first
	if same, err := book.Merge(open); err != nil || same != nil {
		t.Errorf("%v: it was written again", err)
	}
	// HR adds a column, decides c-1, and keeps the table as CSV.
	typed := []byte("case;file;record;staff;problem;what;proposal;decision;staff_id;reason;decided_by;decided_on;Asked\nc-1;a.json;x;H001;unknown staff;what;count-as H0001;count-as;00123;typo;Eve;2026-05-02;\nc-2;b.json;;;malformed;=what;ask;;;;;;by phone\nc-0;old.json;;;malformed;what;ask;reject;;old;Eve;2026-01-02;\n")
	rows := func(src []byte) []string {
		table, err := spreadsheet.ReadTable("decisions.xlsx", src)
		if err != nil {
			t.Fatal(err)
		}
		out := []string{strings.Join(table.Header, "|")}
		for _, r := range table.Rows {
			out = append(out, strings.Join(r.Cells, "|"))
		}
		return out
	}
	const head = "case|file|record|staff|problem|what|proposal|decision|staff_id|reason|decided_by|decided_on"
	book.Existing = typed
	merged, err := book.Merge([]Case{open[1], {"c-3", "c.json", "", "", "malformed", "what", "ask"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{head + "|Asked",
		"c-1|a.json|x|H001|unknown staff|what|count-as H0001|count-as|00123|typo|Eve|2026-05-02|",
		"c-2|b.json|||malformed|=what|ask||||||by phone",
		"c-0|old.json|||malformed|what|ask|reject||old|Eve|2026-01-02|", "c-3|c.json|||malformed|what|ask||||||"}
	if got := rows(merged); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// It is still a form: a page explains it, and the columns offer their choices.
	workbook := xlsxtest.Open(t, merged)
	table, page := workbook.Sheet(t, "Decisions"), workbook.Sheet(t, "Read me")
	if workbook.Sheets[0] != table || !strings.Contains(table.XML, `type="list"`) ||
		!strings.Contains(table.XML, "accept-stale") ||
		!strings.Contains(table.XML, `<col min="6" max="6" width="44"`) {
		t.Errorf("%.1500s", table.XML)
	}
	explained := map[string]bool{}
	for _, cell := range page.Cells {
		explained[cell.Text] = true
	}
	for _, want := range []string{"decided_by", "Who decided: a name.", "Asked", "c-abcdefghijkl"} {
		if !explained[want] {
			t.Errorf("the page does not say %q", want)
		}
	}
	// Decided in a file elsewhere: taken over into the one beside the workbook.
	book.Existing, book.Given = first, typed
	merged, err = book.Merge(open)
	if err != nil {
		t.Fatal(err)
	}
	want = []string{head, "c-1|a.json|x|H001|unknown staff|what|count-as H0001|||||",
		"c-2|b.json|||malformed|=what|ask|||||", "c-0|old.json|||malformed|what|ask|reject||old|Eve|2026-01-02"}
	want[1] = "c-1|a.json|x|H001|unknown staff|what|count-as H0001|count-as|00123|typo|Eve|2026-05-02"
	if got := rows(merged); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func FuzzDecisions(f *testing.F) {
	roster, _ := ReadRoster("roster.csv", []byte("staff_id,name\nH0001,Ann\n"), shipped(f))
	f.Add([]byte("case,decision,staff_id,reason,decided_by,decided_on,x\nc-1,count-as,H0001,typo,Eve,2026-05-01,y\nc-2,,,,,,\n"))
	f.Add([]byte("case;decision\nc-1;reject\n;\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, faults := ReadDecisions("d.csv", src, roster, DayFirst, "2026-06-15")
		for key, found := range d.byCase {
			if found.reason == "" || found.by == "" || found.on == "" || found.action == CountAs &&
				!roster.Has(found.Staff) || key == "" {
				t.Errorf("%+v", found)
			}
		}
		d.Exceptions()
		if faults.Failed() || !bytes.Contains(src, []byte("c-1")) {
			return
		}
		// Nothing that was typed is lost when it is merged; writing is slow, and
		// left to few of them.
		if len(src) < 200 {
			if _, err := (CaseBook{AsOf: "2026-05-01", Existing: src}).Merge([]Case{{ID: "c-1"}}); err != nil {
				t.Error(err)
			}
		}
	})
}
