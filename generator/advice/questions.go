// Package advice finds what is not wrong in a project but could be better, as an
// experienced author would: giveaways in questions, headings, links, readability. All
// of it is notices, each with a place and a hint.
package advice

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
)

// Questions finds flaws in the questions of a bank that help people who do not
// know the answer, or hinder those who do. The flaws are those of Haladyna,
// Downing and Rodriguez (2002), "A review of multiple-choice item-writing
// guidelines for classroom assessment", Applied Measurement in Education 15(3).
func Questions(b *quiz.Bank) []diag.Fault {
	r := &questions{bank: b}
	for i := range b.Questions {
		q := &b.Questions[i]
		if q.Prompt == "" || q.Type.Choosing() && len(q.Options) == 0 {
			continue
		}
		r.stem(i, q)
		switch q.Type {
		case quiz.Single:
			one := choice{question: i, text: q.Prompt, options: q.Options}
			r.catchAll(one)
			r.longest(one)
			r.article(one)
			r.echo(i, q)
			r.absolutes(one)
		case quiz.Multiple:
			r.catchAll(choice{question: i, text: q.Prompt, options: q.Options})
		case quiz.Cloze:
			before := map[string]string{}
			for _, g := range quiz.GapsIn(q.Prompt) {
				before[g.Name] = g.Before
			}
			for n, g := range q.Gaps {
				gap := choice{
					question: i, path: []any{"gaps", n}, gap: g.Name, text: before[g.Name], options: g.Options,
				}
				r.catchAll(gap)
				r.longest(gap)
				r.article(gap)
				r.absolutes(gap)
			}
		}
	}
	r.longestOverall()
	r.nearDuplicates()
	return r.found
}

// questions collects advice on the questions of a bank.
type questions struct {
	bank  *quiz.Bank
	found []diag.Fault

	// Of the questions in which one option is the longest.
	withLongest int     // how many there are
	chance      float64 // how many of them a random guess is expected to get right
	variance    float64 // of that number
	hits        int     // in how many of them the longest option is right
}

// choice is a list of options of which one is chosen: of a question, or of a gap.
type choice struct {
	question int
	path     []any  // of a gap
	gap      string // its name; "" for a question
	text     string // before the options
	options  []quiz.Option
}

// adviseOn adds advice on a choice.
func (r *questions) adviseOn(c choice, m diag.Message, path ...any) {
	r.add(c.question, c.gap, m, append(slices.Clone(c.path), path...)...)
}

// advise adds advice on a question.
func (r *questions) advise(i int, m diag.Message, path ...any) { r.add(i, "", m, path...) }

func (r *questions) add(i int, gap string, m diag.Message, path ...any) {
	id := r.bank.Questions[i].ID
	about := inQuestion.With(id, m)
	if gap != "" {
		about = inGap.With(id, gap, m)
	}
	at := append([]any{"questions", i}, path...)
	r.found = append(r.found, r.bank.File.Fault(about, at...).Notice())
}

// negative matches a word that turns a question around. It is fine if it is in bold or
// in capitals, where nobody overlooks it.
var negative = regexp.MustCompile(
	`(?i)\b(not|except|never|least|incorrect|isn['’]t|aren['’]t|niet|behalve|nooit|excepto|nunca|menos)\b`,
)

// stem finds a negative word in the last sentence of the prompt, which is the question.
func (r *questions) stem(i int, q *quiz.Question) {
	prompt := strings.TrimSpace(q.Prompt)
	asked := prompt
	if at := strings.LastIndexAny(strings.TrimRight(prompt, "?.!:… \n”\"’"), ".!?\n”"); at >= 0 {
		asked = prompt[at:]
	}
	if !strings.Contains(asked, "?") && q.Type != quiz.TrueFalse {
		return // a sentence to complete, or an instruction
	}
	m := negative.FindString(asked)
	if m == "" || m == strings.ToUpper(m) || strings.Contains(asked, "**"+m+"**") {
		return
	}
	advice := negativeQuestion.With(m)
	if q.Type == quiz.TrueFalse {
		rightIsTrue := func(o quiz.Option) bool { return o.Share() == 1 && quiz.Fold(o.Text) == "true" }
		if slices.ContainsFunc(q.Options, rightIsTrue) {
			return
		}
		advice = negativeStatement.With(m)
	}
	r.advise(i, advice, "prompt")
}

var catchAll = regexp.MustCompile(
	`(?i)^\W*((all|none|both|neither) of (the above|these|them|the others)|(a|b|c|d) and (a|b|c|d)|` +
		`(al|geen van) (het|de) bovenstaande|(todas|ninguna) (las|de las) anteriores)\W*$`,
)

// catchAll finds options that refer to other options.
func (r *questions) catchAll(c choice) {
	for k, o := range c.options {
		if m := catchAll.FindString(o.Text); m != "" {
			r.adviseOn(c, catchAllOption.With(clip(o.Text)), "options", k, "text")
		}
	}
}

// longest finds a right option that is much longer than the others.
func (r *questions) longest(c choice) {
	right, first, second := -1, 0, 0
	var at int
	for k, o := range c.options {
		n := utf8.RuneCountInString(o.Text)
		if o.Share() == 1 {
			right = k
		}
		switch {
		case n > first:
			first, second, at = n, first, k
		case n > second:
			second = n
		}
	}
	if right < 0 || first == second {
		return
	}
	p := 1 / float64(len(c.options))
	r.withLongest++
	r.chance += p
	r.variance += p * (1 - p)
	if at != right {
		return
	}
	r.hits++
	if first > second+15 && float64(first) > 1.5*float64(second) {
		r.adviseOn(c, longestIsRight.With(), "options", right, "text")
	}
}

// longestOverall finds banks in which choosing the longest option beats chance by three
// standard deviations.
func (r *questions) longestOverall() {
	if r.withLongest < 12 || float64(r.hits) < r.chance+3*math.Sqrt(r.variance) {
		return
	}
	advice := longestPays.With(r.hits, r.withLongest, r.chance)
	r.found = append(r.found, r.bank.File.Fault(advice, "questions").Notice())
}

// article finds a text that ends with "a" or "an" although not every option fits.
func (r *questions) article(c choice) {
	words := strings.Fields(strings.TrimRight(strings.TrimSpace(c.text), ":_… "))
	if len(words) == 0 {
		return
	}
	last := strings.ToLower(words[len(words)-1])
	if last != "a" && last != "an" {
		return
	}
	fits := func(text string) bool {
		first, _ := utf8.DecodeRuneInString(strings.ToLower(strings.TrimLeft(text, "*_“\"")))
		return strings.ContainsRune("aeiou", first) == (last == "an")
	}
	right, others := false, 0
	for _, o := range c.options {
		switch {
		case o.Share() == 1:
			right = fits(o.Text)
		case fits(o.Text):
			others++
		}
	}
	if right && others < len(c.options)-1 {
		r.adviseOn(choice{question: c.question, gap: c.gap}, articleGivesAway.With(last), "prompt")
	}
}

// quoted matches what somebody says in a prompt: the question may be how to say it back.
var quoted = regexp.MustCompile(`“[^”]*”`)

// echo finds a right option that repeats words of the prompt when no other option does.
func (r *questions) echo(i int, q *quiz.Question) {
	stem := contentWords(quoted.ReplaceAllString(q.Prompt, " "))
	others := map[string]bool{}
	var right []string
	at := 0
	for k, o := range q.Options {
		if o.Share() == 1 {
			right, at = contentWords(o.Text), k
			continue
		}
		for _, w := range contentWords(o.Text) {
			others[w] = true
		}
	}
	var echoed []string
	for _, w := range right {
		if slices.Contains(stem, w) && !others[w] {
			echoed = append(echoed, w)
		}
	}
	// If a distractor echoes the prompt too, nothing is given away.
	for _, w := range stem {
		if others[w] {
			return
		}
	}
	if len(echoed) >= 2 {
		r.advise(i, echoGivesAway.With(strings.Join(echoed, ", ")), "options", at, "text")
	}
}

var absolute = regexp.MustCompile(
	`(?i)\b(always|never|only|all|every|none|must|completely|altijd|nooit|alleen|alle|siempre|nunca|solo|todos)\b`,
)

// absolutes finds a choice in which every wrong option has an absolute word and the right one has none.
func (r *questions) absolutes(c choice) {
	wrong := 0
	for _, o := range c.options {
		goesTooFar := absolute.MatchString(o.Text)
		switch {
		case o.Share() == 1 && goesTooFar:
			return
		case o.Share() != 1 && !goesTooFar:
			return
		case o.Share() != 1:
			wrong++
		}
	}
	if wrong >= 2 {
		r.adviseOn(c, absolutesGiveAway.With(), "options")
	}
}

// contentWords returns the longer words of a text in lower case, each once.
func contentWords(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(w) >= 6 && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// minSimilarity is the similarity from which two questions count as near-duplicates:
// the Jaccard index of their runs of three words.
const minSimilarity = 0.6

// nearDuplicates finds questions that are nearly the same: a form with both would ask
// the same thing twice.
func (r *questions) nearDuplicates() {
	sizes := make([]int, len(r.bank.Questions))
	where := map[string][]int{} // indexes of questions by phrase
	for i := range r.bank.Questions {
		list := phrases(&r.bank.Questions[i])
		for _, phrase := range list {
			where[phrase] = append(where[phrase], i)
		}
		sizes[i] = len(list)
	}
	common := commonPhrases(where)
	pairs := slices.SortedFunc(maps.Keys(common), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	for _, pair := range pairs {
		n := common[pair]
		if union := sizes[pair[0]] + sizes[pair[1]] - n; union >= 8 && float64(n) >= minSimilarity*float64(union) {
			r.advise(pair[1], nearDuplicate.With(r.bank.Questions[pair[0]].ID), "prompt")
		}
	}
}

// phrases returns the runs of three words of a question, each once.
func phrases(q *quiz.Question) (list []string) {
	text := q.Shown()
	for _, g := range q.Gaps {
		for _, o := range g.Options {
			text += " " + o.Text
		}
	}
	for _, o := range q.Options {
		text += " " + o.Text
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	seen := map[string]bool{}
	for k := 0; k+3 <= len(words); k++ {
		phrase := strings.Join(words[k:k+3], " ")
		if !seen[phrase] {
			seen[phrase] = true
			list = append(list, phrase)
		}
	}
	return list
}

// commonPhrases counts how many phrases pairs of questions have in common. A phrase of
// very many questions, such as "what do you say", does not count.
func commonPhrases(where map[string][]int) map[[2]int]int {
	common := map[[2]int]int{}
	for _, in := range where {
		if len(in) > 50 {
			continue
		}
		for a := range in {
			for _, b := range in[a+1:] {
				common[[2]int{in[a], b}]++
			}
		}
	}
	return common
}

func clip(s string) string {
	runes := []rune(s)
	if len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return s
}
