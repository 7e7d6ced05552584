package quiz

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/internal/diag"
)

// Text asks the learner to type a few words.
const Text Type = "text"

// textKind is answered by typing a few words.
type textKind struct{ typedKind }

func (textKind) members() []string { return []string{"answers", "exact"} }

func (textKind) check(q *Question, report diag.Report) {
	checkAnswers(q, noTextAnswers, report, func(i int, report diag.Report) {
		q.Answers[i].checkText(report)
		last := pattern(q.Answers[i].Text, q.Exact)
		wider := slices.IndexFunc(q.Answers[:i], func(a Answer) bool { return pattern(a.Text, q.Exact).covers(last) })
		if wider >= 0 {
			report(answerHidden.With(wider+1), "text")
		}
	})
}

// checkText reports the first thing that is wrong with an answer to a text question.
func (a Answer) checkText(report diag.Report) {
	switch p := pattern(a.Text, false); {
	case a.numeric():
		report(numberOfText.With(), "text")
	case p.isBlank():
		report(answerWithoutText.With(), "text")
	case p.everything() && a.Share() > 0:
		report(everyAnswerRight.With(), "text")
	case len(a.Text) > maxTyped:
		report(answerTooLong.With(maxTyped), "text")
	}
}

func (textKind) shown(*PublishedQuestion) []string { return nil }

func (t textKind) key(k *Key, p *PublishedQuestion, bank string) {
	t.typedKind.key(k, p, bank)
	k.Exact = p.Source.Exact
}

func (textKind) parse(raw jsontext.Value) (*Response, error) {
	var r struct {
		Text *string `json:"text"`
	}
	err := decodeResponse(raw, &r, Text, `{"text": "as typed"}`+atMostTyped, func() bool {
		return r.Text != nil && len(*r.Text) <= maxTyped
	})
	if err != nil || isBlank(*r.Text) {
		return nil, err
	}
	return &Response{Text: *r.Text}, nil
}

func (t textKind) score(k *Key, r *Response) (float64, error) {
	return scoreAnswer(k, t.matching(k, r))
}

func (t textKind) picked(k *Key, r *Response) []string { return pickedAnswer(k, t.matching(k, r)) }

// matching returns the index of the first answer that matches what was typed, or −1:
// Moodle's rule for short-answer questions.
func (textKind) matching(k *Key, r *Response) int {
	given := foldTyped(r.Text, k.Exact)
	return slices.IndexFunc(k.Answers, func(a KeyAnswer) bool { return pattern(a.Text, k.Exact).fits(given) })
}

// foldTyped returns a typed text in the form that is compared: Unicode NFC, without white
// space at its ends. Unless exact, case, runs of white space and the shape of apostrophes,
// quotation marks and dashes do not matter, because phones change them.
func foldTyped(s string, exact bool) string {
	if exact {
		return strings.TrimFunc(norm.NFC.String(s), unicode.IsSpace)
	}
	return Fold(plainMarks.Replace(s))
}

var plainMarks = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-")

// wildcards is a pattern cut at its asterisks: the first part begins the text,
// the last ends it, and the others stand between them in their order.
type wildcards []string

// pattern reads an answer with * for any characters and \* for an asterisk.
func pattern(written string, exact bool) wildcards {
	const asterisk = "\x00" // is in no text that comes from TOML or a browser
	written = strings.ReplaceAll(strings.ReplaceAll(written, asterisk, ""), `\*`, asterisk)
	parts := strings.Split(written, "*")
	for i, p := range parts {
		if exact {
			p = norm.NFC.String(p)
		} else {
			p = foldPart(p)
		}
		if i == 0 {
			p = strings.TrimLeftFunc(p, unicode.IsSpace)
		}
		if i == len(parts)-1 {
			p = strings.TrimRightFunc(p, unicode.IsSpace)
		}
		parts[i] = strings.ReplaceAll(p, asterisk, "*")
	}
	return parts
}

// foldPart is foldTyped for a part of a text: white space at its ends becomes one space.
func foldPart(p string) string {
	folded := foldTyped(p, false)
	if folded == "" && p != "" {
		return " "
	}
	if first := strings.TrimLeftFunc(p, unicode.IsSpace); first != p {
		folded = " " + folded
	}
	if last := strings.TrimRightFunc(p, unicode.IsSpace); last != p {
		folded += " "
	}
	return folded
}

// fits reports whether a folded text matches the pattern, in time linear in the text: it
// never needs to backtrack.
func (w wildcards) fits(text string) bool {
	first, last := w[0], w[len(w)-1]
	if len(w) == 1 {
		return text == first
	}
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range w[1 : len(w)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// covers reports whether w matches every text that other matches. It puts a character
// that no part of w has in the place of other's asterisks.
func (w wildcards) covers(other wildcards) bool { return w.fits(strings.Join(other, "\x00")) }

func (w wildcards) isBlank() bool { return len(w) == 1 && w[0] == "" }

func (w wildcards) everything() bool { return len(w) > 1 && strings.Join(w, "") == "" }
