package results

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
)

// Kinds of record other than the attempt.
const (
	KindObservation = "observation"
	KindWritten     = "written"
	KindReflection  = "reflection"
	KindRating      = "rating"
	KindCompletion  = "completion"
	KindPracticeLog = "practice-log"
)

// Bounds of an entry.
const (
	maxRatings = 200     // indicators of one observation or written answer
	maxScale   = 1000    // top of a scale
	maxText    = 100_000 // characters of a text
	maxLine    = 500     // characters of a name, title or setting
)

// Entry is a record of any kind but attempt: an *Observation, *Written,
// *Reflection, *Rating, *Completion or *PracticeLog.
type Entry interface {
	Head() *Header
	kind() string
	check() error
}

// Header is what every entry begins with.
type Header struct {
	Format string `json:"format"` // coursemark-<kind>/1
	ID     string `json:"id"`     // like an attempt's
	Site   string `json:"site"`
	Staff  string `json:"staff"` // canonical: who hands it in
	Name   string `json:"name"`  // as typed
	Lang   string `json:"lang"`
	At     string `json:"at"` // when it was handed in: RFC 3339 with the offset of that person's clock
}

// Head returns the header.
func (h *Header) Head() *Header { return h }

// HandedInAt returns the time of handing in by that person's clock.
func (h *Header) HandedInAt() time.Time {
	t, _ := time.Parse(time.RFC3339, h.At) // ParseEntry made sure
	return t
}

// Observation is what somebody saw another person do. The observer hands it in.
type Observation struct {
	Header
	Subject    string            `json:"subject"` // canonical staff ID of the person observed
	Competency string            `json:"competency"`
	Ratings    []IndicatorRating `json:"ratings"`
	MaxRating  float64           `json:"max_rating"`  // top of the scale that was used; its bottom is 0
	ObservedOn string            `json:"observed_on"` // calendar date
	Method     string            `json:"method"`      // practice, simulation, record-review
	Setting    string            `json:"setting,omitempty"`
	Note       string            `json:"note,omitempty"`
}

// IndicatorRating is the rating of one indicator.
type IndicatorRating struct {
	Indicator string  `json:"indicator"`
	Rating    float64 `json:"rating"` // 0 to MaxRating
}

// Asked names the task of a bank that an entry answers. Both members are absent where
// something else asked.
type Asked struct {
	Bank     string `json:"bank,omitempty"`
	Question string `json:"question,omitempty"` // public ID of the task
}

// Written is a text that an assessor marks against a rubric.
type Written struct {
	Header
	Competency string   `json:"competency"`
	Indicators []string `json:"indicators,omitempty"` // that the task is about; none = those of the competency
	Task       string   `json:"task"`                 // what was asked, in words
	Text       string   `json:"text"`
	Asked
}

// Rating is a self-rating. It never counts towards a score.
type Rating struct {
	Header
	Competency string `json:"competency"`
	Rating     int    `json:"rating"`     // 1 to MaxRating
	MaxRating  int    `json:"max_rating"` // 2 or more
	Asked
}

// Completion says that a module was read to its end.
type Completion struct {
	Header
	Module  string `json:"module"` // its address in the site, without slashes at its ends
	Title   string `json:"title,omitempty"`
	Version string `json:"version"` // of the module, as the grading kit has it
}

// Reflection is a reflection that its writer chose to share.
type Reflection struct {
	Header
	Page string `json:"page"` // address in the site
	Text string `json:"text"`
	Asked
}

// PracticeLog says how much somebody practised. It is never evidence.
type PracticeLog struct {
	Header
	Page     string `json:"page"` // address in the site
	Answered int    `json:"answered"`
}

// ParseEntry reads a record of any kind but attempt and checks its shape. The caller
// checks whether its competency, module or person exists.
func ParseEntry(record Record) (Entry, error) {
	e := emptyEntry(record.Kind)
	if e == nil {
		return nil, refused(kindUnknown)
	}
	if err := checkJSON(record.Bytes); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(record.Bytes, e); err != nil {
		return nil, refused(entryMalformed, record.Kind)
	}
	if err := e.Head().check(record.ID, formatOf(e)); err != nil {
		return nil, err
	}
	return e, e.check()
}

// emptyEntry returns an empty entry of a kind; nil where the kind is unknown.
func emptyEntry(kind string) Entry {
	switch kind {
	case KindObservation:
		return &Observation{}
	case KindWritten:
		return &Written{}
	case KindReflection:
		return &Reflection{}
	case KindRating:
		return &Rating{}
	case KindCompletion:
		return &Completion{}
	case KindPracticeLog:
		return &PracticeLog{}
	}
	return nil
}

func (h *Header) check(id, format string) error {
	switch {
	case h.Format != format:
		return refused(entryFormatUnknown, clip(h.Format))
	case h.ID != id || !idPattern.MatchString(h.ID):
		return refused(entryOfOtherID)
	case h.Staff == "" || CanonicalStaffID(h.Staff) != h.Staff:
		return refused(entryWithoutStaff)
	}
	if _, err := time.Parse(time.RFC3339, h.At); err != nil {
		return refused(entryUndated)
	}
	return cmp.Or(line("name", h.Name), line("language", h.Lang))
}

// EntryRecord sets the format of an entry and returns it as a record.
func EntryRecord(e Entry) (Record, error) {
	h := e.Head()
	h.Format = formatOf(e)
	b, err := json.Marshal(e)
	return Record{Kind: e.kind(), ID: h.ID, Bytes: b}, err
}

func formatOf(e Entry) string { return "coursemark-" + e.kind() + "/1" }

func (*Observation) kind() string { return KindObservation }
func (*Written) kind() string     { return KindWritten }
func (*Reflection) kind() string  { return KindReflection }
func (*Rating) kind() string      { return KindRating }
func (*Completion) kind() string  { return KindCompletion }
func (*PracticeLog) kind() string { return KindPracticeLog }

func (o *Observation) check() error {
	switch {
	case o.Subject == "" || CanonicalStaffID(o.Subject) != o.Subject:
		return refused(nobodyObserved)
	case o.Competency == "":
		return refused(observationOfNone)
	case len(o.Ratings) == 0 || len(o.Ratings) > maxRatings:
		return refused(ratingsOutOfRange, len(o.Ratings), maxRatings)
	case !(o.MaxRating > 0 && o.MaxRating <= maxScale):
		return refused(scaleUnusable)
	case o.Method != "practice" && o.Method != "simulation" && o.Method != "record-review":
		return refused(methodUnknown, clip(o.Method))
	}
	if _, err := time.Parse(time.DateOnly, o.ObservedOn); err != nil {
		return refused(observedOnUnusable)
	}
	seen := map[string]bool{}
	for _, r := range o.Ratings {
		switch {
		case r.Indicator == "" || seen[r.Indicator]:
			return refused(indicatorRatedTwice, clip(r.Indicator))
		case !(r.Rating >= 0 && r.Rating <= o.MaxRating):
			return refused(ratingOutOfRange, clip(r.Indicator), o.MaxRating)
		}
		seen[r.Indicator] = true
	}
	return cmp.Or(line("competency", o.Competency), line("setting", o.Setting), long("note", o.Note))
}

func (w *Written) check() error {
	switch {
	case w.Competency == "":
		return refused(writtenOfNone)
	case len(w.Indicators) > maxRatings:
		return refused(writtenOfTooMany, len(w.Indicators), maxRatings)
	case strings.TrimSpace(w.Text) == "":
		return refused(writtenEmpty)
	}
	return cmp.Or(line("competency", w.Competency), long("task", w.Task), long("text", w.Text), w.Asked.check())
}

func (r *Reflection) check() error {
	return cmp.Or(address(r.Page), long("text", r.Text), r.Asked.check())
}

func (a Asked) check() error { return cmp.Or(line("bank", a.Bank), line("question", a.Question)) }

func (r *Rating) check() error {
	switch {
	case r.Competency == "":
		return refused(selfRatingOfNone)
	case r.MaxRating < 2 || r.MaxRating > maxScale || r.Rating < 1 || r.Rating > r.MaxRating:
		return refused(selfRatingOutOfRange)
	}
	return cmp.Or(line("competency", r.Competency), r.Asked.check())
}

func (c *Completion) check() error {
	if c.Version == "" {
		return refused(completionOfNone)
	}
	return cmp.Or(address(c.Module), line("title", c.Title), line("version", c.Version))
}

func (p *PracticeLog) check() error {
	if p.Answered < 0 || p.Answered > 1_000_000 {
		return refused(practiceCountOutOfRange)
	}
	return address(p.Page)
}

// address refuses a text that cannot be the address of a page in the site. Addresses are
// shown, and never opened.
func address(s string) error {
	if s == "" || strings.HasPrefix(s, "/") || strings.HasSuffix(s, "/") {
		return refused(noPage)
	}
	return line("address", s)
}

func line(what, s string) error { return atMost(what, s, maxLine) }
func long(what, s string) error { return atMost(what, s, maxText) }

func atMost(what, s string, most int) error {
	if utf8.RuneCountInString(s) > most {
		return refused(textTooLong, what, most)
	}
	return nil
}
