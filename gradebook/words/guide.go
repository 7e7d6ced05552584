package words

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/standards"
)

// CellGuide explains by examples what the cells of the matrix say.
func (w *Words) CellGuide() []Line {
	top, one := w.Level(max(len(w.Standards.Levels)-1, 1)), w.Level(1)
	return []Line{
		{top + " ✓", "The level reached, in date; the requirement is met. " +
			"\"Borderline\": the score is so near the cut that chance may have decided."},
		{one + " ✓ · observation missing",
			"This level is shown, but the role requires more, which only an observation can show. Not met."},
		{"▲ " + one + ", needs " + top, "A gap: the level reached is below the level required, or there is none, " +
			"or the evidence is too thin. Not met."},
		{"⌛ 12 days", "Met, and it expires in so many days."},
		{"✗ expired " + w.asOf(), "Was met, and expired on that date. Not met."},
		{"? pending", "Evidence is in, but awaits marking or confirmation. Not met, and not failed."},
		{"– not required", "Not required of this person; a level behind it was shown all the same."},
	}
}

// Scale lists the levels with what they mean, one a line.
func (w *Words) Scale() string {
	lines := make([]string, len(w.Standards.Levels))
	for i, l := range w.Standards.Levels {
		lines[i] = fmt.Sprintf("%d %s: %s", l.Ordinal, l.Label, strings.TrimSuffix(l.Descriptor, "."))
	}
	return strings.Join(lines, "\n")
}

// Counting explains what the numbers of the summary count.
func Counting() []Line {
	return []Line{
		{"Percent met", "Requirements met, divided by the requirements of the person's roles on the as-of date; " +
			"nothing that a learner hands in changes the number divided by. " +
			"Pending, missing and expired requirements are not met. Blank where nothing is required."},
		{"By role", "On the Summary, a role counts what that role itself requires. " +
			"Somebody with two roles is counted in both, so the rows of the roles do not add up to the row of all staff."},
	}
}

// FindingLevels explains how levels are found: what holds for every framework, and
// the defaults of this one.
func (w *Words) FindingLevels() []Line {
	lines := []Line{
		{"Percentages", "For every kind of evidence: points over the points that could be had, " +
			"pooled over the questions of the competency in the attempt that counts. A blank answer scores 0. " +
			"The cuts turn the percentage into a level, and no kind of evidence gives more than its highest level: " +
			"a quiz shows knowledge, not skill."},
		{"Several demands", "Where a competency demands several kinds of evidence, they stack by their highest level: " +
			"the lower kind carries the lower levels, and the higher levels need both. What is missing is named."},
		{"Too little evidence", "Fewer scored questions than the minimum are insufficient evidence: no level, neither passed nor failed."},
		{"Caps", "A critical question that is not fully right, a critical choice in a scenario, " +
			"or a mandatory indicator below its percentage, caps the level of its competency."},
	}
	for _, m := range w.Standards.Defaults() {
		lines = append(lines, Line{w.Kind(m.Kind), w.measured(m)})
	}
	if len(w.Standards.Competencies) == 0 {
		return lines
	}
	validity := Upper(Validity(w.Standards.DefaultValidity())) + "."
	if own := w.departures(); own > 0 {
		validity += " " + count.Of(own, "competency departs", "competencies depart") +
			" from these rules: see Standards."
	}
	return append(lines, Line{"Validity", validity})
}

// measured says how a kind of evidence becomes a level.
func (w *Words) measured(m standards.Measure) string {
	cuts := Upper(w.Cuts(m)) + "."
	if len(m.Cuts) == 0 {
		return cuts
	}
	what := "At least " + count.Of(m.MinItems, "scored item", "scored items")
	if m.Kind == standards.Scenario {
		what = "Points of the path over those of the best path"
	}
	return fmt.Sprintf("%s At most %s. %s. %s. Cuts: %s.", cuts, w.Level(m.MaxLevel), what, Upper(Policy(m)),
		Provenance(m.Provenance))
}

// departures counts the competencies whose rules differ from the defaults.
func (w *Words) departures() int {
	n := 0
	for _, rule := range w.rules {
		if rule != nil && rule.Departs {
			n++
		}
	}
	return n
}
