package scaffold

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
)

// Questions is a table of questions that somebody keeps in a spreadsheet: a row a
// question, with columns for options (A … J or "option 1" …) and their feedback
// ("feedback A" …); "right" names the right ones by letter, number or text.
type Questions struct {
	Name    string // of the file, for faults
	Content []byte // XLSX or CSV
}

// Headers that people give the columns, folded.
var questionColumns = []struct {
	name    string
	headers []string
}{
	{"id", []string{"id", "question id", "code"}},
	{"type", []string{"type", "kind", "question type", "soort", "tipo"}},
	{"question", []string{"question", "prompt", "stem", "question text", "vraag", "pregunta"}},
	{"right", []string{
		"right", "correct", "answer", "key", "correct answer", "right answer", "antwoord", "juist", "respuesta", "correcta",
	}},
	{"indicators", []string{"indicators", "indicator", "indicatoren", "indicadores"}},
	{"points", []string{"points", "score", "marks", "punten", "puntos"}},
	{"critical", []string{"critical", "kritiek", "crítica"}},
	{"explanation", []string{"explanation", "rationale", "uitleg", "explicación"}},
}

// questionTable is a table of questions whose columns are known.
type questionTable struct {
	name              string
	columns           map[string]int // by our name
	options, feedback map[int]int    // by the option's number, from 0
	rows              []spreadsheet.Row
	faults            diag.List
	ids               map[string]bool // that are taken
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
	t.rows = table.Rows
	t.findColumns(table.Header)
	if len(t.rows) > quiz.MaxQuestions {
		t.report(tooManyRows.With(len(t.rows), quiz.MaxQuestions), 0)
	}
	if t.faults.Failed() {
		return nil, t.faults
	}
	var questions []quiz.Question
	for _, row := range t.rows {
		if q, ok := t.question(row); ok {
			questions = append(questions, q)
		}
	}
	if len(questions) == 0 && !t.faults.Failed() {
		t.report(noRows.With(), 0)
	}
	return questions, t.faults
}

// report reports what is wrong with a line of the table; 0 is the table as a whole.
func (t *questionTable) report(m diag.Message, line int) {
	f := m.In(t.name)
	f.Pos.Line = line
	t.faults.Add(f)
}

// findColumns finds out by the headers what each column holds.
func (t *questionTable) findColumns(header []string) {
	t.columns, t.options, t.feedback = map[string]int{}, map[int]int{}, map[int]int{}
	for i, h := range header {
		h = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(h, "_", " ")), " "))
		if k, ok := numbered(h, "option", "answer option", "choice", "optie", "opción", ""); ok {
			t.options[k] = i
		} else if k, ok := numbered(h, "feedback", "feedback option"); ok {
			t.feedback[k] = i
		} else {
			t.nameColumn(h, i)
		}
	}
	for _, need := range []string{"question", "right"} {
		if _, ok := t.columns[need]; !ok {
			t.report(columnMissing.With(need), 0)
		}
	}
	if len(t.options) < 2 {
		t.report(noOptionColumns.With(), 0)
	}
}

// nameColumn notes column i under our name for it, if it has one. The first of a name
// counts.
func (t *questionTable) nameColumn(header string, i int) {
	for _, c := range questionColumns {
		if _, taken := t.columns[c.name]; !taken && slices.Contains(c.headers, header) {
			t.columns[c.name] = i
		}
	}
}

// question reads a row; it is false where there is nothing to ask.
func (t *questionTable) question(row spreadsheet.Row) (quiz.Question, bool) {
	q := quiz.Question{Prompt: t.cell(row, "question"), Explanation: t.cell(row, "explanation")}
	if q.Prompt == "" {
		t.report(rowIsEmpty.With(), row.Number)
		return q, false
	}
	q.ID = t.freeID(t.cell(row, "id"), q.Prompt)
	q.Indicators = strings.FieldsFunc(t.cell(row, "indicators"), func(r rune) bool { return strings.ContainsRune(",; ", r) })
	q.Points = t.points(row)
	q.Critical = slices.Contains([]string{"x", "yes", "y", "true", "1", "ja", "sí", "si"}, strings.ToLower(t.cell(row, "critical")))
	right := t.right(row)
	q.Options = t.optionsOf(row, right)
	q.Type = questionType(t.cell(row, "type"), q.Options, len(right))
	if q.Type == quiz.TrueFalse {
		spellTruth(q.Options)
	}
	return q, true
}

// spellTruth spells True and False as banks do.
func spellTruth(options []quiz.Option) {
	for i, o := range options {
		for _, text := range []string{"True", "False"} {
			if strings.EqualFold(o.Text, text) {
				options[i].Text = text
			}
		}
	}
}

func (t *questionTable) cell(row spreadsheet.Row, column string) string {
	if i, ok := t.columns[column]; ok {
		return row.Cells[i]
	}
	return ""
}

// freeID is an ID for a question that no earlier one has: what is written, or else
// the first words of its prompt.
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
	written := t.cell(row, "points")
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

// right is the numbers of the options that the column "right" names. A statement
// without options gets True and False.
func (t *questionTable) right(row spreadsheet.Row) map[int]bool {
	written := t.cell(row, "right")
	if written == "" {
		t.report(noneRight.With(), row.Number)
	}
	right := map[int]bool{}
	for _, part := range strings.FieldsFunc(written, func(r rune) bool { return strings.ContainsRune(",;+\n", r) }) {
		part = strings.TrimSpace(part)
		k, ok := optionNumber(part)
		if !ok {
			k, ok = t.truth(row, part)
		}
		if !ok {
			k, ok = t.optionOfText(row, part, written)
		}
		if i, has := t.options[k]; !ok || !has || row.Cells[i] == "" {
			t.report(noSuchOption.With(part), row.Number)
			continue
		}
		right[k] = true
	}
	return right
}

// truth reads true or false as the answer to a statement, which has no options: it
// fills them in.
func (t *questionTable) truth(row spreadsheet.Row, written string) (int, bool) {
	k, ok := map[string]int{"true": 0, "false": 1}[strings.ToLower(written)]
	first, a := t.options[0]
	second, b := t.options[1]
	if !ok || !a || !b || row.Cells[first] != "" || row.Cells[second] != "" {
		return 0, false
	}
	row.Cells[first], row.Cells[second] = "True", "False"
	return k, true
}

// optionOfText finds the option that has one of these texts.
func (t *questionTable) optionOfText(row spreadsheet.Row, texts ...string) (int, bool) {
	for _, k := range slices.Sorted(maps.Keys(t.options)) {
		for _, text := range texts {
			if quiz.Fold(row.Cells[t.options[k]]) == quiz.Fold(text) {
				return k, true
			}
		}
	}
	return 0, false
}

func (t *questionTable) optionsOf(row spreadsheet.Row, right map[int]bool) (options []quiz.Option) {
	for k := range len(letters) {
		i, ok := t.options[k]
		if !ok || row.Cells[i] == "" {
			continue
		}
		o := quiz.Option{Text: strings.Join(strings.Fields(row.Cells[i]), " "), Correct: right[k]}
		if f, ok := t.feedback[k]; ok {
			o.Feedback = row.Cells[f]
		}
		options = append(options, o)
	}
	return options
}

// questionType is the type that is written, or the one that the options show.
func questionType(written string, options []quiz.Option, right int) quiz.Type {
	folded := strings.ReplaceAll(strings.ToLower(written), "/", "")
	switch {
	case slices.Contains([]string{"truefalse", "true false", "tf", "waaronwaar"}, folded):
		return quiz.TrueFalse
	case slices.Contains([]string{"multiple", "multiple response", "multi", "checkbox"}, folded):
		return quiz.Multiple
	case written != "" && folded != "single" && folded != "multiple choice" && folded != "mc":
		return quiz.Type(folded) // the bank's own check names the types there are
	case len(options) == 2 && slices.ContainsFunc(options, func(o quiz.Option) bool { return strings.EqualFold(o.Text, "true") }):
		return quiz.TrueFalse
	case right > 1:
		return quiz.Multiple
	}
	return quiz.Single
}

// letters number the options of a table: A to J, or 1 to 10.
const letters = "ABCDEFGHIJ"

// numbered reads a header such as "option b" or "feedback 2" as a number from 0.
func numbered(header string, names ...string) (int, bool) {
	for _, name := range names {
		if rest, ok := strings.CutPrefix(header, name); ok {
			if k, ok := optionNumber(strings.Trim(rest, " .:()")); ok {
				return k, true
			}
		}
	}
	return 0, false
}

func optionNumber(s string) (int, bool) {
	if len(s) == 1 {
		if k := strings.Index(letters, strings.ToUpper(s)); k >= 0 {
			return k, true
		}
	}
	n, err := strconv.Atoi(s)
	return n - 1, err == nil && n >= 1 && n <= len(letters)
}

// QuestionsTemplate is a table to fill in, as CSV that spreadsheet programs open.
func QuestionsTemplate() []byte {
	return []byte("\ufeffid,type,question,A,B,C,D,right,feedback A,feedback B,feedback C,feedback D,indicators,critical\r\n" +
		"one-voice,single,Three colleagues talk to one upset person. What helps?,\"One speaks, the others step back\",All go on talking,They leave without a word,,A,One voice is easier to follow than three.,Three voices are hard to follow.,Nobody knows what is happening.,,,\r\n")
}
