package course

import (
	"bytes"
	"io/fs"
	"time"
	"unicode/utf8"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/sourcetext"
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

// maxPageSize bounds a page's file; markdown.MaxSize bounds its text.
const maxPageSize = 4 << 20

// pageFile is the file of a page as it was read.
type pageFile struct {
	path   string // from the project's folder: content/…
	info   fs.FileInfo
	front  Front
	toml   *tomlfile.File // of the front matter; nil if the page has no front matter
	text   []byte         // of the whole file: LF line ends, no byte order mark; nil once it was rendered
	body   int            // where the markdown begins in text; −1 if that is not known
	faults diag.List

	name    *pathName // of its folder or file in addresses; nil until it is arranged
	foreign bool      // a translation, which is not a page in this version
}

// pathName is a page's part of its address, and what is wrong with it.
type pathName struct {
	name  string
	wrong bool
	fault diag.Message
}

const fence = "+++"

// parsePage splits a page into front matter and text.
func parsePage(path string, source []byte) *pageFile {
	p := &pageFile{path: path, body: -1}
	if sourcetext.Detect(source) == sourcetext.UTF16 {
		p.faults.Add(pageUTF16.With().AtPos(path, nil, diag.Pos{Line: 1, Column: 1}))
		return p
	}
	p.text = sourcetext.Lines(sourcetext.Open(source))
	if !utf8.Valid(p.text) {
		p.faults.Add(pageNotUTF8.With().At(path, p.text, sourcetext.Invalid(p.text)))
		return p
	}
	if first, _ := cutLine(p.text, 0); string(bytes.TrimRight(first, " \t")) != fence {
		p.faults.Add(missingFence(first).At(path, p.text, 0))
		return p
	}
	p.parseFront()
	return p
}

// missingFence returns what is wrong with a page whose first line is not +++.
func missingFence(first []byte) diag.Message {
	if string(bytes.TrimRight(first, " \t")) == "---" {
		return frontIsYAML.With()
	}
	return noFront.With()
}

// parseFront reads the front matter, and finds where the text begins.
func (p *pageFile) parseFront() {
	_, begin := cutLine(p.text, 0)
	for at := begin; at < len(p.text); {
		line, next := cutLine(p.text, at)
		if string(bytes.TrimRight(line, " \t")) == fence {
			p.body = next
			front := bytes.Clone(p.text[begin:at]) // the front matter is kept, the text is not
			p.toml, p.faults = tomlfile.DecodeAt(p.path, front, 1, &p.front)
			if !p.faults.Failed() { // otherwise what is missing may just not have been read
				p.check()
			}
			return
		}
		at = next
	}
	p.faults.Add(frontWithoutEnd.With().At(p.path, p.text, 0))
}

// check reports what is wrong with the front matter by itself.
func (p *pageFile) check() {
	if p.front.Title == "" {
		p.faults.Add(noTitle.With().At(p.path, p.text, 0))
	}
	if m := p.front.Minutes; m < 0 || m > 6000 {
		p.faults.Add(p.fault(badMinutes.With(m), "minutes"))
	}
}

// fault returns a fault at a key of the front matter.
func (p *pageFile) fault(m diag.Message, path ...any) diag.Fault {
	if p.toml == nil {
		return m.In(p.path)
	}
	return p.toml.Fault(m, path...)
}

// takeText returns the text of the whole file and releases it to save memory. If it was
// taken before, the file is read again.
func (p *pageFile) takeText(disk afero.Fs) (text []byte, body int, ok bool) {
	text, p.text = p.text, nil
	if text != nil {
		return text, p.body, true
	}
	source, err := afero.ReadFile(disk, p.path)
	if err != nil || len(source) > maxPageSize {
		return nil, 0, false // the next look at the folder finds out why
	}
	again := parsePage(p.path, source)
	return again.text, again.body, again.body >= 0
}

// cutLine returns the line at an offset, and where the next begins.
func cutLine(source []byte, at int) (line []byte, next int) {
	if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
		return source[at : at+i], at + i + 1
	}
	return source[at:], len(source)
}
