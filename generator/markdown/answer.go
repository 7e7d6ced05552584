package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/quiz"
)

// answer is one of the answers of a practice question, as nodes: an item of its
// list, or a row of its table.
type answer struct {
	at       int        // offset in the text
	stem     []ast.Node // match
	text     []ast.Node
	feedback []ast.Node
}

// checked reports whether the answer is marked as right: - [x].
func (a *answer) checked() bool {
	box := a.box()
	return box != nil && box.IsChecked
}

// box returns the checkbox that the answer begins with, or nil.
func (a *answer) box() *extast.TaskCheckBox {
	if len(a.text) == 0 {
		return nil
	}
	box, _ := a.text[0].FirstChild().(*extast.TaskCheckBox)
	return box
}

// questionNodes is a question as nodes.
type questionNodes struct {
	prompt  []ast.Node
	hints   []ast.Node
	answers []answer
	gaps    []gapNodes // cloze
}

// answer returns the answer that a path of quiz.Question.Check leads into: an
// option, a pair, a typed answer, or a key of one; nil if it leads elsewhere.
func (q *questionNodes) answer(path []any) *answer {
	answers := q.answers
	if len(path) >= 2 && path[0] == "gaps" {
		answers, path = q.gaps[path[1].(int)].answers, path[2:]
	}
	if len(path) >= 2 && (path[0] == "options" || path[0] == "pairs" || path[0] == "answers") {
		return &answers[path[1].(int)]
	}
	return nil
}

// gapNodes is an item of the list that says what fills the gaps:
// "name {attributes}" with a list of options or answers below it.
type gapNodes struct {
	gap     quiz.Gap
	at      int
	kind    quiz.Type
	answers []answer
}

// items reads a list of answers. It reports whether all of them can be read.
func (p *pass) items(list *ast.List, f form) (answers []answer, ok bool) {
	ok = true
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		a := answer{at: offsetOf(n)}
		for b := n.FirstChild(); b != nil; b = b.NextSibling() {
			if b.Kind() == ast.KindBlockquote {
				a.feedback = append(a.feedback, b)
			} else {
				a.text = append(a.text, b)
			}
		}
		switch {
		case f.numbered && (a.box() != nil || !list.IsOrdered()):
			p.report(a.at, orderNotNumbered.With(f.how.With()))
			return nil, false
		case !f.numbered && a.box() == nil:
			p.report(a.at, answerBoxless.With())
			ok = false
		}
		answers = append(answers, a)
	}
	return answers, ok
}

// rows reads a table of pairs. Its first row holds the headings of its columns.
func rows(table ast.Node) (answers []answer) {
	for row := table.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
		a := answer{at: row.Pos()}
		columns := []*[]ast.Node{&a.stem, &a.text, &a.feedback}
		for cell := row.FirstChild(); cell != nil && len(columns) > 0; cell = cell.NextSibling() {
			*columns[0], columns = []ast.Node{cell}, columns[1:]
		}
		answers = append(answers, a)
	}
	return answers
}

// parseExact reads the value of exact="true".
func parseExact(value string) (exact, ok bool) {
	return value == "true", value == "true" || value == "false" || value == ""
}
