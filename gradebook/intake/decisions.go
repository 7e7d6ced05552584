package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	problem refusal // why it was not applied
}

func (d *decision) String() string {
	return fmt.Sprintf("decided by %s on %s: %s", d.by, d.on, d.reason)
}

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
		on, why := t.date(row, "decided_on", "")
		d.on = on
		switch {
		case d.key == "":
			why = refusal{"unknown-case", "the row has a decision, but no case", "the case is the key in the first column, as it was written"}
		case d.action == "":
			why = refusal{"unknown-decision", fmt.Sprintf("the decision %q is not known", clip(word)), "write count-as, accept-stale, confirm or reject, or leave it empty"}
		case missing != nil:
			why = refusal{"incomplete-decision", fmt.Sprintf("the decision %s has no %s, and was not applied", d.action, strings.Join(missing, " and no ")), "fill in the reason, who decided and on which date"}
		case why != (refusal{}):
		case on > today:
			why = refusal{"future-date", fmt.Sprintf("the decision is dated %s, which is still to come", on), "correct the date"}
		case d.action == countAs && d.staff == "":
			why = refusal{"incomplete-decision", "the decision count-as names no staff_id, and was not applied", "write the ID of the roster that the results belong to"}
		case d.action == countAs && !roster.Has(d.staff):
			why = refusal{"unknown-staff", fmt.Sprintf("the staff ID %q to count as is not in the roster", clip(d.staff)), nearestHint(d.staff, roster)}
		}
		if before := out.byCase[d.key]; why == (refusal{}) && before != nil {
			if before.action == d.action && before.staff == d.staff {
				continue // decided twice, alike
			}
			before.problem = refusal{"contradicting-decisions", fmt.Sprintf("rows %d and %d decide differently about one case; neither was applied", before.row, d.row), "delete the one that does not hold"}
			continue
		}
		if why != (refusal{}) {
			out.exceptions = append(out.exceptions, why.exception(file, out.sha, strconv.Itoa(row.Number), "", verdict.Quarantined))
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
	if found == nil || !slices.Contains(possible, found.action) || found.problem != (refusal{}) {
		return nil
	}
	about := staff
	if found.action == countAs {
		about = found.staff
	}
	if found.action != reject && d.own(found, about) {
		found.problem = refusal{"own-decision", fmt.Sprintf("%s decided about results of their own; it was not applied", clip(found.by)), "somebody else has to decide"}
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
	if found := d.byCase[key]; found != nil && found.problem == (refusal{}) && !found.used {
		found.problem = refusal{"decision-does-not-fit", fmt.Sprintf("%s decides nothing about %s; it was not applied", found.action, strings.ReplaceAll(reason, "-", " ")), "possible is: " + strings.Join(possibleFor(reason), ", ")}
	}
	return nil
}

func possibleFor(reason string) []string {
	switch reason {
	case "unknown-staff":
		return []string{countAs, reject}
	case "unknown-revision":
		return []string{acceptStale, reject}
	case "own-observation", "over-limit", "too-soon", "unregistered-observer", "unqualified-observer", "unconfirmed-observer":
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
		case found.problem != (refusal{}):
			out = append(out, found.problem.exception(d.file, d.sha, row, found.staff, verdict.Quarantined))
		case !found.used:
			out = append(out, refusal{"no-such-case", fmt.Sprintf("the case %s does not come up in this run: its file is not there, or the trouble is over", clip(found.key)), "nothing to do; the row may be deleted"}.exception(d.file, d.sha, row, found.staff, verdict.Noted))
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
	s.Notes = verdict.Add(s.Notes, verdict.DecidedBy.With(d.by, d.on, d.reason))
}

func nearestHint(staff string, roster *Roster) string {
	if near := Nearest(staff, roster.ids()); len(near) > 0 {
		return "did you mean " + strings.Join(near, " or ") + "?"
	}
	return "add the person to the roster, or correct the ID"
}

func addNote(note, more string) string {
	if note == "" || more == "" {
		return note + more
	}
	if strings.Contains(note, more) {
		return note
	}
	return note + "; " + more
}
