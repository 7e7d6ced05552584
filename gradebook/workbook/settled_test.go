package workbook

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/internal/spreadsheet/xlsxtest"
	"github.com/coursemark/coursemark/standards"
)

// some writes a line of a framework, or leaves it out: then a default holds.
func some(r *rand.Rand, format string, args ...any) string {
	if r.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprintf(format, args...) + "\n"
}

// judging writes how a kind of evidence is judged, with cuts up to a level.
func judging(r *rand.Rand, top int) string {
	var cuts []string
	percent := 20
	for level := 1; level <= top; level++ {
		percent += 5 + 5*r.IntN(3)
		cuts = append(cuts, fmt.Sprintf("{ level = %d, percent = %d }", level, percent))
	}
	policy := []string{"", "latest", "first", "average", "decaying", "best\"\nreason = \"x",
		"n-mastery\"\nn = 2\nmastery = \"m"}[r.IntN(7)]
	text := some(r, "min_items = %d", 1+r.IntN(12)) + some(r, "weight = 0.%d", 3+r.IntN(6)) +
		"cuts = [" + strings.Join(cuts, ", ") + "]\n"
	if policy != "" {
		text += strings.Replace("attempts = \""+policy+"\"\n", `mastery = "m"`,
			fmt.Sprintf("mastery = %d", 50+10*r.IntN(4)), 1)
	}
	return text
}

func validity(r *rand.Rand) string {
	return some(r, "mode = %q", []string{"completion", "expiry"}[r.IntN(2)]) +
		some(r, "months = %d", 12*(1+r.IntN(3))) + some(r, "window_days = %d", 20+r.IntN(60))
}

// drawn is a framework in which every member is there or not by chance. OWN has a
// rule that departs from the defaults, and USUAL one that does not.
func drawn(r *rand.Rand) string {
	ceiling := 1 + r.IntN(2)
	src := "id = \"X\"\nversion = \"1\"\ntitle = \"X\"\n"
	for i, label := range []string{"not yet", "knows", "knows how", "shows how", "does"} {
		src += fmt.Sprintf("[[levels]]\nordinal = %d\nlabel = %q\n", i, label)
	}
	src += fmt.Sprintf("[[evidence]]\nkind = \"quiz\"\nmax_level = %d\n", ceiling) + judging(r, ceiling)
	src += "[[evidence]]\nkind = \"practice\"\nmax_level = 4\ncuts = [{ level = 1, percent = 40 }, { level = 4, percent = 90 }]\n"
	src += "[validity]\n" + validity(r) + "[[domains]]\nid = \"d\"\ntitle = \"D\"\n"
	for _, id := range []string{"OWN", "USUAL"} {
		src += fmt.Sprintf("[[competencies]]\nid = %q\ndomain = \"d\"\ntitle = %q\n[competencies.rule]\n", id, id)
		src += "demands = [[\"practice\"], [\"quiz\"]]\nbanks = [\"b-" + id + "\"]\n"
		if id == "OWN" {
			src += "[competencies.rule.validity]\n" + validity(r) + "[competencies.rule.kinds.quiz]\n" +
				judging(r, ceiling)
		}
		src += fmt.Sprintf("[[competencies.indicators]]\nid = \"%s-1\"\ntext = \"t\"\nscope = \"person\"\n", id)
	}
	return src + "[[roles]]\nid = \"r\"\ntitle = \"R\"\n" +
		"[[roles.requires]]\ncompetency = \"OWN\"\nlevel = 1\n[[roles.requires]]\ncompetency = \"USUAL\"\nlevel = 1\n"
}

// applied grades one person by a framework.
type applied struct {
	t *testing.T
	f *standards.Framework
}

// submission is an attempt at the bank of a competency, or an observation, of n items
// of which some are right.
func (a applied) submission(id string, kind standards.Kind, date string, n, right int) *competence.Submission {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		a.t.Fatal(err)
	}
	s := &competence.Submission{ID: id + date, Staff: "H1", Date: date, At: at, Bank: "b-" + id, Ordinal: 1}
	if kind != standards.Quiz {
		s.Bank, s.Kind, s.Competency = "", kind, id
	}
	for i := range n {
		item := competence.Item{Question: &competence.Question{ID: strconv.Itoa(i), Indicators: []string{id + "-1"}},
			Max: 1}
		if i < right {
			item.Points, item.Right = 1, true
		}
		s.Items = append(s.Items, item)
	}
	return s
}

// cell is the standing that some submissions give.
func (a applied) cell(id, asOf string, submissions ...*competence.Submission) competence.Cell {
	rules, err := competence.NewRules(a.f, asOf)
	if err != nil {
		a.t.Fatal(err)
	}
	cells, _ := rules.Judge(competence.Person{ID: "H1", Roles: []string{"r"}}, submissions)
	for _, c := range cells {
		if c.Competency == id {
			return c
		}
	}
	a.t.Fatal("no cell of", id)
	return competence.Cell{}
}

// quiz is what so many equal attempts at the quiz show.
func (a applied) quiz(id string, times, n, right int) competence.Showing {
	var submissions []*competence.Submission
	for i := range times {
		submissions = append(submissions, a.submission(id, standards.Quiz, fmt.Sprintf("2026-01-%d", 10+i), n, right))
	}
	return a.cell(id, "2026-02-01", submissions...).Kinds[0]
}

// numbers are those in a text that a pattern finds; ok is false where it finds none.
func numbers(text, pattern string) (found []float64, ok bool) {
	for _, group := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		for _, digits := range group[1:] {
			if n, err := strconv.ParseFloat(digits, 64); err == nil {
				found = append(found, n)
			}
		}
	}
	return found, found != nil
}

// What the workbook and the explanation print of a rule is what grading applies:
// whatever a framework states, and whatever it leaves out.
func TestWhatIsPrintedIsApplied(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		src := drawn(rand.New(rand.NewPCG(seed, 10)))
		f, faults := standards.Parse("x.toml", []byte(src))
		if err := faults.Err(); err != nil {
			t.Fatalf("%v in\n%s", err, src)
		}
		a := applied{t, f}
		m := &gradebook.Matrix{AsOf: "2026-02-01", Standards: f,
			Staff: []gradebook.Person{{ID: "H1", Roles: []string{"r"}, Status: "active"}}}
		for _, id := range []string{"OWN", "USUAL"} {
			whole := a.submission(id, standards.Quiz, "2026-01-10", 100, 100)
			c := a.cell(id, m.AsOf, whole, whole)
			m.Cells.Add(&c)
		}
		book := open(t, m)
		rows := validityOf(t, book.Sheet(t, sheetStandards))
		printed := map[string][]string{
			"OWN": {explained(m, "OWN"), rows["OWN"]},
			"USUAL": {explained(m, "USUAL"), rows["USUAL"],
				readMeText(t, book, "Knowledge quiz") + " " + readMeText(t, book, "Validity")},
		}
		for id, texts := range printed {
			mastery, _ := numbers(texts[0], `at or above ([\d.]+)% counts, once there are (\d+)`)
			for _, text := range texts {
				a.holds(id, text, mastery)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, src)
		}
	}
}

// explained is the explanation of a competency in one line.
func explained(m *gradebook.Matrix, id string) string {
	return strings.Join(strings.Fields(report.Explain(m, "H1", id).Text()), " ")
}

// validityOf reads the rules of the competencies from the sheet of standards.
func validityOf(t *testing.T, s *xlsxtest.Sheet) map[string]string {
	out := map[string]string{}
	for row := 2; row <= s.LastRow; row++ {
		at := strconv.Itoa(row)
		text := s.Text(s.Column(t, "Cuts, and who set them")+at) + ". " + s.Text(s.Column(t, "Validity")+at)
		out[s.Text(s.Column(t, "ID")+at)] = strings.Join(strings.Fields(text), " ")
	}
	return out
}

// holds checks everything that a text says of the rule of a competency. mastery is
// the percentage, and how many attempts have to reach it, where the rule says so.
func (a applied) holds(id, text string, mastery []float64) {
	_, quiz, _ := strings.Cut(text, "Knowledge quiz: ")
	if quiz == "" {
		quiz = text // of Read me, which names the kind beside it
	}
	quiz, _, _ = strings.Cut(quiz, "PROVISIONAL")
	times := 1
	if mastery != nil {
		times = int(mastery[1])
	}
	if strings.Contains(quiz, "received") { // it says more than the cuts
		a.leastItems(id, quiz, times)
		a.policy(id, quiz, mastery)
	}
	a.cuts(id, quiz, times, mastery)
	a.demands(id, text, times)
	a.period(id, text, times)
}

func (a applied) leastItems(id, text string, times int) {
	least := 1
	if n, ok := numbers(strings.ToLower(text), `at least (\d+) (?:different questions|scored items?)`); ok {
		least = int(n[0])
	}
	for n := 1; n <= least; n++ {
		if level := a.quiz(id, times, n, n).Level; (level != nil) != (n >= least) {
			a.t.Errorf("%s: %d questions give a level: %v, and it says %q", id, n, level != nil, text)
		}
	}
}

func (a applied) cuts(id, text string, times int, mastery []float64) {
	cuts, _ := numbers(strings.ToLower(text), `from ([\d.]+)% (?:knows how|knows|shows how|does)`)
	if len(cuts) == 0 {
		a.t.Errorf("%s: no cuts in %q", id, text)
	}
	for i, cut := range cuts {
		for _, right := range []int{int(cut) - 1, int(cut)} {
			if mastery != nil && float64(right) < mastery[0] {
				continue
			}
			want := i
			if right == int(cut) {
				want++
			}
			if level := a.quiz(id, times, 100, right).Level; level == nil || *level != want {
				a.t.Errorf("%s: %d%% is level %v, and it says %q", id, right, level, text)
			}
		}
	}
}

// policy holds what is said of several attempts against an attempt of 100% and one
// of 60% after it.
func (a applied) policy(id, text string, mastery []float64) {
	const first, latest = 100.0, 60.0
	got := a.cell(id, "2026-02-01", a.submission(id, standards.Quiz, "2026-01-10", 100, 100),
		a.submission(id, standards.Quiz, "2026-01-20", 100, 60)).Kinds[0].Percent
	want := latest
	weight, decaying := numbers(text, `counts for ([\d.]+)%`)
	switch lower := strings.ToLower(text); {
	case mastery != nil, strings.Contains(lower, "the mean of what was received"):
		want = (first + latest) / 2 // where one alone reaches mastery it is too few, and both are shown
	case decaying:
		want = weight[0]/100*latest + (1-weight[0]/100)*first
	case strings.Contains(lower, "the best of"), strings.Contains(lower, "the first that"):
		want = first
	}
	if math.Abs(got-want) > 0.1 {
		a.t.Errorf("%s: 100%% and then 60%% make %v%%, not %v%%, and it says %q", id, got, want, text)
	}
}

// demands holds the levels that a text names for each demand against a quiz alone
// and a quiz with an observation.
func (a applied) demands(id, text string, times int) {
	spans := regexp.MustCompile(`Levels? (\d)(?: to (\d))? takes? (\w+)`).FindAllStringSubmatch(text, -1)
	if spans == nil {
		return // nothing is said of demands
	}
	if len(spans) != 2 || spans[0][3] != "knowledge" {
		a.t.Fatalf("%s: %q", id, spans)
	}
	var submissions []*competence.Submission
	for i := range times {
		submissions = append(submissions, a.submission(id, standards.Quiz, fmt.Sprintf("2026-01-%d", 10+i), 100, 100))
	}
	level := func(more ...*competence.Submission) string {
		return strconv.Itoa(*a.cell(id, "2026-02-01", slices.Concat(submissions, more)...).Level)
	}
	last := func(span []string) string { return slices.Max(span[1:3]) }
	if got := level(); got != last(spans[0]) {
		a.t.Errorf("%s: a quiz alone gives level %s, and it says %q", id, got, spans[0][0])
	}
	if got := level(a.submission(id, standards.Practice, "2026-01-20", 1, 1)); got != last(spans[1]) {
		a.t.Errorf("%s: with an observation it is level %s, and it says %q", id, got, spans[1][0])
	}
}

// period holds what is said of expiry against the dates of a cell.
func (a applied) period(id, text string, times int) {
	var submissions []*competence.Submission
	for range times {
		submissions = append(submissions, a.submission(id, standards.Quiz, "2026-01-10", 100, 100))
	}
	c := a.cell(id, "2026-02-01", submissions...)
	months, expires := numbers(strings.ToLower(text), `(\d+) (?:calendar )?months`)
	if strings.Contains(strings.ToLower(text), "does not expire") != (c.Expires == "") {
		a.t.Errorf("%s: expires on %q, and it says %q", id, c.Expires, text)
	}
	if !expires || c.Expires == "" {
		return
	}
	if want := competence.AddMonths("2026-01-10", int(months[0])); c.Expires != want {
		a.t.Errorf("%s: expires on %s, not %s, and it says %q", id, c.Expires, want, text)
	}
	window, ok := numbers(text, `in the last (\d+) days|for the last (\d+) days`)
	if !ok {
		a.t.Fatalf("%s: no window in %q", id, text)
	}
	end, err := time.Parse(time.DateOnly, c.Expires)
	if err != nil {
		a.t.Fatal(err)
	}
	begin := end.AddDate(0, 0, -int(window[0]))
	for status, day := range map[competence.Status]time.Time{competence.Expiring: begin,
		competence.Current: begin.AddDate(0, 0, -1)} {
		if got := a.cell(id, day.Format(time.DateOnly), submissions...); got.Status != status {
			a.t.Errorf("%s: %s on %s, and it says %q", id, got.Status, day.Format(time.DateOnly), text)
		}
	}
}
