// Package quiz holds questions as plain data: banks as trainers write them, the
// identities and draws that browser and gradebook share, the archive of answer
// keys, and scoring. It renders nothing and knows no competency rules.
//
// The formats and algorithms are specified in docs/formats/bank.md and
// docs/formats/answerkeys.md; the vectors in testdata/vectors hold Go and the
// browser to them.
package quiz

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
)

// Mode tells whether a bank counts.
type Mode string

const (
	Assessed Mode = "assessed" // counts; its keys are never published
	Practice Mode = "practice" // never counts; its keys are published
)

// Exposure tells whether learners can find a bank's answers outside the site.
type Exposure string

const (
	Private Exposure = "private"
	Public  Exposure = "public"
)

// Type is a kind of question.
type Type string

const (
	Single    Type = "single"
	Multiple  Type = "multiple"
	TrueFalse Type = "truefalse"
	Match     Type = "match"  // an option for each stem
	Order     Type = "order"  // options to be put in order
	Number    Type = "number" // a number to be typed
	Text      Type = "text"   // a few words to be typed
	Cloze     Type = "cloze"  // a text with gaps: choices, numbers and words
)

// Types lists the types that can be asked and scored.
func Types() []string {
	return []string{string(Single), string(Multiple), string(TrueFalse), string(Match), string(Order), string(Number), string(Text), string(Cloze)}
}

// Choosing tells whether a question is answered by choosing among its options.
func (t Type) Choosing() bool { return t == Single || t == Multiple || t == TrueFalse }

// Scoring is the rule that turns what was answered into a fraction, where a type
// knows several.
type Scoring string

const (
	Partial      Scoring = "partial"        // multiple: right chosen/right − wrong chosen/wrong, not below 0
	AllOrNothing Scoring = "all-or-nothing" // multiple: 1 for exactly the right ones; order: 1 for the right order
	Weights      Scoring = "weights"        // multiple: the sum of the chosen fractions, between 0 and 1
	Absolute     Scoring = "absolute"       // order: items in their place/items
	Next         Scoring = "next"           // order: items followed by the right one/(items − 1)
)

// Scorings lists the rules that a type knows, the usual one first; nil where
// there is but one.
func (t Type) Scorings() []Scoring {
	switch t {
	case Multiple:
		return []Scoring{Partial, AllOrNothing, Weights}
	case Order:
		return []Scoring{Absolute, Next, AllOrNothing}
	}
	return nil
}

// Settle fills in what an author may leave out.
func (q *Question) Settle() {
	if q.Points == 0 {
		q.Points = 1
	}
	if rules := q.Type.Scorings(); rules != nil && q.Scoring == "" {
		q.Scoring = rules[0]
	}
}

// Bank is a quiz bank as written.
type Bank struct {
	ID        string     `toml:"id"`
	Title     string     `toml:"title"`
	Module    string     `toml:"module"` // folder under content/
	Mode      Mode       `toml:"mode"`
	PassMark  float64    `toml:"pass_mark"` // percent
	Exposure  Exposure   `toml:"exposure"`
	Draws     []DrawRule `toml:"draw"`
	Questions []Question `toml:"questions"`
	Tasks     []Task     `toml:"tasks"` // asked after the questions, in this order; not scored

	Attempts       int `toml:"attempts"` // see Limits
	AttemptsMonths int `toml:"attempts_months"`
	CoolingOffDays int `toml:"cooling_off_days"`

	File *tomlfile.File `toml:"-"` // for the positions of faults
}

// DrawRule says how many questions of a pool, an indicator or a competency a form
// takes: of one of the three.
type DrawRule struct {
	Pool       string `toml:"pool"`
	Indicator  string `toml:"indicator"`
	Competency string `toml:"competency"`
	Count      int    `toml:"count"`
}

// Question is a question as written. Inline practice questions of a lesson are
// Questions too, with the lesson as their bank.
type Question struct {
	ID          string       `toml:"id"`
	Type        Type         `toml:"type"`
	Pool        string       `toml:"pool"`
	Indicators  []string     `toml:"indicators"`
	Points      float64      `toml:"points"` // 1 where absent
	Critical    bool         `toml:"critical"`
	Scoring     Scoring      `toml:"scoring"`
	Prompt      string       `toml:"prompt"` // CommonMark; of cloze: with {{name}} for each gap
	Explanation string       `toml:"explanation"`
	Hints       []string     `toml:"hints"`
	Options     []Option     `toml:"options"` // of order: in the right order
	Pairs       []Pair       `toml:"pairs"`   // match
	Gaps        []Gap        `toml:"gaps"`    // cloze
	Answers     []Answer     `toml:"answers"` // number, text: the first that fits counts
	Unit        string       `toml:"unit"`    // number: plain text behind the box
	Exact       bool         `toml:"exact"`   // text: case and white space matter
	History     []Revision   `toml:"history"`
	Corrections []Correction `toml:"corrections"`
}

// Option is a choice as written.
type Option struct {
	Text     string   `toml:"text"` // CommonMark, one paragraph
	Correct  bool     `toml:"correct"`
	Fraction *float64 `toml:"fraction"` // instead of Correct: −1…1
	Feedback string   `toml:"feedback"` // CommonMark
}

// Share is the fraction of the question's points that the option is worth.
func (o Option) Share() float64 {
	switch {
	case o.Fraction != nil:
		return *o.Fraction
	case o.Correct:
		return 1
	}
	return 0
}

// Revision joins a replaced question revision to its successor.
type Revision struct {
	Revision string    `toml:"revision"`
	Change   string    `toml:"change"` // editorial or substantive
	Date     time.Time `toml:"date"`
	Reason   string    `toml:"reason"`
}

// Correction declares that an archived key was wrong.
type Correction struct {
	Revisions []string  `toml:"revisions"`
	Date      time.Time `toml:"date"`
	Reason    string    `toml:"reason"`
	Change    Change    `toml:"change"`
}

// Change is what a correction does to attempts that were made before it.
type Change string

const (
	ChangeKey Change = "key"       // another key
	VoidDrop  Change = "void-drop" // the question leaves the denominator
	VoidFull  Change = "void-full" // credit to all
)

// MaxQuestions bounds a bank.
const MaxQuestions = 5000

var (
	slugPattern     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	revisionPattern = regexp.MustCompile(`^[a-z2-7]{32}$`)
)

// ParseBank reads a bank and reports every fault that the bank shows by itself;
// references to competencies and indicators are checked by Publish and by the
// generator. The Bank is never nil.
func ParseBank(file string, source []byte) (*Bank, diag.List) {
	b := &Bank{}
	f, faults := tomlfile.Decode(file, source, b)
	b.File = f
	idle := b.idle() // before what is absent is filled in
	if b.Exposure == "" {
		b.Exposure = Private
	}
	for i := range b.Questions {
		b.Questions[i].Settle()
	}
	for i := range b.Tasks {
		b.Tasks[i].settle()
	}
	if faults.Failed() && len(b.Questions) == 0 {
		return b, faults
	}
	faults.Append(idle)
	b.check(&faults)
	return b, faults
}

// idle reports what a bank for practice says and nothing heeds, as written.
func (b *Bank) idle() diag.List {
	var faults diag.List
	if b.Mode != Practice {
		return faults
	}
	const (
		counted = "delete it: practice is never counted"
		whole   = "practice asks every question of the bank"
	)
	head := []member{
		{"pass_mark", b.PassMark != 0, false, counted},
		{"attempts", b.Attempts != 0, false, counted},
		{"attempts_months", b.AttemptsMonths != 0, false, counted},
		{"cooling_off_days", b.CoolingOffDays != 0, false, counted},
		{"exposure", b.Exposure != "", false, "delete it: the answers of practice are on the site"},
		{"draw", len(b.Draws) > 0, false, "delete all [[draw]] tables: " + whole},
	}
	const practice = "the bank is for practice, which"
	misplaced(practice, head, func(what, hint string, path ...any) { faults.Add(b.File.FaultText(what, hint, path...)) })
	for i, q := range b.Questions {
		misplaced(practice, []member{
			{"pool", q.Pool != "", false, "delete it: " + whole},
			{"points", q.Points != 0, false, counted},
			{"critical", q.Critical, false, counted},
			{"history", len(q.History) > 0, false, "delete its [[questions.history]] tables: they are for the analysis of what is assessed"},
			{"corrections", len(q.Corrections) > 0, false, "delete its [[questions.corrections]] tables: a changed key of practice needs none"},
		}, func(what, hint string, path ...any) {
			faults.Add(b.File.FaultText(fmt.Sprintf("question %q: %s", q.ID, what), hint, append([]any{"questions", i}, path...)...))
		})
	}
	return faults
}

func (b *Bank) check(faults *diag.List) {
	f := b.File
	fault := func(what, hint string, path ...any) { faults.Add(f.FaultText(what, hint, path...)) }
	if !slugPattern.MatchString(b.ID) {
		fault(fmt.Sprintf("the bank's id %q is not usable", b.ID), "use small letters, digits and hyphens, for example verbal-de-escalation", "id")
	}
	if b.Title == "" {
		fault("the bank has no title", `write title = "…" at the head of the file`, "title")
	}
	if b.Mode != Assessed && b.Mode != Practice {
		fault(fmt.Sprintf("mode %q is not known", b.Mode), `mode is "assessed" (counts, keys stay private) or "practice"`, "mode")
	}
	if b.Exposure != Private && b.Exposure != Public {
		fault(fmt.Sprintf("exposure %q is not known", b.Exposure), `exposure is "private" or "public"`, "exposure")
	}
	if b.PassMark < 0 || b.PassMark > 100 {
		fault("pass_mark must lie between 0 and 100", "it is a percentage", "pass_mark")
	}
	b.Limits().check(fault)
	if len(b.Questions) == 0 {
		fault("the bank has no questions", "add a [[questions]] table")
	}
	if len(b.Questions) > MaxQuestions {
		fault(fmt.Sprintf("the bank has %d questions; at most %d", len(b.Questions), MaxQuestions), "split it into several banks")
		return
	}
	seen := map[string]int{}
	for i, q := range b.Questions {
		if !slugPattern.MatchString(q.ID) {
			fault(fmt.Sprintf("question %d: the id %q is not usable", i+1, q.ID), "use small letters, digits and hyphens, for example one-voice", "questions", i, "id")
		} else if first, ok := seen[q.ID]; ok {
			fault(fmt.Sprintf("the question id %q was used before, for question %d", q.ID, first+1), "IDs are unique in a bank and never reused", "questions", i, "id")
		} else {
			seen[q.ID] = i
		}
		if len(q.Indicators) == 0 {
			fault(fmt.Sprintf("question %q has no indicators", q.ID), `write indicators = ["…"]: what of the framework does it test?`, "questions", i, "indicators")
		}
		if b.Mode == Assessed && len(q.Hints) > 0 {
			fault(fmt.Sprintf("question %q has hints, but the bank is assessed", q.ID), "hints are for practice; delete them", "questions", i, "hints")
		}
		for k, hint := range q.Hints {
			if Normalise(hint) == "" {
				fault(fmt.Sprintf("question %q: hint %d is empty", q.ID, k+1), "write what helps to find the answer, or delete it", "questions", i, "hints", k)
			}
		}
		if q.Critical && q.Pool != "" {
			fault(fmt.Sprintf("question %q is critical and in a pool", q.ID), "a critical question stands in every form and is never drawn; delete its pool", "questions", i, "pool")
		}
		q.Check(func(what, hint string, path ...any) {
			fault(fmt.Sprintf("question %q: %s", q.ID, what), hint, append([]any{"questions", i}, path...)...)
		})
	}
	taken := map[string]bool{}
	for id := range seen {
		taken[id] = true
	}
	b.checkTasks(taken, faults)
}

// Check reports what is wrong with a single question; path is relative to it.
func (q *Question) Check(fault func(what, hint string, path ...any)) {
	if !slices.Contains(Types(), string(q.Type)) {
		hint := diag.DidYouMean(string(q.Type), Types())
		if slices.Contains(TaskTypes(), string(q.Type)) {
			hint = "it is not scored: a bank asks it in a [[tasks]] table; a lesson has :::reflect"
		}
		fault(fmt.Sprintf("type %q is not known", q.Type), hint, "type")
		return
	}
	if Normalise(q.Prompt) == "" {
		fault("the prompt is missing", `write prompt = """…"""`, "prompt")
	}
	if q.Points < 0 {
		fault("points cannot be negative", "", "points")
	}
	q.checkScoring(fault)
	q.checkMembers(fault)
	switch q.Type {
	case Match:
		q.checkPairs(fault)
	case Order:
		q.checkOrder(fault)
	case Number, Text:
		q.checkAnswers(fault)
	case Cloze:
		q.checkGaps(fault)
	default:
		q.checkOptions(fault)
	}
	checkCorrections(q.Corrections, questionRevision, fault)
	for i, h := range q.History {
		if h.Change != "editorial" && h.Change != "substantive" {
			fault(fmt.Sprintf("change %q is not known", h.Change), `change is "editorial" (same question) or "substantive" (another question)`, "history", i, "change")
		}
		if what, hint := questionRevision.check(h.Revision); what != "" {
			fault(what, hint, "history", i, "revision")
		}
	}
}

// checkOptions reports what is wrong with the options of a question that is
// answered by choosing.
func (q *Question) checkOptions(fault func(what, hint string, path ...any)) {
	if len(q.Options) < 2 {
		fault("it has fewer than two options", "add [[questions.options]] tables with text, correct and feedback", "options")
		return
	}
	texts := map[string]int{}
	right, wrong := 0, 0
	for i, o := range q.Options {
		distinct(texts, i, "option", o.Text, fault, "options", i, "text")
		if o.Fraction != nil && o.Correct {
			fault(fmt.Sprintf("option %d has both correct and fraction", i+1), "keep one of them", "options", i, "fraction")
		}
		if o.Fraction != nil && (*o.Fraction < -1 || *o.Fraction > 1) {
			fault(fmt.Sprintf("option %d: fraction must lie between -1 and 1", i+1), "", "options", i, "fraction")
		}
		if Normalise(o.Feedback) == "" {
			fault(fmt.Sprintf("option %d has no feedback", i+1), "say in a sentence why it is right or wrong", "options", i, "text")
		}
		switch share := o.Share(); {
		case share == 1, q.Scoring == Weights && share > 0:
			right++
		case share <= 0:
			wrong++
		}
	}
	switch {
	case right == 0:
		fault("no option is right", "set correct = true on the right one", "options")
	case right > 1 && q.Type != Multiple:
		fault(fmt.Sprintf("%d options are right", right), `a question of type "`+string(q.Type)+`" has one right option; several right ones need type = "multiple"`, "options")
	}
	if q.Type == Multiple && q.Scoring == Partial && wrong == 0 {
		fault("every option is right", "add an option that is wrong", "options")
	}
	if q.Type == TrueFalse && (len(q.Options) != 2 || !slices.ContainsFunc(q.Options, func(o Option) bool { return Normalise(o.Text) == "True" }) ||
		!slices.ContainsFunc(q.Options, func(o Option) bool { return Normalise(o.Text) == "False" })) {
		fault("a true/false question has exactly the options True and False", `texts are "True" and "False", capital T and F; the site shows them in the reader's language`, "options")
	}
}

// checkCorrections reports what is wrong with corrections by themselves.
func checkCorrections(corrections []Correction, of revisionOf, fault func(what, hint string, path ...any)) {
	for i, c := range corrections {
		switch c.Change {
		case ChangeKey, VoidDrop, VoidFull:
		default:
			fault(fmt.Sprintf("change %q is not known", c.Change), `change is "key", "void-drop" or "void-full"`, "corrections", i, "change")
		}
		if c.Date.IsZero() {
			fault("the correction has no date", "write date = 2026-06-01", "corrections", i)
		}
		if strings.TrimSpace(c.Reason) == "" {
			fault("the correction has no reason", `write reason = "…": it is printed for the people whose level it changes`, "corrections", i)
		}
		if len(c.Revisions) == 0 {
			fault("the correction reaches no revision", fmt.Sprintf(`write revisions = ["%s…"]; the archive in answerkeys/ lists them`, of.prefix), "corrections", i)
		}
		for k, rev := range c.Revisions {
			if what, hint := of.check(rev); what != "" {
				fault(what, hint, "corrections", i, "revisions", k)
			}
		}
	}
}

// revisionOf says what a revision is of.
type revisionOf struct{ what, prefix string }

var (
	questionRevision = revisionOf{"question", "r1-"}
	scenarioRevision = revisionOf{"scenario", "s1-"}
)

func (r revisionOf) check(revision string) (what, hint string) {
	if rest, ok := strings.CutPrefix(revision, r.prefix); ok && revisionPattern.MatchString(rest) {
		return "", ""
	}
	return fmt.Sprintf("%q is not a %s revision", revision, r.what), fmt.Sprintf("a revision looks like %s and 32 letters and digits; the archive in answerkeys/ lists them", r.prefix)
}

// Normalise brings a text to the form that is hashed: Unicode NFC, line ends as
// LF, no white space at either end.
func Normalise(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.Trim(norm.NFC.String(s), " \t\n")
}

// Fold brings a text to the form in which two texts count as the same: case and
// runs of white space do not matter.
func Fold(s string) string {
	return cases.Fold().String(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
}
