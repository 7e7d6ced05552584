package bibliography

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/coursemark/coursemark/internal/diag"
)

// Bounds of a file of references.
const (
	maxSize    = 4 << 20 // bytes
	maxWorks   = 10_000
	maxNesting = 64 // nested braces
)

// fieldNames returns the fields that are read, and other common ones.
func fieldNames() []string {
	return []string{
		"author", "editor", "title", "subtitle", "journal", "booktitle", "year", "date", "volume", "number", "pages",
		"edition", "publisher", "institution", "organization", "school", "howpublished", "type", "note", "doi", "url",
		"address", "location", "series", "chapter", "month", "isbn", "issn", "abstract", "keywords", "language",
		"eprint", "archiveprefix", "primaryclass", "key", "annote", "crossref", "file", "urldate",
	}
}

// parser reads BibTeX as its manual describes it (Patashnik, BibTeXing, 1988),
// with @string, @comment and @preamble.
type parser struct {
	file   string
	src    []byte
	at     int
	refs   *References
	macros map[string]string
	faults diag.List
}

func newParser(file string, source []byte) *parser {
	return &parser{
		file: file, src: bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n")),
		refs: &References{works: map[string]*work{}}, macros: map[string]string{},
	}
}

func (p *parser) report(offset int, m diag.Message) { p.faults.Add(m.At(p.file, p.src, offset)) }

// readable reports whether the file can be read at all.
func (p *parser) readable() bool {
	switch {
	case len(p.src) > maxSize:
		p.faults.Add(tooLarge.With(len(p.src)>>20, maxSize>>20).In(p.file))
		return false
	case !utf8.Valid(p.src):
		p.faults.Add(notUTF8.With().In(p.file))
		return false
	}
	return true
}

// blanks skips white space and comments.
func (p *parser) blanks() {
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

// line skips the rest of a line.
func (p *parser) line() {
	if i := bytes.IndexByte(p.src[p.at:], '\n'); i >= 0 {
		p.at += i + 1
	} else {
		p.at = len(p.src)
	}
}

// peek returns the next byte; 0 at the end.
func (p *parser) peek() byte {
	if p.at < len(p.src) {
		return p.src[p.at]
	}
	return 0
}

// word reads the name of a type, key or field.
func (p *parser) word() string {
	start := p.at
	for p.at < len(p.src) && !bytes.ContainsAny(p.src[p.at:p.at+1], " \t\r\n{}(),=\"#%@") {
		p.at++
	}
	return string(p.src[start:p.at])
}

// resume skips to the next line that begins an entry.
func (p *parser) resume() {
	if i := bytes.Index(p.src[min(p.at, len(p.src)):], []byte("\n@")); i >= 0 {
		p.at += i + 1
	} else {
		p.at = len(p.src)
	}
}

// toEntry skips the text between entries, which is a comment in BibTeX.
func (p *parser) toEntry() {
	for p.at < len(p.src) && p.src[p.at] != '@' {
		if p.src[p.at] == '%' {
			p.line()
		} else {
			p.at++
		}
	}
}

// entry reads the next entry. It reports whether there may be more.
func (p *parser) entry() bool {
	if p.toEntry(); p.at >= len(p.src) {
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
		p.report(start, notAnEntry.With())
		p.resume()
		return true
	}
	p.at++
	p.blanks()
	if kind == "string" {
		p.macro(start)
		return true
	}
	return p.work(start)
}

// macro reads a macro after its @string{.
func (p *parser) macro(start int) {
	name := strings.ToLower(p.word())
	p.blanks()
	if p.peek() == '=' {
		p.at++
		value, ok := p.value()
		if p.blanks(); ok && p.peek() == '}' {
			p.at++
			p.macros[name] = value
			return
		}
	}
	p.report(start, badMacro.With())
	p.resume()
}

// work reads a work after its @article{. It reports whether there may be more.
func (p *parser) work(start int) bool {
	if len(p.refs.keys) >= maxWorks {
		p.report(start, tooMany.With(maxWorks))
		return false
	}
	keyAt := p.at
	w := &work{key: p.word(), fields: map[string]string{}}
	if p.fields(w, start) {
		p.add(w, start, keyAt)
	} else {
		p.resume()
	}
	return true
}

// fields reads the fields of a work to its closing brace. It reports whether the
// brace was found.
func (p *parser) fields(w *work, start int) bool {
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
			p.report(start, neverClosed.With(w.key))
			return false
		}
		if !p.field(w) {
			return false
		}
		p.blanks()
		if c := p.peek(); c == 0 {
			p.report(start, neverClosed.With(w.key))
			return false
		} else if c != ',' && c != '}' {
			p.report(p.at, noComma.With(w.key))
			return false
		}
	}
}

// field reads name = value.
func (p *parser) field(w *work) bool {
	start := p.at
	name := strings.ToLower(p.word())
	p.blanks()
	if name == "" || p.peek() != '=' {
		p.report(start, badField.With(w.key))
		return false
	}
	p.at++
	value, ok := p.value()
	if !ok {
		p.report(start, valueOpen.With(w.key, name))
		return false
	}
	if _, twice := w.fields[name]; twice {
		p.report(start, fieldTwice.With(w.key, name))
	}
	known := diag.Suggest(name, fieldNames())
	if !slices.Contains(known.Known, name) && known.Nearest() != "" {
		p.report(start, unknownField.With(w.key, name, known))
	}
	w.fields[name] = value
	return true
}

// value reads {…}, "…", a number or a macro, joined with #.
func (p *parser) value() (string, bool) {
	var b strings.Builder
	for {
		p.blanks()
		part, ok := p.valuePart()
		if b.WriteString(part); !ok || b.Len() > maxSize {
			return "", false
		}
		p.blanks()
		if p.peek() != '#' {
			return b.String(), true
		}
		p.at++
	}
}

func (p *parser) valuePart() (string, bool) {
	switch p.peek() {
	case '{':
		return p.braced()
	case '"':
		return p.quoted()
	}
	name := p.word()
	if text, ok := p.macros[strings.ToLower(name)]; ok {
		return text, name != ""
	}
	return name, name != ""
}

// braced reads a value in braces. If it is not closed, nothing is consumed, so that
// resume can find the next entry.
func (p *parser) braced() (string, bool) {
	start, depth := p.at, 0
	for ; p.at < len(p.src); p.at++ {
		switch p.src[p.at] {
		case '\\':
			p.at++
		case '{':
			if depth++; depth > maxNesting {
				return "", false
			}
		case '}':
			if depth--; depth == 0 {
				p.at++
				return string(p.src[start+1 : p.at-1]), true
			}
		}
	}
	p.at = start
	return "", false
}

// quoted reads a value in quotes. A quote inside braces does not end it.
func (p *parser) quoted() (string, bool) {
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

var usableKey = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_:.+/-]*[A-Za-z0-9])?$`)

// add adds a work, unless its key cannot be used.
func (p *parser) add(w *work, start, keyAt int) {
	switch {
	case !usableKey.MatchString(w.key):
		p.report(keyAt, badKey.With(w.key))
		return
	case p.refs.works[w.key] != nil:
		p.report(keyAt, keyTwice.With(w.key))
		return
	}
	if w.text("title") == "" {
		p.report(start, noTitle.With(w.key))
	}
	if len(w.authors()) == 0 {
		p.report(start, noAuthor.With(w.key))
	}
	p.refs.works[w.key] = w
	p.refs.keys = append(p.refs.keys, w.key)
}
