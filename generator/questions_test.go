package generator

import (
	"cmp"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// A question is shown alike wherever it is asked, and the texts of one that is
// assessed hold nothing about its answers. The bank has a question of every type.
func TestQuestionsAreShownAlike(t *testing.T) {
	t.Parallel()
	file := filepath.Join("testdata", "types", "quiz", "banks", "talk.toml")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bank, faults := quiz.ParseBank(file, source)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	r := markdown.New(markdown.Options{})
	report := func(m diag.Message, path ...any) { t.Error(m, path) }
	seen := map[quiz.Type]bool{}
	for i := range bank.Questions {
		q := &bank.Questions[i]
		seen[q.Type] = true
		published := q.Publish(bank.ID)
		texts := r.Question(bank.ID, q, report)
		if texts.Hints != nil || texts.Answers != nil || texts.Explanation != "" || texts.Key != "" {
			t.Errorf("%s: the texts of an assessed question say more than it publishes: %+v", q.ID, texts)
		}
		assessed := question(&published, texts)
		practised := practiceQuestion(bank.ID, q, r.Practice(bank.ID, q, report)).Question
		if q.Type.Choosing() { // for practice they stand as they were written
			slices.SortFunc(assessed.Options, byID)
			slices.SortFunc(practised.Options, byID)
		}
		if !reflect.DeepEqual(assessed, practised) {
			t.Errorf("%s: assessed\n%+v\nfor practice\n%+v", q.ID, assessed, practised)
		}
	}
	for _, name := range quiz.Types() {
		if !seen[quiz.Type(name)] {
			t.Errorf("the bank has no question of type %q", name)
		}
	}
}

func byID(a, b render.Option) int { return cmp.Compare(a.ID, b.ID) }
