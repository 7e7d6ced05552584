package advice

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

// Page finds what makes a page harder to use than it need be: headings that skip
// a level, links that say nothing of where they lead, descriptions of pictures
// that describe nothing, and sentences that tire.
func Page(file string, f *markdown.Facts) []diag.Fault {
	var found []diag.Fault
	tell := func(at diag.Fault, what, hint string) {
		at.What, at.Hint, at.Severity = what, hint, diag.Notice
		found = append(found, at)
	}
	level := 1 // the page's title
	for _, h := range f.Headings {
		if h.Level > level+1 {
			what := fmt.Sprintf("the heading skips a level: %s below %s", strings.Repeat("#", h.Level), strings.Repeat("#", level))
			if level == 1 {
				what = fmt.Sprintf("the first heading is %s: the title of the page is #", strings.Repeat("#", h.Level))
			}
			tell(h.At, what, "readers with a screen reader go by levels: write "+strings.Repeat("#", level+1)+", or add the heading between")
		}
		level = h.Level
	}
	for _, l := range f.Links {
		if says := strings.ToLower(strings.Trim(l.Text, " .:→>»")); idle(says) || bare.MatchString(says) {
			tell(l.At, fmt.Sprintf("the link %q does not say where it leads", l.Text), "many people read the links alone, as a list: use words of the page that it leads to")
		}
	}
	for _, i := range f.Images {
		if what := emptyAlt(i.Text, i.Target); what != "" {
			tell(i.At, what, "say what somebody who cannot see it should know: ![Two chairs at an angle, the door in view](…); what is long goes into :::details[Description of the picture] below")
		}
	}
	if r := Readability(f); r.Words >= 150 && r.LIX > HardToRead {
		found = append(found, diag.Fault{File: file, Severity: diag.Notice,
			What: fmt.Sprintf("the text is hard to read: LIX %.0f, %.1f words to a sentence, %.0f%% long words", r.LIX, r.PerSentence, r.LongShare),
			Hint: "shorter sentences help most: cut at “and”, “which” and semicolons; above 50 a text is for specialists"})
	}
	return found
}

// bare is an address in the place of words.
var bare = regexp.MustCompile(`^(https?://|www\.)\S+$`)

func idle(says string) bool {
	switch says {
	case "here", "click here", "click", "this", "this link", "link", "this page", "read more", "more", "more info", "more information", "learn more", "see here", "page", "website",
		"hier", "klik hier", "lees meer", "meer", "aquí", "haga clic aquí", "leer más", "más", "más información":
		return true
	}
	return false
}

var picture = regexp.MustCompile(`^(?i)(an? |the )?(image|picture|photo|photograph|figure|diagram|graphic|screenshot|afbeelding|foto|imagen|icon|logo)( ?\d+)?\.?$`)

func emptyAlt(alt, file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	words := strings.TrimSpace(alt)
	switch {
	case picture.MatchString(words):
		return fmt.Sprintf("the description %q says nothing of the picture", words)
	case words != "" && (strings.EqualFold(words, name) || strings.EqualFold(words, path.Base(file))):
		return fmt.Sprintf("the description %q is the name of the file", words)
	case utf8.RuneCountInString(words) > 250:
		return fmt.Sprintf("the description has %d characters; screen readers read up to 250 well", utf8.RuneCountInString(words))
	}
	return ""
}

// HardToRead is the LIX above which a text is hard for people who are not
// specialists of its field.
const HardToRead = 55

// Reading is how demanding a text is.
type Reading struct {
	Words       int     `json:"words"`
	PerSentence float64 `json:"words_per_sentence"`
	LongShare   float64 `json:"long_words_percent"` // of more than six letters
	// LIX is words per sentence plus the percentage of long words (Björnsson 1968,
	// Läsbarhet): it knows no syllables and holds in every language written with
	// letters. Below 30 very easy, 40 a newspaper's story, 50 its leading article,
	// 60 the law.
	LIX float64 `json:"lix"`
}

// Readability measures the running text of a page, without headings, code and
// questions.
func Readability(f *markdown.Facts) Reading {
	var r Reading
	sentences, long := 0, 0
	for _, paragraph := range f.Prose {
		words := strings.Fields(paragraph)
		open := false // a sentence has begun
		for _, w := range words {
			letters := 0
			for _, c := range w {
				if unicode.IsLetter(c) {
					letters++
				}
			}
			if letters > 0 {
				r.Words++
				open = true
				if letters > 6 {
					long++
				}
			}
			if end := strings.TrimRight(w, "”’\"')*"); open && strings.ContainsAny(lastRune(end), ".!?:…") {
				sentences++
				open = false
			}
		}
		if open {
			sentences++
		}
	}
	if r.Words > 0 && sentences > 0 {
		r.PerSentence = float64(r.Words) / float64(sentences)
		r.LongShare = 100 * float64(long) / float64(r.Words)
		r.LIX = r.PerSentence + r.LongShare
	}
	return r
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}
