package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/internal/diag"
)

// Bounds of a file of references.
const (
	maxBibSize    = 4 << 20
	maxBibEntries = 10_000
	maxBibDepth   = 64
)

// References are the works that texts may cite.
type References struct {
	works map[string]*work
	keys  []string // in the order of the file
}

// work is an entry of a BibTeX file.
type work struct {
	key    string
	kind   string
	fields map[string]string
	label  string // "Richmond et al., 2012"
	sort   string
}

// Has tells whether there is a work of that key.
func (r *References) Has(key string) bool { return r != nil && r.works[key] != nil }

// Keys are the keys of all works.
func (r *References) Keys() []string {
	if r == nil {
		return nil
	}
	return r.keys
}

func (r *References) label(key string) string {
	if w := r.works[key]; w != nil {
		return w.label
	}
	return key
}

// Sorted brings keys into the order of a list of works: by author and year.
func (r *References) Sorted(keys []string) []string {
	sorted := slices.Clone(keys)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return cmp.Or(cmp.Compare(r.works[a].sort, r.works[b].sort), cmp.Compare(a, b))
	})
	return slices.Compact(sorted)
}

// fieldNames are the fields that are read, and those that are usual.
func fieldNames() []string {
	return []string{"author", "editor", "title", "subtitle", "journal", "booktitle", "year", "date", "volume", "number", "pages", "edition", "publisher",
		"institution", "organization", "school", "howpublished", "type", "note", "doi", "url", "address", "location", "series", "chapter", "month",
		"isbn", "issn", "abstract", "keywords", "language", "eprint", "archiveprefix", "primaryclass", "key", "annote", "crossref", "file", "urldate"}
}

// ParseReferences reads a BibTeX file. The References are never nil.
func ParseReferences(file string, source []byte) (*References, diag.List) {
	p := &bibParser{file: file, src: bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n")), refs: &References{works: map[string]*work{}}, macros: map[string]string{}}
	switch {
	case len(source) > maxBibSize:
		p.faults.Add(diag.Fault{File: file, What: fmt.Sprintf("the file has %d MB; at most %d MB are read", len(source)>>20, maxBibSize>>20), Hint: "keep only the works that are cited"})
		return p.refs, p.faults
	case !utf8.Valid(source):
		p.faults.Add(diag.Fault{File: file, What: "the file is not UTF-8", Hint: `in Notepad: Save as…, Encoding "UTF-8"`})
		return p.refs, p.faults
	}
	for p.entry() {
	}
	p.refs.makeLabels()
	return p.refs, p.faults
}

type bibParser struct {
	file   string
	src    []byte
	at     int
	refs   *References
	macros map[string]string
	faults diag.List
}

func (p *bibParser) fault(offset int, what, hint string) {
	p.faults.Add(diag.At(p.file, p.src, offset, what, hint))
}

func (p *bibParser) blanks() {
	for p.at < len(p.src) {
		switch c := p.src[p.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			p.at++
		case c == '%':
			p.line()
		default:
			return
		}
	}
}

func (p *bibParser) line() {
	if i := bytes.IndexByte(p.src[p.at:], '\n'); i >= 0 {
		p.at += i + 1
	} else {
		p.at = len(p.src)
	}
}

func (p *bibParser) peek() byte {
	if p.at < len(p.src) {
		return p.src[p.at]
	}
	return 0
}

// word reads a name: of a type, key or field.
func (p *bibParser) word() string {
	start := p.at
	for p.at < len(p.src) && !bytes.ContainsAny(p.src[p.at:p.at+1], " \t\r\n{}(),=\"#%@") {
		p.at++
	}
	return string(p.src[start:p.at])
}

// resume goes on at the next line that begins an entry.
func (p *bibParser) resume() {
	if i := bytes.Index(p.src[min(p.at, len(p.src)):], []byte("\n@")); i >= 0 {
		p.at += i + 1
	} else {
		p.at = len(p.src)
	}
}

// entry reads up to and with the next entry.
func (p *bibParser) entry() bool {
	// Text between entries is a comment, as BibTeX has it.
	for p.at < len(p.src) && p.src[p.at] != '@' {
		if p.src[p.at] == '%' {
			p.line()
		} else {
			p.at++
		}
	}
	if p.at >= len(p.src) {
		return false
	}
	start := p.at
	p.at++
	kind := strings.ToLower(p.word())
	p.blanks()
	switch {
	case kind == "comment" || kind == "preamble":
		if p.peek() == '{' {
			_, _ = p.braced()
		}
		return true
	case p.peek() != '{' || kind == "":
		p.fault(start, "this is not an entry", "an entry reads @article{key, author = {…}, title = {…}, year = {…}}")
		p.resume()
		return true
	}
	p.at++
	p.blanks()
	if kind == "string" {
		p.macro(start)
		return true
	}
	if len(p.refs.keys) >= maxBibEntries {
		p.fault(start, fmt.Sprintf("more than %d works", maxBibEntries), "keep only the works that are cited")
		p.at = len(p.src)
		return false
	}
	keyAt := p.at
	w := &work{key: p.word(), kind: kind, fields: map[string]string{}}
	if !p.fields(w, start) {
		p.resume()
		return true
	}
	p.add(w, start, keyAt)
	return true
}

func (p *bibParser) macro(start int) {
	name := strings.ToLower(p.word())
	p.blanks()
	if p.peek() != '=' {
		p.fault(start, "this @string is not understood", `write @string{name = "text"}`)
		p.resume()
		return
	}
	p.at++
	value, ok := p.value()
	p.blanks()
	if !ok || p.peek() != '}' {
		p.fault(start, "this @string is not understood", `write @string{name = "text"}`)
		p.resume()
		return
	}
	p.at++
	p.macros[name] = value
}

func (p *bibParser) fields(w *work, start int) bool {
	for {
		p.blanks()
		switch p.peek() {
		case '}':
			p.at++
			return true
		case ',':
			p.at++
			continue
		case 0, '@':
			p.fault(start, fmt.Sprintf("the entry %q is never closed", w.key), "every { needs its }")
			return false
		}
		nameAt := p.at
		name := strings.ToLower(p.word())
		p.blanks()
		if name == "" || p.peek() != '=' {
			p.fault(nameAt, fmt.Sprintf("a field of %q is not understood", w.key), "fields read name = {value}, with a comma between them")
			return false
		}
		p.at++
		value, ok := p.value()
		if !ok {
			p.fault(nameAt, fmt.Sprintf("the value of %q in %q has no end", name, w.key), "every { needs its }")
			return false
		}
		if _, twice := w.fields[name]; twice {
			p.fault(nameAt, fmt.Sprintf("the field %q stands twice in %q", name, w.key), "delete one of them")
		}
		if known := fieldNames(); !slices.Contains(known, name) {
			if near := diag.Nearest(name, known); near != "" {
				p.fault(nameAt, fmt.Sprintf("unknown field %q", name), `did you mean "`+near+`"?`)
			}
		}
		w.fields[name] = value
		p.blanks()
		if c := p.peek(); c == 0 {
			p.fault(start, fmt.Sprintf("the entry %q is never closed", w.key), "every { needs its }")
			return false
		} else if c != ',' && c != '}' {
			p.fault(p.at, fmt.Sprintf("a comma is missing in %q", w.key), "fields read name = {value}, with a comma between them")
			return false
		}
	}
}

// value reads {…}, "…", a number or a macro, joined with #.
func (p *bibParser) value() (string, bool) {
	var b strings.Builder
	for {
		p.blanks()
		switch p.peek() {
		case '{':
			s, ok := p.braced()
			if !ok {
				return "", false
			}
			b.WriteString(s)
		case '"':
			s, ok := p.quoted()
			if !ok {
				return "", false
			}
			b.WriteString(s)
		default:
			name := p.word()
			if name == "" {
				return "", false
			}
			if text, ok := p.macros[strings.ToLower(name)]; ok {
				name = text
			}
			b.WriteString(name)
		}
		if b.Len() > maxBibSize {
			return "", false
		}
		p.blanks()
		if p.peek() != '#' {
			return b.String(), true
		}
		p.at++
	}
}

func (p *bibParser) braced() (string, bool) {
	start, depth := p.at, 0
	for ; p.at < len(p.src); p.at++ {
		switch p.src[p.at] {
		case '\\':
			p.at++
		case '{':
			if depth++; depth > maxBibDepth {
				return "", false
			}
		case '}':
			if depth--; depth == 0 {
				p.at++
				return string(p.src[start+1 : p.at-1]), true
			}
		}
	}
	p.at = start // the entry's end may stand further on
	return "", false
}

func (p *bibParser) quoted() (string, bool) {
	start, depth := p.at, 0
	for p.at++; p.at < len(p.src); p.at++ {
		switch p.src[p.at] {
		case '\\':
			p.at++
		case '{':
			depth++
		case '}':
			depth--
		case '"':
			if depth == 0 {
				p.at++
				return string(p.src[start+1 : p.at-1]), true
			}
		}
	}
	p.at = start
	return "", false
}

var bibKey = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_:.+/-]*[A-Za-z0-9])?$`)

func (p *bibParser) add(w *work, start, keyAt int) {
	switch {
	case !bibKey.MatchString(w.key):
		p.fault(keyAt, fmt.Sprintf("the key %q is not usable", w.key), "use letters, digits and hyphens, for example anthony2000")
		return
	case p.refs.works[w.key] != nil:
		p.fault(keyAt, fmt.Sprintf("the key %q is used before", w.key), "every work has a key of its own")
		return
	}
	if plainTeX(w.fields["title"]) == "" {
		p.fault(start, fmt.Sprintf("the work %q has no title", w.key), "write title = {…}")
	}
	if len(people(w.fields["author"])) == 0 && len(people(w.fields["editor"])) == 0 {
		p.fault(start, fmt.Sprintf("the work %q has neither author nor editor", w.key), "write author = {Surname, Given name and Surname, Given name}, or author = {{Name of the organisation}}")
	}
	p.refs.works[w.key] = w
	p.refs.keys = append(p.refs.keys, w.key)
}

// person is an author; an organisation has a family name only.
type person struct{ family, given string }

// people reads "Family, Given and Given Family and {Organisation} and others".
func people(field string) []person {
	var list []person
	for _, one := range splitAnd(field) {
		one = strings.TrimSpace(one)
		if one == "" {
			continue
		}
		if one[0] == '{' && one[len(one)-1] == '}' {
			list = append(list, person{family: plainTeX(one)})
			continue
		}
		family, given, comma := strings.Cut(one, ",")
		if !comma {
			words := strings.Fields(one)
			family, given = words[len(words)-1], strings.Join(words[:len(words)-1], " ")
		}
		list = append(list, person{plainTeX(family), plainTeX(given)})
	}
	return list
}

// splitAnd splits at the word "and" outside braces.
func splitAnd(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
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

func isOthers(p person) bool { return p.family == "others" && p.given == "" }

// accents are TeX's accents as combining characters.
const accents = "`\u0300'\u0301^\u0302~\u0303\"\u0308=\u0304.\u0307u\u0306v\u030cH\u030bc\u0327k\u0328r\u030a"

// plainTeX reads the little TeX that bibliographies use.
func plainTeX(s string) string {
	var b strings.Builder
	runes := []rune(s)
	mark := []rune(accents)
	for i := 0; i < len(runes); i++ {
		switch c := runes[i]; {
		case c == '{' || c == '}':
		case c == '~':
			b.WriteRune('\u00a0')
		case c == '-' && i+1 < len(runes) && runes[i+1] == '-':
			b.WriteRune('–')
			for i+1 < len(runes) && runes[i+1] == '-' {
				i++
			}
		case c == '`' && i+1 < len(runes) && runes[i+1] == '`':
			b.WriteRune('“')
			i++
		case c == '\'' && i+1 < len(runes) && runes[i+1] == '\'':
			b.WriteRune('”')
			i++
		case c == '\'':
			b.WriteRune('’')
		case c == '\\' && i+1 < len(runes):
			i++
			if strings.ContainsRune("&%$#_{}", runes[i]) {
				b.WriteRune(runes[i])
				continue
			}
			start := i
			for unicode.IsLetter(runes[i]) && i+1 < len(runes) && unicode.IsLetter(runes[i+1]) {
				i++
			}
			name := string(runes[start : i+1])
			if letter, ok := map[string]string{"ss": "ß", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "l": "ł", "L": "Ł", "i": "ı"}[name]; ok {
				b.WriteString(letter)
				continue
			}
			if k := slices.Index(mark, runes[start]); k >= 0 && k%2 == 0 && (len(name) == 1 || !unicode.IsLetter(runes[start])) {
				next := start + 1
				for next < len(runes) && (runes[next] == '{' || runes[next] == ' ') {
					next++
				}
				if next < len(runes) && unicode.IsLetter(runes[next]) {
					b.WriteRune(runes[next])
					b.WriteRune(mark[k+1])
					i = next
				}
				continue
			}
			b.WriteString(name)
		default:
			b.WriteRune(c)
		}
	}
	return norm.NFC.String(strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }), " "))
}

func (w *work) year() string {
	if y := plainTeX(w.fields["year"]); y != "" {
		return y
	}
	if y, _, _ := strings.Cut(plainTeX(w.fields["date"]), "-"); y != "" {
		return y
	}
	return "n.d."
}

func (w *work) authors() []person {
	if a := people(w.fields["author"]); len(a) > 0 {
		return a
	}
	return people(w.fields["editor"])
}

// makeLabels names works for citations; works of the same authors and year get
// letters, in the order of the file.
func (r *References) makeLabels() {
	same := map[string][]*work{}
	for _, key := range r.keys {
		w := r.works[key]
		var names []string
		for _, a := range w.authors() {
			names = append(names, a.family)
		}
		who := w.key
		switch {
		case len(names) == 1:
			who = names[0]
		case len(names) == 2 && names[1] != "others":
			who = names[0] + " & " + names[1]
		case len(names) >= 2:
			who = names[0] + " et al."
		}
		w.label = who + ", " + w.year()
		w.sort = strings.ToLower(strings.Join(names, " ") + " " + w.year())
		same[w.label] = append(same[w.label], w)
	}
	for label, works := range same {
		if len(works) < 2 || len(works) > 26 {
			continue
		}
		for i, w := range works {
			w.label = label + letter(w.year(), i)
			w.sort += letter(w.year(), i)
		}
	}
}

func letter(year string, i int) string {
	if year == "n.d." {
		return "-" + string(rune('a'+i))
	}
	return string(rune('a' + i))
}

// HTML is a work as it stands in a list of works, after the fashion of APA.
func (r *References) HTML(key string) template.HTML {
	w := r.works[key]
	if w == nil {
		return ""
	}
	var b strings.Builder
	text := func(s string) { b.WriteString(template.HTMLEscapeString(s)) }
	field := func(name string) string { return plainTeX(w.fields[name]) }
	who := names(w.authors())
	text(who)
	if len(people(w.fields["author"])) == 0 {
		text(" (Ed.)")
	}
	year := w.label[strings.LastIndex(w.label, ", ")+2:]
	if !strings.HasSuffix(b.String(), ".") {
		text(".")
	}
	text(" (" + year + "). ")
	title := field("title")
	if sub := field("subtitle"); sub != "" {
		title += ": " + sub
	}
	container := cmp.Or(field("journal"), field("booktitle"))
	if container != "" {
		text(title)
	} else {
		b.WriteString("<cite>" + template.HTMLEscapeString(title) + "</cite>")
	}
	if number := strings.TrimSpace(field("type") + " " + field("number")); container == "" && number != "" {
		text(" (" + number + ")")
	}
	if edition := field("edition"); edition != "" {
		text(" (" + edition + " ed.)")
	}
	stop(&b)
	if container != "" {
		b.WriteString(" <cite>" + template.HTMLEscapeString(container) + "</cite>")
		if v := field("volume"); v != "" {
			b.WriteString(", <i>" + template.HTMLEscapeString(v) + "</i>")
		}
		if n := field("number"); n != "" {
			if field("volume") == "" {
				text(", ")
			}
			text("(" + n + ")")
		}
		if pages := field("pages"); pages != "" {
			text(", " + pages)
		}
		stop(&b)
	}
	for _, name := range []string{"publisher", "institution", "organization", "school", "howpublished"} {
		if v := field(name); v != "" && v != who {
			text(" " + v)
			stop(&b)
		}
	}
	if note := field("note"); note != "" {
		text(" " + note)
		stop(&b)
	}
	link := field("url")
	if doi := field("doi"); doi != "" {
		link = "https://doi.org/" + strings.TrimPrefix(doi, "https://doi.org/")
	}
	if strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") {
		safe := template.HTMLEscapeString(strings.Join(strings.Fields(link), ""))
		b.WriteString(` <a href="` + safe + `" rel="noopener">` + safe + "</a>")
	}
	return template.HTML(b.String())
}

// stop ends a sentence that has not ended.
func stop(b *strings.Builder) {
	s := strings.TrimSuffix(b.String(), "</cite>")
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, "!") {
		b.WriteByte('.')
	}
}

// names writes authors as "Surname, A. B., Other, C., & Third, D.".
func names(authors []person) string {
	const most = 20
	var list []string
	others := false
	for _, a := range authors {
		if isOthers(a) {
			others = true
			continue
		}
		name := a.family
		if i := initials(a.given); i != "" {
			name += ", " + i
		}
		list = append(list, name)
	}
	switch n := len(list); {
	case others:
		return strings.Join(list, ", ") + ", et al."
	case n > most:
		return strings.Join(list[:most-1], ", ") + ", … " + list[n-1]
	case n > 1:
		return strings.Join(list[:n-1], ", ") + ", & " + list[n-1]
	case n == 1:
		return list[0]
	}
	return ""
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
