package intake

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
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
	roster   *Roster

	mu   sync.Mutex
	keys map[keyID]*gradedKey
	near map[string]string // hints for unknown staff
}

type keyID struct{ bank, question, revision string }

// gradedKey is a key of the archive, made ready once for all attempts.
type gradedKey struct {
	key        *quiz.Key
	amendments []*quiz.Amendment
	options    map[string]bool
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
	k := &gradedKey{key: key, amendments: amendments, options: map[string]bool{},
		question: &competence.Question{Bank: bank, ID: question, Indicators: present.Indicators, Critical: present.Critical, KeySHA256: hex.EncodeToString(sum[:])}}
	for _, o := range key.Options {
		k.options[o.ID] = true
	}
	g.keys[id] = k
	return k, nil
}

const (
	askAgain   = "ask the person to download the results again from My progress and to send that file unopened"
	askKit     = "ask the trainer for the grading kit of this date or later, and name it with --kit as well"
	askTrainer = "keep the file and show it to the trainer: the site never writes this by itself"
)

// attempt decides about one record of kind attempt. The staff ID is given as far
// as it is known, also with a refusal.
func (g *grader) attempt(site string, record results.Record) (*competence.Sitting, string, error) {
	a, err := results.ParseAttempt(record)
	if err != nil {
		staff := ""
		if a != nil {
			staff = a.Staff
		}
		reason, hint := "malformed", askAgain
		if errors.Is(err, results.ErrChain) || errors.Is(err, results.ErrAltered) {
			reason, hint = "altered", "ask the person for the file as the site wrote it; if this is that file, talk it over and have the assessment taken again"
		}
		if format := (*results.FormatError)(nil); errors.As(err, &format) {
			hint = cmp.Or(format.Hint, hint)
		}
		return nil, staff, refusal{reason, err.Error(), hint}
	}
	s, err := g.score(site, a, record)
	return s, a.Staff, err
}

func (g *grader) score(site string, a *results.Attempt, record results.Record) (*competence.Sitting, error) {
	if site != g.site || a.Site != g.site {
		other := site
		if a.Site != g.site {
			other = a.Site
		}
		return nil, refusal{"other-site", fmt.Sprintf("it was made on the site %q; this is %q", clip(other), g.site), "grade it with the grading kit of that site"}
	}
	at := a.SubmittedAt()
	if at.After(g.now.AddDate(0, 0, 1)) {
		return nil, refusal{"future-date", fmt.Sprintf("it says that it was handed in on %s, which is still to come", a.Submitted), "the clock of that computer is wrong: have it set right and the assessment taken again, or grade after that date"}
	}
	if at.Year() < 2000 {
		return nil, refusal{"implausible-date", fmt.Sprintf("it says that it was handed in on %s", a.Submitted), "the clock of that computer is wrong: have it set right and the assessment taken again"}
	}
	if !g.roster.Has(a.Staff) {
		return nil, refusal{"unknown-staff", fmt.Sprintf("the staff ID %q is not in the roster", clip(a.Staff)), g.nearest(a.Staff)}
	}
	snapshot := g.archive.Snapshot(a.BankRevision)
	switch {
	case len(g.archive.Snapshots(a.Bank)) == 0:
		return nil, refusal{"unknown-bank", fmt.Sprintf("the quiz bank %q is not in the grading kit", clip(a.Bank)), askKit}
	case snapshot == nil || snapshot.Bank != a.Bank:
		return nil, refusal{"unknown-revision", fmt.Sprintf("revision %s of the quiz bank %q is not in the grading kit; it was handed in on %s", clip(a.BankRevision), clip(a.Bank), a.Submitted[:len(time.DateOnly)]), askKit}
	}
	given := map[string]results.Response{}
	for _, r := range a.Responses {
		if _, twice := given[r.Question]; twice {
			return nil, refusal{"question-twice", fmt.Sprintf("question %q stands in it twice", clip(r.Question)), askTrainer}
		}
		given[r.Question] = r
	}
	form := quiz.Draw(a.Site, a.BankRevision, a.Staff, a.Ordinal, snapshot.Groups)
	for _, r := range a.Responses {
		switch {
		case snapshot.Revisions[r.Question] == "":
			return nil, refusal{"foreign-question", fmt.Sprintf("question %q does not belong to this quiz bank", clip(r.Question)), askTrainer}
		case !slices.Contains(form, r.Question):
			return nil, refusal{"wrong-draw", fmt.Sprintf("question %q was not drawn for %s, attempt %d", r.Question, a.Staff, a.Ordinal), "another person's form, or an altered staff ID or number: ask for the file as the site wrote it"}
		case snapshot.Revisions[r.Question] != r.Revision:
			return nil, refusal{"wrong-question-revision", fmt.Sprintf("question %q was answered in a wording that this revision of the quiz bank does not have", r.Question), askTrainer}
		}
	}
	s := &competence.Sitting{ID: a.ID, Staff: a.Staff, At: at, Date: at.In(g.location).Format(time.DateOnly), Bank: a.Bank, BankRevision: a.BankRevision,
		Ordinal: a.Ordinal, HandedIn: a.Submitted, Receipt: results.Receipt(record.Bytes), PublicBank: snapshot.Exposure == quiz.Public,
		Identity: "self-declared", Flags: []string{FlagSelfDeclared}, Items: make([]competence.Item, 0, len(form))}
	corrected, missing := false, 0
	// The denominator is the draw, whatever the file leaves out.
	for _, question := range form {
		key, err := g.key(a.Bank, question, snapshot.Revisions[question])
		if err != nil {
			return nil, err
		}
		if key == nil {
			return nil, refusal{"unknown-revision", fmt.Sprintf("the key of question %q in its revision %s is not in the grading kit", question, snapshot.Revisions[question]), askKit}
		}
		r, ok := given[question]
		if !ok {
			missing++
		}
		response, err := quiz.ParseResponse(key.key.Type, r.Response)
		if err != nil {
			return nil, refusal{"malformed", fmt.Sprintf("question %q: %v", question, err), askTrainer}
		}
		if slices.ContainsFunc(r.Shown, func(o string) bool { return !key.options[o] }) {
			return nil, refusal{"foreign-option", fmt.Sprintf("question %q: an option was shown that the question does not have", question), askTrainer}
		}
		mark, err := quiz.Grade(key.key, key.amendments, s.Date, response)
		switch {
		case errors.Is(err, quiz.ErrForeignOption):
			return nil, refusal{"foreign-option", fmt.Sprintf("question %q was answered with an option that the question does not have", question), askTrainer}
		case err != nil:
			return nil, refusal{"malformed", fmt.Sprintf("question %q: %v", question, err), askTrainer}
		}
		corrected = corrected || mark.Corrected
		s.Items = append(s.Items, competence.Item{Question: key.question, Points: mark.Points, Max: mark.Max, Right: mark.Right, Blank: mark.Blank})
	}
	flag := func(set bool, name string) {
		if set {
			s.Flags = append(s.Flags, name)
		}
	}
	flag(missing > 0, FlagAnswersMissing)
	if missing > 0 {
		s.Note = fmt.Sprintf("%d of %d questions are not in the file and count as blank", missing, len(form))
	}
	flag(corrected, FlagCorrectedKey)
	flag(s.PublicBank, FlagPublicBank)
	newest := g.newest[a.Bank]
	flag(newest != "" && newest != a.BankRevision, FlagStale)
	return s, nil
}

// nearest proposes staff IDs of the roster for one that is not in it. It is a
// proposal to a person and is never applied.
func (g *grader) nearest(staff string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if hint, ok := g.near[staff]; ok {
		return hint
	}
	hint := "add the person to the roster, or ask who handed this in"
	if near := Nearest(staff, g.roster.ids()); len(near) > 0 {
		hint = "did the person mean " + strings.Join(near, " or ") + "? then have the assessment taken again under that ID, or add this ID to the roster"
	}
	g.near[staff] = hint
	return hint
}

// Nearest gives up to three IDs that a mistyped one may have meant, the likeliest
// first: the same without leading zeros (Excel strips them) or with O for 0,
// then those within two slips.
func Nearest(staff string, known []string) []string {
	type candidate struct {
		id       string
		distance int
	}
	var found []candidate
	bare := bareID(staff)
	most := 2
	if len([]rune(staff)) < 5 {
		most = 1
	}
	for _, id := range known {
		switch {
		case bareID(id) == bare:
			found = append(found, candidate{id, 0})
		case abs(len(id)-len(staff)) > 4*most: // cheaper than the distance
		default:
			if d := diag.Distance(staff, id); d <= most {
				found = append(found, candidate{id, d})
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.id, b.id))
	})
	var out []string
	for _, c := range found[:min(len(found), 3)] {
		out = append(out, c.id)
	}
	return out
}

func abs(n int) int { return max(n, -n) }

// bareID is an ID as it is left by spreadsheets and quick fingers: every number
// in it without leading zeros, letters that look like digits as digits.
func bareID(id string) string {
	id = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", ".", "", "_", "").Replace(strings.ToUpper(id))
	var b strings.Builder
	inNumber := false
	for i := 0; i < len(id); i++ {
		digit := id[i] >= '0' && id[i] <= '9'
		if id[i] == '0' && !inNumber && i+1 < len(id) && id[i+1] >= '0' && id[i+1] <= '9' {
			continue
		}
		inNumber = digit
		b.WriteByte(id[i])
	}
	return b.String()
}

func clip(s string) string {
	s = printable(s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
