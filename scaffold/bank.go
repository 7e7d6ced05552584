package scaffold

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// Questions is a table of questions that somebody keeps in a spreadsheet.
type Questions struct {
	Name    string // of the file, for faults
	Content []byte // XLSX or CSV
}

// bank is what the template of a bank is filled with.
type bank struct {
	ID, Title, Module string
	Questions         []question
}

type question struct {
	ID, Type, Scoring, Prompt, Explanation string
	Indicators                             []string
	Points                                 float64
	Critical                               bool
	Options                                []option
}

type option struct {
	Text, Feedback string
	Correct        bool
}

// NewBank lays a bank down for a module and gives its file. in names the module
// as for New. from may be nil: then there is a question to begin with.
func NewBank(dir, title, in string, from *Questions) (string, diag.List) {
	p, faults := project.Open(dir)
	if p == nil || faults.Failed() {
		return "", faults
	}
	defer p.Close()
	fault := func(what, hint string) (string, diag.List) {
		faults.Add(diag.Fault{What: what, Hint: hint})
		return "", faults
	}
	if strings.TrimSpace(title) == "" {
		return fault("the title is missing", `coursemark new bank "Its title"`)
	}
	folders, err := contents(p.Files)
	if err != nil {
		return fault("content/ cannot be read", diag.Plain(err))
	}
	module, err := choose(folders.modules, in, "module", "coursemark new module \"Its title\"")
	if found := (diag.Fault{}); errors.As(err, &found) {
		faults.Add(found)
		return "", faults
	}
	b := bank{ID: Slug(title), Title: strings.TrimSpace(title), Module: module, Questions: []question{{
		ID: "first-question", Type: "single", Points: 1, Prompt: "What is asked here?",
		Options: []option{{"What is right", "Say why it is right.", true}, {"What people often believe", "Say why that does not hold.", false}},
	}}}
	if from != nil {
		var found diag.List
		b.Questions, found = readQuestions(from)
		faults.Append(found)
	}
	file := b.ID + ".toml"
	if ok, err := afero.Exists(p.Banks, file); ok || err != nil {
		return fault(fmt.Sprintf("there is a bank %s already", file), "choose another title; nothing was written")
	}
	source, err := fill("new/bank.toml.tmpl", b)
	if err != nil {
		return fault(err.Error(), "")
	}
	// What the table leaves open is said where it is written now.
	if faults.Failed() {
		return "", faults
	}
	banks := path.Join("quiz", "banks")
	if p.Config.Banks.Dir != "" {
		banks = p.Config.Banks.Dir
	}
	if err := p.Banks.MkdirAll(".", 0o755); err != nil {
		return fault(banks+" cannot be made", diag.Plain(err))
	}
	if err := afero.WriteFile(p.Banks, file, source, 0o644); err != nil {
		return fault(file+" cannot be written", diag.Plain(err))
	}
	_, found := quiz.ParseBank(path.Join(banks, file), source)
	for _, f := range found.Sorted() {
		f.Severity = diag.Notice // it was laid down; what is missing is to be written there
		faults.Add(f)
	}
	return path.Join(banks, file), faults
}

// Headers that people give the columns, folded. The first is ours.
func questionColumns() map[string][]string {
	return map[string][]string{
		"id":          {"id", "question id", "code"},
		"type":        {"type", "kind", "question type", "soort", "tipo"},
		"prompt":      {"question", "prompt", "stem", "question text", "vraag", "pregunta"},
		"right":       {"right", "correct", "answer", "key", "correct answer", "right answer", "antwoord", "juist", "respuesta", "correcta"},
		"indicators":  {"indicators", "indicator", "indicatoren", "indicadores"},
		"points":      {"points", "score", "marks", "punten", "puntos"},
		"critical":    {"critical", "kritiek", "crítica"},
		"explanation": {"explanation", "rationale", "uitleg", "explicación"},
	}
}

// letters are how options are numbered in tables: A to J, or 1 to 10.
const letters = "ABCDEFGHIJ"

// readQuestions reads a table: a row a question, with columns for options
// (A … J or "option 1" …) and their feedback ("feedback A" …); "right" names the
// right ones by letter, number or text.
func readQuestions(from *Questions) ([]question, diag.List) {
	var faults diag.List
	table, err := spreadsheet.ReadTable(from.Name, from.Content)
	if found := (diag.Fault{}); errors.As(err, &found) {
		faults.Add(found)
		return nil, faults
	} else if err != nil {
		faults.Add(diag.Fault{File: from.Name, What: err.Error()})
		return nil, faults
	}
	columns := map[string]int{}
	options, feedback := map[int]int{}, map[int]int{}
	for i, h := range table.Header {
		h = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(h, "_", " ")), " "))
		if k, ok := numbered(h, "option", "answer option", "choice", "optie", "opción", ""); ok {
			options[k] = i
			continue
		}
		if k, ok := numbered(h, "feedback", "feedback option"); ok {
			feedback[k] = i
			continue
		}
		for name, known := range questionColumns() {
			if _, taken := columns[name]; !taken && slices.Contains(known, h) {
				columns[name] = i
			}
		}
	}
	for _, need := range []string{"prompt", "right"} {
		if _, ok := columns[need]; !ok {
			faults.Add(diag.Fault{File: from.Name, What: fmt.Sprintf("no column is called %q", questionColumns()[need][0]),
				Hint: "columns are id, type, question, A, B, C, D, right, feedback A …, indicators; coursemark new bank --template questions.csv writes an example"})
		}
	}
	if len(options) < 2 {
		faults.Add(diag.Fault{File: from.Name, What: "there are no columns for options", Hint: "call them A, B, C, D"})
	}
	if faults.Failed() {
		return nil, faults
	}
	if len(table.Rows) > quiz.MaxQuestions {
		faults.Add(diag.Fault{File: from.Name, What: fmt.Sprintf("the table has %d rows; a bank has at most %d questions", len(table.Rows), quiz.MaxQuestions), Hint: "split it"})
		return nil, faults
	}
	var out []question
	taken := map[string]bool{}
	for _, row := range table.Rows {
		cell := func(name string) string {
			if i, ok := columns[name]; ok {
				return row.Cells[i]
			}
			return ""
		}
		fault := func(what, hint string) {
			faults.Add(diag.Fault{File: from.Name, Pos: diag.Pos{Line: row.Number}, What: what, Hint: hint})
		}
		q := question{ID: Slug(cell("id")), Prompt: cell("prompt"), Explanation: cell("explanation"), Points: 1,
			Indicators: strings.FieldsFunc(cell("indicators"), func(r rune) bool { return r == ',' || r == ';' || r == ' ' })}
		if q.Prompt == "" {
			fault("the row has no question", "write it, or delete the row")
			continue
		}
		if cell("id") == "" {
			q.ID = shortID(q.Prompt)
		}
		for base, n := q.ID, 2; taken[q.ID]; n++ {
			q.ID = base + "-" + strconv.Itoa(n)
		}
		taken[q.ID] = true
		if written := strings.ReplaceAll(cell("points"), ",", "."); written != "" {
			if q.Points, err = strconv.ParseFloat(written, 64); err != nil || !(q.Points > 0 && q.Points <= 100) { // also what is no number at all
				fault(fmt.Sprintf("points %q is not a number above 0 and at most 100", cell("points")), "write 1")
				q.Points = 1
			}
		}
		q.Critical = slices.Contains([]string{"x", "yes", "y", "true", "1", "ja", "sí", "si"}, strings.ToLower(cell("critical")))
		right := map[int]bool{}
		for _, part := range strings.FieldsFunc(cell("right"), func(r rune) bool { return r == ',' || r == ';' || r == '+' || r == '\n' }) {
			part = strings.TrimSpace(part)
			k, ok := optionNumber(part)
			if truth := strings.ToLower(part); !ok && len(options) >= 2 && row.Cells[options[0]] == "" && row.Cells[options[1]] == "" && (truth == "true" || truth == "false") {
				// A statement without options: true or false.
				k, ok = map[string]int{"true": 0, "false": 1}[truth], true
				row.Cells[options[0]], row.Cells[options[1]] = "True", "False"
			}
			if !ok {
				for n, i := range options {
					if quiz.Fold(row.Cells[i]) == quiz.Fold(part) || quiz.Fold(row.Cells[i]) == quiz.Fold(cell("right")) {
						k, ok = n, true
					}
				}
			}
			if i, has := options[k]; !ok || !has || row.Cells[i] == "" {
				fault(fmt.Sprintf("%q in the column “right” names no option", part), "write the letters of the right options: B, or A, C")
				continue
			}
			right[k] = true
		}
		if len(right) == 0 && cell("right") == "" {
			fault("no option is right", "write its letter in the column “right”")
		}
		for k := range len(letters) {
			i, ok := options[k]
			if !ok || row.Cells[i] == "" {
				continue
			}
			o := option{Text: strings.Join(strings.Fields(row.Cells[i]), " "), Correct: right[k]}
			if f, ok := feedback[k]; ok {
				o.Feedback = row.Cells[f]
			}
			q.Options = append(q.Options, o)
		}
		q.Type, q.Scoring = questionType(cell("type"), q.Options, len(right)), string(quiz.Partial)
		if q.Type == string(quiz.TrueFalse) {
			for k := range q.Options {
				q.Options[k].Text = strings.ToUpper(q.Options[k].Text[:1]) + strings.ToLower(q.Options[k].Text[1:])
			}
		}
		out = append(out, q)
	}
	if len(out) == 0 && !faults.Failed() {
		faults.Add(diag.Fault{File: from.Name, What: "the table has no questions", Hint: "write a row for each"})
	}
	return out, faults
}

// questionType takes the type that is written, or tells it from the options.
func questionType(written string, options []option, right int) string {
	folded := strings.ReplaceAll(strings.ToLower(written), "/", "")
	switch {
	case slices.Contains([]string{"truefalse", "true false", "tf", "waaronwaar"}, folded):
		return string(quiz.TrueFalse)
	case slices.Contains([]string{"multiple", "multiple response", "multi", "checkbox"}, folded):
		return string(quiz.Multiple)
	case written != "" && folded != "single" && folded != "multiple choice" && folded != "mc":
		return folded // the bank's own check names the types there are
	case len(options) == 2 && slices.ContainsFunc(options, func(o option) bool { return strings.EqualFold(o.Text, "true") }):
		return string(quiz.TrueFalse)
	case right > 1:
		return string(quiz.Multiple)
	}
	return string(quiz.Single)
}

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

// shortID names a question by the first words of its prompt.
func shortID(prompt string) string {
	parts := strings.Split(Slug(prompt), "-")
	return strings.Join(parts[:min(6, len(parts))], "-")
}

// QuestionsTemplate is a table to fill in, as CSV that spreadsheet programs open.
func QuestionsTemplate() []byte {
	return []byte("\ufeffid,type,question,A,B,C,D,right,feedback A,feedback B,feedback C,feedback D,indicators,critical\r\n" +
		"one-voice,single,Three colleagues talk to one upset person. What helps?,\"One speaks, the others step back\",All go on talking,They leave without a word,,A,One voice is easier to follow than three.,Three voices are hard to follow.,Nobody knows what is happening.,,,\r\n")
}
