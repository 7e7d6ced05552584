package intake

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
	"github.com/coursemark/coursemark/internal/diag"
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
	Roster   *Roster           // nil: whoever handed in counts
	Answers  bool              // keep which options were chosen, for item analysis
	Register *Register         // of receipt; may be nil
	Decided  *Decisions        // about open cases; may be nil

	// What records of other kinds than attempt are held against.
	Framework    *standards.Framework
	Observations *Observations // the table; nil: there is none
	Assessors    *Assessors    // nil: there is no register

	Progress func(done, total int) // may be nil; called from several goroutines
}

// Received is what came in and what became of it. It does not depend on the
// order in which files are named or found.
type Received struct {
	Sittings   []*competence.Sitting // accepted, or awaiting somebody's confirmation; by staff, bank and time
	Activities []Activity            // by staff and time
	Inputs     []Input
	Files      Count
	Records    Count
	Exceptions []Exception
	Receipts   map[string]string // first received, by the ID of the record
	Suspicions []Suspicion       // for HR alone
}

// fileResult is what one file held.
type fileResult struct {
	path    string
	sha     string
	read    func() ([]byte, error) // once more
	verdict string                 // of the file as a whole; "" = by its records
	refused refusal
	noted   refusal // a word about a file that was read all the same
	records []*record
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
	verdict  string
	problem  refusal
	open     string // the case that somebody can decide about, where it is not this record's own

	received string    // by HR's register
	applied  []applied // decisions, where it is counted because of them
	trace    *trace    // to compare with those of other people
}

// applied is a decision with what would have stood in the way.
type applied struct {
	why      refusal
	decision *decision
}

// caseKey names the case of a record that is open for a reason.
func (r *record) caseKey(reason string) string {
	if r.hash == ([sha256.Size]byte{}) {
		return caseKey(reason, "record", r.file.sha, strconv.Itoa(r.index))
	}
	return caseKey(reason, "record", hex.EncodeToString(r.hash[:]))
}

// Read opens what the arguments name, decides about every file and record, and
// scores the attempts.
func Read(ctx context.Context, o Options) (*Received, diag.List) {
	shelf := newShelf(o)
	defer shelf.close() // after the files that have to be read twice were
	files, faults := newGrader(o).all(ctx, shelf, o)
	if faults.Failed() {
		return &Received{}, faults
	}
	compare(files, o.Decided)
	settle(files, o)
	out := tally(files, shelf.inputs, o.Decided)
	out.Suspicions = suspect(files, o.Roster)
	return out, faults
}

// all opens what the arguments name. The files are in an order that does not
// depend on how they were named or found.
func (g *grader) all(ctx context.Context, shelf *shelf, o Options) ([]*fileResult, diag.List) {
	faults := shelf.collect(ctx, o.Results)
	if faults.Failed() {
		return nil, faults
	}
	opened := make([][]*fileResult, len(shelf.sources))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	var done atomic.Int64
	for i := range shelf.sources {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			opened[i] = g.open(shelf.sources[i])
			if n := done.Add(1); o.Progress != nil {
				o.Progress(int(n), len(opened))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		faults.Add(diag.Fault{What: "reading the results was broken off: " + err.Error()})
		return nil, faults
	}
	files := slices.Concat(opened...)
	// Two files can be shown under one path (a folder of the same name on two
	// drives): their contents put them in order then.
	slices.SortStableFunc(files, func(a, b *fileResult) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.sha, b.sha)) })
	return files, faults
}

func newGrader(o Options) *grader {
	return &grader{site: o.Site, location: o.Location, now: o.Now, archive: o.Archive, newest: o.Newest, roster: o.Roster, framework: cmp.Or(o.Framework, &standards.Framework{}), answers: o.Answers, register: o.Register, decided: o.Decided, keys: map[keyID]*gradedKey{}, near: map[string]string{}}
}

// file decides about the records of one file, each by itself.
func (g *grader) file(src source, content []byte) *fileResult {
	if len(content) > results.MaxFileSize {
		return src.refuse(refusal{"too-large", fmt.Sprintf("it has more than %d MB", results.MaxFileSize>>20), "this is probably not a results file; ask the person to download it again from My progress"})
	}
	if what := otherFile(content); what != "" {
		hint := "ask the person for the file that My progress downloads: results-….json"
		if strings.Contains(what, "Outlook") {
			hint = "open the mail in Outlook and save the attachment by itself, or drag the mail out as .eml"
		}
		return src.refuse(refusal{"malformed", what, hint})
	}
	parsed, err := parse(content)
	if err != nil {
		if isMatrix(content) {
			return src.passOver(refusal{"not-results", "the matrix of an earlier run", ""})
		}
		r := refusal{"malformed", err.Error(), askAgain}
		if format := (*results.FormatError)(nil); errors.As(err, &format) {
			r.hint = format.Hint
		}
		_ = errors.As(err, &r) // it says more
		return src.refuse(r)
	}
	if len(parsed.Records) == 0 {
		return src.refuse(refusal{"no-records", "it is a results file, but nothing was handed in with it", "ask the person to finish an assessment, hand it in and download the results then"})
	}
	f := src.result()
	for i, raw := range parsed.Records {
		f.records = append(f.records, g.record(f, parsed.Site, i, raw))
	}
	return f
}

func (g *grader) record(f *fileResult, site string, index int, raw results.Record) *record {
	r := &record{file: f, index: index, id: raw.ID, kind: raw.Kind, verdict: accepted}
	var err error
	switch {
	case raw.Err != nil:
		err = refusal{"malformed", raw.Err.Error(), askAgain}
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
		if r.sitting, r.activity = nil, nil; r.verdict == accepted {
			r.verdict = quarantined
		}
		if !errors.As(err, &r.problem) {
			r.problem = refusal{"malformed", err.Error(), askAgain}
		}
	}
	if r.sitting != nil {
		r.sitting.Source, r.sitting.FileSHA256 = f.path, f.sha
	}
	if r.activity != nil {
		r.activity.Source, r.activity.FileSHA256 = f.path, f.sha
	}
	return r
}

// otherFile says what a file is that people take for a results file.
func otherFile(content []byte) string {
	head := strings.ToLower(strings.TrimSpace(string(content[:min(len(content), 512)])))
	switch {
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return "it is an old Office document or a mail saved by Outlook as .msg"
	case bytes.HasPrefix(content, []byte("\x1f\x8b")):
		return "it is a gzip archive; unpack it"
	case strings.HasPrefix(head, "%pdf"):
		return "it is a PDF"
	case strings.HasPrefix(head, "<"):
		return "it is a web page or XML: somebody saved the page in place of the results"
	case strings.HasPrefix(head, "-----begin age"), strings.HasPrefix(head, "age-encryption.org/"):
		return "it is sealed, which this version cannot open"
	}
	return ""
}

func isMatrix(content []byte) bool {
	var head struct {
		Format string `json:"format"`
	}
	return json.Unmarshal(content, &head) == nil && strings.HasPrefix(head.Format, "coursemark-matrix/")
}

// compare compares all records with one another: the same again is a duplicate,
// one ID with diverging bytes is quarantined unless one carries the other on.
// Then it flags gaps and repeats in the numbers of attempts.
func compare(files []*fileResult, decided *Decisions) {
	byID := map[string][]*record{}
	var ids []string
	for _, f := range files {
		for _, r := range f.records {
			if r.id == "" || r.hash == ([sha256.Size]byte{}) {
				continue // nothing to compare
			}
			if byID[r.id] == nil {
				ids = append(ids, r.id)
			}
			byID[r.id] = append(byID[r.id], r)
		}
	}
	for _, id := range ids {
		var versions []*record // different bytes, the first of each by path
		for _, r := range byID[id] {
			first := slices.IndexFunc(versions, func(v *record) bool { return v.hash == r.hash })
			if first < 0 {
				versions = append(versions, r)
				continue
			}
			r.drop(duplicate, refusal{"duplicate", "the same record was read before, from " + versions[first].file.path, ""})
		}
		// A version with a broken seal is refused for that, and must not take
		// the honest one down with it.
		versions = slices.DeleteFunc(versions, func(v *record) bool {
			return v.problem.reason == "altered" || v.problem.reason == "malformed"
		})
		if len(versions) > 1 {
			diverge(versions, decided)
		} else if len(versions) == 1 {
			versions[0].keepOut(decided)
		}
	}
	flagOrdinals(files)
}

// keepOut leaves out what was rejected in favour of another version, also where
// that one is not there this time.
func (r *record) keepOut(decisions *Decisions) {
	if decisions == nil || r.verdict != accepted {
		return
	}
	for _, reason := range []string{"divergent", "id-of-another"} {
		if decisions.about(r.caseKey(reason), "", reject) != nil {
			r.drop(quarantined, refusal{reason, "another version of it was preferred", "empty the decision if this one is to count"})
			return
		}
	}
}

// diverge decides about versions of one ID.
func diverge(versions []*record, decisions *Decisions) {
	if longest := extending(versions); longest != nil {
		if longest.sitting != nil {
			longest.sitting.Flags = append(longest.sitting.Flags, FlagExtended)
		}
		for _, v := range versions {
			if v != longest {
				v.drop(duplicate, refusal{"extended", "an earlier state of the same sitting; the one that carries it on was read from " + longest.file.path, ""})
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
	reason := "divergent"
	if len(staff) > 1 {
		reason = "id-of-another"
	}
	// What somebody rejected puts the others in doubt no longer.
	var left []*record
	var rejected *decision
	for _, v := range versions {
		if d := decisions.about(v.caseKey(reason), "", reject); d != nil {
			rejected = d
		} else {
			left = append(left, v)
		}
	}
	if len(left) == 1 && left[0].sitting != nil {
		left[0].sitting.Note = addNote(left[0].sitting.Note, "another version of it was rejected")
		decide(left[0].sitting, rejected)
	}
	for _, v := range versions {
		if v.verdict == quarantined && len(staff) < 2 || len(left) == 1 && v == left[0] {
			continue // its own reason says more
		}
		others := slices.DeleteFunc(slices.Clone(versions), func(o *record) bool { return o == v })
		v.drop(quarantined, refusal{"divergent", "the same record came with other contents, in " + others[0].file.path, "ask the person which of the two is theirs as the site wrote it; reject the other one in decisions.xlsx, or leave it out, and grade again"})
		if len(staff) > 1 {
			v.problem = refusal{"id-of-another", "the same record came in under another staff ID, in " + others[0].file.path, "one of the two was copied: talk it over with both people, then reject the copy in decisions.xlsx, or leave it out, and grade again"}
		}
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
		if attempts[i] = v.reread(); attempts[i] == nil {
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

func (r *record) reread() *results.Attempt {
	content, err := r.file.read()
	if err != nil {
		return nil
	}
	f, err := parse(content)
	if err != nil || r.index >= len(f.Records) || sha256.Sum256(f.Records[r.index].Bytes) != r.hash {
		return nil // the file changed under our hands
	}
	a, err := results.ParseAttempt(f.Records[r.index])
	if err != nil {
		return nil
	}
	return a
}

// flagOrdinals marks attempts whose number comes twice, or after a gap: what a
// person took and did not hand in shows here.
func flagOrdinals(files []*fileResult) {
	type series struct{ staff, bank string }
	taken := map[series][]*competence.Sitting{}
	for _, f := range files {
		for _, r := range f.records {
			if r.sitting != nil && r.sitting.Bank != "" {
				key := series{r.sitting.Staff, r.sitting.Bank}
				taken[key] = append(taken[key], r.sitting)
			}
		}
	}
	for _, list := range taken {
		count := map[int]int{}
		for _, s := range list {
			count[s.Ordinal]++
		}
		for _, s := range list {
			if count[s.Ordinal] > 1 {
				s.Flags = append(s.Flags, FlagOrdinalRepeat)
			}
			if s.Ordinal > 1 && count[s.Ordinal-1] == 0 {
				s.Flags = append(s.Flags, FlagOrdinalGap)
			}
		}
	}
}

// tally counts and lists.
func tally(files []*fileResult, zips []Input, decisions *Decisions) *Received {
	out := &Received{Inputs: slices.Clone(zips), Receipts: map[string]string{}}
	// open lists something that was not counted, and whether that was decided.
	open := func(e Exception, key string) {
		if e.Verdict == quarantined || e.Verdict == awaiting {
			e.Case = key
			if d := decisions.settle(key, e.Reason); d != nil {
				e.Verdict, e.Case, e.What, e.Hint = decided, "", e.What+"; rejected, "+d.String(), decidedHint
			}
		}
		out.Exceptions = append(out.Exceptions, e)
	}
	seen := map[string]*fileResult{}
	for _, f := range files {
		if f.noted != (refusal{}) {
			out.Exceptions = append(out.Exceptions, f.noted.exception(f.path, f.sha, "", "", noted))
		}
		if f.verdict == container {
			out.Inputs = append(out.Inputs, Input{Path: f.path, Role: "results", SHA256: f.sha})
			continue
		}
		if f.verdict == passedOver {
			out.Exceptions = append(out.Exceptions, f.refused.exception(f.path, f.sha, "", "", passedOver))
			continue
		}
		if f.sha != "" {
			out.Inputs = append(out.Inputs, Input{Path: f.path, Role: "results", SHA256: f.sha})
		}
		if f.verdict != "" {
			out.Files.add(f.verdict)
			open(f.refused.exception(f.path, f.sha, "", "", f.verdict), caseKey(f.refused.reason, "file", cmp.Or(f.sha, f.path)))
			continue
		}
		var records Count
		for _, r := range f.records {
			records.add(r.verdict)
			out.Records.add(r.verdict)
			switch {
			case r.sitting != nil && (r.verdict == accepted || r.verdict == awaiting):
				out.Sittings = append(out.Sittings, r.sitting)
				out.Receipts[r.id] = r.received
			case r.activity != nil && r.verdict == accepted:
				out.Activities = append(out.Activities, *r.activity)
			}
		}
		verdict := quarantined
		switch {
		case records.Accepted > 0:
			verdict = accepted
		case records.Duplicate == records.In:
			verdict = duplicate
		}
		out.Files.add(verdict)
		first := seen[f.sha]
		if first == nil {
			seen[f.sha] = f
		} else if verdict == duplicate {
			out.Exceptions = append(out.Exceptions, refusal{"duplicate", "the same file was read before: " + first.path, ""}.exception(f.path, f.sha, "", f.records[0].staff, duplicate))
			continue
		}
		for _, r := range f.records {
			if r.verdict != accepted {
				open(r.problem.exception(f.path, f.sha, clip(r.id), r.staff, r.verdict), cmp.Or(r.open, r.caseKey(r.problem.reason)))
				continue
			}
			for _, done := range r.applied {
				e := refusal{done.why.reason, done.why.what + "; " + done.decision.String(), decidedHint}
				out.Exceptions = append(out.Exceptions, e.exception(f.path, f.sha, clip(r.id), r.owner(), decided))
			}
		}
	}
	slices.SortFunc(out.Sittings, func(a, b *competence.Sitting) int {
		return cmp.Or(cmp.Compare(a.Staff, b.Staff), cmp.Compare(a.Bank, b.Bank), cmp.Compare(a.Date, b.Date), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(out.Activities, func(a, b Activity) int {
		return cmp.Or(cmp.Compare(a.Staff, b.Staff), cmp.Compare(a.Date, b.Date), a.At.Compare(b.At), cmp.Compare(a.Record, b.Record))
	})
	slices.SortStableFunc(out.Inputs, func(a, b Input) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.SHA256, b.SHA256)) })
	return out
}
