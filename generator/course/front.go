package course

import (
	"bytes"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/quiz"
)

// Front is a page's front matter.
type Front struct {
	Title         string    `toml:"title"`
	Description   string    `toml:"description"`
	Slug          string    `toml:"slug"`
	Weight        int       `toml:"weight"`
	Draft         bool      `toml:"draft"`
	Date          time.Time `toml:"date"`
	Lastmod       time.Time `toml:"lastmod"`
	Aliases       []string  `toml:"aliases"`
	Minutes       int       `toml:"minutes"`
	Objectives    []string  `toml:"objectives"`
	Roles         []string  `toml:"roles"`
	Prerequisites []string  `toml:"prerequisites"`
	Indicators    []string  `toml:"indicators"`
	ContentNote   string    `toml:"content_note"`
	ReviewBy      time.Time `toml:"review_by"`
	Quiz          string    `toml:"quiz"`

	// Of scenarios.
	ID          string            `toml:"id"`
	Mode        quiz.Mode         `toml:"mode"`
	Exposure    quiz.Exposure     `toml:"exposure"`
	Corrections []quiz.Correction `toml:"corrections"`

	// Of assessed scenarios; see quiz.Limits.
	Attempts       int `toml:"attempts"`
	AttemptsMonths int `toml:"attempts_months"`
	CoolingOffDays int `toml:"cooling_off_days"`
}

// text is a page as it was read.
type text struct {
	bytes []byte // LF line ends, no byte order mark; nil once it is rendered
	body  int    // where the markdown begins; −1 where it cannot be told
	toml  *tomlfile.File
}

const (
	fence     = "+++"
	frontHint = "a page begins with\n+++\ntitle = \"…\"\n+++"
)

// parsePage cuts a page into front matter and text.
func parsePage(file string, source []byte) (*Page, diag.List) {
	var faults diag.List
	p := &Page{File: file, text: &text{body: -1}}
	if bytes.HasPrefix(source, []byte("\xff\xfe")) || bytes.HasPrefix(source, []byte("\xfe\xff")) {
		faults.Add(diag.Fault{File: file, Pos: diag.Pos{Line: 1, Column: 1}, What: "the file is UTF-16, not UTF-8", Hint: `in Notepad: Save as…, Encoding "UTF-8"`})
		return p, faults
	}
	source = plainText(source)
	p.text.bytes = source
	if !utf8.Valid(source) {
		at := 0
		for r, size := utf8.DecodeRune(source); r != utf8.RuneError || size != 1; r, size = utf8.DecodeRune(source[at:]) {
			at += size
		}
		faults.Add(diag.At(file, source, at, "a byte that is not UTF-8", `in Notepad: Save as…, Encoding "UTF-8"`))
		return p, faults
	}
	first, rest := cutLine(source, 0)
	switch string(bytes.TrimRight(first, " \t")) {
	case fence:
	case "---":
		faults.Add(diag.At(file, source, 0, "the front matter is YAML; here it is TOML", "write +++ instead of ---, and title = \"…\" instead of title: …"))
		return p, faults
	default:
		faults.Add(diag.At(file, source, 0, "the page has no front matter", frontHint))
		return p, faults
	}
	for at := rest; at < len(source); {
		line, next := cutLine(source, at)
		if string(bytes.TrimRight(line, " \t")) == fence {
			p.text.body = next
			f, found := tomlfile.DecodeAt(file, bytes.Clone(source[rest:at]), 1, &p.Front) // a copy: it is kept, and the text is not
			p.text.toml = f
			faults.Append(found)
			if !found.Failed() { // otherwise what is missing may just not have been read
				p.check(&faults)
			}
			return p, faults
		}
		at = next
	}
	faults.Add(diag.At(file, source, 0, "the front matter has no end", "close it with a line +++"))
	return p, faults
}

// plainText gives a text with LF line ends and without a byte order mark.
func plainText(source []byte) []byte {
	source = bytes.TrimPrefix(source, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(source, '\r') < 0 {
		return source
	}
	source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(source, []byte("\r"), []byte("\n"))
}

// cutLine gives the line at an offset, and where the next begins.
func cutLine(source []byte, at int) (line []byte, next int) {
	if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
		return source[at : at+i], at + i + 1
	}
	return source[at:], len(source)
}

// check reports what the front matter shows by itself.
func (p *Page) check(faults *diag.List) {
	if p.Front.Title == "" {
		faults.Add(diag.At(p.File, p.text.bytes, 0, "the page has no title", `write title = "…" in the front matter`))
	}
	if m := p.Front.Minutes; m < 0 || m > 6000 {
		faults.Add(p.fault(fmt.Sprintf("minutes = %d is not a length of time to read", m), "write minutes = 15", "minutes"))
	}
}

func (p *Page) fault(what, hint string, path ...any) diag.Fault {
	if p.text.toml == nil {
		return diag.Fault{File: p.File, What: what, Hint: hint}
	}
	return p.text.toml.FaultText(what, hint, path...)
}
