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

// answerSheet marks the questions of one attempt.
type answerSheet struct {
	*Grader
	attempt    *results.Attempt
	given      map[string]results.Response
	submission *competence.Submission

	missing   int          // questions that are not in the file
	corrected bool         // a correction changed points
	lenient   bool         // a question without an answer key counts as blank
	coverage  verdict.Note // how much could be marked
}

// markDraw marks the questions of the draw. They are the denominator, whatever the file
// leaves out.
func (sheet *answerSheet) markDraw(snapshot *quiz.Snapshot) error {
	a := sheet.attempt
	form := quiz.Draw(a.Site, a.BankRevision, a.Staff, a.Ordinal, snapshot.Groups)
	if err := sheet.checkForm(form, snapshot); err != nil {
		return err
	}
	sheet.submission.Items = make([]competence.Item, 0, len(form))
	var unknown []string
	for _, question := range form {
		known, err := sheet.mark(question, snapshot.Revisions[question])
		switch {
		case err != nil:
			return err
		case !known && !sheet.lenient:
			return verdict.UnknownKey.With(question, snapshot.Revisions[question])
		case !known:
			unknown = append(unknown, question)
		}
	}
	switch len(unknown) {
	case 0:
		return nil
	case len(form):
		return verdict.NoKeys.With()
	}
	sheet.coverage = verdict.PartlyMarked.With(len(form)-len(unknown), len(form))
	indicators := sheet.indicators()
	for _, question := range unknown {
		sheet.blank(question, indicators)
	}
	return nil
}

// checkForm refuses answers to questions that are not in the form.
func (sheet *answerSheet) checkForm(form []string, snapshot *quiz.Snapshot) error {
	for _, r := range sheet.attempt.Responses {
		switch {
		case snapshot.Revisions[r.Question] == "":
			return verdict.ForeignQuestion.With(verdict.Clip(r.Question))
		case !slices.Contains(form, r.Question):
			return verdict.WrongDraw.With(r.Question, sheet.attempt.Staff, sheet.attempt.Ordinal)
		case snapshot.Revisions[r.Question] != r.Revision:
			return verdict.WrongQuestionRevision.With(r.Question)
		}
	}
	return nil
}

// indicators returns the indicators of the questions that were marked.
func (sheet *answerSheet) indicators() []string {
	var out []string
	for _, item := range sheet.submission.Items {
		out = append(out, item.Question.Indicators...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// blank counts a question about which nothing is known, as 0 of 1 points in every
// competency that the form is about.
func (sheet *answerSheet) blank(question string, indicators []string) {
	q := &competence.Question{Bank: sheet.attempt.Bank, ID: question, Indicators: indicators}
	sheet.submission.Items = append(sheet.submission.Items, competence.Item{Question: q, Max: 1, Blank: true})
}

// markNearest marks an attempt at a revision of the bank that no kit has, by the revision
// that has most of its questions. Questions in a wording that has an answer key are
// marked, and all others count as blank. So do questions that the file leaves out and
// every form of that revision has, and as many more as the form is short of: nothing is
// gained by leaving answers out.
func (sheet *answerSheet) markNearest() (*quiz.Snapshot, error) {
	a := sheet.attempt
	nearest := sheet.nearestSnapshot()
	var unknown []string
	for _, r := range a.Responses {
		known, err := sheet.mark(r.Question, r.Revision)
		if err != nil {
			return nil, err
		}
		if !known {
			unknown = append(unknown, r.Question)
		}
	}
	known := len(a.Responses) - len(unknown)
	if known == 0 {
		return nil, verdict.NoWordings.With(verdict.Clip(a.BankRevision), verdict.Clip(a.Bank))
	}
	indicators := sheet.indicators()
	for _, question := range append(unknown, sheet.leftOut(nearest)...) {
		if err := sheet.blankIn(nearest, question, indicators); err != nil {
			return nil, err
		}
	}
	for n := 1; len(sheet.submission.Items) < formSize(nearest); n++ {
		sheet.blank(fmt.Sprintf("missing-%d", n), indicators)
	}
	sheet.missing = len(sheet.submission.Items) - len(a.Responses)
	sheet.coverage = verdict.PartlyMarked.With(known, len(sheet.submission.Items))
	return nearest, nil
}

// nearestSnapshot returns the revision of the bank that has most of the questions.
func (sheet *answerSheet) nearestSnapshot() *quiz.Snapshot {
	var nearest *quiz.Snapshot
	most := -1
	for _, snapshot := range sheet.Archive.Snapshots(sheet.attempt.Bank) {
		n := 0
		for _, r := range sheet.attempt.Responses {
			if snapshot.Revisions[r.Question] == r.Revision {
				n++
			}
		}
		if n > most {
			nearest, most = snapshot, n
		}
	}
	return nearest
}

// leftOut lists the questions that every form of a revision has and the file does not.
func (sheet *answerSheet) leftOut(snapshot *quiz.Snapshot) []string {
	var out []string
	for _, group := range snapshot.Groups {
		if group.Count < len(group.Questions) {
			continue
		}
		for _, question := range group.Questions {
			if _, ok := sheet.given[question]; !ok {
				out = append(out, question)
			}
		}
	}
	return out
}

func formSize(snapshot *quiz.Snapshot) int {
	size := 0
	for _, group := range snapshot.Groups {
		size += group.Count
	}
	return size
}

// blankIn counts a question as blank in a revision, whatever was answered to another
// wording of it.
func (sheet *answerSheet) blankIn(snapshot *quiz.Snapshot, question string, indicators []string) error {
	if revision := snapshot.Revisions[question]; revision != "" {
		given := sheet.given
		sheet.given = nil
		known, err := sheet.mark(question, revision)
		sheet.given = given
		if known || err != nil {
			return err
		}
	}
	sheet.blank(question, indicators)
	return nil
}

// mark marks one question by the answer key of a revision, and reports whether there is
// such a key.
func (sheet *answerSheet) mark(question, revision string) (bool, error) {
	k, err := sheet.keys.question(sheet.attempt.Bank, question, revision)
	if err != nil || k == nil {
		return false, err
	}
	r, ok := sheet.given[question]
	if !ok {
		sheet.missing++
	}
	response, err := quiz.ParseResponse(k.key.Type, r.Response)
	if err != nil {
		return false, verdict.MalformedAnswer.With(question, err)
	}
	if slices.ContainsFunc(r.Shown, func(o string) bool { return !k.key.Shows(o) }) {
		return false, verdict.ForeignOptionShown.With(question)
	}
	mark, err := quiz.Grade(k.key, k.amendments, sheet.submission.Date, response)
	switch {
	case errors.Is(err, quiz.ErrForeignOption):
		return false, verdict.ForeignOption.With(question)
	case err != nil:
		return false, verdict.MalformedAnswer.With(question, err)
	}
	sheet.corrected = sheet.corrected || mark.Corrected
	item := competence.Item{Question: k.question, Points: mark.Points, Max: mark.Max, Right: mark.Right,
		Blank: mark.Blank}
	if sheet.Answers {
		item.Chosen = k.key.Picked(response)
	}
	sheet.submission.Items = append(sheet.submission.Items, item)
	return true, nil
}

// applyStale notes that by a decision an attempt counts as far as it could be marked.
func (sheet *answerSheet) applyStale(why verdict.Note, d *sheets.Decision, r *Record) {
	r.Applied = append(r.Applied, Applied{why, sheet.coverage, d})
	sheet.submission.Notes = verdict.Add(sheet.submission.Notes, sheet.coverage)
}
