package workbook

import (
	"fmt"
	"io"
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
// Form. It holds keys, and is no part of the workbook of a matrix, which goes round.
// The same report gives the same bytes.
func WriteItems(w io.Writer, r *gradebook.ItemReport) error {
	date, _ := time.Parse(time.DateOnly, r.Date) // without a date it has a date of 0, not of today
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

// definedShare is a figure that may be undefined, which leaves the cell blank.
func definedShare(f *float64) spreadsheet.Cell {
	if f == nil {
		return spreadsheet.Cell{}
	}
	return spreadsheet.Percent(*f)
}

func definedPoints(f *float64) spreadsheet.Cell {
	if f == nil {
		return spreadsheet.Cell{}
	}
	return spreadsheet.Number(*f)
}

func (b itemBook) readMe() spreadsheet.Sheet {
	r, p := b.r, &page{}
	p.banner("For trainers only", "This workbook "+words.ForTrainers+". Keep it as you keep an exam paper, "+
		"and do not file it with the competency matrix. It names no members of staff.")
	p.say("Organisation", r.Organisation)
	p.date("Date", r.Date)
	p.say("Site", r.Site)
	p.say("Made by", r.Tool)
	notices := make([]string, len(r.Notices))
	for i, n := range r.Notices {
		notices[i] = words.Upper(n) + "."
	}
	p.notices(notices)

	p.heading("The sheets")
	p.link(sheetItems, "One row for each question: how easy it was, how well it tells people apart, and what to look at.")
	p.link(sheetOptions, "One row for each option: how many chose it, and how well those did on the other questions.")
	p.link(sheetForm, "One row for each revision of a quiz bank: the scores, and how well its questions hang together.")

	b.listCounts(p)
	p.heading("How to read the figures")
	p.sayAll(words.ItemGuide(r.AllAttempts))
	b.listInputs(p)
	return p.sheet(b.title, "8C2D19")
}

// listCounts says what was analysed, and what was not.
func (b itemBook) listCounts(p *page) {
	p.heading("What was counted")
	p.say("Files", words.Equation(b.r.Files))
	p.say("Records", words.Equation(b.r.Records))
	for _, x := range b.r.Refused {
		text := fmt.Sprintf("%d %s: %s", x.Count, words.Spaced(x.Verdict), words.Spaced(x.Reason))
		p.line(spreadsheet.Cell{}, spreadsheet.Text(text).As(spreadsheet.Muted))
	}
	p.say("Where they are listed", "gradebook grade lists every file and record that was not counted, with the reason and the way out.")
	for _, bank := range b.r.Banks {
		text := count.Of(bank.Attempts, "attempt is analysed", "attempts are analysed")
		if bank.Later > 0 {
			text += fmt.Sprintf("; %d that are nobody's first are left out", bank.Later)
		}
		p.say(bank.Title, text+".")
	}
}

// listInputs lists what was read, as far as a page goes.
func (b itemBook) listInputs(p *page) {
	const shown = 500
	p.heading("Inputs, with their SHA-256")
	if len(b.r.Inputs) == 0 {
		p.line(spreadsheet.Cell{}, spreadsheet.Text("No inputs are recorded."))
	}
	for _, in := range b.r.Inputs[:min(shown, len(b.r.Inputs))] {
		p.line(spreadsheet.Text(in.Role), spreadsheet.Text(in.Path+" · "+in.SHA256))
	}
	if more := len(b.r.Inputs) - shown; more > 0 {
		p.line(spreadsheet.Cell{}, spreadsheet.Text(fmt.Sprintf("and %d more.", more)).As(spreadsheet.Muted))
	}
}

func (b itemBook) items() spreadsheet.Sheet {
	share := func(header string) spreadsheet.Column {
		return spreadsheet.Column{Header: header, Width: 12, Kind: spreadsheet.Share, Middle: true}
	}
	columns := []spreadsheet.Column{
		{Header: "Question", Width: 26, Wrap: true},
		{Header: "Flags", Width: 25, Wrap: true},
		{Header: "What to look at", Width: 38, Wrap: true},
		{Header: "Answers (n)", Width: 9, Kind: spreadsheet.Integer, Middle: true},
		share("Facility"),
		{Header: "Facility band", Width: 16, Wrap: true},
		share("SD"),
		share("Discrimination index"),
		share("Discriminative efficiency"),
		share("Effective weight"),
		share("Intended weight"),
		{Header: "Left blank", Width: 8, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Type", Width: 11},
		{Header: "Critical", Width: 8},
		{Header: "Points", Width: 8, Kind: spreadsheet.Decimal, Middle: true},
		{Header: "Competency", Width: 15, Wrap: true},
		{Header: "Indicators", Width: 15, Wrap: true},
		{Header: "Asked now", Width: 9},
		{Header: "Quiz bank", Width: 22, Wrap: true},
		{Header: "Question text", Width: 50, Wrap: true},
		{Header: "Revisions, the earliest first", Width: 38, Wrap: true},
	}
	const flags = 1
	return spreadsheet.Sheet{
		Name:     sheetItems,
		Columns:  columns,
		Identity: 1,
		Top:      true,
		Tab:      "1F3A4D",
		Empty:    "There are no assessed quiz banks.",
		Marks: []spreadsheet.Mark{
			{From: flags, To: flags, Symbol: words.SymbolLook, Tone: spreadsheet.Gap},
			{From: flags, To: flags, Symbol: words.SymbolFew, Tone: spreadsheet.Waiting},
		},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, bank := range b.r.Banks {
				for i := range bank.Items {
					if !yield(itemRow(&bank, &bank.Items[i])) {
						return
					}
				}
			}
		},
	}
}

func itemRow(bank *gradebook.ItemBank, i *gradebook.ItemFigures) []spreadsheet.Cell {
	var flags []string
	for _, f := range i.Flags {
		flags = append(flags, words.ItemFlag(f))
	}
	hint := i.Hint
	if i.Undeclared {
		hint = strings.TrimPrefix(hint+"; no history says which question this revision belongs to", "; ")
	}
	f := i.Figures
	return []spreadsheet.Cell{
		spreadsheet.Text(i.Question), spreadsheet.Text(strings.Join(flags, "\n")), spreadsheet.Text(words.Upper(hint)),
		spreadsheet.Int(f.N), definedShare(f.Facility), spreadsheet.Text(words.Band(i.Band)), definedShare(f.SD), definedShare(f.Discrimination), definedShare(f.Efficiency),
		definedShare(f.EffectiveWeight), definedShare(f.IntendedWeight), spreadsheet.Int(f.Blanks),
		spreadsheet.Text(string(i.Type)), spreadsheet.Text(words.YesNo(i.Critical)), spreadsheet.Number(i.Points),
		spreadsheet.Text(strings.Join(i.Competencies, ", ")), spreadsheet.Text(strings.Join(i.Indicators, ", ")), spreadsheet.Text(words.YesNo(i.Present)),
		spreadsheet.Text(bank.Title), spreadsheet.Text(i.Prompt), spreadsheet.Text(strings.Join(i.Revisions, "\n")),
	}
}

func (b itemBook) options() spreadsheet.Sheet {
	columns := []spreadsheet.Column{
		{Header: "Question", Width: 26, Wrap: true},
		{Header: "Option", Width: 60, Wrap: true},
		{Header: "Key", Width: 12, Middle: true},
		{Header: "Answers (n)", Width: 9, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Chosen by", Width: 9, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Share", Width: 10, Kind: spreadsheet.Share, Middle: true},
		{Header: "Mean of the other marks (points)", Width: 14, Kind: spreadsheet.Decimal, Middle: true},
		{Header: "Remark", Width: 36, Wrap: true},
		{Header: "Quiz bank", Width: 22, Wrap: true},
		{Header: "Latest revision with this option", Width: 38, Wrap: true},
	}
	const remark = 7
	return spreadsheet.Sheet{
		Name:     sheetOptions,
		Columns:  columns,
		Identity: 1,
		Top:      true,
		Tab:      "3B5266",
		Empty:    "No answers were analysed.",
		Marks: []spreadsheet.Mark{
			{From: remark, To: remark, Symbol: words.SymbolLook, Tone: spreadsheet.Gap},
			{From: remark, To: remark, Symbol: words.SymbolFew, Tone: spreadsheet.Waiting},
		},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, bank := range b.r.Banks {
				for i := range bank.Items {
					for _, row := range optionRows(&bank, &bank.Items[i]) {
						if !yield(row) {
							return
						}
					}
				}
			}
		},
	}
}

// optionRows is the distractor table of an item, with a row for those who left it blank.
func optionRows(bank *gradebook.ItemBank, i *gradebook.ItemFigures) [][]spreadsheet.Cell {
	var rows [][]spreadsheet.Cell
	attractive := i.Attractive()
	for k := range i.Options {
		o := &i.Options[k]
		key := "wrong"
		switch {
		case o.Fraction == 1:
			key = "✓ right"
		case o.Fraction != 0:
			key = fmt.Sprintf("worth %g%%", 100*o.Fraction)
		}
		remarks := words.OptionRemarks(o == attractive, o.Chosen == 0, !o.Present)
		rows = append(rows, []spreadsheet.Cell{
			spreadsheet.Text(i.Question), spreadsheet.Text(o.Text), spreadsheet.Text(key), spreadsheet.Int(o.Offered), spreadsheet.Int(o.Chosen), spreadsheet.Percent(o.Share),
			definedPoints(o.MeanRest), spreadsheet.Text(remarks), spreadsheet.Text(bank.Title), spreadsheet.Text(o.Revision),
		})
	}
	if n := i.Figures.Blanks; n > 0 {
		rows = append(rows, []spreadsheet.Cell{
			spreadsheet.Text(i.Question), spreadsheet.Text("(left blank)"), {}, spreadsheet.Int(i.Figures.N), spreadsheet.Int(n), spreadsheet.Percent(100 * float64(n) / float64(i.Figures.N)),
			definedPoints(i.Figures.BlankMeanRest), {}, spreadsheet.Text(bank.Title), {},
		})
	}
	return rows
}

func (b itemBook) forms() spreadsheet.Sheet {
	share := func(header string) spreadsheet.Column {
		return spreadsheet.Column{Header: header, Width: 12, Kind: spreadsheet.Share, Middle: true}
	}
	columns := []spreadsheet.Column{
		{Header: "Quiz bank", Width: 24, Wrap: true},
		{Header: "Bank revision", Width: 38},
		{Header: "In use now", Width: 9},
		{Header: "First attempt", Width: 12, Kind: spreadsheet.Day},
		{Header: "Last attempt", Width: 12, Kind: spreadsheet.Day},
		{Header: "Attempts (n)", Width: 10, Kind: spreadsheet.Integer, Middle: true},
		{Header: "Questions on a form", Width: 11, Kind: spreadsheet.Integer, Middle: true},
		share("Mean"), share("Median"), share("SD"), share("Internal consistency (CIC)"), share("Error ratio"), share("Standard error"),
		{Header: "Remark", Width: 44, Wrap: true},
	}
	return spreadsheet.Sheet{
		Name:     sheetForm,
		Columns:  columns,
		Identity: 1,
		Top:      true,
		Tab:      "A9B4BE",
		Empty:    "No attempts were analysed.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, bank := range b.r.Banks {
				for _, form := range bank.Forms {
					f := form.Figures
					questions := spreadsheet.Cell{}
					if f.Items > 0 {
						questions = spreadsheet.Int(f.Items)
					}
					row := []spreadsheet.Cell{
						spreadsheet.Text(bank.Title), spreadsheet.Text(form.Revision), spreadsheet.Text(words.YesNo(form.Present)), spreadsheet.Date(form.From), spreadsheet.Date(form.To),
						spreadsheet.Int(f.N), questions, definedShare(f.Mean), definedShare(f.Median), definedShare(f.SD), definedShare(f.CIC), definedShare(f.ErrorRatio), definedShare(f.SE), spreadsheet.Text(words.FormRemark(f)),
					}
					if !yield(row) {
						return
					}
				}
			}
		},
	}
}
