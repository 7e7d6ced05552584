package workbook

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/itemstats"
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

// forTrainers stands wherever the workbook of the item analysis introduces itself.
const forTrainers = "contains answers: for trainers only"

// WriteItems writes the workbook of an item analysis: Read me, Items, Options and
// Form. It holds keys, and is no part of the workbook of a matrix, which goes round.
// The same report gives the same bytes.
func WriteItems(w io.Writer, r *gradebook.ItemReport) error {
	date, _ := time.Parse(time.DateOnly, r.Date) // without a date it has a date of 0, not of today
	title := "Item analysis"
	if r.Organisation != "" {
		title += ": " + r.Organisation
	}
	b := itemBook{r: r, title: title + " (" + forTrainers + ")"}
	return spreadsheet.Write(w, spreadsheet.Workbook{
		Properties: spreadsheet.Properties{
			Title:        b.title,
			Subject:      "How the questions of the quiz banks work, as of " + r.Date,
			Organisation: r.Organisation,
			Description:  words.Upper(forTrainers) + ".",
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

// Symbols of the flags: what a conditional format finds them by.
const (
	symbolLook = "▲"
	symbolFew  = "△"
)

func flagText(f itemstats.Flag) string {
	switch f {
	case itemstats.NegativeDiscrimination:
		return symbolLook + " negative discrimination"
	case itemstats.VeryLowFacility:
		return symbolLook + " very low facility"
	case itemstats.FewAnswers:
		return fmt.Sprintf("%s fewer than %d answers", symbolFew, itemstats.SmallSample)
	}
	return string(f)
}

func bandText(b itemstats.Band) string {
	switch b {
	case itemstats.SuspiciouslyLow:
		return "suspicious: 5% or less"
	case itemstats.Hard:
		return "hard"
	case itemstats.AboutRight:
		return "about right"
	case itemstats.Easy:
		return "easy"
	case itemstats.SuspiciouslyHigh:
		return "very easy: 95% or more"
	}
	return string(b)
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
	var rows [][]spreadsheet.Cell
	line := func(cells ...spreadsheet.Cell) { rows = append(rows, cells) }
	say := func(topic, text string) {
		if text != "" {
			line(spreadsheet.Text(topic).As(spreadsheet.Strong), spreadsheet.Text(text))
		}
	}
	heading := func(s string) {
		line()
		line(spreadsheet.Text(s).As(spreadsheet.Heading))
	}
	r := b.r

	line(spreadsheet.Text("For trainers only").As(spreadsheet.Banner), spreadsheet.Text("This workbook "+forTrainers+". Keep it as you keep an exam paper, and do not file it with the competency matrix. It names no members of staff.").As(spreadsheet.Banner))
	say("Organisation", r.Organisation)
	line(spreadsheet.Text("Date").As(spreadsheet.Strong), spreadsheet.Date(r.Date))
	say("Site", r.Site)
	say("Made by", r.Tool)
	for i, n := range r.Notices {
		topic := ""
		if i == 0 {
			topic = "Please note"
		}
		line(spreadsheet.Text(topic).As(spreadsheet.Banner), spreadsheet.Text(words.Upper(n)+".").As(spreadsheet.Banner))
	}

	heading("The sheets")
	link := func(sheet, text string) { line(spreadsheet.Link(sheet, sheet), spreadsheet.Text(text)) }
	link(sheetItems, "One row for each question: how easy it was, how well it tells people apart, and what to look at.")
	link(sheetOptions, "One row for each option: how many chose it, and how well those did on the other questions.")
	link(sheetForm, "One row for each revision of a quiz bank: the scores, and how well its questions hang together.")

	heading("What was counted")
	say("Files", words.Equation(r.Files))
	say("Records", words.Equation(r.Records))
	for _, x := range r.Refused {
		line(spreadsheet.Cell{}, spreadsheet.Text(fmt.Sprintf("%d %s: %s", x.Count, words.Spaced(x.Verdict), words.Spaced(x.Reason))).As(spreadsheet.Muted))
	}
	say("Where they are listed", "gradebook grade lists every file and record that was not counted, with the reason and the way out.")
	for _, bank := range r.Banks {
		text := count.Of(bank.Attempts, "attempt is analysed", "attempts are analysed")
		if bank.Later > 0 {
			text += fmt.Sprintf("; %d that are nobody's first are left out", bank.Later)
		}
		say(bank.Title, text+".")
	}

	heading("How to read the figures")
	attempts := "First attempts only: who has met a question before answers it differently."
	if r.AllAttempts {
		attempts = "All attempts are counted, later ones as well: who has met a question before answers it differently, and who takes a quiz often counts often."
	}
	say("Attempts", attempts)
	say("An item", "A question through all its wordings that its [[questions.history]] joins as editorial. A substantive change makes another item, and so does a change that the history does not mention.")
	say("Marks", "The points that count: by the key of each wording and its corrections. An answer left blank is 0 points and is counted; a question that a correction dropped is not.")
	say("Blank cells", "A figure that is not defined is left blank, and is not 0: nothing varies, or there are too few answers.")
	say("Answers (n)", fmt.Sprintf("The attempts that asked the question. With fewer than %d, chance alone moves every figure: look at the question, but change nothing for the figure alone.", itemstats.SmallSample))
	say("Facility", "The points that people got as a share of the points they could get: 100 × mean ÷ maximum. 35–64 is about right where a test is meant to rank people. 5 or less is suspicious anywhere, and 95 or more is in such a test: the question, its key or its place may be wrong. A quiz of mastery runs easy, and an easy question in it is no fault: only a very low facility (20 or less) is flagged.")
	say("SD", "The standard deviation of the marks of the question, as a share of its maximum.")
	say("Discrimination index", "How far those who do well on the other questions do well here: 100 × the correlation of the question's mark with the sum of the attempt's other marks (item-rest correlation). Negative: those who know the rest get this one wrong; the key or the wording is probably at fault. Always flagged.")
	say("Discriminative efficiency", "The discrimination as a share of the greatest that these very marks allow: 100 × covariance ÷ the covariance with both in ascending order. It is fairer to very easy and very hard questions.")
	say("Intended weight", "The question's points as a share of the points of the form.")
	say("Effective weight", "The question's part in the differences between people's totals: 100 × √cov(question, total) ÷ the sum of these roots over the form. Blank where the covariance is negative, and where people had different forms.")
	say("Random draws", "A question is compared within the attempts that asked it, with the other marks of the form that each person had. Effective weight and internal consistency need one form for all, and stay blank.")
	say("Internal consistency (CIC)", "Cronbach's α × 100 = 100 × p ÷ (p − 1) × (1 − sum of the variances of the p questions ÷ variance of the totals). Above 75 the questions measure much the same thing; a quiz that nearly everybody passes has a low one for lack of differences.")
	say("Error ratio and standard error", "Error ratio = 100 × √(1 − CIC ÷ 100): the part of the differences that is chance. Standard error = error ratio × SD ÷ 100: how far a score may be off.")
	say("Mean of the other marks", "On the sheet Options: the mean of the points that those who chose an option got on the other questions. A wrong option with more than the right one attracts those who know. A wrong option that nobody chooses does no work.")
	say("Source", "The definitions are those of Moodle's quiz statistics; variances divide by n − 1. One departs: for questions drawn at random, Moodle's program compares with the total, which holds the question's own mark; here the own mark is always left out.")

	heading("Inputs, with their SHA-256")
	if len(r.Inputs) == 0 {
		line(spreadsheet.Cell{}, spreadsheet.Text("No inputs are recorded."))
	}
	const shown = 500
	for i, in := range r.Inputs {
		if i == shown {
			line(spreadsheet.Cell{}, spreadsheet.Text(fmt.Sprintf("and %d more.", len(r.Inputs)-shown)).As(spreadsheet.Muted))
			break
		}
		line(spreadsheet.Text(in.Role), spreadsheet.Text(in.Path+" · "+in.SHA256))
	}
	return spreadsheet.Sheet{
		Name:    sheetReadMe,
		Page:    true,
		Columns: []spreadsheet.Column{{Header: b.title, Width: 27, Wrap: true}, {Width: 92, Wrap: true}},
		Tab:     "8C2D19",
		Rows:    slices.Values(rows),
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
			{From: flags, To: flags, Symbol: symbolLook, Tone: spreadsheet.Gap},
			{From: flags, To: flags, Symbol: symbolFew, Tone: spreadsheet.Waiting},
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
		flags = append(flags, flagText(f))
	}
	hint := i.Hint
	if i.Undeclared {
		hint = strings.TrimPrefix(hint+"; no history says which question this revision belongs to", "; ")
	}
	f := i.Figures
	return []spreadsheet.Cell{
		spreadsheet.Text(i.Question), spreadsheet.Text(strings.Join(flags, "\n")), spreadsheet.Text(words.Upper(hint)),
		spreadsheet.Int(f.N), definedShare(f.Facility), spreadsheet.Text(bandText(i.Band)), definedShare(f.SD), definedShare(f.Discrimination), definedShare(f.Efficiency),
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
			{From: remark, To: remark, Symbol: symbolLook, Tone: spreadsheet.Gap},
			{From: remark, To: remark, Symbol: symbolFew, Tone: spreadsheet.Waiting},
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
		var remarks []string
		if o == attractive {
			remarks = append(remarks, symbolLook+" wrong, and those who chose it did better on the rest than those who chose right")
		}
		if o.Chosen == 0 {
			remarks = append(remarks, symbolFew+" nobody chose it")
		}
		if !o.Present {
			remarks = append(remarks, "of an earlier wording")
		}
		rows = append(rows, []spreadsheet.Cell{
			spreadsheet.Text(i.Question), spreadsheet.Text(o.Text), spreadsheet.Text(key), spreadsheet.Int(o.Offered), spreadsheet.Int(o.Chosen), spreadsheet.Percent(o.Share),
			definedPoints(o.MeanRest), spreadsheet.Text(strings.Join(remarks, "\n")), spreadsheet.Text(bank.Title), spreadsheet.Text(o.Revision),
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
						spreadsheet.Int(f.N), questions, definedShare(f.Mean), definedShare(f.Median), definedShare(f.SD), definedShare(f.CIC), definedShare(f.ErrorRatio), definedShare(f.SE), spreadsheet.Text(formRemark(f)),
					}
					if !yield(row) {
						return
					}
				}
			}
		},
	}
}

// formRemark says why there is no internal consistency, or how far to trust it.
func formRemark(f itemstats.Form) string {
	few := ""
	if f.N < itemstats.SmallSample {
		few = fmt.Sprintf("%s fewer than %d attempts: the figures can be chance", symbolFew, itemstats.SmallSample)
	}
	why := ""
	switch {
	case f.CIC != nil:
	case f.N <= 2:
		why = "no internal consistency: it needs three attempts"
	case !f.Fixed:
		why = "no internal consistency: people had different questions"
	case f.Items <= 1:
		why = "no internal consistency: it needs two questions"
	default:
		why = "no internal consistency: everybody has the same score"
	}
	return strings.TrimPrefix(words.Upper(why)+"\n"+few, "\n")
}
