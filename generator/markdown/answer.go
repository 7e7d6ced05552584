package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/coursemark/coursemark/quiz"
)

// answer is something that a practice question can be answered with, as nodes: an
// item of its list, or a row of its table.
type answer struct {
	at       int
	stem     []ast.Node // match
	text     []ast.Node
	feedback []ast.Node
}

func (a *answer) checked() bool {
	box := a.box()
	return box != nil && box.IsChecked
}

func (a *answer) box() *extast.TaskCheckBox {
	if len(a.text) == 0 {
		return nil
	}
	box, _ := a.text[0].FirstChild().(*extast.TaskCheckBox)
	return box
}

// written is a question as nodes.
type written struct {
	prompt  []ast.Node
	hints   []ast.Node
	answers []answer
	gaps    []writtenGap // cloze
}

// answer finds what a path in a question leads to, be it an option, a pair, an
// answer or a key of one; nil where the path leads elsewhere.
func (w *written) answer(path []any) *answer {
	answers := w.answers
	if len(path) >= 2 && path[0] == "gaps" {
		answers, path = w.gaps[path[1].(int)].answers, path[2:]
	}
	if len(path) >= 2 && (path[0] == "options" || path[0] == "pairs" || path[0] == "answers") {
		return &answers[path[1].(int)]
	}
	return nil
}

// writtenGap is an item of the list that says what fills the gaps:
// "name {attributes}" with a list of options or answers below it.
type writtenGap struct {
	gap     quiz.Gap
	at      int
	kind    quiz.Type
	answers []answer
}

// items reads a list of answers.
func (p *pass) items(list *ast.List, f form) (answers []answer, ok bool) {
	ok = true
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		a := answer{at: p.itemOffset(n.(*ast.ListItem))}
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

// rows reads a table of pairs, below the heads of its columns.
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

func (p *pass) itemOffset(item *ast.ListItem) int {
	if item.Pos() >= 0 {
		return item.Pos()
	}
	if first := item.FirstChild(); first != nil {
		return first.Pos()
	}
	return 0
}

// exactly reads exact="true".
func exactly(written string) (exact, readable bool) {
	return written == "true", written == "true" || written == "false" || written == ""
}
