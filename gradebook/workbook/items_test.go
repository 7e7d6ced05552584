package workbook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
	"github.com/coursemark/coursemark/quiz"
)

// analysed is a report with an item that works backwards, an easy one that is left
// alone, and one that nobody was asked, with texts that spreadsheets trip over.
func analysed() *gradebook.ItemReport {
	f := func(v float64) *float64 { return &v }
	option := func(id, text string, fraction float64, chosen int, rest *float64) gradebook.ItemOption {
		return gradebook.ItemOption{Option: itemstats.Option{ID: id, Offered: 40, Chosen: chosen,
			Share: float64(chosen) / 0.4, MeanRest: rest}, Text: text, Fraction: fraction, Revision: "r1-b",
			Present: true}
	}
	backwards := itemstats.Item{ID: "a", N: 40, Blanks: 2, Facility: f(45), SD: f(50), Discrimination: f(-12.5),
		Efficiency: f(-20), IntendedWeight: f(10), BlankMeanRest: f(2.5)}
	easy := itemstats.Item{ID: "b", N: 12, Facility: f(100), SD: f(0), IntendedWeight: f(10)}
	never := itemstats.Item{}
	item := func(question string, figures itemstats.Item) gradebook.ItemFigures {
		return gradebook.ItemFigures{Question: question, Revisions: []string{"r1-a", "r1-b"}, Present: true,
			Type: quiz.Single, Prompt: `=HYPERLINK("x")`, Points: 1, Competencies: []string{"ROS-DEESC"},
			Indicators: []string{"ROS-COE-A"}, Figures: figures, Band: figures.Band(), Flags: figures.Flags()}
	}
	bad := item("one-voice", backwards)
	bad.Hint = "read the wording again"
	bad.Options = []gradebook.ItemOption{option("o1", "+right", 1, 18, f(5)), option("o2", "wrong 😀", 0, 20, f(7)),
		option("o3", "half", 0.5, 0, nil)}
	return &gradebook.ItemReport{ContainsAnswers: true, Site: "ward", Organisation: "Hospital", Date: "2026-11-30",
		Tool: "gradebook test", Files: verdict.Count{In: 2, Accepted: 1, Quarantined: 1},
		Refused: []gradebook.Refused{{Verdict: "quarantined", Reason: "unknown-staff", Count: 1}},
		Notices: []string{"it contains answers: for trainers only"},
		Banks: []gradebook.ItemBank{{ID: "talk", Title: "Talking", Attempts: 40, Later: 3,
			Items: []gradebook.ItemFigures{bad, item("easy", easy), item("never", never)},
			Forms: []gradebook.ItemForm{
				{Revision: "b1-a", From: "2026-01-01", To: "2026-02-01",
					Figures: itemstats.Form{N: 38, Items: 10, Fixed: true, Mean: f(80), Median: f(82), SD: f(12),
						CIC: f(64), ErrorRatio: f(60), SE: f(12.5)}},
				{Revision: "b1-b", Present: true, From: "2026-03-01", To: "2026-03-01",
					Figures: itemstats.Form{N: 2, Items: 10, Mean: f(80), Median: f(80), SD: f(0)}},
			}}}}
}

func TestItems(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := WriteItems(b, analysed()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same report gives other bytes")
	}
	book := xlsxtest.Open(t, first.Bytes())
	var names []string
	for _, s := range book.Sheets {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, ", "); got != "Read me, Items, Options, Form" {
		t.Errorf("sheets: %s", got)
	}
	readMe := book.Sheet(t, "Read me")
	if title := readMe.Text("A1"); title != "Item analysis: Hospital (contains answers: for trainers only)" {
		t.Errorf("%q", title)
	}
	if !strings.Contains(book.Parts["docProps/core.xml"], "contains answers: for trainers only") {
		t.Error("the file's properties do not say that it contains answers")
	}
	at := func(sheet, header, row string) string {
		t.Helper()
		s := book.Sheet(t, sheet)
		cell := s.Cells[s.Column(t, header)+row]
		return cell.Text + cell.Number
	}
	for _, c := range []struct{ sheet, header, row, want string }{
		{"Items", "Flags", "2", "▲ negative discrimination"},
		{"Items", "What to look at", "2", "Read the wording again"},
		{"Items", "Discrimination index", "2", "-0.125"},
		{"Items", "Effective weight", "2", ""},
		{"Items", "Left blank", "2", "2"},
		{"Items", "Question text", "2", `=HYPERLINK("x")`},
		{"Items", "Flags", "3", "△ fewer than 30 answers"}, // easy is no flag
		{"Items", "Facility band", "3", "very easy: 95% or more"},
		{"Items", "Discrimination index", "3", ""},
		{"Items", "Facility", "4", ""},
		{"Items", "Answers (n)", "4", "0"},
		{"Options", "Key", "2", "✓ right"},
		{"Options", "Key", "3", "wrong"},
		{"Options", "Key", "4", "worth 50%"},
		{"Options", "Remark", "3", "▲ wrong, and those who chose it did better on the rest than those who chose right"},
		{"Options", "Remark", "4", "△ nobody chose it"},
		{"Options", "Option", "5", "(left blank)"},
		{"Options", "Mean of the other marks (points)", "5", "2.5"},
		{"Form", "Internal consistency (CIC)", "2", "0.64"},
		{"Form", "Standard error", "2", "0.125"},
		{"Form", "Remark", "2", ""},
		{"Form", "Internal consistency (CIC)", "3", ""},
		{"Form", "Remark", "3", "No internal consistency: it needs three attempts\n△ fewer than 30 attempts: the figures can be chance"},
	} {
		if got := at(c.sheet, c.header, c.row); got != c.want {
			t.Errorf("%s, %s, row %s: %q, want %q", c.sheet, c.header, c.row, got, c.want)
		}
	}
}

func TestItemsOfNothing(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteItems(&b, &gradebook.ItemReport{}); err != nil {
		t.Fatal(err)
	}
	xlsxtest.Open(t, b.Bytes())
}
