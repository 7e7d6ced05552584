// Package intake opens what came to HR: results files, folders and zips, the
// roster and observations. It verifies every record and decides what counts; one
// bad record never stops the others, and nothing is dropped without a reason.
package intake

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Options say what to read and what to hold it against.
type Options struct {
	Results  []string      // files, folders and zips, as typed; "-" is standard input
	Skip     []os.FileInfo // files that have another part in this run
	Stdin    io.Reader     // may be nil
	Site     string
	Location *time.Location // of calendar dates
	Now      time.Time      // what is handed in after tomorrow is refused
	Archive  *quiz.Archive
	Newest   map[string]string // the present revision by bank
	Roster   *sheets.Roster    // nil: whoever handed in counts
	Answers  bool              // keep which options were chosen, for item analysis
	Register *sheets.Register  // of receipt; may be nil
	Decided  *sheets.Decisions // about open cases; may be nil
	Limits   Limits            // on attempts; the zero value has none

	// What records of other kinds than attempt are held against.
	Framework    *standards.Framework
	Observations *sheets.Observations // the table; nil: there is none
	Assessors    *sheets.Assessors    // nil: there is no register

	Progress func(done, total int) // may be nil; called from several goroutines
}

// Received is what came in and what became of it. It does not depend on the
// order in which files are named or found. What was accepted lies in a spool.
type Received struct {
	Inputs     spool.Table[verdict.Input]
	Files      verdict.Count
	Records    verdict.Count
	Registered int // accepted records that stand in the register of receipt
	Exceptions []verdict.Exception
	Suspicions []Suspicion // for HR alone

	ledger *ledger
}

// fileResult is what one file held.
type fileResult struct {
	path    string
	sha     string
	read    func() ([]byte, error) // once more
	verdict verdict.Verdict        // of the file as a whole; "" = by its records
	refused verdict.Note
	noted   verdict.Note // a word about a file that was read all the same
	records []*record
	inside  bool // another file
}

// record is one record of a file and what became of it.
type record struct {
	file     *fileResult
	index    int
	id       string
	hash     [sha256.Size]byte
	staff    string
	kind     string
	sitting  *competence.Sitting // scored; nil where refused, or where it is an activity
	activity *Activity
	attempt  bool // its bytes are an attempt, whole or altered
	verdict  verdict.Verdict
	problem  verdict.Note
	also     []verdict.Note // what else there is to say about it
	open     string         // the case that somebody can decide about, where it is not this record's own

	received string    // by HR's register
	applied  []applied // decisions, where it is counted because of them
	trace    *trace    // to compare with those of other people
}

// applied is a decision with what would have stood in the way.
type applied struct {
	why, also verdict.Note
	decision  *sheets.Decision
}

// caseKey names the case of a record that is open for a reason.
func (r *record) caseKey(reason string) string {
	if r.hash == ([sha256.Size]byte{}) {
		return verdict.CaseID(reason, "record", r.file.sha, strconv.Itoa(r.index))
	}
	return verdict.CaseID(reason, "record", hex.EncodeToString(r.hash[:]))
}

// Read opens what the arguments name, decides about every file and record, and
// scores the attempts.
func Read(ctx context.Context, o Options) (*Received, diag.List) {
	shelf := newShelf(o)
	defer shelf.close() // after the files that have to be read twice were
	g := newGrader(o)
	l := newLedger(shelf, g.questions)
	faults := g.all(ctx, shelf, o, l.take)
	if err := l.scored.Err(); err != nil {
		faults.Add(NoRoom(err))
	}
	if faults.Failed() {
		return nil, faults
	}
	out := l.close(o)
	if err := out.Err(); err != nil {
		faults.Add(NoRoom(err))
	}
	return out, faults
}

// NoRoom says that what was read could not be kept outside memory.
func NoRoom(err error) diag.Fault {
	return noRoom.With(diag.Plain(err)).In("")
}

// perTask is how many lines of a file are read in one go.
const perTask = 64

// all opens what the arguments name and hands over what each source held, in any
// order and from several goroutines.
func (g *grader) all(ctx context.Context, shelf *shelf, o Options, take func(place, []*fileResult)) diag.List {
	faults := shelf.collect(ctx, o.Results)
	if faults.Failed() {
		return faults
	}
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var done atomic.Int64
	step := func(n int) {
		if n := done.Add(int64(n)); o.Progress != nil {
			o.Progress(int(n), shelf.count)
		}
	}
	for i := range shelf.sources {
		src := shelf.sources[i]
		if src.lines == nil {
			group.Go(func() error {
				if running.Err() == nil {
					take(place{source: uint32(i)}, g.open(src))
					step(1)
				}
				return running.Err()
			})
			continue
		}
		for from := 0; from < len(src.lines.lines) && running.Err() == nil; from += perTask {
			group.Go(func() error {
				var buffer []byte
				to := min(from+perTask, len(src.lines.lines))
				for k := from; k < to && running.Err() == nil; k++ {
					take(place{uint32(i), uint32(k) + 1}, g.open(src.lines.source(k, &buffer)))
				}
				step(to - from)
				return running.Err()
			})
		}
	}
	if err := cmp.Or(group.Wait(), ctx.Err()); err != nil {
		faults.Add(interrupted.With().In(""))
	}
	return faults
}

func newGrader(o Options) *grader {
	return &grader{site: o.Site, location: o.Location, now: o.Now, archive: o.Archive, newest: o.Newest, roster: o.Roster, framework: cmp.Or(o.Framework, &standards.Framework{}), answers: o.Answers, register: o.Register, decided: o.Decided, keys: map[keyID]*gradedKey{}, scenarios: map[keyID]*gradedScenario{}, near: map[string][]string{}, questions: &questionList{}}
}

// file decides about the records of one file, each by itself.
func (g *grader) file(src source, content []byte) *fileResult {
	if len(content) > results.MaxFileSize {
		return src.refuse(verdict.TooLargeInside.With(results.MaxFileSize >> 20))
	}
	if bytes.Contains(content, []byte("<!-- coursemark-record/")) {
		return src.passOver(verdict.EarlierRecord.With())
	}
	if code := otherFile(content); code != "" {
		return src.refuse(code.With())
	}
	parsed, err := parse(content)
	if err != nil {
		if isMatrix(content) {
			return src.passOver(verdict.EarlierMatrix.With())
		}
		r := inItsWords(verdict.Malformed, err)
		_ = errors.As(err, &r) // it says more
		return src.refuse(r)
	}
	if len(parsed.Records) == 0 {
		return src.refuse(verdict.NothingHandedIn.With())
	}
	f := src.result()
	for i, raw := range parsed.Records {
		f.records = append(f.records, g.record(f, parsed.Site, i, raw))
	}
	return f
}

func (g *grader) record(f *fileResult, site string, index int, raw results.Record) *record {
	r := &record{file: f, index: index, id: raw.ID, kind: raw.Kind, verdict: verdict.Accepted}
	var err error
	switch {
	case raw.Err != nil:
		err = inItsWords(verdict.Malformed, raw.Err)
	default:
		r.hash = sha256.Sum256(raw.Bytes)
		if g.listing {
			break
		}
		if raw.Kind != results.KindAttempt {
			err = g.entry(site, raw, r)
			break
		}
		r.sitting, err = g.attempt(site, raw, r)
		r.attempt = r.staff != "" || r.sitting != nil
	}
	if err != nil {
		if r.sitting, r.activity = nil, nil; r.verdict == verdict.Accepted {
			r.verdict = verdict.Quarantined
		}
		if !errors.As(err, &r.problem) {
			r.problem = verdict.Malformed.With(err)
		}
	}
	return r
}

// otherFile names what a file is that people take for a results file; "" = nothing
// that is known here.
func otherFile(content []byte) verdict.Code {
	head := strings.ToLower(strings.TrimSpace(string(content[:min(len(content), 512)])))
	switch {
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return verdict.OldOfficeDocument
	case bytes.HasPrefix(content, []byte("\x1f\x8b")):
		return verdict.GzipArchive
	case strings.HasPrefix(head, "%pdf"):
		return verdict.PDFDocument
	case strings.HasPrefix(head, "<"):
		return verdict.WebPage
	case strings.HasPrefix(head, "-----begin age"), strings.HasPrefix(head, "age-encryption.org/"):
		return verdict.SealedFile
	}
	return ""
}

func isMatrix(content []byte) bool {
	var head struct {
		Format string `json:"format"`
	}
	return json.Unmarshal(content, &head) == nil && strings.HasPrefix(head.Format, "coursemark-matrix/")
}

// weigh compares the records of one ID, in the order of their files: the same
// again is a duplicate, diverging bytes are quarantined unless one carries the
// other on.
func weigh(records []*record, decided *sheets.Decisions) {
	var versions []*record // different bytes, the first of each by path
	for _, r := range records {
		first := slices.IndexFunc(versions, func(v *record) bool { return v.hash == r.hash })
		if first < 0 {
			versions = append(versions, r)
			continue
		}
		r.drop(verdict.Duplicate, verdict.DuplicateRecord.With(versions[first].file.path))
	}
	// A version with a broken seal is refused for that, and must not take
	// the honest one down with it.
	versions = slices.DeleteFunc(versions, func(v *record) bool {
		return v.problem.Code.Reason() == verdict.Altered.Reason() || v.problem.Code.Reason() == verdict.Malformed.Reason()
	})
	if len(versions) > 1 {
		diverge(versions, decided)
	} else if len(versions) == 1 {
		versions[0].keepOut(decided)
	}
}

// keepOut leaves out what was rejected in favour of another version, also where
// that one is not there this time.
func (r *record) keepOut(decisions *sheets.Decisions) {
	if decisions == nil || r.verdict != verdict.Accepted {
		return
	}
	for _, code := range otherVersion() {
		if decisions.About(r.caseKey(code.Reason()), "", sheets.Reject) != nil {
			r.drop(verdict.Quarantined, code.With())
			return
		}
	}
}

// otherVersion are the reasons for which a version of a record is rejected.
func otherVersion() []verdict.Code {
	return []verdict.Code{verdict.DivergentRejected, verdict.IDOfAnotherRejected}
}

// diverge decides about versions of one ID.
func diverge(versions []*record, decisions *sheets.Decisions) {
	if longest := extending(versions); longest != nil {
		if longest.sitting != nil {
			longest.sitting.Flags = append(longest.sitting.Flags, verdict.Extended)
		}
		for _, v := range versions {
			if v != longest {
				v.drop(verdict.Duplicate, verdict.EarlierState.With(longest.file.path))
			}
		}
		return
	}
	staff := map[string]bool{}
	for _, v := range versions {
		if v.staff != "" {
			staff[v.staff] = true
		}
	}
	code := verdict.Divergent
	if len(staff) > 1 {
		code = verdict.IDOfAnother
	}
	// What somebody rejected puts the others in doubt no longer.
	var left []*record
	var rejected *sheets.Decision
	for _, v := range versions {
		if d := decisions.About(v.caseKey(code.Reason()), "", sheets.Reject); d != nil {
			rejected = d
		} else {
			left = append(left, v)
		}
	}
	if len(left) == 1 && left[0].sitting != nil {
		left[0].sitting.Notes = verdict.Add(left[0].sitting.Notes, verdict.OtherVersion.With())
		sheets.Decide(left[0].sitting, rejected)
	}
	for _, v := range versions {
		if v.verdict == verdict.Quarantined && len(staff) < 2 || len(left) == 1 && v == left[0] {
			continue // its own reason says more
		}
		others := slices.DeleteFunc(slices.Clone(versions), func(o *record) bool { return o == v })
		v.drop(verdict.Quarantined, code.With(others[0].file.path))
	}
}

// extending finds the version that carries all others on: the same sitting,
// handed in again with more done. Files are read a second time for it, which is
// rare and keeps the logs of everybody else out of memory.
func extending(versions []*record) *record {
	attempts := make([]*results.Attempt, len(versions))
	for i, v := range versions {
		if !v.attempt {
			return nil
		}
		raw, ok := v.raw()
		if !ok {
			return nil
		}
		var err error
		if attempts[i], err = results.ParseAttempt(raw); err != nil {
			return nil
		}
	}
	for i, a := range attempts {
		all := true
		for k, b := range attempts {
			same := a.Site == b.Site && a.Staff == b.Staff && a.Bank == b.Bank && a.BankRevision == b.BankRevision && a.Ordinal == b.Ordinal && a.Started == b.Started
			all = all && (i == k || same && a.Extends(b))
		}
		if all {
			return versions[i]
		}
	}
	return nil
}

// owner is as whose a record counts.
func (r *record) owner() string {
	if r.activity != nil {
		return r.activity.Staff
	}
	return r.sitting.Staff
}

// raw reads a record once more; false is a file that changed under our hands.
func (r *record) raw() (results.Record, bool) {
	content, err := r.file.read()
	if err != nil {
		return results.Record{}, false
	}
	f, err := parse(content)
	if err != nil || r.index >= len(f.Records) || sha256.Sum256(f.Records[r.index].Bytes) != r.hash {
		return results.Record{}, false
	}
	return f.Records[r.index], true
}
