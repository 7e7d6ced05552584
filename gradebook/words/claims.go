package words

import (
	"fmt"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/count"
)

// Line is what a page says under a topic.
type Line struct{ Topic, Text string }

// What everything that is handed on has to say.
var (
	notInvigilated = Line{"Not supervised",
		"Quizzes were not invigilated. A quiz is evidence of knowledge; skill is shown by observation alone."}
	certifiesNobody = Line{"Physical intervention",
		"Nothing here certifies anybody for physical intervention, restraint or seclusion."}
)

// Claims says how far the evidence of a workbook can be trusted, with counts. It says
// only what applies to this evidence.
func Claims(c competence.Claims) []Line {
	attempts := count.Of(c.Attempts, "attempt", "attempts")
	out := []Line{{"Followed up",
		"Every level names its evidence, every piece of evidence its file with the SHA-256, " +
			"and every file or record that was not counted is on the sheet Exceptions."}}
	add := func(n int, topic, text string) {
		if n > 0 {
			out = append(out, Line{topic, text})
		}
	}
	attempt := func(n int, topic, text string) { add(n, topic, fmt.Sprintf("%d of %s %s", n, attempts, text)) }
	rows := func(n int, topic, one, many, text string) { add(n, topic, count.Of(n, one, many)+" "+text) }
	attempt(c.CodeValid, "Who answered", "came with a valid enrolment code of the person. "+
		"The code shows that the holder of the code handed in, not who sat at the screen.")
	attempt(c.SelfDeclared, "Self-declared", "are self-declared: no valid enrolment code, "+
		"and nothing shows that the person named is the person who answered.")
	attempt(c.PublicBank, "Public questions", "answered a bank whose questions and answers are public.")
	attempt(c.ReceiptUnknown, "Receipt unknown",
		"are in no register of receipt: their date is that of the learner's own clock.")
	rows(c.Observed, "Observations", "row rests on an observation", "rows rest on observations", "by an assessor.")
	rows(c.HandedIn, "Observations handed in", "row was", "rows were", "handed in by the observer, "+
		"under an ID that somebody typed. They count where somebody other than the two people confirmed them.")
	rows(c.Written, "Written answers", "row rests", "rows rest", "on a written answer; "+
		"it counts once an assessor has marked it, and is never 0 until then.")
	rows(c.Rated, "Self-ratings", "row says", "rows say",
		"that a self-rating was done. It never counts towards a score.")
	rows(c.Imported, "Imported", "row was imported", "rows were imported", "by HR, who vouches for them.")
	rows(c.Flagged, "Integrity flags", "row of evidence has", "rows of evidence have",
		"a flag: see the column on the sheet Evidence. A flag is a reason to ask, not a finding.")
	return append(out, notInvigilated, certifiesNobody,
		Line{"This file", "Anybody who opens a workbook can change it. " +
			"matrix.json carries the SHA-256 of the workbook as it was written."})
}

// PersonalClaims says the same about the evidence of one person.
func PersonalClaims(c competence.Claims) []string {
	attempts := count.Of(c.Attempts, "attempt", "attempts")
	var out []string
	attempt := func(n int, text string) {
		if n > 0 {
			out = append(out, fmt.Sprintf("%d of %s %s", n, attempts, text))
		}
	}
	pieces := func(n int, one, many, text string) {
		if n > 0 {
			out = append(out, count.Of(n, one, many)+" "+text)
		}
	}
	attempt(c.SelfDeclared, "handed in under a staff ID that the person typed; "+
		"no code confirms that the person named is the person who answered.")
	attempt(c.PublicBank, "at questions whose answers anybody can look up.")
	attempt(c.ReceiptUnknown, "in no register of receipt: the date is that of the learner's own clock.")
	const observation, observations = "piece of evidence is an observation", "pieces of evidence are observations"
	pieces(c.Observed, observation, observations, "by an assessor, imported by HR.")
	pieces(c.HandedIn, observation, observations, "handed in by the observer under an ID that somebody typed; "+
		"it counts where somebody else confirmed it.")
	pieces(c.Marked, "piece of evidence is a written answer", "pieces of evidence are written answers",
		"marked by an assessor.")
	return out
}

// Caveats is what every page has to say.
func Caveats() []string {
	return []string{notInvigilated.Text, certifiesNobody.Text, "Only what was received is counted."}
}

// Equation writes in = accepted + duplicate + quarantined, and says so where the
// numbers do not add up.
func Equation(c verdict.Count) string {
	text := fmt.Sprintf("%d in = %d accepted + %d duplicate + %d quarantined", c.In, c.Accepted, c.Duplicate,
		c.Quarantined)
	if c.In != c.Accepted+c.Duplicate+c.Quarantined {
		text += ". THIS DOES NOT ADD UP: do not rely on this, and report it."
	}
	return text
}

// Due says how far off the date is by which a requirement is to be met, and whether
// the person may work supervised until then; "" without a date.
func (w *Words) Due(c *competence.Cell) string {
	n, ok := w.Days(c.Due)
	switch {
	case !ok:
		return ""
	case n < 0:
		return "overdue by " + count.Of(-n, "day", "days")
	case c.Supervised:
		return w.Until(c.Due) + ", supervised until then"
	}
	return w.Until(c.Due)
}

// Overdue reports whether a requirement should have been met before the as-of date.
func (w *Words) Overdue(c *competence.Cell) bool {
	n, ok := w.Days(c.Due)
	return ok && n < 0
}
