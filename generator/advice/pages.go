package advice

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

// Page finds what makes a page harder to use than it need be: headings that skip a
// level, links that do not say where they lead, pictures without a useful description,
// and text that is hard to read.
func Page(file string, f *markdown.Facts) []diag.Fault {
	found := headings(f)
	for _, l := range f.Links {
		if text := strings.ToLower(strings.Trim(l.Text, " .:→>»")); idle(text) || bare.MatchString(text) {
			found = append(found, notice(idleLink.With(l.Text), l.At))
		}
	}
	for _, i := range f.Images {
		if advice, needed := alt(i.Text, i.Target); needed {
			found = append(found, notice(advice, i.At))
		}
	}
	if r := Readability(f); r.Words >= 150 && r.LIX > HardToRead {
		found = append(found, hardToRead.With(r.LIX, r.PerSentence, r.LongShare).In(file).Notice())
	}
	return found
}

func notice(m diag.Message, at diag.Fault) diag.Fault { return m.AtPlaceOf(at).Notice() }

// headings finds headings that skip a level.
func headings(f *markdown.Facts) (found []diag.Fault) {
	level := 1 // the page's title
	for _, h := range f.Headings {
		is, above, wanted := strings.Repeat("#", h.Level), strings.Repeat("#", level), strings.Repeat("#", level+1)
		switch {
		case h.Level <= level+1:
		case level == 1:
			found = append(found, notice(firstHeading.With(is, wanted), h.At))
		default:
			found = append(found, notice(skippedLevel.With(is, above, wanted), h.At))
		}
		level = h.Level
	}
	return found
}

// bare matches an address instead of words.
var bare = regexp.MustCompile(`^(https?://|www\.)\S+$`)

// idle reports whether the text of a link does not say where it leads.
func idle(text string) bool {
	switch text {
	case "here", "click here", "click", "this", "this link", "link", "this page", "read more", "more", "more info",
		"more information", "learn more", "see here", "page", "website",
		"hier", "klik hier", "lees meer", "meer", "aquí", "haga clic aquí", "leer más", "más", "más información":
		return true
	}
	return false
}

var picture = regexp.MustCompile(`^(?i)(an? |the )?(image|picture|photo|photograph|figure|diagram|graphic|screenshot|afbeelding|foto|imagen|icon|logo)( ?\d+)?\.?$`)

// alt finds a picture's description that does not describe it.
func alt(text, file string) (advice diag.Message, needed bool) {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	words := strings.TrimSpace(text)
	length := utf8.RuneCountInString(words)
	switch {
	case picture.MatchString(words):
		return idleAlt.With(words), true
	case words != "" && (strings.EqualFold(words, name) || strings.EqualFold(words, path.Base(file))):
		return altIsName.With(words), true
	case length > 250:
		return longAlt.With(length), true
	}
	return advice, false
}

// HardToRead is the LIX above which a text is hard to read for people who are not
// specialists in its field.
const HardToRead = 55

// Reading says how demanding a text is.
type Reading struct {
	Words       int     `json:"words"`
	PerSentence float64 `json:"words_per_sentence"`
	LongShare   float64 `json:"long_words_percent"` // words of more than six letters
	// LIX is words per sentence plus the percentage of long words (Björnsson 1968,
	// Läsbarhet). It counts no syllables, so it works in every language with an
	// alphabet. Below 30 is very easy, 40 a news story, 50 a leading article, 60 a law.
	LIX float64 `json:"lix"`
}

// Readability measures the running text of a page, without headings, code and
// questions.
func Readability(f *markdown.Facts) Reading {
	var r Reading
	sentences, long := 0, 0
	for _, paragraph := range f.Prose {
		words := strings.Fields(paragraph)
		open := false // a sentence has begun and not ended
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
