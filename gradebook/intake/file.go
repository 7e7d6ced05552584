package intake

import (
	"crypto/sha256"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// File decides about the records of a document, each by itself.
func (g *Grader) File(d inbox.Document) *File {
	f, parsed := read(d)
	for i, raw := range parsed.Records {
		f.Records = append(f.Records, g.record(f, parsed.Site, i, raw))
	}
	return f
}

// List lists the records of a document without answer keys, and without looking at what
// they say.
func List(d inbox.Document) *File {
	f, parsed := read(d)
	for i, raw := range parsed.Records {
		f.Records = append(f.Records, newRecord(f, i, raw))
	}
	return f
}

// read reads a document as a results file; a document that is not one has no records.
func read(d inbox.Document) (*File, *results.File) {
	content := d.Content
	d.Content = nil
	f := &File{Document: d}
	if d.Verdict != "" {
		return f, &results.File{}
	}
	parsed, err := parse(content)
	switch {
	case err != nil && isMatrix(content):
		f.Verdict, f.Why = verdict.PassedOver, verdict.EarlierMatrix.With()
	case err != nil:
		f.Verdict, f.Why = verdict.Quarantined, note(err)
	case len(parsed.Records) == 0:
		f.Verdict, f.Why = verdict.Quarantined, verdict.NothingHandedIn.With()
	default:
		return f, parsed
	}
	return f, &results.File{}
}

func newRecord(f *File, index int, raw results.Record) *Record {
	r := &Record{File: f, Index: index, ID: raw.ID, Kind: raw.Kind, Verdict: verdict.Accepted}
	if raw.Err != nil {
		r.Drop(verdict.Quarantined, quoting(verdict.Malformed, raw.Err))
	} else {
		r.Hash = sha256.Sum256(raw.Bytes)
	}
	return r
}

// record decides about a record.
func (g *Grader) record(f *File, site string, index int, raw results.Record) *Record {
	r := newRecord(f, index, raw)
	if r.Verdict != verdict.Accepted {
		return r
	}
	var err error
	if raw.Kind == results.KindAttempt {
		r.Submission, err = g.attempt(site, raw, r)
		r.Attempt = r.Staff != "" || r.Submission != nil
	} else {
		err = g.entry(site, raw, r)
	}
	if err != nil {
		v := verdict.Quarantined
		if r.Verdict != verdict.Accepted {
			v = r.Verdict
		}
		r.Drop(v, note(err))
	}
	return r
}
