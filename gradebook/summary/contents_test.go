package summary

import (
	"testing"

	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// Whoever marks a text by the kit reads its rubric; that of another task is not shown.
func TestRubricIsShown(t *testing.T) {
	bank := &quiz.Bank{ID: "talk",
		Tasks: []quiz.Task{{ID: "other", Rubric: "Not this one."},
			{ID: "a-text", Rubric: "Names what was heard.\nWaits."}}}
	show := func(bankID, question string) string {
		b := &text{}
		b.writtenAnswer(&results.Written{Task: "What did you say?", Text: "I waited.",
			Asked: results.Asked{Bank: bankID, Question: question}}, []*quiz.Bank{{ID: "else"}, bank})
		return b.String()
	}
	const shown = "     What did you say?\n     \n     I waited.\n"
	if got, want := show("talk", quiz.PublicID("talk", "a-text")),
		shown+"     Rubric, for the assessor alone:\n     Names what was heard.\n     Waits.\n"; got != want {
		t.Errorf("got\n%s\nexpected\n%s", got, want)
	}
	for _, c := range [][2]string{{"", ""}, {"else", quiz.PublicID("talk", "a-text")}, {"talk", "abcdefghij"}} {
		if got := show(c[0], c[1]); got != shown {
			t.Errorf("%q:\n%s", c, got)
		}
	}
}
