package quiz

import (
	"math"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// Settle fills in the defaults of what the author left out.
func (q *Question) Settle() {
	if q.Points == 0 {
		q.Points = 1
	}
	if rules := q.Type.Scorings(); rules != nil && q.Scoring == "" {
		q.Scoring = rules[0]
	}
}

// Check reports what is wrong with a question on its own, after Settle. Paths begin at the
// question; the path of a gap in the prompt is "prompt" and the gap's number, from 0.
func (q *Question) Check(report diag.Report) {
	if !q.Type.Known() {
		q.reportType(report)
		return
	}
	if Normalise(q.Prompt) == "" {
		report(NoPrompt.With(), "prompt")
	}
	if !(q.Points >= 0 && q.Points <= math.MaxFloat64) { // also where it is nan or inf
		report(pointsNegative.With(), "points")
	}
	q.checkScoring(report)
	q.checkMembers(report)
	q.Type.kind().check(q, report)
	checkCorrections(q.Corrections, questionRevision, report)
	for i, h := range q.History {
		if h.Change != "editorial" && h.Change != "substantive" {
			report(changeUnknown.With(h.Change), "history", i, "change")
		}
		if !questionRevision.fits(h.Revision) {
			m := notARevision.With(h.Revision, questionRevision.what, questionRevision.prefix)
			report(m, "history", i, "revision")
		}
	}
}

func (q *Question) reportType(report diag.Report) {
	name := string(q.Type)
	if slices.Contains(TaskTypes(), name) {
		report(typeIsOfTask.With(name), "type")
		return
	}
	report(typeUnknown.With(name, diag.Suggest(name, Types())), "type")
}

func (q *Question) checkScoring(report diag.Report) {
	rules := q.Type.Scorings()
	switch {
	case q.Scoring == "":
	case rules == nil:
		report(scoringOfNone.With(string(q.Type), strings.Join(typesWithRules(), ", ")), "scoring")
	case !slices.Contains(rules, q.Scoring):
		names := make([]string, len(rules))
		for i, r := range rules {
			names[i] = string(r)
		}
		known := diag.Suggest(string(q.Scoring), names)
		report(scoringUnknown.With(string(q.Scoring), string(q.Type), known), "scoring")
	}
}

// checkMembers reports keys that belong to questions of another type.
func (q *Question) checkMembers(report diag.Report) {
	usable := q.Type.kind().members()
	for _, m := range q.members() {
		if m.written && !slices.Contains(usable, m.key) {
			report(m.misplaced.With(string(q.Type)), m.key)
		}
	}
}
