package sheets

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// What can be decided about an open case.
const (
	CountAs     = "count-as"     // the results of an unknown staff ID are those of staff_id
	AcceptStale = "accept-stale" // an unknown bank revision: what there are answer keys for is scored
	Confirm     = "confirm"      // an observation that awaits confirmation, or an attempt that was set aside
	Reject      = "reject"       // it stays out
)

// decisionWords are the decisions with what people may write for them.
func decisionWords() map[string]string {
	return map[string]string{
		"countas": CountAs, "count": CountAs, "telalsals": CountAs, "telals": CountAs, "contarcomo": CountAs,
		"acceptstale": AcceptStale, "accept": AcceptStale, "accepteer": AcceptStale, "accepteren": AcceptStale,
		"aceptar": AcceptStale,
		"confirm": Confirm, "confirmed": Confirm, "bevestig": Confirm, "bevestigen": Confirm, "bevestigd": Confirm,
		"confirmar": Confirm, "confirmado": Confirm,
		"reject": Reject, "rejected": Reject, "afwijzen": Reject, "afgewezen": Reject, "rechazar": Reject,
		"rechazado": Reject,
	}
}

// Decision is what somebody decided about a case.
type Decision struct {
	row    int
	caseID string
	action string
	Staff  string // for count-as
	reason string
	by, on string

	used    bool
	problem verdict.Note // why it was not applied
}

// Note says who decided, when and why.
func (d *Decision) Note(code verdict.Code) verdict.Note { return code.With(d.by, d.on, d.reason) }

// Decisions are HR's decisions about open cases. Safe for concurrent use.
type Decisions struct {
	file, sha  string
	roster     *Roster
	exceptions []verdict.Exception
	mu         sync.Mutex
	byCase     map[string]*Decision
}

// ReadDecisions reads the table of decisions, an XLSX or CSV file. A row without a
// decision is passed over. One without a reason, a name or a date is an exception, and
// decides nothing. today is the last date that a decision can have.
func ReadDecisions(file string, src []byte, roster *Roster, dates DateOrder, today string) (*Decisions, diag.List) {
	out := &Decisions{file: file, roster: roster, byCase: map[string]*Decision{}}
	t, faults := readTable(file, "table of decisions", src, dates, decisionsColumns(), "case", "decision")
	if t == nil {
		return out, faults
	}
	out.sha = t.sha
	for _, row := range t.Rows {
		if t.Cell(row, "decision") != "" {
			out.read(t, row, today)
		}
	}
	return out, faults
}

// read reads a row that decides something.
func (d *Decisions) read(t *table, row spreadsheet.Row, today string) {
	cell := func(name string) string { return t.Cell(row, name) }
	next := &Decision{row: row.Number, caseID: strings.ToLower(cell("case")),
		action: decisionWords()[spreadsheet.Squeeze(cell("decision"))],
		Staff:  results.CanonicalStaffID(cell("staff_id")), reason: verdict.Printable(cell("reason")),
		by: verdict.Printable(cell("decided_by"))}
	why := d.wrong(next, t, row, today)
	before := d.byCase[next.caseID]
	switch {
	case !why.IsZero():
		d.exceptions = append(d.exceptions, t.exception(row, "", why))
	case before == nil:
		d.byCase[next.caseID] = next
	case before.action != next.action || before.Staff != next.Staff:
		before.problem = verdict.ContradictingDecisions.With(before.row, next.row)
	}
}

// wrong reads the date of a decision, and says why it does not hold.
func (d *Decisions) wrong(next *Decision, t *table, row spreadsheet.Row, today string) (why verdict.Note) {
	var missing []string
	for _, name := range []string{"reason", "decided_by", "decided_on"} {
		if t.Cell(row, name) == "" {
			missing = append(missing, name)
		}
	}
	next.on, why = t.date(row, "decided_on")
	switch {
	case next.caseID == "":
		return verdict.UnknownCase.With()
	case next.action == "":
		return verdict.UnknownDecision.With(verdict.Clip(t.Cell(row, "decision")))
	case missing != nil:
		return verdict.IncompleteDecision.With(next.action, missing)
	case !why.IsZero():
		return why
	case next.on > today:
		return verdict.FutureDecision.With(next.on)
	case next.action == CountAs && next.Staff == "":
		return verdict.CountAsNobody.With()
	case next.action == CountAs && !d.roster.Has(next.Staff):
		return verdict.CountAsUnknown.With(verdict.Clip(next.Staff), d.roster.Near(next.Staff))
	}
	return verdict.Note{}
}

// About returns the decision about a case if it is one of those that are possible here,
// and otherwise nil. staff is the person it is about: nobody decides about themselves.
func (d *Decisions) About(caseID, staff string, possible ...string) *Decision {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	found := d.byCase[caseID]
	if found == nil || !slices.Contains(possible, found.action) || !found.problem.IsZero() {
		return nil
	}
	about := staff
	if found.action == CountAs {
		about = found.Staff
	}
	if found.action != Reject && d.Own(found, about) {
		found.problem = verdict.OwnDecision.With(verdict.Clip(found.by))
		return nil
	}
	found.used = true
	return found
}

// Rejects reports whether a case was rejected. It does not mark the decision as used.
func (d *Decisions) Rejects(caseID string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := d.byCase[caseID]
	return found != nil && found.action == Reject
}

// AnyRejects reports whether anything was rejected.
func (d *Decisions) AnyRejects() bool {
	if d == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, found := range d.byCase {
		if found.action == Reject {
			return true
		}
	}
	return false
}

// Own reports whether a decision was made by a person, by ID or by name.
func (d *Decisions) Own(found *Decision, staff string) bool {
	name := d.roster.NameOf(staff)
	return staff != "" && (results.CanonicalStaffID(found.by) == staff || name != "" &&
		quiz.Fold(found.by) == quiz.Fold(name))
}

// Settle returns the decision by which an open case was rejected; nil if it was not
// rejected. If any other decision about it was not applied, Settle notes that it does not
// fit.
func (d *Decisions) Settle(caseID, reason string) *Decision {
	if found := d.About(caseID, "", Reject); found != nil {
		return found
	}
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if found := d.byCase[caseID]; found != nil && found.problem.IsZero() && !found.used {
		found.problem = verdict.DecisionDoesNotFit.With(found.action, reason, possibleFor(reason))
	}
	return nil
}

// possibleFor lists what can be decided about a reason.
func possibleFor(reason string) []string {
	switch reason {
	case verdict.UnknownStaff.Reason():
		return []string{CountAs, Reject}
	case verdict.UnknownRevision.Reason():
		return []string{AcceptStale, Reject}
	case verdict.OwnObservation.Reason(), verdict.AttemptTooMany.Reason(), verdict.AttemptTooSoon.Reason(),
		verdict.UnregisteredObserver.Reason(), verdict.UnqualifiedObserver.Reason(),
		verdict.UnconfirmedObserver.Reason():
		return []string{Confirm, Reject}
	}
	return []string{Reject}
}

// Exceptions lists what is wrong with decisions, and the decisions about cases that did
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
			out = append(out, found.problem.Exception(d.file, d.sha, row, found.Staff, verdict.Quarantined))
		case !found.used:
			out = append(out, verdict.NoSuchCase.With(verdict.Clip(found.caseID)).Exception(d.file, d.sha, row,
				found.Staff, verdict.Noted))
		}
	}
	slices.SortFunc(out, func(a, b verdict.Exception) int {
		return cmp.Or(cmp.Compare(len(a.Record), len(b.Record)), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// Decide marks a submission that counts because of a decision.
func Decide(s *competence.Submission, d *Decision) {
	if !slices.Contains(s.Flags, verdict.ByDecision) {
		s.Flags = append(s.Flags, verdict.ByDecision)
	}
	s.Notes = verdict.Add(s.Notes, d.Note(verdict.DecidedBy))
}

func decisionsColumns() []Column {
	return []Column{
		{Name: "case", Aliases: []string{"case key", "zaak", "caso"},
			Header: "case", Width: 16, Ours: true,
			Prompt: "Identifies the case, and is the same in every run. Leave it as it is."},
		{Name: "file", Aliases: []string{"bestand", "archivo", "fichero"},
			Header: "file", Width: 26, Wrap: true, Ours: true,
			Prompt: "The file that the case is about."},
		{Name: "record", Aliases: []string{"registro"},
			Header: "record", Width: 14, Wrap: true, Ours: true,
			Prompt: "Which record or row of the file."},
		{Name: "staff", Aliases: []string{"staff as typed", "medewerker", "personal"},
			Header: "staff", Width: 12, Ours: true,
			Prompt: "The staff ID as it was typed."},
		{Name: "problem", Aliases: []string{"probleem", "problema"},
			Header: "problem", Width: 18, Wrap: true, Ours: true,
			Prompt: "Why it is not counted, in a word."},
		{Name: "what", Aliases: []string{"description", "wat", "descripción"},
			Header: "what", Width: 44, Wrap: true, Ours: true,
			Prompt: "Why it is not counted, in a sentence."},
		{Name: "proposal", Aliases: []string{"voorstel", "propuesta"},
			Header: "proposal", Width: 34, Wrap: true, Ours: true,
			Prompt: "What may be meant. It is never applied by itself."},
		{Name: "decision", Aliases: []string{"decided", "besluit", "beslissing", "decisión"},
			Header: "decision", Width: 15, Choices: only("count-as", "accept-stale", "confirm", "reject"),
			Prompt: "count-as: the results of an unknown staff ID are those of staff_id. accept-stale: score " +
				"what can be scored. confirm: the observation, or the attempt over a limit, counts. reject: it does not count. Empty: open."},
		{Name: "staff_id", Aliases: []string{"count as", "personeelsnummer", "medewerkernummer", "número de empleado",
			"id empleado"},
			Header: "staff_id", Width: 14, Kind: spreadsheet.Literal,
			Prompt: "For count-as: the ID in the roster."},
		{Name: "reason", Aliases: []string{"why", "reden", "motivering", "motivo", "razón"},
			Header: "reason", Width: 34, Wrap: true,
			Prompt: "Why. Without a reason nothing is decided."},
		{Name: "decided_by", Aliases: []string{"by", "who", "besloten door", "beslist door", "door",
			"decidido por", "por"},
			Header: "decided_by", Width: 20,
			Prompt: "Who decided: a name."},
		{Name: "decided_on", Aliases: []string{"date", "on", "decision date", "datum", "besloten op", "fecha",
			"decidido el"},
			Header: "decided_on", Width: 14, Kind: spreadsheet.Day,
			Prompt: "The day of the decision."},
	}
}

func decisionsForm() *form {
	return &form{
		top: true,
		intro: []string{
			"A row for each case that waits for a decision; gradebook adds them. The same cases are on the sheet Exceptions of the matrix.",
			"Fill in the tinted columns. A row decides only with a reason, a name and a date. Nobody decides about their own results.",
			"What you wrote stays when cases are added. A case is removed when it is closed and you wrote nothing about it.",
		},
		example: [][]string{{
			"c-abcdefghijkl", "results/scan0017.json", "1", "OO417", "unknown staff",
			"the staff ID is not in the roster", "count-as 00417",
			"count-as", "00417", "wrote the letter O for a zero; confirmed by phone", "A. Person", "2026-11-20",
		}},
	}
}
