package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// FlagDecided marks evidence that counts because somebody decided so.
const FlagDecided = "DECIDED"

// What can be decided about an open case.
const (
	countAs     = "count-as"     // the results of an unknown staff ID are those of staff_id
	acceptStale = "accept-stale" // an unknown bank revision: what the keys that are there can score
	confirm     = "confirm"      // an observation that awaits confirmation, or an attempt that was set aside
	reject      = "reject"       // it stays out
)

// decisionWords are the decisions with what people may write for them.
func decisionWords() map[string]string {
	return map[string]string{
		"countas": countAs, "count": countAs, "telalsals": countAs, "telals": countAs, "contarcomo": countAs,
		"acceptstale": acceptStale, "accept": acceptStale, "accepteer": acceptStale, "accepteren": acceptStale, "aceptar": acceptStale,
		"confirm": confirm, "confirmed": confirm, "bevestig": confirm, "bevestigen": confirm, "bevestigd": confirm, "confirmar": confirm, "confirmado": confirm,
		"reject": reject, "rejected": reject, "afwijzen": reject, "afgewezen": reject, "rechazar": reject, "rechazado": reject,
	}
}

var decisionColumns = []column{
	{"case", []string{"case key", "zaak", "caso"}},
	{"file", []string{"bestand", "archivo", "fichero"}},
	{"record", []string{"registro"}},
	{"staff", []string{"staff as typed", "medewerker", "personal"}},
	{"problem", []string{"probleem", "problema"}},
	{"what", []string{"description", "wat", "descripción"}},
	{"proposal", []string{"voorstel", "propuesta"}},
	{"decision", []string{"decided", "besluit", "beslissing", "decisión"}},
	{"staff_id", []string{"count as", "personeelsnummer", "medewerkernummer", "número de empleado", "id empleado"}},
	{"reason", []string{"why", "reden", "motivering", "motivo", "razón"}},
	{"decided_by", []string{"by", "who", "besloten door", "beslist door", "door", "decidido por", "por"}},
	{"decided_on", []string{"date", "on", "decision date", "datum", "besloten op", "fecha", "decidido el"}},
}

// decision is what somebody decided about a case.
type decision struct {
	row    int
	key    string
	action string
	staff  string // for count-as
	reason string
	by, on string

	used    bool
	problem verdict.Note // why it was not applied
}

// note says who decided, when and why.
func (d *decision) note(code verdict.Code) verdict.Note { return code.With(d.by, d.on, d.reason) }

// Decisions are HR's decisions about open cases. Safe for concurrent use.
type Decisions struct {
	file, sha  string
	roster     *Roster
	exceptions []verdict.Exception
	mu         sync.Mutex
	byCase     map[string]*decision
}

// ReadDecisions reads the table of decisions, an XLSX or CSV file. A row that is
// not decided yet is passed over; one that lacks a reason, a name or a date is an
// exception and decides nothing. today is the last date that a decision can bear.
func ReadDecisions(file string, src []byte, roster *Roster, dates DateOrder, today string) (*Decisions, diag.List) {
	sum := sha256.Sum256(src)
	out := &Decisions{file: file, sha: hex.EncodeToString(sum[:]), roster: roster, byCase: map[string]*decision{}}
	t, faults := readTable(file, "table of decisions", src, dates, decisionColumns, "case", "decision")
	if t == nil {
		return out, faults
	}
	words := decisionWords()
	for _, row := range t.Rows {
		cell := func(name string) string { return t.cell(row, name) }
		word := cell("decision")
		if word == "" {
			continue
		}
		d := &decision{row: row.Number, key: strings.ToLower(cell("case")), action: words[squeeze(word)], staff: results.CanonicalStaffID(cell("staff_id")), reason: printable(cell("reason")), by: printable(cell("decided_by"))}
		var missing []string
		for _, name := range []string{"reason", "decided_by", "decided_on"} {
			if cell(name) == "" {
				missing = append(missing, name)
			}
		}
		on, why := t.date(row, "decided_on")
		d.on = on
		switch {
		case d.key == "":
			why = verdict.UnknownCase.With()
		case d.action == "":
			why = verdict.UnknownDecision.With(clip(word))
		case missing != nil:
			why = verdict.IncompleteDecision.With(d.action, missing)
		case !why.IsZero():
		case on > today:
			why = verdict.FutureDecision.With(on)
		case d.action == countAs && d.staff == "":
			why = verdict.CountAsNobody.With()
		case d.action == countAs && !roster.Has(d.staff):
			why = verdict.CountAsUnknown.With(clip(d.staff), roster.near(d.staff))
		}
		if before := out.byCase[d.key]; why.IsZero() && before != nil {
			if before.action == d.action && before.staff == d.staff {
				continue // decided twice, alike
			}
			before.problem = verdict.ContradictingDecisions.With(before.row, d.row)
			continue
		}
		if !why.IsZero() {
			out.exceptions = append(out.exceptions, why.Exception(file, out.sha, strconv.Itoa(row.Number), "", verdict.Quarantined))
			continue
		}
		out.byCase[d.key] = d
	}
	return out, faults
}

// about gives the decision about a case if it is of one of the kinds that are
// possible here. staff is whom it is about: nobody decides about themselves.
// Without a table of decisions there is none.
func (d *Decisions) about(key, staff string, possible ...string) *decision {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	found := d.byCase[key]
	if found == nil || !slices.Contains(possible, found.action) || !found.problem.IsZero() {
		return nil
	}
	about := staff
	if found.action == countAs {
		about = found.staff
	}
	if found.action != reject && d.own(found, about) {
		found.problem = verdict.OwnDecision.With(clip(found.by))
		return nil
	}
	found.used = true
	return found
}

// rejects tells whether a case was rejected, and nothing more.
func (d *Decisions) rejects(key string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := d.byCase[key]
	return found != nil && found.action == reject
}

// anyRejects tells whether anything was rejected.
func (d *Decisions) anyRejects() bool {
	if d == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, found := range d.byCase {
		if found.action == reject {
			return true
		}
	}
	return false
}

// own tells whether a decision is that of the person whom it is about.
func (d *Decisions) own(found *decision, staff string) bool {
	name := d.roster.name(staff)
	return staff != "" && (results.CanonicalStaffID(found.by) == staff || name != "" && quiz.Fold(found.by) == quiz.Fold(name))
}

// settle looks whether an open case was rejected. Any other decision about it
// that was not applied does not fit.
func (d *Decisions) settle(key, reason string) *decision {
	if found := d.about(key, "", reject); found != nil {
		return found
	}
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if found := d.byCase[key]; found != nil && found.problem.IsZero() && !found.used {
		found.problem = verdict.DecisionDoesNotFit.With(found.action, reason, possibleFor(reason))
	}
	return nil
}

// possibleFor lists what can be decided about a reason.
func possibleFor(reason string) []string {
	switch reason {
	case verdict.UnknownStaff.Reason():
		return []string{countAs, reject}
	case verdict.UnknownRevision.Reason():
		return []string{acceptStale, reject}
	case verdict.OwnObservation.Reason(), verdict.AttemptTooMany.Reason(), verdict.AttemptTooSoon.Reason(),
		verdict.UnregisteredObserver.Reason(), verdict.UnqualifiedObserver.Reason(), verdict.UnconfirmedObserver.Reason():
		return []string{confirm, reject}
	}
	return []string{reject}
}

// Exceptions lists what is wrong with decisions, and those about cases that do
// not come up in this run. It is complete once everything has been read.
func (d *Decisions) Exceptions() []verdict.Exception {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	out := slices.Clone(d.exceptions)
	for _, found := range d.byCase {
		row := strconv.Itoa(found.row)
		switch {
		case !found.problem.IsZero():
			out = append(out, found.problem.Exception(d.file, d.sha, row, found.staff, verdict.Quarantined))
		case !found.used:
			out = append(out, verdict.NoSuchCase.With(clip(found.key)).Exception(d.file, d.sha, row, found.staff, verdict.Noted))
		}
	}
	slices.SortFunc(out, func(a, b verdict.Exception) int {
		return cmp.Or(cmp.Compare(len(a.Record), len(b.Record)), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// caseKey names an open case, the same in every run: by what it is about and why
// it is open, and not by where the file lies.
func caseKey(reason string, about ...string) string {
	sum := quiz.Digest(append([]string{"coursemark-case/1", reason}, about...)...)
	return "c-" + quiz.Base32(sum[:])[:12]
}

// decide marks what counts because of a decision.
func decide(s *competence.Sitting, d *decision) {
	if !slices.Contains(s.Flags, verdict.ByDecision) {
		s.Flags = append(s.Flags, verdict.ByDecision)
	}
	s.Notes = verdict.Add(s.Notes, d.note(verdict.DecidedBy))
}
