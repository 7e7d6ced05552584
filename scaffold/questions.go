package scaffold

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
)

// Questions is a table of questions from a spreadsheet, with a row for each question, and
// columns for options (A … J or "option 1" …) and their feedback ("feedback A" …). The
// column "right" names the right options by letter, number or text.
type Questions struct {
	Name    string // of the file, for faults
	Content []byte // XLSX or CSV
}

// questionColumns returns the columns that a table can have, with their aliases.
func questionColumns() []spreadsheet.Known {
	columns := []spreadsheet.Known{
		{Name: "id", Aliases: []string{"question id", "code"}},
		{Name: "type", Aliases: []string{"kind", "question type", "soort", "tipo"}},
		{Name: "question", Aliases: []string{"prompt", "stem", "question text", "vraag", "pregunta"}},
		{Name: "right", Aliases: []string{
			"correct", "answer", "key", "correct answer", "right answer", "antwoord", "juist", "respuesta", "correcta",
		}},
		{Name: "indicators", Aliases: []string{"indicator", "indicatoren", "indicadores"}},
		{Name: "points", Aliases: []string{"score", "marks", "punten", "puntos"}},
		{Name: "critical", Aliases: []string{"kritiek", "crítica"}},
		{Name: "explanation", Aliases: []string{"rationale", "uitleg", "explicación"}},
	}
	for k := range len(letters) {
		columns = append(columns,
			numbered(k, optionColumn(k), "", "option", "answer option", "choice", "optie", "opción"),
			numbered(k, feedbackColumn(k), "feedback", "feedback option"))
	}
	return columns
}

// letters number the options of a table: A to J, or 1 to 10.
const letters = "ABCDEFGHIJ"

func optionColumn(k int) string   { return letters[k : k+1] }
func feedbackColumn(k int) string { return "feedback " + letters[k:k+1] }

// numbered returns a column for option k, whose header is one of the words with a letter
// or a number.
func numbered(k int, name string, words ...string) spreadsheet.Known {
	column := spreadsheet.Known{Name: name}
	for _, word := range words {
		column.Aliases = append(column.Aliases, word+" "+letters[k:k+1], fmt.Sprintf("%s %d", word, k+1))
	}
	return column
}

// questionTable is a table of questions whose columns are known.
type questionTable struct {
	spreadsheet.Columns
	name   string
	faults diag.List
	ids    map[string]bool // that are taken
}

// read reads the questions of a table, as written in a bank.
func (from *Questions) read() ([]quiz.Question, diag.List) {
	t := &questionTable{name: from.Name, ids: map[string]bool{}}
	table, err := spreadsheet.ReadTable(from.Name, from.Content)
	if found := (diag.Fault{}); errors.As(err, &found) {
		t.faults.Add(found)
		return nil, t.faults
	} else if err != nil {
		t.report(tableUnreadable.With(err.Error()), 0)
		return nil, t.faults
	}
	t.Columns = table.Find(questionColumns())
	t.checkColumns()
	if n := len(table.Rows); n > quiz.MaxQuestions {
		t.report(tooManyRows.With(n, quiz.MaxQuestions), 0)
	}
	if t.faults.Failed() {
		return nil, t.faults
	}
	var questions []quiz.Question
	for _, row := range table.Rows {
		if q, ok := t.question(row); ok {
			questions = append(questions, q)
		}
	}
	if len(questions) == 0 && !t.faults.Failed() {
		t.report(noRows.With(), 0)
	}
	return questions, t.faults
}

// report reports what is wrong with a row of the table; 0 is the table as a whole.
func (t *questionTable) report(m diag.Message, line int) {
	f := m.In(t.name)
	f.Pos.Line = line
	t.faults.Add(f)
}

// checkColumns reports missing columns that every table of questions needs.
func (t *questionTable) checkColumns() {
	for _, need := range []string{"question", "right"} {
		if !t.Has(need) {
			t.report(columnMissing.With(need), 0)
		}
	}
	options := 0
	for k := range len(letters) {
		if t.Has(optionColumn(k)) {
			options++
		}
	}
	if options < 2 {
		t.report(noOptionColumns.With(), 0)
	}
}

// question reads a row; it returns false where the row has no question.
func (t *questionTable) question(row spreadsheet.Row) (quiz.Question, bool) {
	q := quiz.Question{Prompt: t.Cell(row, "question"), Explanation: t.Cell(row, "explanation")}
	if q.Prompt == "" {
		t.report(rowIsEmpty.With(), row.Number)
		return q, false
	}
	q.ID = t.freeID(t.Cell(row, "id"), q.Prompt)
	q.Indicators = split(t.Cell(row, "indicators"), ",; ")
	q.Points = t.points(row)
	yes := []string{"x", "yes", "y", "true", "1", "ja", "sí", "si"}
	q.Critical = slices.Contains(yes, strings.ToLower(t.Cell(row, "critical")))
	var right int
	q.Options, right = t.options(row)
	q.Type = questionType(t.Cell(row, "type"), q.Options, right)
	if q.Type == quiz.TrueFalse {
		spellTruth(q.Options)
	}
	return q, true
}

// spellTruth changes the case of True and False to that of banks.
func spellTruth(options []quiz.Option) {
	for i, o := range options {
		for _, text := range []string{"True", "False"} {
			if strings.EqualFold(o.Text, text) {
				options[i].Text = text
			}
		}
	}
}

// freeID returns an ID that no earlier question has, made from the written one or from the
// first words of the prompt.
func (t *questionTable) freeID(written, prompt string) string {
	words := strings.Split(Slug(prompt), "-")
	id := strings.Join(words[:min(6, len(words))], "-")
	if written != "" {
		id = Slug(written)
	}
	for base, n := id, 2; t.ids[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	t.ids[id] = true
	return id
}

func (t *questionTable) points(row spreadsheet.Row) float64 {
	written := t.Cell(row, "points")
	if written == "" {
		return 1
	}
	points, err := strconv.ParseFloat(strings.ReplaceAll(written, ",", "."), 64)
	if err != nil || !(points > 0 && points <= 100) { // also what is not a number at all
		t.report(pointsWrong.With(written), row.Number)
		return 1
	}
	return points
}

// options reads the options of a row, and counts those that are right. A statement
// without options gets True and False.
func (t *questionTable) options(row spreadsheet.Row) (options []quiz.Option, right int) {
	texts := make([]string, len(letters))
	for k := range texts {
		texts[k] = strings.Join(strings.Fields(t.Cell(row, optionColumn(k))), " ")
	}
	written := t.Cell(row, "right")
	if truth := strings.ToLower(written); texts[0]+texts[1] == "" && (truth == "true" || truth == "false") {
		texts[0], texts[1] = "True", "False"
	}
	isRight := t.right(row, written, texts)
	for k, text := range texts {
		if text == "" {
			continue
		}
		o := quiz.Option{Text: text, Correct: isRight[k], Feedback: t.Cell(row, feedbackColumn(k))}
		options = append(options, o)
	}
	return options, len(isRight)
}

// right returns the numbers of the options that the column "right" names by letter, number
// or text.
func (t *questionTable) right(row spreadsheet.Row, written string, texts []string) map[int]bool {
	if written == "" {
		t.report(noneRight.With(), row.Number)
	}
	right := map[int]bool{}
	for _, part := range split(written, ",;+\n") {
		part = strings.TrimSpace(part)
		k, ok := optionNumber(part)
		if !ok {
			k = slices.IndexFunc(texts, func(text string) bool {
				return text != "" && (quiz.Fold(text) == quiz.Fold(part) || quiz.Fold(text) == quiz.Fold(written))
			})
		}
		if k < 0 || texts[k] == "" {
			t.report(noSuchOption.With(part), row.Number)
			continue
		}
		right[k] = true
	}
	return right
}

// split splits a text at any of the marks.
func split(s, marks string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(marks, r) })
}

// optionNumber reads a letter from A to J or a number from 1 to 10 as a number from 0.
func optionNumber(s string) (int, bool) {
	if len(s) == 1 {
		if k := strings.Index(letters, strings.ToUpper(s)); k >= 0 {
			return k, true
		}
	}
	n, err := strconv.Atoi(s)
	return n - 1, err == nil && n >= 1 && n <= len(letters)
}

// questionType returns the written type, or the one that follows from the options.
func questionType(written string, options []quiz.Option, right int) quiz.Type {
	folded := strings.ReplaceAll(strings.ToLower(written), "/", "")
	switch {
	case slices.Contains([]string{"truefalse", "true false", "tf", "waaronwaar"}, folded):
		return quiz.TrueFalse
	case slices.Contains([]string{"multiple", "multiple response", "multi", "checkbox"}, folded):
		return quiz.Multiple
	case written != "" && folded != "single" && folded != "multiple choice" && folded != "mc":
		return quiz.Type(folded) // the bank's own check names the types there are
	case len(options) == 2 && slices.ContainsFunc(options, saysTrue):
		return quiz.TrueFalse
	case right > 1:
		return quiz.Multiple
	}
	return quiz.Single
}

func saysTrue(o quiz.Option) bool { return strings.EqualFold(o.Text, "true") }

// QuestionsTemplate returns a table to fill in, as CSV that spreadsheet programs open.
func QuestionsTemplate() []byte {
	return []byte("\ufeffid,type,question,A,B,C,D,right," +
		"feedback A,feedback B,feedback C,feedback D,indicators,critical\r\n" +
		"one-voice,single,Three colleagues talk to one upset person. What helps?," +
		"\"One speaks, the others step back\",All go on talking,They leave without a word,,A," +
		"One voice is easier to follow than three.,Three voices are hard to follow.,Nobody knows what is happening.,,,\r\n")
}
