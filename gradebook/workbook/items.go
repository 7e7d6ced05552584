package workbook

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// Names of the sheets of the item analysis.
const (
	sheetItems   = "Items"
	sheetOptions = "Options"
	sheetForm    = "Form"
)

// WriteItems writes the workbook of an item analysis: Read me, Items, Options and
// Form. It holds answer keys, and is separate from the workbook of a matrix, which is
// passed around. The same report always makes the same bytes.
func WriteItems(w io.Writer, r *gradebook.ItemReport) error {
	date, _ := time.Parse(time.DateOnly, r.Date) // without a date, the zero time and not today
	title := "Item analysis"
	if r.Organisation != "" {
		title += ": " + r.Organisation
	}
	b := itemBook{r: r, title: title + " (" + words.ForTrainers + ")"}
	return spreadsheet.Write(w, spreadsheet.Workbook{
		Properties: spreadsheet.Properties{
			Title:        b.title,
			Subject:      "How the questions of the quiz banks work, as of " + r.Date,
			Organisation: r.Organisation,
			Description:  words.Upper(words.ForTrainers) + ".",
			Application:  r.Tool,
			Language:     "en",
			Date:         date,
		},
		Sheets: []spreadsheet.Sheet{b.readMe(), b.items(), b.options(), b.forms()},
	})
}

type itemBook struct {
	r     *gradebook.ItemReport
	title string
}

func (b itemBook) readMe() spreadsheet.Sheet {
	r, p := b.r, &page{}
	p.Banner("For trainers only", "This workbook "+words.ForTrainers+". Keep it as you keep an exam paper, "+
		"and do not file it with the competency matrix. It names no members of staff.")
	p.Say("Organisation", r.Organisation)
	p.Date("Date", r.Date)
	p.Say("Site", r.Site)
	p.Say("Made by", r.Tool)
	notices := make([]string, len(r.Notices))
	for i, n := range r.Notices {
		notices[i] = words.Upper(n) + "."
	}
	p.notices(notices)

	p.Heading("The sheets")
	p.link(sheetItems, "One row for each question: how easy it was, how well it tells people apart, and what to look at.")
	p.link(sheetOptions, "One row for each option: how many chose it, and how well those did on the other questions.")
	p.link(sheetForm, "One row for each revision of a quiz bank: the scores, and how well its questions hang together.")

	b.listCounts(p)
	p.Heading("How to read the figures")
	p.sayAll(words.ItemGuide(r.AllAttempts))
	b.listInputs(p)
	return p.sheet(b.title, "8C2D19")
}

// listCounts says what was analysed, and what was not.
func (b itemBook) listCounts(p *page) {
	p.Heading("What was counted")
	p.Say("Files", words.Equation(b.r.Files))
	p.Say("Records", words.Equation(b.r.Records))
	for _, x := range b.r.Refused {
		text := fmt.Sprintf("%d %s: %s", x.Count, words.Spaced(x.Verdict), words.Spaced(x.Reason))
		p.Line(spreadsheet.Cell{}, spreadsheet.Text(text).As(spreadsheet.Muted))
	}
	p.Say("Where they are listed",
		"gradebook grade lists every file and record that was not counted, with the reason and the way out.")
	for _, bank := range b.r.Banks {
		text := count.Of(bank.Attempts, "attempt is analysed", "attempts are analysed")
		if bank.Later > 0 {
			text += fmt.Sprintf("; %d that are nobody's first are left out", bank.Later)
		}
		p.Say(bank.Title, text+".")
	}
}

// listInputs lists what was read, as far as a page goes.
func (b itemBook) listInputs(p *page) {
	const shown = 500
	p.Heading("Inputs, with their SHA-256")
	if len(b.r.Inputs) == 0 {
		p.Line(spreadsheet.Cell{}, spreadsheet.Text("No inputs are recorded."))
	}
	for _, in := range b.r.Inputs[:min(shown, len(b.r.Inputs))] {
		p.Line(spreadsheet.Text(in.Role), spreadsheet.Text(in.Path+" · "+in.SHA256))
	}
	if more := len(b.r.Inputs) - shown; more > 0 {
		p.Line(spreadsheet.Cell{}, spreadsheet.Text(fmt.Sprintf("and %d more.", more)).As(spreadsheet.Muted))
	}
}

// itemRow is an item with its bank.
type itemRow struct {
	bank *gradebook.ItemBank
	item *gradebook.ItemFigures
}

// itemRows are the items of all banks.
func (b itemBook) itemRows() iter.Seq[itemRow] {
	return func(yield func(itemRow) bool) {
		for i := range b.r.Banks {
			bank := &b.r.Banks[i]
			for k := range bank.Items {
				if !yield(itemRow{bank, &bank.Items[k]}) {
					return
				}
			}
		}
	}
}

// share is a column of percentages that may be undefined, which leaves the cell blank.
func share[T any](header string, figure func(T) *float64) spreadsheet.Field[T] {
	return spreadsheet.Figure(header, 12, spreadsheet.Share, func(v T) spreadsheet.Cell {
		if f := figure(v); f != nil {
			return spreadsheet.Percent(*f)
		}
		return spreadsheet.Cell{}
	})
}

// definedPoints returns a cell of points; it is blank if they are undefined.
func definedPoints(f *float64) spreadsheet.Cell {
	if f == nil {
		return spreadsheet.Cell{}
	}
	return spreadsheet.Number(*f)
}

// lookMarks returns the marks for what is remarkable in a column.
func lookMarks(column int) []spreadsheet.Mark {
	return []spreadsheet.Mark{
		{From: column, To: column, Symbol: words.SymbolLook, Tone: spreadsheet.Gap},
		{From: column, To: column, Symbol: words.SymbolFew, Tone: spreadsheet.Waiting},
	}
}

func (b itemBook) items() spreadsheet.Sheet {
	const flags = 1
	s := spreadsheet.Sheet{
		Name: sheetItems, Identity: 1, Top: true, Tab: "1F3A4D", Empty: "There are no assessed quiz banks.",
		Marks: lookMarks(flags),
	}
	return spreadsheet.Lay(s, append(itemFigures(), itemTexts()...), b.itemRows())
}

// itemFigures say how an item works.
func itemFigures() []spreadsheet.Field[itemRow] {
	return []spreadsheet.Field[itemRow]{
		spreadsheet.Wrapped("Question", 26, func(r itemRow) string { return r.item.Question }),
		spreadsheet.Wrapped("Flags", 25, func(r itemRow) string { return words.ItemFlags(r.item.Flags) }),
		spreadsheet.Wrapped("What to look at", 38,
			func(r itemRow) string { return words.LookAt(r.item.Hint, r.item.Undeclared) }),
		spreadsheet.Figure("Answers (n)", 9, spreadsheet.Integer,
			func(r itemRow) spreadsheet.Cell { return spreadsheet.Int(r.item.Figures.N) }),
		share("Facility", func(r itemRow) *float64 { return r.item.Figures.Facility }),
		spreadsheet.Wrapped("Facility band", 16, func(r itemRow) string { return words.Band(r.item.Band) }),
		share("SD", func(r itemRow) *float64 { return r.item.Figures.SD }),
		share("Discrimination index", func(r itemRow) *float64 { return r.item.Figures.Discrimination }),
		share("Discriminative efficiency", func(r itemRow) *float64 { return r.item.Figures.Efficiency }),
		share("Effective weight", func(r itemRow) *float64 { return r.item.Figures.EffectiveWeight }),
		share("Intended weight", func(r itemRow) *float64 { return r.item.Figures.IntendedWeight }),
		spreadsheet.Figure("Left blank", 8, spreadsheet.Integer, func(r itemRow) spreadsheet.Cell {
			return spreadsheet.Int(r.item.Figures.Blanks)
		}),
	}
}

// itemTexts say what an item is.
func itemTexts() []spreadsheet.Field[itemRow] {
	return []spreadsheet.Field[itemRow]{
		spreadsheet.Line("Type", 11, func(r itemRow) string { return string(r.item.Type) }),
		spreadsheet.Line("Critical", 8, func(r itemRow) string { return words.YesNo(r.item.Critical) }),
		centred(spreadsheet.Figure("Points", 8, spreadsheet.Decimal, func(r itemRow) spreadsheet.Cell {
			return spreadsheet.Number(r.item.Points)
		})),
		spreadsheet.Wrapped("Competency", 15,
			func(r itemRow) string { return strings.Join(r.item.Competencies, ", ") }),
		spreadsheet.Wrapped("Indicators", 15, func(r itemRow) string { return strings.Join(r.item.Indicators, ", ") }),
		spreadsheet.Line("Asked now", 9, func(r itemRow) string { return words.YesNo(r.item.Present) }),
		spreadsheet.Wrapped("Quiz bank", 22, func(r itemRow) string { return r.bank.Title }),
		spreadsheet.Wrapped("Question text", 50, func(r itemRow) string { return r.item.Prompt }),
		spreadsheet.Wrapped("Revisions, the earliest first", 38,
			func(r itemRow) string { return strings.Join(r.item.Revisions, "\n") }),
	}
}

// optionRow is how an option was used, or how many left the question blank.
type optionRow struct {
	itemRow
	text, key, remarks, revision string
	asked, chosen                int
	share                        float64 // percent
	rest                         *float64
}

func (b itemBook) options() spreadsheet.Sheet {
	const remark = 7
	s := spreadsheet.Sheet{
		Name: sheetOptions, Identity: 1, Top: true, Tab: "3B5266", Empty: "No answers were analysed.",
		Marks: lookMarks(remark),
	}
	fields := []spreadsheet.Field[optionRow]{
		spreadsheet.Wrapped("Question", 26, func(r optionRow) string { return r.item.Question }),
		spreadsheet.Wrapped("Option", 60, func(r optionRow) string { return r.text }),
		centred(spreadsheet.Line("Key", 12, func(r optionRow) string { return r.key })),
		spreadsheet.Figure("Answers (n)", 9, spreadsheet.Integer,
			func(r optionRow) spreadsheet.Cell { return spreadsheet.Int(r.asked) }),
		spreadsheet.Figure("Chosen by", 9, spreadsheet.Integer,
			func(r optionRow) spreadsheet.Cell { return spreadsheet.Int(r.chosen) }),
		spreadsheet.Figure("Share", 10, spreadsheet.Share,
			func(r optionRow) spreadsheet.Cell { return spreadsheet.Percent(r.share) }),
		centred(spreadsheet.Figure("Mean of the other marks (points)", 14, spreadsheet.Decimal,
			func(r optionRow) spreadsheet.Cell {
				return definedPoints(r.rest)
			})),
		spreadsheet.Wrapped("Remark", 36, func(r optionRow) string { return r.remarks }),
		spreadsheet.Wrapped("Quiz bank", 22, func(r optionRow) string { return r.bank.Title }),
		spreadsheet.Wrapped("Latest revision with this option", 38, func(r optionRow) string { return r.revision }),
	}
	return spreadsheet.Lay(s, fields, func(yield func(optionRow) bool) {
		for r := range b.itemRows() {
			for _, row := range optionRows(r) {
				if !yield(row) {
					return
				}
			}
		}
	})
}

// optionRows is the distractor table of an item, with a row for those who left it blank.
func optionRows(r itemRow) []optionRow {
	var rows []optionRow
	attractive := r.item.Attractive()
	for k := range r.item.Options {
		o := &r.item.Options[k]
		rows = append(rows, optionRow{
			itemRow: r, text: o.Text, key: words.Worth(o.Fraction), revision: o.Revision,
			remarks: words.OptionRemarks(o == attractive, o.Chosen == 0, !o.Present),
			asked:   o.Offered, chosen: o.Chosen, share: o.Share, rest: o.MeanRest,
		})
	}
	f := r.item.Figures
	if f.Blanks > 0 {
		rows = append(rows, optionRow{
			itemRow: r, text: "(left blank)", asked: f.N, chosen: f.Blanks,
			share: 100 * float64(f.Blanks) / float64(f.N), rest: f.BlankMeanRest,
		})
	}
	return rows
}

// formRow is a revision of a bank.
type formRow struct {
	bank *gradebook.ItemBank
	form *gradebook.ItemForm
}

func (b itemBook) forms() spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: sheetForm, Identity: 1, Top: true, Tab: "A9B4BE", Empty: "No attempts were analysed."}
	fields := []spreadsheet.Field[formRow]{
		spreadsheet.Wrapped("Quiz bank", 24, func(r formRow) string { return r.bank.Title }),
		spreadsheet.Line("Bank revision", 38, func(r formRow) string { return r.form.Revision }),
		spreadsheet.Line("In use now", 9, func(r formRow) string { return words.YesNo(r.form.Present) }),
		spreadsheet.Calendar("First attempt", 12, func(r formRow) string { return r.form.From }),
		spreadsheet.Calendar("Last attempt", 12, func(r formRow) string { return r.form.To }),
		spreadsheet.Figure("Attempts (n)", 10, spreadsheet.Integer,
			func(r formRow) spreadsheet.Cell { return spreadsheet.Int(r.form.Figures.N) }),
		spreadsheet.Figure("Questions on a form", 11, spreadsheet.Integer, func(r formRow) spreadsheet.Cell {
			return where(r.form.Figures.Items > 0, spreadsheet.Int(r.form.Figures.Items))
		}),
		share("Mean", func(r formRow) *float64 { return r.form.Figures.Mean }),
		share("Median", func(r formRow) *float64 { return r.form.Figures.Median }),
		share("SD", func(r formRow) *float64 { return r.form.Figures.SD }),
		share("Internal consistency (CIC)", func(r formRow) *float64 { return r.form.Figures.CIC }),
		share("Error ratio", func(r formRow) *float64 { return r.form.Figures.ErrorRatio }),
		share("Standard error", func(r formRow) *float64 { return r.form.Figures.SE }),
		spreadsheet.Wrapped("Remark", 44, func(r formRow) string { return words.FormRemark(r.form.Figures) }),
	}
	return spreadsheet.Lay(s, fields, func(yield func(formRow) bool) {
		for i := range b.r.Banks {
			bank := &b.r.Banks[i]
			for k := range bank.Forms {
				if !yield(formRow{bank, &bank.Forms[k]}) {
					return
				}
			}
		}
	})
}
