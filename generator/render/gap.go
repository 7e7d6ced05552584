package render

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

// Gap is a gap of a cloze question as learners may see it.
type Gap struct {
	ID      string
	Type    string   // single, number or text
	Unit    string   // number
	Options []Option // single; in published order
}

// GapMark stands in a rendered prompt for the gap of a number, from 1.
func GapMark(number int) template.HTML {
	return template.HTML(fmt.Sprintf(`<span data-gap="%d"></span>`, number))
}

var gapMark = regexp.MustCompile(`<span data-gap="([0-9]+)"></span>`)

// Piece is a piece of a prompt with the gap behind it; the last has none.
type Piece struct {
	Text template.HTML
	Gap  *PlacedGap
}

// PlacedGap is a gap at its place: what it needs for its name.
type PlacedGap struct {
	Gap
	Number, Of int
	Before     string // the last words before it in its paragraph; "" where it begins one
}

// pieces cuts a prompt at its gaps.
func pieces(prompt template.HTML, gaps []Gap) []Piece {
	var out []Piece
	text := string(prompt)
	end := 0
	for _, m := range gapMark.FindAllStringSubmatchIndex(text, -1) {
		number, err := strconv.Atoi(text[m[2]:m[3]])
		if err != nil || number < 1 || number > len(gaps) {
			continue
		}
		out = append(out, Piece{template.HTML(text[end:m[0]]), &PlacedGap{gaps[number-1], number, len(gaps), lastWords(text[:m[0]])}})
		end = m[1]
	}
	return append(out, Piece{Text: template.HTML(text[end:])})
}

// wordsBefore is how many words before a gap are told with its name.
const wordsBefore = 6

var block = regexp.MustCompile(`</?(p|li|td|th|blockquote|pre|dd|dt)[ >]|<br`)

// lastWords gives the words before a gap, with an ellipsis for other gaps.
func lastWords(before string) string {
	if starts := block.FindAllStringIndex(before, -1); starts != nil {
		before = before[starts[len(starts)-1][0]:]
	}
	words := strings.Fields(plain(template.HTML(gapMark.ReplaceAllString(before, " … "))))
	return strings.Join(words[max(0, len(words)-wordsBefore):], " ")
}
