package quiz

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// Snapshot is the archived record of a bank revision: the questions that it draws from.
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

// Archive holds the answer keys of every revision that was ever published. NewArchive
// makes one.
type Archive struct {
	questions revisions[*Key, *Amendment]
	scenarios revisions[*ScenarioKey, *ScenarioAmendment]
	snapshots map[string]*Snapshot // by bank revision
}

// NewArchive returns an empty archive.
func NewArchive() *Archive {
	return &Archive{
		questions: newRevisions[*Key, *Amendment](),
		scenarios: newRevisions[*ScenarioKey, *ScenarioAmendment](),
		snapshots: map[string]*Snapshot{},
	}
}

// Clone returns a copy: what is recorded in the copy does not change this archive.
func (a *Archive) Clone() *Archive {
	return &Archive{a.questions.clone(), a.scenarios.clone(), maps.Clone(a.snapshots)}
}

// Snapshot returns what is archived of a bank revision, or nil.
func (a *Archive) Snapshot(bankRevision string) *Snapshot { return a.snapshots[bankRevision] }

// Snapshots returns all archived revisions of a bank, sorted by revision.
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

// Key returns the archived answer key of a question revision, or nil, and its
// corrections sorted by date.
func (a *Archive) Key(bank, public, revision string) (*Key, []*Amendment) {
	return a.questions.find(revisionID{bank, public, revision})
}

// Scenario returns the archived answer key of a scenario revision, or nil, and its
// corrections sorted by date.
func (a *Archive) Scenario(id, revision string) (*ScenarioKey, []*ScenarioAmendment) {
	return a.scenarios.find(revisionID{id, "", revision})
}

// Scenarios returns the answer keys of all archived revisions of a scenario, sorted by
// revision.
func (a *Archive) Scenarios(id string) []*ScenarioKey {
	var list []*ScenarioKey
	for _, k := range a.scenarios.keys {
		if k.Scenario == id {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(x, y *ScenarioKey) int { return cmp.Compare(x.Revision, y.Revision) })
	return list
}

// Record adds the revisions of a published bank. An answer key that differs from the
// archived one without a correction is a fault.
func (a *Archive) Record(p *Published) diag.List {
	var faults diag.List
	if p.Bank.Mode != Assessed {
		return faults
	}
	report := func(m diag.Message, path ...any) { faults.Add(p.Bank.File.Fault(m, path...)) }
	revisions := map[string]string{}
	for _, q := range p.Questions {
		revisions[q.ID] = q.Revision
		i := slices.IndexFunc(p.Bank.Questions, func(b Question) bool { return b.ID == q.Source.ID })
		a.questions.record(keyOf(p.Bank, q), q.Source.Corrections, reportAt(report, "questions", i))
	}
	if _, known := a.snapshots[p.Revision]; !known && !faults.Failed() {
		a.snapshots[p.Revision] = &Snapshot{
			Kind: "bank", Bank: p.Bank.ID, Revision: p.Revision, Title: p.Bank.Title,
			Mode: p.Bank.Mode, Exposure: p.Bank.Exposure, Groups: p.Groups, Revisions: revisions,
		}
	}
	return faults
}

func keyOf(bank *Bank, q PublishedQuestion) *Key {
	k := q.Key(bank.ID)
	k.Kind, k.Bank, k.Question, k.Public, k.Revision = "question", bank.ID, q.Source.ID, q.ID, q.Revision
	k.Prompt, k.Indicators, k.Critical = q.Prompt, q.Source.Indicators, q.Source.Critical
	return k
}

// RecordScenario adds the revision of a published assessed scenario. An answer key
// that differs from the archived one without a correction is a fault.
func (a *Archive) RecordScenario(p *PublishedScenario) diag.List {
	var faults diag.List
	a.scenarios.record(p.Key(), p.Scenario.Corrections, func(m diag.Message, path ...any) {
		faults.Add(p.Scenario.File.Fault(m, path...))
	})
	return faults
}

// MaxArchiveSize bounds an archive file in bytes.
const MaxArchiveSize = 256 << 20

// Read adds the lines of an archive file. It skips lines that the archive already has, so
// that archives can be merged by reading one after another.
func (a *Archive) Read(file string, source []byte) diag.List {
	var faults diag.List
	if len(source) > MaxArchiveSize {
		faults.Add(archiveTooLarge.With(len(source)>>20, MaxArchiveSize>>20).In(file))
		return faults
	}
	for n, line := range bytes.Split(source, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if err := a.readLine(line); err != nil {
			var fault diag.Fault
			errors.As(err, &fault)
			fault.File, fault.Pos = file, diag.Pos{Line: n + 1}
			faults.Add(fault)
		}
	}
	return faults
}

// readLine adds one line. Its errors, and those of the methods that it calls, are
// each a diag.Fault.
func (a *Archive) readLine(line []byte) error {
	for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
		if bytes.HasPrefix(line, []byte(marker)) {
			return refused(archiveConflict)
		}
	}
	var head struct {
		Kind string `json:"kind"`
	}
	if err := decodeLine(line, &head); err != nil {
		return err
	}
	switch head.Kind {
	case "question":
		return a.questions.readKey(line)
	case "correction":
		return a.questions.readCorrection(line)
	case "scenario":
		return a.scenarios.readKey(line)
	case "scenario-correction":
		return a.scenarios.readCorrection(line)
	case "bank":
		return a.readSnapshot(line)
	}
	return refused(archiveLineNewer, head.Kind)
}

func (a *Archive) readSnapshot(line []byte) error {
	var s Snapshot
	if err := decodeLine(line, &s); err != nil {
		return err
	}
	for _, g := range s.Groups {
		if g.Count < 0 || g.Count > len(g.Questions) {
			return refused(archiveDrawTooLarge, s.Revision)
		}
	}
	if _, known := a.snapshots[s.Revision]; !known {
		a.snapshots[s.Revision] = &s
	}
	return nil
}

// Encode returns the archive file of a bank or scenario: sorted lines, each ending in LF;
// empty where nothing is archived.
func (a *Archive) Encode(id string) ([]byte, error) {
	values := append(a.questions.of(id), a.scenarios.of(id)...)
	for _, s := range a.Snapshots(id) {
		values = append(values, s)
	}
	var lines []string
	for _, v := range values {
		line, err := json.Marshal(v, json.Deterministic(true), jsontext.EscapeForHTML(false))
		if err != nil {
			return nil, err
		}
		lines = append(lines, string(line)+"\n")
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, "")), nil
}
