package quiz

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// Key is what is needed to score a question revision, as archived.
type Key struct {
	Kind       string      `json:"kind"` // "question"
	Bank       string      `json:"bank"`
	Question   string      `json:"question"` // authored ID
	Public     string      `json:"public"`
	Revision   string      `json:"rev"`
	Type       Type        `json:"type"`
	Prompt     string      `json:"prompt"`
	Options    []KeyOption `json:"options"` // by ID
	Scoring    Scoring     `json:"scoring,omitempty"`
	Points     float64     `json:"points"`
	Indicators []string    `json:"indicators"`
	Critical   bool        `json:"critical,omitempty"`
	keyMembers
}

// keyMembers are what only some types have.
type keyMembers struct {
	Order   []string    `json:"order,omitempty"`   // order: options in the right order
	Stems   []KeyStem   `json:"stems,omitempty"`   // match: by ID
	Answers []KeyAnswer `json:"answers,omitempty"` // number, text: the first that fits counts
	Gaps    []KeyGap    `json:"gaps,omitempty"`    // cloze: in the order of the text
	Unit    string      `json:"unit,omitempty"`    // number; absent in corrections
	Exact   bool        `json:"exact,omitzero"`    // text
}

// KeyStem is a stem with the option that belongs to it.
type KeyStem struct {
	ID     string `json:"id"`
	Text   string `json:"text,omitempty"` // absent in corrections
	Option string `json:"option"`
}

// KeyOption is an option with what it is worth: 1 right, 0 wrong, or the
// author's fraction.
type KeyOption struct {
	ID       string  `json:"id"`
	Text     string  `json:"text,omitempty"` // absent in corrections
	Fraction float64 `json:"fraction"`
}

// Snapshot is what a bank revision drew from.
type Snapshot struct {
	Kind      string            `json:"kind"` // "bank"
	Bank      string            `json:"bank"`
	Revision  string            `json:"rev"`
	Title     string            `json:"title"`
	Mode      Mode              `json:"mode"`
	Exposure  Exposure          `json:"exposure"`
	Groups    []Group           `json:"groups"`
	Revisions map[string]string `json:"revisions"` // question revision by public ID
}

// Amendment is a correction as archived: the new key of one revision.
type Amendment struct {
	Kind       string      `json:"kind"` // "correction"
	Bank       string      `json:"bank"`
	Question   string      `json:"question"`
	Revision   string      `json:"rev"`
	Date       string      `json:"date"` // 2006-01-02
	Change     Change      `json:"change"`
	Reason     string      `json:"reason"`
	Options    []KeyOption `json:"options,omitempty"`
	Scoring    Scoring     `json:"scoring,omitempty"`
	Points     float64     `json:"points,omitempty"`
	Indicators []string    `json:"indicators,omitempty"`
	Critical   bool        `json:"critical,omitempty"`
	keyMembers
}

// Archive holds the keys of all revisions that were ever published. Make one
// with NewArchive.
type Archive struct {
	keys       map[keyID]*Key
	snapshots  map[string]*Snapshot // by bank revision
	amendments map[keyID][]*Amendment

	scenarios          map[scenarioID]*ScenarioKey
	scenarioAmendments map[scenarioID][]*ScenarioAmendment
}

type keyID struct{ bank, public, revision string }

// NewArchive gives an empty archive.
func NewArchive() *Archive {
	return &Archive{keys: map[keyID]*Key{}, snapshots: map[string]*Snapshot{}, amendments: map[keyID][]*Amendment{},
		scenarios: map[scenarioID]*ScenarioKey{}, scenarioAmendments: map[scenarioID][]*ScenarioAmendment{}}
}

// Clone gives an archive to try things on: what is recorded there does not reach
// this one.
func (a *Archive) Clone() *Archive {
	c := &Archive{keys: maps.Clone(a.keys), snapshots: maps.Clone(a.snapshots), amendments: make(map[keyID][]*Amendment, len(a.amendments)),
		scenarios: maps.Clone(a.scenarios), scenarioAmendments: make(map[scenarioID][]*ScenarioAmendment, len(a.scenarioAmendments))}
	for id, list := range a.amendments {
		c.amendments[id] = slices.Clone(list)
	}
	for id, list := range a.scenarioAmendments {
		c.scenarioAmendments[id] = slices.Clone(list)
	}
	return c
}

// MaxArchiveSize bounds an archive file in bytes.
const MaxArchiveSize = 256 << 20

// Read adds the lines of an archive file. Lines that were there before are
// passed over, so that archives merge by reading them one after another.
func (a *Archive) Read(file string, source []byte) diag.List {
	var faults diag.List
	if len(source) > MaxArchiveSize {
		faults.Add(diag.Fault{File: file, What: fmt.Sprintf("the archive has %d MB; at most %d MB are read", len(source)>>20, MaxArchiveSize>>20)})
		return faults
	}
	for n, line := range bytes.Split(source, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if err := a.readLine(line); err != nil {
			what := "this is not a line of a key archive: " + err.Error()
			hint := "the archive is written by coursemark build; take the file back from version control"
			if newer := (errUnknownKind{}); errors.As(err, &newer) {
				hint = "a newer Coursemark wrote it: take the newest coursemark and gradebook"
			}
			if bytes.HasPrefix(line, []byte("<<<<<<<")) || bytes.HasPrefix(line, []byte("=======")) || bytes.HasPrefix(line, []byte(">>>>>>>")) {
				what, hint = "a merge conflict was left in the archive", "delete the marker lines and keep the lines of both sides; .gitattributes with merge=union does it by itself"
			}
			faults.Add(diag.Fault{File: file, Pos: diag.Pos{Line: n + 1}, What: what, Hint: hint})
		}
	}
	return faults
}

func (a *Archive) readLine(line []byte) error {
	var head struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return fmt.Errorf("%s", plain(err))
	}
	switch head.Kind {
	case "question":
		var k Key
		if err := json.Unmarshal(line, &k); err != nil {
			return fmt.Errorf("%s", plain(err))
		}
		id := keyID{k.Bank, k.Public, k.Revision}
		if old, ok := a.keys[id]; ok && !reflect.DeepEqual(old, &k) {
			return fmt.Errorf("question %q has two different keys for revision %s", k.Question, k.Revision)
		}
		a.keys[id] = &k
	case "bank":
		var s Snapshot
		if err := json.Unmarshal(line, &s); err != nil {
			return fmt.Errorf("%s", plain(err))
		}
		for _, g := range s.Groups {
			if g.Count < 0 || g.Count > len(g.Questions) {
				return fmt.Errorf("bank revision %s draws more than it has", s.Revision)
			}
		}
		if _, ok := a.snapshots[s.Revision]; !ok {
			a.snapshots[s.Revision] = &s
		}
	case "correction":
		var c Amendment
		if err := json.Unmarshal(line, &c); err != nil {
			return fmt.Errorf("%s", plain(err))
		}
		a.amend(&c)
	case "scenario":
		var k ScenarioKey
		if err := json.Unmarshal(line, &k); err != nil {
			return fmt.Errorf("%s", plain(err))
		}
		if err := k.check(); err != nil {
			return err
		}
		id := scenarioID{k.Scenario, k.Revision}
		if old, ok := a.scenarios[id]; ok && !reflect.DeepEqual(old, &k) {
			return fmt.Errorf("scenario %q has two different keys for revision %s", k.Scenario, k.Revision)
		}
		a.scenarios[id] = &k
	case "scenario-correction":
		var c ScenarioAmendment
		if err := json.Unmarshal(line, &c); err != nil {
			return fmt.Errorf("%s", plain(err))
		}
		a.amendScenario(&c)
	default:
		return errUnknownKind{head.Kind}
	}
	return nil
}

// errUnknownKind is a line of a kind that this version does not know.
type errUnknownKind struct{ kind string }

func (e errUnknownKind) Error() string { return fmt.Sprintf("unknown kind %q", e.kind) }

// plain is a decoder's error without the names of Go types.
func plain(err error) string {
	if i := strings.LastIndex(err.Error(), ": "); i >= 0 {
		return err.Error()[i+2:]
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

func (a *Archive) amend(c *Amendment) bool {
	id := keyID{c.Bank, PublicID(c.Bank, c.Question), c.Revision}
	for _, old := range a.amendments[id] {
		if reflect.DeepEqual(old, c) {
			return false
		}
	}
	list := append(a.amendments[id], c)
	slices.SortStableFunc(list, func(x, y *Amendment) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Reason, y.Reason))
	})
	a.amendments[id] = list
	return true
}

// Snapshot gives what a bank revision drew from, or nil.
func (a *Archive) Snapshot(bankRevision string) *Snapshot { return a.snapshots[bankRevision] }

// Snapshots gives all archived revisions of a bank, by revision.
func (a *Archive) Snapshots(bank string) []*Snapshot {
	var list []*Snapshot
	for _, s := range a.snapshots {
		if s.Bank == bank {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(x, y *Snapshot) int { return cmp.Compare(x.Revision, y.Revision) })
	return list
}

// Key gives the archived key of a question revision, or nil, and its
// corrections by date.
func (a *Archive) Key(bank, public, revision string) (*Key, []*Amendment) {
	id := keyID{bank, public, revision}
	return a.keys[id], a.amendments[id]
}

// Record adds the revisions of a published bank. A key that differs from the
// archived one without a correction is a fault.
func (a *Archive) Record(p *Published) diag.List {
	var faults diag.List
	bank := p.Bank
	revisions := map[string]string{}
	for _, q := range p.Questions {
		revisions[q.ID] = q.Revision
		if bank.Mode != Assessed {
			continue
		}
		i := slices.IndexFunc(bank.Questions, func(b Question) bool { return b.ID == q.Source.ID })
		now := keyOf(bank, q)
		id := keyID{bank.ID, q.ID, q.Revision}
		for n, c := range q.Source.Corrections {
			for m, rev := range c.Revisions {
				target := keyID{bank.ID, q.ID, rev}
				if _, known := a.keys[target]; !known && rev != q.Revision {
					faults.Add(bank.File.FaultText(fmt.Sprintf("question %q was never published as revision %s", q.Source.ID, rev), "the archive in answerkeys/ lists its revisions", "questions", i, "corrections", n, "revisions", m))
					continue
				}
				if err := a.correct(bank, q, now, c, rev); err != nil {
					faults.Add(bank.File.FaultText(fmt.Sprintf("question %q: %v", q.Source.ID, err), "", "questions", i, "corrections", n))
				}
			}
		}
		old, known := a.keys[id]
		if !known {
			a.keys[id] = now
			continue
		}
		if current := old.CorrectedBy(a.amendments[id]); !sameKey(current, now) {
			faults.Add(bank.File.FaultText(fmt.Sprintf("the key of question %q differs from the one published with the same text", q.Source.ID),
				fmt.Sprintf("people were graded by the old key: say why it changes with\n[[questions.corrections]]\nrevisions = [%q]\ndate = …\nreason = \"…\"\nchange = \"key\"", q.Revision),
				"questions", i, "id"))
		}
	}
	if bank.Mode == Assessed && !faults.Failed() {
		if _, known := a.snapshots[p.Revision]; !known {
			a.snapshots[p.Revision] = &Snapshot{Kind: "bank", Bank: bank.ID, Revision: p.Revision, Title: bank.Title, Mode: bank.Mode, Exposure: bank.Exposure, Groups: p.Groups, Revisions: revisions}
		}
	}
	return faults
}

// correct archives one correction of one revision. The new key is the
// question's present one, matched by option ID: options that the old revision
// had under the same text take the present fraction.
func (a *Archive) correct(bank *Bank, q PublishedQuestion, now *Key, c Correction, revision string) error {
	am := &Amendment{Kind: "correction", Bank: bank.ID, Question: q.Source.ID, Revision: revision, Date: c.Date.Format(time.DateOnly), Change: c.Change, Reason: c.Reason}
	if c.Change == ChangeKey {
		id := keyID{bank.ID, q.ID, revision}
		for _, old := range a.amendments[id] {
			if old.Date == am.Date && old.Reason == am.Reason && old.Change == am.Change {
				return nil // archived before; a later change needs a correction of its own
			}
		}
		old := a.keys[id]
		if old == nil {
			old = now
		}
		if missing := lacking(old, now); missing != "" {
			return fmt.Errorf("option %q of revision %s is not in the present question; correct that revision while its options still stand", missing, revision)
		}
		present := map[string]float64{}
		for _, o := range now.Options {
			present[o.ID] = o.Fraction
		}
		for _, o := range old.Options {
			am.Options = append(am.Options, KeyOption{ID: o.ID, Fraction: present[o.ID]})
		}
		am.keyMembers = now.onlyKey(old)
		am.Scoring, am.Points, am.Indicators, am.Critical = now.Scoring, now.Points, now.Indicators, now.Critical
	}
	a.amend(am)
	return nil
}

func keyOf(bank *Bank, q PublishedQuestion) *Key {
	k := q.Key(bank.ID)
	k.Kind, k.Bank, k.Question, k.Public, k.Revision, k.Prompt = "question", bank.ID, q.Source.ID, q.ID, q.Revision, q.Prompt
	k.Indicators, k.Critical = q.Source.Indicators, q.Source.Critical
	return k
}

// CorrectedBy gives the key with the changes of key in amendments applied: the
// present key where all are given.
func (k *Key) CorrectedBy(amendments []*Amendment) *Key {
	current := *k
	for _, c := range amendments {
		if c.Change != ChangeKey {
			continue
		}
		fraction := map[string]float64{}
		for _, o := range c.Options {
			fraction[o.ID] = o.Fraction
		}
		current.Options = slices.Clone(current.Options)
		for i, o := range current.Options {
			current.Options[i].Fraction = fraction[o.ID]
		}
		current.keyMembers = current.corrected(c.keyMembers)
		current.Scoring, current.Points, current.Indicators, current.Critical = c.Scoring, c.Points, c.Indicators, c.Critical
	}
	return &current
}

// sameKey compares all that decides a score.
func sameKey(a, b *Key) bool {
	return a.Type == b.Type && a.Scoring == b.Scoring && a.Points == b.Points && a.Critical == b.Critical &&
		slices.Equal(a.Indicators, b.Indicators) && slices.EqualFunc(a.Options, b.Options, func(x, y KeyOption) bool { return x.ID == y.ID && x.Fraction == y.Fraction }) &&
		reflect.DeepEqual(a.keyMembers, b.keyMembers)
}

// Encode gives the archive file of a bank or scenario: sorted lines, each ended by LF; empty
// where nothing is archived.
func (a *Archive) Encode(bank string) ([]byte, error) {
	var lines []string
	add := func(v any) error {
		line, err := json.Marshal(v, json.Deterministic(true), jsontext.EscapeForHTML(false))
		lines = append(lines, string(line))
		return err
	}
	for id, k := range a.keys {
		if id.bank == bank {
			if err := add(k); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range a.snapshots {
		if s.Bank == bank {
			if err := add(s); err != nil {
				return nil, err
			}
		}
	}
	for id, list := range a.amendments {
		if id.bank != bank {
			continue
		}
		for _, c := range list {
			if err := add(c); err != nil {
				return nil, err
			}
		}
	}
	for id, k := range a.scenarios {
		if id.scenario == bank {
			if err := add(k); err != nil {
				return nil, err
			}
		}
	}
	for id, list := range a.scenarioAmendments {
		if id.scenario != bank {
			continue
		}
		for _, c := range list {
			if err := add(c); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(lines)
	if len(lines) == 0 {
		return nil, nil
	}
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}
