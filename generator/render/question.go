package render

import (
	"html"
	"html/template"
	"regexp"
	"strings"

	"github.com/coursemark/coursemark/quiz"
)

// Question is a question as learners may see it before they answer, in an
// assessment or, as part of a Practice, for practice.
type Question struct {
	ID       string // public question ID
	Revision string
	Type     quiz.Type
	Prompt   template.HTML // of all types but cloze
	Pieces   []Piece       // cloze: the prompt, cut at its gaps
	Options  []Option      // in published order; of practice, choices are in the order in which they were written
	Stems    []Option      // match; in published order
	Unit     string        // number
	Number   int           // of practice: on the page, from 1; an assessment numbers its questions when it draws them
}

// Option is a choice as learners may see it.
type Option struct {
	ID   string
	Text template.HTML
}

// Piece is a piece of a prompt with the gap behind it; nil after the last piece.
type Piece struct {
	Text template.HTML
	Gap  *Gap
}

// Gap is a gap of a cloze question as learners may see it, with what it needs for
// its name.
type Gap struct {
	ID         string
	Type       quiz.Type // single, number or text
	Unit       string    // number
	Options    []Option  // single; in published order
	Number, Of int       // in the text, from 1
	Before     string    // the last words before it in its paragraph; "" where it begins one
}

// Practice is a practice question: inside a lesson's body, and on its module's page
// of practice questions. Its key is published.
type Practice struct {
	Question
	Hints       []template.HTML // shown one by one on request
	Answers     []Answer
	Explanation template.HTML // of a bank's question
	Key         string        // JSON by which the player scores: docs/formats/answerkeys.md
	Shown       bool          // the answers are shown: the trainer's edition
}

// Answer is what is said of an option, of a pair, of an item of an order (all in
// the right order), or of something that may be typed.
type Answer struct {
	ID       string // as quiz.Part has it
	Text     template.HTML
	Right    bool
	Feedback template.HTML
	Gap      int // cloze: the gap's number in the text, from 1
}

// Prompt is a question's prompt cut for a fieldset: a legend can hold one
// paragraph, and what a screen reader repeats should be the question itself.
type Prompt struct {
	Before, Question, After template.HTML
}

// splitPrompt takes the last paragraph for the question (a case comes first and
// the question at its end), or the first where something else ends
// the prompt.
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

// inline unwraps a text that is a single paragraph: a label holds no paragraphs.
func inline(text template.HTML) template.HTML {
	s := strings.TrimSpace(string(text))
	if inner, ok := strings.CutPrefix(s, "<p>"); ok {
		if inner, ok = strings.CutSuffix(inner, "</p>"); ok && !strings.Contains(inner, "<p") {
			return template.HTML(inner)
		}
	}
	return text
}

// plain is a text without markup: an option of a drop-down list cannot hold any.
func plain(text template.HTML) string {
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(string(text), "")))
}

var tag = regexp.MustCompile(`<[^>]*>`)
