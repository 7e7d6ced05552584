package quiz

import (
	"slices"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
)

// ParseBank reads a bank and returns every fault that can be found in the bank alone.
// Publish and the generator check references to competencies and indicators. The Bank is
// never nil.
func ParseBank(file string, source []byte) (*Bank, diag.List) {
	b := &Bank{}
	f, faults := tomlfile.Decode(file, source, b)
	b.File = f
	report := func(m diag.Message, path ...any) { faults.Add(f.Fault(m, path...)) }
	if b.Mode == Practice {
		b.checkPractice(report) // before defaults are filled in
	}
	b.settle()
	if !faults.Failed() || len(b.Questions) > 0 {
		b.check(report)
	}
	return b, faults
}

// settle fills in the defaults of what the author left out.
func (b *Bank) settle() {
	if b.Exposure == "" {
		b.Exposure = Private
	}
	for i := range b.Questions {
		b.Questions[i].Settle()
	}
	for i := range b.Tasks {
		b.Tasks[i].settle()
	}
}

// misplacedKey is a key that has no meaning in the table where it may be written.
type misplacedKey struct {
	key     string
	written bool
	kind    diag.Kind // its argument is the key
}

func reportMisplaced(keys []misplacedKey, report diag.Report) {
	for _, k := range keys {
		if k.written {
			report(k.kind.With(k.key), k.key)
		}
	}
}

// checkPractice reports the written keys that have no meaning in a bank for practice.
func (b *Bank) checkPractice(report diag.Report) {
	reportMisplaced([]misplacedKey{
		{"pass_mark", b.PassMark != 0, practiceNotCounted},
		{"attempts", b.Attempts != 0, practiceNotCounted},
		{"attempts_months", b.AttemptsMonths != 0, practiceNotCounted},
		{"cooling_off_days", b.CoolingOffDays != 0, practiceNotCounted},
		{"exposure", b.Exposure != "", practiceIsPublic},
		{"draw", len(b.Draws) > 0, practiceHasNoDraw},
	}, report)
	for i, q := range b.Questions {
		reportMisplaced([]misplacedKey{
			{"pool", q.Pool != "", practiceAsksAll},
			{"points", q.Points != 0, practiceNotCounted},
			{"critical", q.Critical, practiceNotCounted},
			{"history", len(q.History) > 0, practiceHasNoHistory},
			{"corrections", len(q.Corrections) > 0, practiceHasNoCorrections},
		}, reportIn(report, inQuestion, q.ID, "questions", i))
	}
}

func (b *Bank) check(report diag.Report) {
	b.checkHead(report)
	if len(b.Questions) == 0 {
		report(bankWithoutQuestions.With())
	}
	if len(b.Questions) > MaxQuestions {
		report(tooManyQuestions.With(len(b.Questions), MaxQuestions))
		return
	}
	numbers := map[string]int{} // of questions, by ID
	for i := range b.Questions {
		b.checkQuestion(i, numbers, report)
	}
	b.checkTasks(numbers, report)
}

func (b *Bank) checkHead(report diag.Report) {
	if !slugPattern.MatchString(b.ID) {
		report(bankIDUnusable.With(b.ID), "id")
	}
	if b.Title == "" {
		report(bankWithoutTitle.With(), "title")
	}
	if b.Mode != Assessed && b.Mode != Practice {
		report(bankModeUnknown.With(string(b.Mode)), "mode")
	}
	if b.Exposure != Private && b.Exposure != Public {
		report(exposureUnknown.With(string(b.Exposure)), "exposure")
	}
	if !(b.PassMark >= 0 && b.PassMark <= 100) { // also where it is nan
		report(passMarkOutOfRange.With(), "pass_mark")
	}
	b.Limits().check(report)
}

// checkQuestion reports what is wrong with question i, on its own and within its bank. It
// adds the question to numbers, which holds the earlier ones by ID.
func (b *Bank) checkQuestion(i int, numbers map[string]int, report diag.Report) {
	q := &b.Questions[i]
	first, taken := numbers[q.ID]
	switch {
	case !slugPattern.MatchString(q.ID):
		report(questionIDUnusable.With(i+1, q.ID), "questions", i, "id")
	case taken:
		report(questionIDTaken.With(q.ID, first+1), "questions", i, "id")
	default:
		numbers[q.ID] = i
	}
	if len(q.Indicators) == 0 {
		report(questionWithoutIndicators.With(q.ID), "questions", i, "indicators")
	}
	if b.Mode == Assessed && len(q.Hints) > 0 {
		report(hintsInAssessment.With(q.ID), "questions", i, "hints")
	}
	if q.Critical && q.Pool != "" {
		report(criticalInPool.With(q.ID), "questions", i, "pool")
	}
	within := reportIn(report, inQuestion, q.ID, "questions", i)
	for k, hint := range q.Hints {
		if Normalise(hint) == "" {
			within(hintEmpty.With(k+1), "hints", k)
		}
	}
	q.Check(within)
}

// checkTasks reports what is wrong with a bank's tasks. questions holds the IDs that
// questions have taken.
func (b *Bank) checkTasks(questions map[string]int, report diag.Report) {
	if len(b.Tasks) > maxTasks {
		report(tooManyTasks.With(len(b.Tasks), maxTasks), "tasks")
		return
	}
	for i := range b.Tasks {
		t := &b.Tasks[i]
		within := reportIn(report, inTask, t.ID, "tasks", i)
		_, taken := questions[t.ID]
		switch {
		case !slugPattern.MatchString(t.ID):
			report(taskIDUnusable.With(i+1, t.ID), "tasks", i, "id")
		case taken, slices.ContainsFunc(b.Tasks[:i], func(other Task) bool { return other.ID == t.ID }):
			within(taskIDTaken.With(), "id")
		}
		if b.Mode == Practice {
			within(taskInPractice.With(), "type")
		}
		t.check(within)
	}
}
