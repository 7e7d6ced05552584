package bibliography

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// person is an author or editor. An organisation has only a family name.
type person struct{ family, given string }

// people reads "Family, Given and Given Family and {Organisation} and others".
func people(field string) (list []person) {
	for _, name := range splitAnd(field) {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, personOf(name))
		}
	}
	return list
}

func personOf(name string) person {
	if name[0] == '{' && name[len(name)-1] == '}' {
		return person{family: text(name)}
	}
	family, given, comma := strings.Cut(name, ",")
	if !comma {
		words := strings.Fields(name)
		family, given = words[len(words)-1], strings.Join(words[:len(words)-1], " ")
	}
	return person{text(family), text(given)}
}

// splitAnd splits at the word "and" outside braces.
func splitAnd(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		case ' ', '\n', '\t':
			if depth == 0 && i+5 <= len(s) && s[i+1:i+4] == "and" && strings.IndexByte(" \n\t", s[i+4]) >= 0 {
				parts = append(parts, s[start:i])
				start = i + 4
			}
		}
	}
	return append(parts, s[start:])
}

// isOthers reports whether a name is BibTeX's "and others".
func (p person) isOthers() bool { return p.family == "others" && p.given == "" }

// apa returns a name as "Surname, A. B.".
func (p person) apa() string {
	if i := initials(p.given); i != "" {
		return p.family + ", " + i
	}
	return p.family
}

func initials(given string) string {
	var out []string
	for _, word := range strings.Fields(given) {
		var parts []string
		for _, part := range strings.Split(word, "-") {
			if r, _ := utf8.DecodeRuneInString(part); r != utf8.RuneError {
				parts = append(parts, string(unicode.ToUpper(r))+".")
			}
		}
		out = append(out, strings.Join(parts, "-"))
	}
	return strings.Join(out, " ")
}

// maxNames is how many authors APA lists before it leaves some out.
const maxNames = 20

// names returns authors as "Surname, A. B., Other, C., & Third, D.".
func names(authors []person) string {
	var list []string
	for _, a := range authors {
		if !a.isOthers() {
			list = append(list, a.apa())
		}
	}
	switch n := len(list); {
	case n < len(authors):
		return strings.Join(list, ", ") + ", et al."
	case n > maxNames:
		return strings.Join(list[:maxNames-1], ", ") + ", … " + list[n-1]
	case n > 1:
		return strings.Join(list[:n-1], ", ") + ", & " + list[n-1]
	}
	return strings.Join(list, "")
}
