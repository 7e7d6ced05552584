package summary

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/count"
)

// ItemsJSON is the item analysis for programs.
func ItemsJSON(r run.ItemResult) ([]byte, error) {
	return indented(struct {
		gradebook.ItemReport
		Workbook string `json:"workbook"`
		Kept     string `json:"kept,omitempty"`
	}{*r.Report, filepath.ToSlash(r.Workbook), filepath.ToSlash(r.Kept)})
}

// Items says what an item analysis found.
func Items(r run.ItemResult) string {
	t := &text{}
	report, records := r.Report, r.Report.Records
	t.linef("Item analysis of %s on %s\n", report.Site, report.Date)
	t.banks(report)
	t.linef("  records: %d in = %d accepted + %d duplicate + %d quarantined", records.In, records.Accepted,
		records.Duplicate, records.Quarantined)
	t.weakest(report)
	t.notices(report.Notices)
	if r.Kept != "" {
		t.linef("%s was there before, with other contents, and was left as it is.", filepath.ToSlash(r.Kept))
	}
	t.linef("Wrote %s. It contains answers: for trainers only.", filepath.ToSlash(r.Workbook))
	return t.String()
}

func (t *text) banks(r *gradebook.ItemReport) {
	one, many := "first attempt", "first attempts"
	if r.AllAttempts {
		one, many = "attempt", "attempts"
	}
	t.table(0, func(row func(string, ...any)) {
		for _, bank := range r.Banks {
			asked := 0
			for _, i := range bank.Items {
				if i.Figures.N > 0 {
					asked++
				}
			}
			row("  %s\t%s\t%d of %s asked", bank.ID, count.Of(bank.Attempts, one, many), asked,
				count.Of(len(bank.Items), "item", "items"))
		}
	})
}

// named is how many of the weakest items the summary names.
const named = 3

func (t *text) weakest(r *gradebook.ItemReport) {
	weakest := r.Weakest(named)
	if len(weakest) == 0 {
		t.linef("\nNo item has been answered often enough to call it weak.")
		return
	}
	t.linef("\nLook at these first:")
	for i, w := range weakest {
		f := w.Item.Figures
		t.linef("  %d. %s / %s: n %d, facility %s, discrimination %s", i+1, w.Bank.ID, w.Item.Question, f.N,
			oneDecimal(f.Facility), oneDecimal(f.Discrimination))
		t.linef("     %s", cmp.Or(w.Item.Hint,
			"its figures show nothing wrong; it tells people apart less than the others do"))
		if f.N < itemstats.SmallSample && w.Item.Hint == "" {
			t.linef("     (with %d answers this can be chance)", f.N)
		}
	}
}

// oneDecimal writes a figure that may be undefined.
func oneDecimal(f *float64) string {
	if f == nil {
		return "undefined"
	}
	return fmt.Sprintf("%.1f%%", *f)
}
