package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// typedKind is what the types that are answered by typing have in common.
type typedKind struct {
	plainPrompt
	oneRule
}

func (typedKind) publish(p *PublishedQuestion, _ string) {}

func (typedKind) key(k *Key, p *PublishedQuestion, _ string) {
	k.Answers = keyAnswers(p.Source.Answers)
}

func (typedKind) strip(k *Key) { k.Unit = "" }

func (typedKind) carry(worth, now, _ *Key) (missing string) {
	worth.Answers, worth.Exact = now.Answers, now.Exact
	return ""
}

func (typedKind) correct(k, worth *Key) { k.Answers, k.Exact = worth.Answers, worth.Exact }

func (typedKind) parts(p *PublishedQuestion, _ string) []Part {
	return answerParts(p.Source.Answers, "answers")
}

func (typedKind) picks(k *Key) (out []Pick) {
	for _, a := range k.Answers {
		out = append(out, Pick{ID: a.Written(), Text: a.Written(), Fraction: a.Fraction})
	}
	return append(out, Pick{ID: otherPick, Text: "any other answer"})
}

// otherPick is the pick of a typed answer that matches no answer of the key. What was
// typed is never shown: people type names.
const otherPick = "other"

// pickedAnswer returns the pick of the answer that a response matches, by its number;
// −1 is no answer.
func pickedAnswer(k *Key, matching int) []string {
	if matching < 0 {
		return []string{otherPick}
	}
	return []string{k.Answers[matching].Written()}
}

// scoreAnswer returns what the answer that a response matches is worth; −1 is no answer.
func scoreAnswer(k *Key, matching int) (float64, error) {
	if matching < 0 {
		return 0, nil
	}
	return k.Answers[matching].Fraction, nil
}

func isBlank(typed string) bool { return strings.TrimSpace(typed) == "" }

func keyAnswers(answers []Answer) (archived []KeyAnswer) {
	for _, a := range answers {
		archived = append(archived, a.archived())
	}
	return archived
}

// answerParts returns the parts of answers, in the order in which they were written; path
// leads to them.
func answerParts(answers []Answer, path ...any) (parts []Part) {
	for i, a := range answers {
		parts = append(parts, Part{
			ID: strconv.Itoa(i), Text: a.Written(), Feedback: a.Feedback, Right: a.Share() > 0, Path: extend(path, i),
		})
	}
	return parts
}

// checkAnswers reports what is wrong with the answers of a question, and noAnswers where
// it has none. checkByType checks answer i by the rules of the question's type.
func checkAnswers(q *Question, noAnswers diag.Kind, report diag.Report, checkByType func(i int, report diag.Report)) {
	if len(q.Answers) == 0 {
		report(noAnswers.With(), "answers")
		return
	}
	for i, a := range q.Answers {
		reportAnswer := func(m diag.Message, path ...any) {
			report(inAnswer.With(i+1, m), append([]any{"answers", i}, path...)...)
		}
		checkByType(i, reportAnswer)
		a.check(reportAnswer)
	}
	if !slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.Share() == 1 }) {
		report(NoRightAnswer.With(), "answers")
	}
}

// check reports what is wrong with an answer on its own, whether a number or a text.
func (a Answer) check(report diag.Report) {
	if a.Fraction != nil && a.Correct {
		report(answerWorthTwice.With(), "fraction")
	}
	if a.Fraction != nil && !(*a.Fraction >= 0 && *a.Fraction <= 1) { // also where it is nan
		report(answerFractionOutOfRange.With(), "fraction")
	}
	if Normalise(a.Feedback) == "" {
		report(AnswerWithoutFeedback.With(), "feedback")
	}
}

// archived returns the answer as it is archived.
func (a Answer) archived() KeyAnswer {
	return KeyAnswer{
		Text: a.Text, Value: a.Value, Tolerance: a.Tolerance, ToleranceType: a.ToleranceType,
		Min: a.Min, Max: a.Max, Fraction: a.Share(),
	}
}

// Written returns the answer as a person would write it; a number is written as
// ParseAnswer reads it.
func (a Answer) Written() string { return a.archived().Written() }

// Written returns the answer as a person would write it; a number is written as
// ParseAnswer reads it.
func (a KeyAnswer) Written() string {
	n := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	switch {
	case a.Value != nil && a.Tolerance == 0:
		return n(*a.Value)
	case a.Value != nil && a.ToleranceType == ToleranceRelative:
		return fmt.Sprintf("%s ± %s %%", n(*a.Value), n(100*a.Tolerance))
	case a.Value != nil && a.ToleranceType == ToleranceGeometric:
		return fmt.Sprintf("%s ×÷ %s", n(*a.Value), n(1+a.Tolerance))
	case a.Value != nil:
		return fmt.Sprintf("%s ± %s", n(*a.Value), n(a.Tolerance))
	case a.Min != nil && a.Max != nil:
		return fmt.Sprintf("%s to %s", n(*a.Min), n(*a.Max))
	case a.Min != nil:
		return n(*a.Min) + " or more"
	case a.Max != nil:
		return n(*a.Max) + " or less"
	}
	return strings.Join(strings.Fields(a.Text), " ")
}
