package intake

import (
	"errors"
	"fmt"
	"slices"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// answerSheet goes through the questions of one attempt.
type answerSheet struct {
	*Grader
	attempt   *results.Attempt
	given     map[string]results.Response
	sitting   *competence.Sitting
	missing   int
	corrected bool
	lenient   bool         // a question without a key counts as blank
	said      verdict.Note // how much could be marked
}

// drawn marks the questions of the draw: the denominator, whatever the file
// leaves out.
func (sheet *answerSheet) drawn(snapshot *quiz.Snapshot) error {
	a := sheet.attempt
	form := quiz.Draw(a.Site, a.BankRevision, a.Staff, a.Ordinal, snapshot.Groups)
	for _, r := range a.Responses {
		switch {
		case snapshot.Revisions[r.Question] == "":
			return verdict.ForeignQuestion.With(verdict.Clip(r.Question))
		case !slices.Contains(form, r.Question):
			return verdict.WrongDraw.With(r.Question, a.Staff, a.Ordinal)
		case snapshot.Revisions[r.Question] != r.Revision:
			return verdict.WrongQuestionRevision.With(r.Question)
		}
	}
	sheet.sitting.Items = make([]competence.Item, 0, len(form))
	var unknown []string
	for _, question := range form {
		known, err := sheet.mark(question, snapshot.Revisions[question])
		if err != nil {
			return err
		}
		if !known && sheet.lenient {
			unknown = append(unknown, question)
		} else if !known {
			return verdict.UnknownKey.With(question, snapshot.Revisions[question])
		}
	}
	if unknown == nil {
		return nil
	}
	if len(unknown) == len(form) {
		return verdict.NoKeys.With()
	}
	sheet.said = verdict.PartlyMarked.With(len(form)-len(unknown), len(form))
	indicators := sheet.indicators()
	for _, question := range unknown {
		sheet.blank(question, indicators)
	}
	return nil
}

// indicators are those of the questions that were marked.
func (sheet *answerSheet) indicators() []string {
	var out []string
	for _, i := range sheet.sitting.Items {
		for _, ind := range i.Question.Indicators {
			if !slices.Contains(out, ind) {
				out = append(out, ind)
			}
		}
	}
	slices.Sort(out)
	return out
}

// blank counts a question of which nothing is known: one point of nothing, in
// every competency that the form is about.
func (sheet *answerSheet) blank(question string, indicators []string) {
	sheet.sitting.Items = append(sheet.sitting.Items, competence.Item{Question: &competence.Question{Bank: sheet.attempt.Bank, ID: question, Indicators: indicators}, Max: 1, Blank: true})
}

// closest marks an attempt at a revision of the bank that no kit has, by the
// revision that has most of its questions: those in a wording whose key is there
// are marked, all others count as blank, and so do questions that every form of
// that revision has, or that the file is short of. Nothing is gained by leaving
// answers out.
func (sheet *answerSheet) closest() (*quiz.Snapshot, error) {
	a := sheet.attempt
	var nearest *quiz.Snapshot
	most := -1
	for _, snapshot := range sheet.Archive.Snapshots(a.Bank) {
		n := 0
		for _, r := range a.Responses {
			if snapshot.Revisions[r.Question] == r.Revision {
				n++
			}
		}
		if n > most {
			nearest, most = snapshot, n
		}
	}
	known, unknown := 0, []string{}
	for _, r := range a.Responses {
		ok, err := sheet.mark(r.Question, r.Revision)
		if err != nil {
			return nil, err
		}
		if ok {
			known++
		} else {
			unknown = append(unknown, r.Question)
		}
	}
	if known == 0 {
		return nil, verdict.NoWordings.With(verdict.Clip(a.BankRevision), verdict.Clip(a.Bank))
	}
	indicators := sheet.indicators()
	blank := func(question string) error {
		if revision := nearest.Revisions[question]; revision != "" {
			response := sheet.given
			sheet.given = nil // blank, whatever was answered to another wording
			ok, err := sheet.mark(question, revision)
			sheet.given = response
			if ok || err != nil {
				return err
			}
		}
		sheet.blank(question, indicators)
		return nil
	}
	sheet.missing = 0
	for _, question := range unknown {
		if err := blank(question); err != nil {
			return nil, err
		}
	}
	size := 0
	for _, group := range nearest.Groups {
		size += group.Count
		if group.Count < len(group.Questions) {
			continue
		}
		for _, question := range group.Questions {
			if _, ok := sheet.given[question]; ok {
				continue
			}
			if err := blank(question); err != nil {
				return nil, err
			}
		}
	}
	for n := 1; len(sheet.sitting.Items) < size; n++ {
		if err := blank(fmt.Sprintf("missing-%d", n)); err != nil {
			return nil, err
		}
	}
	sheet.missing = len(sheet.sitting.Items) - len(a.Responses)
	sheet.said = verdict.PartlyMarked.With(known, len(sheet.sitting.Items))
	return nearest, nil
}

// mark marks one question by the key of a revision, and tells whether there is
// one.
func (sheet *answerSheet) mark(question, revision string) (bool, error) {
	key, err := sheet.keys.question(sheet.attempt.Bank, question, revision)
	if err != nil || key == nil {
		return false, err
	}
	r, ok := sheet.given[question]
	if !ok {
		sheet.missing++
	}
	response, err := quiz.ParseResponse(key.key.Type, r.Response)
	if err != nil {
		return false, verdict.MalformedAnswer.With(question, err)
	}
	if slices.ContainsFunc(r.Shown, func(o string) bool { return !key.key.Shows(o) }) {
		return false, verdict.ForeignOptionShown.With(question)
	}
	mark, err := quiz.Grade(key.key, key.amendments, sheet.sitting.Date, response)
	switch {
	case errors.Is(err, quiz.ErrForeignOption):
		return false, verdict.ForeignOption.With(question)
	case err != nil:
		return false, verdict.MalformedAnswer.With(question, err)
	}
	sheet.corrected = sheet.corrected || mark.Corrected
	item := competence.Item{Question: key.question, Points: mark.Points, Max: mark.Max, Right: mark.Right, Blank: mark.Blank}
	if sheet.Answers {
		item.Chosen = key.key.Picked(response)
	}
	sheet.sitting.Items = append(sheet.sitting.Items, item)
	return true, nil
}

// applyStale notes that an attempt counts as far as it could be marked, by decision.
func (sheet *answerSheet) applyStale(why verdict.Note, d *sheets.Decision, r *Record) {
	r.Applied = append(r.Applied, Applied{why, sheet.said, d})
	sheet.sitting.Notes = verdict.Add(sheet.sitting.Notes, sheet.said)
}
