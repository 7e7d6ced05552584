package ledger

import (
	"slices"

	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// compareVersions compares the records that have the same ID.
func (b book) compareVersions(decisions *sheets.Decisions) {
	list := b.sorted(func(h *Head) bool { return h.ID != 0 }, byID)
	rejected := b.rejected(decisions)
	for run := range b.runs(list, byID) {
		if len(run) == 1 && !rejected[run[0]] {
			continue
		}
		versions := map[string][]*intake.Record{}
		all := b.read(run)
		for _, r := range all {
			versions[r.ID] = append(versions[r.ID], r)
		}
		for _, records := range versions {
			weigh(records, decisions)
		}
		b.putAll(run, all)
	}
}

// rejected finds the records that somebody rejected in favour of another version.
func (b book) rejected(decisions *sheets.Decisions) map[uint32]bool {
	out := map[uint32]bool{}
	if !decisions.AnyRejects() {
		return out
	}
	for i, hash := range b.Hashes() {
		r := &intake.Record{Hash: hash}
		if slices.ContainsFunc(otherVersion(),
			func(c verdict.Code) bool { return decisions.Rejects(r.CaseID(c.Reason())) }) {
			out[i] = true
		}
	}
	return out
}

// otherVersion are the reasons for which a version of a record is rejected.
func otherVersion() []verdict.Code {
	return []verdict.Code{verdict.DivergentRejected, verdict.IDOfAnotherRejected}
}

// weigh compares the records of one ID, in the order of their files. The same bytes again
// are a duplicate; different ones are quarantined unless one version continues the others.
func weigh(records []*intake.Record, decisions *sheets.Decisions) {
	var versions []*intake.Record // with different bytes, the first of each by path
	for _, r := range records {
		first := slices.IndexFunc(versions, func(v *intake.Record) bool { return v.Hash == r.Hash })
		if first < 0 {
			versions = append(versions, r)
			continue
		}
		r.Drop(verdict.Duplicate, verdict.DuplicateRecord.With(versions[first].File.Path))
	}
	// A version with a broken seal is refused for that, and must not throw doubt on the
	// honest one.
	versions = slices.DeleteFunc(versions, func(v *intake.Record) bool {
		reason := v.Why.Code.Reason()
		return reason == verdict.Altered.Reason() || reason == verdict.Malformed.Reason()
	})
	if len(versions) > 1 {
		diverge(versions, decisions)
	} else if len(versions) == 1 {
		keepOut(versions[0], decisions)
	}
}

// keepOut refuses a record that was rejected in favour of another version, even if that
// version is not there this time.
func keepOut(r *intake.Record, decisions *sheets.Decisions) {
	if decisions == nil || r.Verdict != verdict.Accepted {
		return
	}
	for _, code := range otherVersion() {
		if decisions.About(r.CaseID(code.Reason()), "", sheets.Reject) != nil {
			r.Drop(verdict.Quarantined, code.With())
			return
		}
	}
}

// diverge decides about versions of one ID.
func diverge(versions []*intake.Record, decisions *sheets.Decisions) {
	if longest := extending(versions); longest != nil {
		keepLongest(versions, longest)
		return
	}
	people := map[string]bool{}
	for _, v := range versions {
		if v.Staff != "" {
			people[v.Staff] = true
		}
	}
	code := verdict.Divergent
	if len(people) > 1 {
		code = verdict.IDOfAnother
	}
	left := withoutRejected(versions, code, decisions)
	for _, v := range versions {
		if v == left || v.Verdict == verdict.Quarantined && len(people) < 2 {
			continue // its own reason says more
		}
		other := versions[slices.IndexFunc(versions, func(o *intake.Record) bool { return o != v })]
		v.Drop(verdict.Quarantined, code.With(other.File.Path))
	}
}

// withoutRejected returns the version that nobody rejected, if there is just one: rejected
// versions no longer put it in doubt.
func withoutRejected(versions []*intake.Record, code verdict.Code, decisions *sheets.Decisions) *intake.Record {
	var left []*intake.Record
	var rejected *sheets.Decision
	for _, v := range versions {
		if d := decisions.About(v.CaseID(code.Reason()), "", sheets.Reject); d != nil {
			rejected = d
		} else {
			left = append(left, v)
		}
	}
	if len(left) != 1 {
		return nil
	}
	if s := left[0].Submission; s != nil {
		s.Notes = verdict.Add(s.Notes, verdict.OtherVersion.With())
		sheets.Decide(s, rejected)
	}
	return left[0]
}

// keepLongest counts the version that continues all others.
func keepLongest(versions []*intake.Record, longest *intake.Record) {
	if longest.Submission != nil {
		longest.Submission.Flags = append(longest.Submission.Flags, verdict.Extended)
	}
	for _, v := range versions {
		if v != longest {
			v.Drop(verdict.Duplicate, verdict.EarlierState.With(longest.File.Path))
		}
	}
}

// extending returns the version that continues all others: the same attempt, handed in
// again with more done; nil if no version does. It reads the files a second time, which is
// rare, and saves keeping everybody's logs in memory.
func extending(versions []*intake.Record) *intake.Record {
	attempts := make([]*results.Attempt, len(versions))
	for i, v := range versions {
		if !v.Attempt {
			return nil
		}
		raw, ok := v.Again()
		if !ok {
			return nil
		}
		var err error
		if attempts[i], err = results.ParseAttempt(raw); err != nil {
			return nil
		}
	}
	for i, a := range attempts {
		if !slices.ContainsFunc(attempts, func(b *results.Attempt) bool { return b != a && !continues(a, b) }) {
			return versions[i]
		}
	}
	return nil
}

func continues(a, b *results.Attempt) bool {
	same := a.Site == b.Site && a.Staff == b.Staff && a.Bank == b.Bank && a.BankRevision == b.BankRevision &&
		a.Ordinal == b.Ordinal && a.Started == b.Started
	return same && a.Extends(b)
}
