package intake

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Flags of an attempt that was accepted.
const (
	FlagAnswersMissing = "ANSWERS-MISSING" // a question of the draw is absent: blank
	FlagOrdinalGap     = "ORDINAL-GAP"     // attempts before this one were not handed in
	FlagOrdinalRepeat  = "ORDINAL-REPEAT"  // two attempts bear the same number
	FlagSelfDeclared   = "SELF-DECLARED"   // the staff ID is what was typed
	FlagPublicBank     = "PUBLIC-BANK"     // the answers can be looked up
	FlagStale          = "STALE-REVISION"  // an older revision, graded by its own key
	FlagCorrectedKey   = "CORRECTED-KEY"   // a correction changed points
	FlagExtended       = "EXTENDED"        // handed in before, with less done
	FlagNotEnded       = "NOT-ENDED"       // the path through a scenario stops before an end
	FlagOverLimit      = "OVER-LIMIT"      // more attempts than the bank allows: it does not count
	FlagTooSoon        = "TOO-SOON"        // begun before the time between two attempts was over: likewise
)

// grader decides about attempts. It never believes a score, a denominator or a
// claim of the file: questions come from the draw, points from the archive. Safe
// for concurrent use.
type grader struct {
	site     string
	location *time.Location
	now      time.Time
	archive  *quiz.Archive
	newest   map[string]string // revision by bank
	roster   *sheets.Roster

	framework *standards.Framework // what records of other kinds are held against
	answers   bool
	register  *sheets.Register
	decided   *sheets.Decisions
	listing   bool // records are only listed: there are no keys

	mu        sync.Mutex
	keys      map[keyID]*gradedKey
	scenarios map[keyID]*gradedScenario
	near      map[string][]string // IDs like an unknown one

	questions *questionList
}

type keyID struct{ bank, question, revision string }

// gradedKey is a key of the archive, made ready once for all attempts.
type gradedKey struct {
	key        *quiz.Key
	amendments []*quiz.Amendment
	question   *competence.Question
}

func (g *grader) key(bank, question, revision string) (*gradedKey, error) {
	id := keyID{bank, question, revision}
	g.mu.Lock()
	defer g.mu.Unlock()
	if k, ok := g.keys[id]; ok {
		return k, nil
	}
	key, amendments := g.archive.Key(bank, question, revision)
	if key == nil {
		g.keys[id] = nil
		return nil, nil
	}
	whole, err := json.Marshal(struct {
		Key        *quiz.Key
		Amendments []*quiz.Amendment
	}{key, amendments}, json.Deterministic(true))
	if err != nil {
		return nil, err
	}
	sum := quiz.Digest("coursemark-key/1", string(whole))
	present := key.CorrectedBy(amendments)
	k := &gradedKey{key: key, amendments: amendments,
		question: &competence.Question{Bank: bank, ID: question, Indicators: present.Indicators, Critical: present.Critical, KeySHA256: hex.EncodeToString(sum[:])}}
	g.keys[id] = k
	return k, nil
}

// attempt decides about one record of kind attempt. The staff ID is noted as far
// as it is known, also with a refusal.
func (g *grader) attempt(site string, raw results.Record, r *record) (*competence.Sitting, error) {
	a, err := results.ParseAttempt(raw)
	if a != nil {
		r.staff = a.Staff
	}
	if err != nil {
		if results.Altered(err) {
			return nil, inItsWords(verdict.Altered, err)
		}
		return nil, inItsWords(verdict.Malformed, err)
	}
	return g.score(site, a, r)
}

func (g *grader) score(site string, a *results.Attempt, r *record) (*competence.Sitting, error) {
	if err := g.ofThisSite(site, a.Site); err != nil {
		return nil, err
	}
	at := a.SubmittedAt()
	r.received = g.register.Received(r.hash)
	if err := g.plausible(at, a.Submitted, r.received); err != nil {
		return nil, err
	}
	owner, err := g.owner(a.Staff, r)
	if err != nil {
		return nil, err
	}
	given := map[string]results.Response{}
	for _, r := range a.Responses {
		if _, twice := given[r.Question]; twice {
			return nil, verdict.QuestionTwice.With(verdict.Clip(r.Question))
		}
		given[r.Question] = r
	}
	s := &competence.Sitting{ID: a.ID, Staff: owner, At: at, Started: a.StartedAt().In(g.location).Format(time.DateOnly), Bank: a.Bank, BankRevision: a.BankRevision,
		Ordinal: a.Ordinal, HandedIn: a.Submitted, Receipt: results.ReceiptOf(r.hash), Identity: verdict.SelfDeclared, Flags: []verdict.Flag{verdict.TypedID}}
	g.date(s, r)
	if keys := g.archive.Scenarios(a.Bank); len(keys) > 0 {
		if err := g.walk(a, given, s); err != nil {
			return nil, err
		}
		g.finish(s, a, r)
		return s, nil
	}
	snapshot := g.archive.Snapshot(a.BankRevision)
	sheet := &answerSheet{grader: g, attempt: a, given: given, sitting: s}
	switch {
	case len(g.archive.Snapshots(a.Bank)) == 0:
		return nil, verdict.UnknownBank.With(verdict.Clip(a.Bank))
	case snapshot == nil || snapshot.Bank != a.Bank:
		why := verdict.UnknownRevision.With(verdict.Clip(a.BankRevision), verdict.Clip(a.Bank), a.Submitted[:len(time.DateOnly)])
		d := g.decided.About(r.caseKey(why.Code.Reason()), owner, sheets.AcceptStale)
		if d == nil {
			return nil, why
		}
		if snapshot, err = sheet.closest(); err != nil {
			return nil, err
		}
		r.applied = append(r.applied, applied{why, sheet.said, d})
		s.Notes = verdict.Add(s.Notes, sheet.said)
	default:
		err = sheet.drawn(snapshot)
		if why := (verdict.Note{}); errors.As(err, &why) && why.Code.Reason() == verdict.UnknownRevision.Reason() {
			d := g.decided.About(r.caseKey(why.Code.Reason()), owner, sheets.AcceptStale)
			if d == nil {
				return nil, why
			}
			*sheet = answerSheet{grader: g, attempt: a, given: given, sitting: s, lenient: true}
			err = sheet.drawn(snapshot)
			r.applied = append(r.applied, applied{why, sheet.said, d})
			s.Notes = verdict.Add(s.Notes, sheet.said)
		}
	}
	if err != nil {
		return nil, err
	}
	s.PublicBank = snapshot.Exposure == quiz.Public
	if sheet.missing > 0 {
		s.Flags = append(s.Flags, verdict.AnswersMissing)
		s.Notes = verdict.Add(s.Notes, verdict.QuestionsMissing.With(sheet.missing, len(s.Items)))
	}
	if sheet.corrected {
		s.Flags = append(s.Flags, verdict.CorrectedKey)
	}
	g.finish(s, a, r)
	return s, nil
}

// finish marks what an attempt that was scored has in common with all others: what
// was decided about it, and what one should know of its bank.
func (g *grader) finish(s *competence.Sitting, a *results.Attempt, r *record) {
	for _, done := range r.applied {
		if done.why.Code.Reason() == verdict.UnknownStaff.Reason() {
			s.Notes = verdict.Add(s.Notes, verdict.HandedInAs.With(verdict.Clip(a.Staff)))
		}
		sheets.Decide(s, done.decision)
	}
	if s.PublicBank {
		s.Flags = append(s.Flags, verdict.PublicBank)
	}
	if newest := g.newest[a.Bank]; newest != "" && newest != a.BankRevision {
		s.Flags = append(s.Flags, verdict.StaleRevision)
	}
	r.trace = traceOf(a, s)
}

// inItsWords is a note in the words of package results, with its hint.
func inItsWords(code verdict.Code, err error) verdict.Note {
	hint := ""
	if fault := (diag.Fault{}); errors.As(err, &fault) {
		hint = fault.Hint
	}
	return code.With(err, hint)
}

// answerSheet goes through the questions of one attempt.
type answerSheet struct {
	*grader
	attempt   *results.Attempt
	given     map[string]results.Response
	sitting   *competence.Sitting
	missing   int
	corrected bool
	lenient   bool         // a question without a key counts as blank
	said      verdict.Note // how much could be marked
}

// drawn marks the questions of the draw: the denominator, whatever the file
// leaves out.
func (sheet *answerSheet) drawn(snapshot *quiz.Snapshot) error {
	a := sheet.attempt
	form := quiz.Draw(a.Site, a.BankRevision, a.Staff, a.Ordinal, snapshot.Groups)
	for _, r := range a.Responses {
		switch {
		case snapshot.Revisions[r.Question] == "":
			return verdict.ForeignQuestion.With(verdict.Clip(r.Question))
		case !slices.Contains(form, r.Question):
			return verdict.WrongDraw.With(r.Question, a.Staff, a.Ordinal)
		case snapshot.Revisions[r.Question] != r.Revision:
			return verdict.WrongQuestionRevision.With(r.Question)
		}
	}
	sheet.sitting.Items = make([]competence.Item, 0, len(form))
	var unknown []string
	for _, question := range form {
		known, err := sheet.mark(question, snapshot.Revisions[question])
		if err != nil {
			return err
		}
		if !known && sheet.lenient {
			unknown = append(unknown, question)
		} else if !known {
			return verdict.UnknownKey.With(question, snapshot.Revisions[question])
		}
	}
	if unknown == nil {
		return nil
	}
	if len(unknown) == len(form) {
		return verdict.NoKeys.With()
	}
	sheet.said = verdict.PartlyMarked.With(len(form)-len(unknown), len(form))
	indicators := sheet.indicators()
	for _, question := range unknown {
		sheet.blank(question, indicators)
	}
	return nil
}

// indicators are those of the questions that were marked.
func (sheet *answerSheet) indicators() []string {
	var out []string
	for _, i := range sheet.sitting.Items {
		for _, ind := range i.Question.Indicators {
			if !slices.Contains(out, ind) {
				out = append(out, ind)
			}
		}
	}
	slices.Sort(out)
	return out
}

// blank counts a question of which nothing is known: one point of nothing, in
// every competency that the form is about.
func (sheet *answerSheet) blank(question string, indicators []string) {
	sheet.sitting.Items = append(sheet.sitting.Items, competence.Item{Question: &competence.Question{Bank: sheet.attempt.Bank, ID: question, Indicators: indicators}, Max: 1, Blank: true})
}

// closest marks an attempt at a revision of the bank that no kit has, by the
// revision that has most of its questions: those in a wording whose key is there
// are marked, all others count as blank, and so do questions that every form of
// that revision has, or that the file is short of. Nothing is gained by leaving
// answers out.
func (sheet *answerSheet) closest() (*quiz.Snapshot, error) {
	a := sheet.attempt
	var nearest *quiz.Snapshot
	most := -1
	for _, snapshot := range sheet.archive.Snapshots(a.Bank) {
		n := 0
		for _, r := range a.Responses {
			if snapshot.Revisions[r.Question] == r.Revision {
				n++
			}
		}
		if n > most {
			nearest, most = snapshot, n
		}
	}
	known, unknown := 0, []string{}
	for _, r := range a.Responses {
		ok, err := sheet.mark(r.Question, r.Revision)
		if err != nil {
			return nil, err
		}
		if ok {
			known++
		} else {
			unknown = append(unknown, r.Question)
		}
	}
	if known == 0 {
		return nil, verdict.NoWordings.With(verdict.Clip(a.BankRevision), verdict.Clip(a.Bank))
	}
	indicators := sheet.indicators()
	blank := func(question string) error {
		if revision := nearest.Revisions[question]; revision != "" {
			response := sheet.given
			sheet.given = nil // blank, whatever was answered to another wording
			ok, err := sheet.mark(question, revision)
			sheet.given = response
			if ok || err != nil {
				return err
			}
		}
		sheet.blank(question, indicators)
		return nil
	}
	sheet.missing = 0
	for _, question := range unknown {
		if err := blank(question); err != nil {
			return nil, err
		}
	}
	size := 0
	for _, group := range nearest.Groups {
		size += group.Count
		if group.Count < len(group.Questions) {
			continue
		}
		for _, question := range group.Questions {
			if _, ok := sheet.given[question]; ok {
				continue
			}
			if err := blank(question); err != nil {
				return nil, err
			}
		}
	}
	for n := 1; len(sheet.sitting.Items) < size; n++ {
		if err := blank(fmt.Sprintf("missing-%d", n)); err != nil {
			return nil, err
		}
	}
	sheet.missing = len(sheet.sitting.Items) - len(a.Responses)
	sheet.said = verdict.PartlyMarked.With(known, len(sheet.sitting.Items))
	return nearest, nil
}

// mark marks one question by the key of a revision, and tells whether there is
// one.
func (sheet *answerSheet) mark(question, revision string) (bool, error) {
	key, err := sheet.key(sheet.attempt.Bank, question, revision)
	if err != nil || key == nil {
		return false, err
	}
	r, ok := sheet.given[question]
	if !ok {
		sheet.missing++
	}
	response, err := quiz.ParseResponse(key.key.Type, r.Response)
	if err != nil {
		return false, verdict.MalformedAnswer.With(question, err)
	}
	if slices.ContainsFunc(r.Shown, func(o string) bool { return !key.key.Shows(o) }) {
		return false, verdict.ForeignOptionShown.With(question)
	}
	mark, err := quiz.Grade(key.key, key.amendments, sheet.sitting.Date, response)
	switch {
	case errors.Is(err, quiz.ErrForeignOption):
		return false, verdict.ForeignOption.With(question)
	case err != nil:
		return false, verdict.MalformedAnswer.With(question, err)
	}
	sheet.corrected = sheet.corrected || mark.Corrected
	item := competence.Item{Question: key.question, Points: mark.Points, Max: mark.Max, Right: mark.Right, Blank: mark.Blank}
	if sheet.answers {
		item.Chosen = key.key.Picked(response)
	}
	sheet.sitting.Items = append(sheet.sitting.Items, item)
	return true, nil
}

// nearest lists IDs of the roster that one may mean which is not in it. They are
// shown to a person and never applied.
func (g *grader) nearest(staff string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	near, ok := g.near[staff]
	if !ok {
		near = g.roster.Near(staff)
		g.near[staff] = near
	}
	return near
}
