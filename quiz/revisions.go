package quiz

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/internal/diag"
)

// revisionID names an archived revision of a question or scenario.
type revisionID struct {
	owner    string // ID of the bank or scenario
	question string // public ID; "" of a scenario
	revision string
}

// archivedKey is K, the answer key of one revision of a question or scenario, whose
// corrections are of type A.
type archivedKey[K, A any] interface {
	id() revisionID
	authored() string    // ID that the author gave the question or scenario
	check() error        // why the key is useless, or nil
	with(correction A) K // the key after a correction
	sameWorth(other K) bool
	// correction returns the archived form of a correction of an old key: what this key
	// says about the texts of the old one. missing is a text that this key no longer
	// has.
	correction(old K, d Declared) (_ A, missing string)
	faults() recordFaults
}

// recordFaults are the faults of recording a key.
type recordFaults struct {
	neverPublished diag.Kind // authored ID, revision
	keyChanged     diag.Kind // authored ID, revision
	textGone       diag.Kind // text, revision
}

// archivedCorrection is a correction of a revision, as archived.
type archivedCorrection interface {
	id() revisionID
	declared() Declared
}

// revisions are the archived answer keys of one sort, and their corrections.
type revisions[K archivedKey[K, A], A archivedCorrection] struct {
	keys        map[revisionID]K
	corrections map[revisionID][]A // by date
}

func newRevisions[K archivedKey[K, A], A archivedCorrection]() revisions[K, A] {
	return revisions[K, A]{map[revisionID]K{}, map[revisionID][]A{}}
}

func (r revisions[K, A]) clone() revisions[K, A] {
	c := revisions[K, A]{maps.Clone(r.keys), make(map[revisionID][]A, len(r.corrections))}
	for id, list := range r.corrections {
		c.corrections[id] = slices.Clone(list)
	}
	return c
}

func (r revisions[K, A]) find(id revisionID) (K, []A) { return r.keys[id], r.corrections[id] }

// of returns everything that is archived for a bank or scenario.
func (r revisions[K, A]) of(owner string) (all []any) {
	for id, k := range r.keys {
		if id.owner == owner {
			all = append(all, k)
		}
	}
	for id, list := range r.corrections {
		if id.owner != owner {
			continue
		}
		for _, c := range list {
			all = append(all, c)
		}
	}
	return all
}

func (r revisions[K, A]) readKey(line []byte) error {
	var k K
	if err := decodeLine(line, &k); err != nil {
		return err
	}
	if err := k.check(); err != nil {
		return err
	}
	id := k.id()
	if old, known := r.keys[id]; known && !reflect.DeepEqual(old, k) {
		return refused(archiveTwoKeys, k.authored(), id.revision)
	}
	r.keys[id] = k
	return nil
}

func (r revisions[K, A]) readCorrection(line []byte) error {
	var c A
	if err := decodeLine(line, &c); err != nil {
		return err
	}
	r.addCorrection(c)
	return nil
}

func (r revisions[K, A]) addCorrection(c A) {
	id := c.id()
	if slices.ContainsFunc(r.corrections[id], func(old A) bool { return reflect.DeepEqual(old, c) }) {
		return
	}
	list := append(r.corrections[id], c)
	slices.SortStableFunc(list, func(x, y A) int {
		a, b := x.declared(), y.declared()
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Reason, b.Reason))
	})
	r.corrections[id] = list
}

// record adds the answer key of a published revision, and the corrections that its author
// declared. A key that differs from the archived one without a correction is
// a fault.
func (r revisions[K, A]) record(now K, declared []Correction, report diag.Report) {
	id := now.id()
	for n, c := range declared {
		for m, revision := range c.Revisions {
			target := revisionID{id.owner, id.question, revision}
			old, known := r.keys[target]
			switch {
			case !known && target != id:
				report(now.faults().neverPublished.With(now.authored(), revision), "corrections", n, "revisions", m)
				continue
			case !known:
				old = now
			}
			r.correct(old, now, c, target, reportAt(report, "corrections", n))
		}
	}
	old, known := r.keys[id]
	if !known {
		r.keys[id] = now
	} else if !correctedBy(old, r.corrections[id]).sameWorth(now) {
		report(now.faults().keyChanged.With(now.authored(), id.revision), "id")
	}
}

// correct archives one correction of one revision.
func (r revisions[K, A]) correct(old, now K, c Correction, target revisionID, report diag.Report) {
	d := Declared{Revision: target.revision, Date: c.Date.Format(time.DateOnly), Change: c.Change, Reason: c.Reason}
	if slices.ContainsFunc(r.corrections[target], func(a A) bool { return a.declared() == d }) {
		return // archived before; a later change needs a correction of its own
	}
	correction, missing := now.correction(old, d)
	if missing != "" {
		report(now.faults().textGone.With(missing, target.revision))
		return
	}
	r.addCorrection(correction)
}

// correctedBy returns a key after those of the corrections that change keys.
func correctedBy[K archivedKey[K, A], A archivedCorrection](k K, corrections []A) K {
	for _, c := range corrections {
		if c.declared().Change == ChangeKey {
			k = k.with(c)
		}
	}
	return k
}

// decodeLine decodes a line of an archive. Its error, a diag.Fault, names no Go types.
func decodeLine(line []byte, into any) error {
	err := json.Unmarshal(line, into)
	if err == nil {
		return nil
	}
	words := err.Error()
	if i := strings.LastIndex(words, ": "); i >= 0 {
		words = words[i+2:]
	}
	return refused(archiveLineBroken, strings.TrimPrefix(words, "json: "))
}
