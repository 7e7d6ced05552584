package render

import (
	"html"
	"html/template"
	"regexp"
	"strings"

	"github.com/coursemark/coursemark/quiz"
)

// Question is a question as learners see it before they answer it: in an assessment,
// or as part of a Practice.
type Question struct {
	ID       string // public question ID
	Revision string
	Type     quiz.Type
	Prompt   template.HTML // of all types but cloze
	Pieces   []Piece       // cloze: the prompt, split at its gaps
	Options  []Option      // in published order; practice shows choices in the order of the author
	Stems    []Option      // match; in published order
	Unit     string        // number
	Number   int           // practice: on the page, from 1; the player numbers those of an assessment
}

// Option is an option as learners see it.
type Option struct {
	ID   string
	Text template.HTML
}

// Piece is a piece of a prompt and the gap after it, nil after the last piece.
type Piece struct {
	Text template.HTML
	Gap  *Gap
}

// Gap is a gap of a cloze question as learners see it. Number, Of and Before make up
// its label.
type Gap struct {
	ID         string
	Type       quiz.Type // single, number or text
	Unit       string    // number
	Options    []Option  // single; in published order
	Number, Of int       // in the text, from 1
	Before     string    // the last words before it in its paragraph, or ""
}

// Practice is a practice question, in a lesson's body or on a module's page of practice
// questions. Its answer key is published.
type Practice struct {
	Question
	Hints       []template.HTML // shown one by one on request
	Answers     []Answer
	Explanation template.HTML // questions of a bank only
	Key         string        // answer key as JSON: docs/formats/answerkeys.md
	Shown       bool          // the answers are open, as in the trainer's edition
}

// Answer is one of the answers of a practice question, with its feedback: an option, a
// pair, an item to put in order (in the right order), or an answer to type.
type Answer struct {
	ID       string // quiz.Part.ID
	Text     template.HTML
	Right    bool
	Feedback template.HTML
	Gap      int // cloze: the gap's number in the text, from 1
}

// Prompt is a question's prompt split for a fieldset. The legend can hold only one
// paragraph, and a screen reader repeats it: so it is the question itself.
type Prompt struct {
	Before, Question, After template.HTML
}

// splitPrompt takes the last paragraph as the question, since a case comes before its
// question. If the prompt ends with something else, it takes the first.
func splitPrompt(prompt template.HTML) Prompt {
	text := strings.TrimSpace(string(prompt))
	if !strings.HasPrefix(text, "<") {
		return Prompt{Question: template.HTML(text)}
	}
	if strings.HasSuffix(text, "</p>") {
		start := max(strings.LastIndex(text, "<p>"), strings.LastIndex(text, "<p "))
		if start >= 0 {
			open := strings.IndexByte(text[start:], '>') + 1
			return Prompt{
				Before:   template.HTML(strings.TrimSpace(text[:start])),
				Question: template.HTML(text[start+open : len(text)-len("</p>")]),
			}
		}
	}
	if strings.HasPrefix(text, "<p>") {
		question, after, _ := strings.Cut(text[len("<p>"):], "</p>")
		return Prompt{Question: template.HTML(question), After: template.HTML(strings.TrimSpace(after))}
	}
	return Prompt{Before: prompt}
}

// inline removes the <p> around a single paragraph, which a label cannot hold.
func inline(text template.HTML) template.HTML {
	s := strings.TrimSpace(string(text))
	if inner, ok := strings.CutPrefix(s, "<p>"); ok {
		if inner, ok = strings.CutSuffix(inner, "</p>"); ok && !strings.Contains(inner, "<p") {
			return template.HTML(inner)
		}
	}
	return text
}

// plain returns a text without markup, for an option of a drop-down list.
func plain(text template.HTML) string {
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(string(text), "")))
}

var tag = regexp.MustCompile(`<[^>]*>`)
