package words

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/gradebook/itemstats"
)

// ForTrainers is what every introduction to an item analysis says.
const ForTrainers = "contains answers: for trainers only"

// itemFlags are the reasons to look at an item.
var itemFlags = map[itemstats.Flag]string{
	itemstats.NegativeDiscrimination: "negative discrimination",
	itemstats.VeryLowFacility:        "very low facility",
	itemstats.FewAnswers:             fmt.Sprintf("fewer than %d answers", itemstats.SmallSample),
}

// bands are the ranges of an item's facility.
var bands = map[itemstats.Band]string{
	itemstats.SuspiciouslyLow:  "suspicious: 5% or less",
	itemstats.Hard:             "hard",
	itemstats.AboutRight:       "about right",
	itemstats.Easy:             "easy",
	itemstats.SuspiciouslyHigh: "very easy: 95% or more",
}

// ItemFlags say the reasons to look at an item, one a line, each with a symbol.
func ItemFlags(flags []itemstats.Flag) string {
	lines := make([]string, len(flags))
	for i, f := range flags {
		lines[i] = SymbolLook + " " + itemFlags[f]
		if f == itemstats.FewAnswers {
			lines[i] = SymbolFew + " " + itemFlags[f]
		}
	}
	return strings.Join(lines, "\n")
}

// LookAt says what to look at: the hint that follows from the figures, and that a
// revision of the item is in no question's history.
func LookAt(hint string, undeclared bool) string {
	if undeclared {
		hint = join("; ", hint, "no history says which question this revision belongs to")
	}
	return Upper(hint)
}

// Worth says what share of the points an option gives by the present answer key.
func Worth(fraction float64) string {
	switch fraction {
	case 1:
		return "✓ right"
	case 0:
		return "wrong"
	}
	return fmt.Sprintf("worth %g%%", 100*fraction)
}

// Symbols of what is remarkable about an item. The conditional formats look for them.
const (
	SymbolLook = "▲"
	SymbolFew  = "△" // there are few answers
)

// Band says in which range a facility lies; "" if there is no facility.
func Band(b itemstats.Band) string { return bands[b] }

// FormRemark says why a form has no internal consistency, and how far to trust its
// figures, one a line.
func FormRemark(f itemstats.Form) string {
	few := ""
	if f.N < itemstats.SmallSample {
		few = fmt.Sprintf("%s fewer than %d attempts: the figures can be chance", SymbolFew, itemstats.SmallSample)
	}
	return join("\n", Upper(noConsistency(f)), few)
}

func noConsistency(f itemstats.Form) string {
	switch {
	case f.CIC != nil:
		return ""
	case f.N <= 2:
		return "no internal consistency: it needs three attempts"
	case !f.Fixed:
		return "no internal consistency: people had different questions"
	case f.Items <= 1:
		return "no internal consistency: it needs two questions"
	}
	return "no internal consistency: everybody has the same score"
}

// OptionRemarks say what is remarkable about an option, one a line.
func OptionRemarks(attractive, unchosen, earlier bool) string {
	var remarks []string
	if attractive {
		remarks = append(remarks,
			SymbolLook+" wrong, and those who chose it did better on the rest than those who chose right")
	}
	if unchosen {
		remarks = append(remarks, SymbolFew+" nobody chose it")
	}
	if earlier {
		remarks = append(remarks, "of an earlier wording")
	}
	return strings.Join(remarks, "\n")
}

// ItemGuide explains the figures of an item analysis.
func ItemGuide(allAttempts bool) []Line {
	attempts := "First attempts only: somebody who has met a question before answers it differently."
	if allAttempts {
		attempts = "All attempts are counted, later ones as well: somebody who has met a question before answers it differently, " +
			"and somebody who takes a quiz often counts often."
	}
	return []Line{
		{"Attempts", attempts},
		{"An item", "A question through all its wordings that its [[questions.history]] joins as editorial. " +
			"A substantive change makes another item, and so does a change that the history does not mention."},
		{"Marks", "The points that count: by the key of each wording and its corrections. " +
			"An answer left blank is 0 points and is counted; a question that a correction dropped is not."},
		{"Blank cells", "A figure that is not defined is left blank, and is not 0: nothing varies, or there are too few answers."},
		{"Answers (n)", fmt.Sprintf("The attempts that asked the question. With fewer than %d, chance alone moves every figure: "+
			"look at the question, but change nothing for the figure alone.", itemstats.SmallSample)},
		{"Facility", "The points that people got as a share of the points they could get: 100 × mean ÷ maximum. " +
			"35–64 is about right where a test is meant to rank people. 5 or less is suspicious anywhere, " +
			"and 95 or more is in such a test: the question, its key or its place may be wrong. " +
			"A quiz of mastery runs easy, and an easy question in it is no fault: only a very low facility (20 or less) is flagged."},
		{"SD", "The standard deviation of the marks of the question, as a share of its maximum."},
		{"Discrimination index", "How far those who do well on the other questions do well here: " +
			"100 × the correlation of the question's mark with the sum of the attempt's other marks (item-rest correlation). " +
			"Negative: those who know the rest get this one wrong; the key or the wording is probably at fault. Always flagged."},
		{"Discriminative efficiency", "The discrimination as a share of the greatest that these very marks allow: " +
			"100 × covariance ÷ the covariance with both in ascending order. It is fairer to very easy and very hard questions."},
		{"Intended weight", "The question's points as a share of the points of the form."},
		{"Effective weight", "The question's part in the differences between people's totals: " +
			"100 × √cov(question, total) ÷ the sum of these roots over the form. " +
			"Blank where the covariance is negative, and where people had different forms."},
		{"Random draws", "A question is compared within the attempts that asked it, with the other marks of the form that each person had. " +
			"Effective weight and internal consistency need one form for all, and stay blank."},
		{"Internal consistency (CIC)", "Cronbach's α × 100 = 100 × p ÷ (p − 1) × " +
			"(1 − sum of the variances of the p questions ÷ variance of the totals). Above 75 the questions measure much the same thing; " +
			"a quiz that nearly everybody passes has a low one for lack of differences."},
		{"Error ratio and standard error",
			"Error ratio = 100 × √(1 − CIC ÷ 100): the part of the differences that is chance. " +
				"Standard error = error ratio × SD ÷ 100: how far a score may be off."},
		{"Mean of the other marks",
			"On the sheet Options: the mean of the points that those who chose an option got on the other questions. " +
				"A wrong option with more than the right one attracts those who know. A wrong option that nobody chooses does no work."},
		{"Source", "The definitions are those of Moodle's quiz statistics; variances divide by n − 1. " +
			"One differs: for questions drawn at random, Moodle's program compares with the total, which holds the question's own mark; " +
			"here the own mark is always left out."},
	}
}
