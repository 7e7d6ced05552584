package quiz

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/internal/diag"
)

// Digest is SHA-256 over length-prefixed parts: each part as its length in
// bytes (4 bytes, big-endian) followed by its bytes, so that no two lists of
// parts give the same input.
func Digest(parts ...string) [sha256.Size]byte {
	h := sha256.New()
	var length [4]byte
	for _, p := range parts {
		binary.BigEndian.PutUint32(length[:], uint32(len(p)))
		h.Write(length[:])
		h.Write([]byte(p))
	}
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	return sum
}

// Base32 writes bytes as RFC 4648 base32 in lower case without padding.
func Base32(b []byte) string { return lowerBase32.EncodeToString(b) }

var lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

const (
	idLength       = 10 // characters of option and question IDs: 50 bits
	revisionLength = 32 // characters of revisions: 160 bits
)

// OptionID identifies a choice by its text, so that neither its place nor
// whether it is right can be told from it.
func OptionID(bank, question, role, text string) string {
	sum := Digest("coursemark-option/1", bank, question, role, Normalise(text))
	return Base32(sum[:])[:idLength]
}

// PublicID is the name under which a question is published.
func PublicID(bank, question string) string {
	sum := Digest("coursemark-question/1", bank, question)
	return Base32(sum[:])[:idLength]
}

// PublishedQuestion is a question as learners may see it, without anything that
// tells its key.
type PublishedQuestion struct {
	ID       string // public ID
	Revision string
	Type     Type
	Prompt   string            // CommonMark, as Question.Shown gives it
	Options  []PublishedOption // by ID; true/false as True, False
	Stems    []PublishedOption // match; by ID
	Unit     string            // number; plain text
	Gaps     []PublishedGap    // cloze; in the order of the text

	// Source is the question as written: for the archive and for practice, and
	// never for a page of an assessed bank.
	Source *Question
}

// PublishedOption is a choice as learners may see it.
type PublishedOption struct {
	ID   string
	Text string // CommonMark

	Source *Option // as PublishedQuestion.Source
}

func byID(a, b PublishedOption) int { return cmp.Compare(a.ID, b.ID) }

// Group is a set of questions from which a form takes Count.
type Group struct {
	Count     int      `json:"count"`
	Questions []string `json:"questions"` // public IDs, sorted
}

// Published is a bank as the site shows it and the archive records it.
type Published struct {
	Bank      *Bank
	Revision  string
	Groups    []Group             // by their smallest question
	Questions []PublishedQuestion // by public ID
	Tasks     []PublishedTask     // as written: their order tells nothing
}

// FormSize is how many questions a learner is asked.
func (p *Published) FormSize() int {
	n := 0
	for _, g := range p.Groups {
		n += g.Count
	}
	return n
}

// Publish derives the identities of one question of a bank.
func (q *Question) Publish(bank string) PublishedQuestion {
	p := PublishedQuestion{ID: PublicID(bank, q.ID), Type: q.Type, Prompt: q.Shown(), Source: q}
	for i := range q.Options {
		o := &q.Options[i]
		p.Options = append(p.Options, PublishedOption{ID: OptionID(bank, q.ID, "option", o.Text), Text: Normalise(o.Text), Source: o})
	}
	p.publishPairs(bank)
	p.publishGaps(bank)
	slices.SortFunc(p.Options, byID)
	slices.SortFunc(p.Stems, byID)
	parts := append([]string{"coursemark-question-revision/1", string(q.Type), p.Prompt}, p.shown()...)
	parts = append(parts, "media")
	sum := Digest(parts...)
	p.Revision = "r1-" + Base32(sum[:])[:revisionLength]
	if q.Type == TrueFalse {
		// The same order everywhere carries no information, and a reader
		// expects True first.
		slices.SortFunc(p.Options, func(a, b PublishedOption) int { return cmp.Compare(b.Text, a.Text) })
	}
	return p
}

// Publish derives what of a bank is public. competencyOf gives the competency
// of an indicator, or "".
func (b *Bank) Publish(competencyOf func(indicator string) string) (*Published, diag.List) {
	var faults diag.List
	p := &Published{Bank: b}
	revision := map[string]string{}
	for i := range b.Questions {
		pub := b.Questions[i].Publish(b.ID)
		ids := map[string]bool{}
		for _, o := range pub.Options {
			if ids[o.ID] {
				faults.Add(b.File.FaultText(fmt.Sprintf("question %q: two options have the same ID", pub.Source.ID), "reword one of them", "questions", i, "options"))
			}
			ids[o.ID] = true
		}
		for _, stem := range pub.Stems {
			if ids[stem.ID] {
				faults.Add(b.File.FaultText(fmt.Sprintf("question %q: two stems have the same ID", pub.Source.ID), "reword one of them", "questions", i, "pairs"))
			}
			ids[stem.ID] = true
		}
		for n, g := range pub.Gaps {
			for _, id := range append([]string{g.ID}, optionIDs(g.Options)...) {
				if ids[id] {
					faults.Add(b.File.FaultText(fmt.Sprintf("question %q: gap %d has the same ID as another, or two options of one", pub.Source.ID, n+1), "reword the text before it, or its options", "questions", i, "gaps"))
				}
				ids[id] = true
			}
		}
		if _, taken := revision[pub.ID]; taken {
			faults.Add(b.File.FaultText(fmt.Sprintf("question %q has the same public ID as another", pub.Source.ID), "choose another id", "questions", i, "id"))
		}
		revision[pub.ID] = pub.Revision
		p.Questions = append(p.Questions, pub)
	}
	slices.SortFunc(p.Questions, func(a, b PublishedQuestion) int { return cmp.Compare(a.ID, b.ID) })
	for i := range b.Tasks {
		p.Tasks = append(p.Tasks, b.Tasks[i].publish(b.ID, competencyOf))
	}
	p.Groups = b.groups(competencyOf, &faults)

	parts := []string{"coursemark-bank-revision/1", b.ID}
	for _, g := range p.Groups {
		parts = append(parts, "group", strconv.Itoa(g.Count))
		revs := make([]string, len(g.Questions))
		for i, id := range g.Questions {
			revs[i] = revision[id]
		}
		slices.Sort(revs)
		parts = append(parts, revs...)
	}
	sum := Digest(parts...)
	p.Revision = "b1-" + Base32(sum[:])[:revisionLength]
	return p, faults
}

func optionIDs(options []PublishedOption) (ids []string) {
	for _, o := range options {
		ids = append(ids, o.ID)
	}
	return ids
}

// groups resolves the draws of a bank.
func (b *Bank) groups(competencyOf func(string) string, faults *diag.List) []Group {
	var groups []Group
	drawnBy := map[string]bool{}
	var critical []string
	for i := range b.Questions {
		if b.Questions[i].Critical {
			critical = append(critical, PublicID(b.ID, b.Questions[i].ID))
		}
	}
	add := func(count int, ids []string) {
		slices.Sort(ids)
		groups = append(groups, Group{Count: count, Questions: ids})
	}
	if len(critical) > 0 {
		add(len(critical), critical)
	}
	if len(b.Draws) == 0 && b.Mode == Assessed {
		// Without a draw everybody is asked everything.
		var rest []string
		for i := range b.Questions {
			if !b.Questions[i].Critical {
				rest = append(rest, PublicID(b.ID, b.Questions[i].ID))
			}
		}
		if len(rest) > 0 {
			add(len(rest), rest)
		}
	}
	sound := make([]bool, len(b.Draws))
	for d := range b.Draws {
		sound[d] = b.names(d, faults)
	}
	drawn := make([][]string, len(b.Draws))
	narrower := make([]int, len(b.Draws)) // questions that a narrower draw takes
	for i := range b.Questions {
		q := &b.Questions[i]
		if q.Critical {
			continue
		}
		var takers []int // the narrowest last
		for d, rule := range b.Draws {
			if sound[d] && rule.takes(q, competencyOf) {
				takers = append(takers, d)
				narrower[d]++
			}
		}
		slices.SortStableFunc(takers, func(x, y int) int { return cmp.Compare(b.Draws[x].narrowness(), b.Draws[y].narrowness()) })
		if len(takers) == 0 {
			continue
		}
		last := takers[len(takers)-1]
		drawnBy[q.ID] = true
		narrower[last]--
		if n := len(takers); n > 1 && b.Draws[takers[n-2]].narrowness() == b.Draws[last].narrowness() {
			faults.Add(b.File.FaultText(fmt.Sprintf("question %q can be drawn by draw %d and by draw %d", q.ID, takers[n-2]+1, last+1), "a question belongs to one draw: use pools, or questions with indicators of one of the two", "questions", i, "indicators"))
			continue
		}
		drawn[last] = append(drawn[last], PublicID(b.ID, q.ID))
	}
	for d, rule := range b.Draws {
		few := ""
		if narrower[d] > 0 {
			few = fmt.Sprintf("; %d more belong to narrower draws, whose questions it does not take", narrower[d])
		}
		switch {
		case !sound[d]:
		case rule.Count < 1:
			faults.Add(b.File.FaultText("a draw takes at least one question", "write count = 8", "draw", d, "count"))
		case rule.Count > len(drawn[d]):
			faults.Add(b.File.FaultText(fmt.Sprintf("the draw takes %d questions but can choose from %d%s", rule.Count, len(drawn[d]), few), "lower the count or write more questions", "draw", d, "count"))
		default:
			add(rule.Count, drawn[d])
		}
	}
	if len(b.Draws) > 0 {
		for i := range b.Questions {
			if !drawnBy[b.Questions[i].ID] && !b.Questions[i].Critical {
				faults.Add(b.File.NoticeText(fmt.Sprintf("question %q is in no draw: nobody is asked it", b.Questions[i].ID), "give it a pool or an indicator that a [[draw]] names", "questions", i, "id"))
			}
		}
	}
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Compare(a.Questions[0], b.Questions[0]) })
	return groups
}

// names tells whether a draw names one thing to draw from that the bank has.
func (b *Bank) names(d int, faults *diag.List) bool {
	rule := b.Draws[d]
	named := 0
	for _, name := range []string{rule.Pool, rule.Indicator, rule.Competency} {
		if name != "" {
			named++
		}
	}
	if named != 1 {
		faults.Add(b.File.FaultText("a draw names a pool, an indicator or a competency", `write pool = "…", indicator = "…" or competency = "…": one of them`, "draw", d))
		return false
	}
	pools, indicators := map[string]bool{}, map[string]bool{}
	for _, q := range b.Questions {
		if q.Pool != "" {
			pools[q.Pool] = true
		}
		for _, id := range q.Indicators {
			indicators[id] = true
		}
	}
	switch {
	case rule.Pool != "" && !pools[rule.Pool]:
		faults.Add(b.File.FaultText(fmt.Sprintf("no question is in the pool %q", rule.Pool), diag.DidYouMean(rule.Pool, slices.Sorted(maps.Keys(pools))), "draw", d, "pool"))
		return false
	case rule.Indicator != "" && !indicators[rule.Indicator]:
		faults.Add(b.File.FaultText(fmt.Sprintf("no question has the indicator %q", rule.Indicator), diag.DidYouMean(rule.Indicator, slices.Sorted(maps.Keys(indicators))), "draw", d, "indicator"))
		return false
	}
	return true
}

// takes tells whether a draw by itself can take a question.
func (r DrawRule) takes(q *Question, competencyOf func(indicator string) string) bool {
	switch {
	case r.Pool != "":
		return q.Pool == r.Pool
	case r.Indicator != "":
		return slices.Contains(q.Indicators, r.Indicator)
	case r.Competency != "":
		return slices.ContainsFunc(q.Indicators, func(id string) bool { return competencyOf(id) == r.Competency })
	}
	return false
}

// narrowness ranks draws. A question that several can take belongs to the
// narrowest, so that a blueprint can say "two of this indicator and six others of
// its competency".
func (r DrawRule) narrowness() int {
	switch {
	case r.Pool != "":
		return 2
	case r.Indicator != "":
		return 1
	}
	return 0
}

// Guaranteed is how many questions of each competency every form has at least.
func (p *Published) Guaranteed(competencyOf func(indicator string) string) map[string]int {
	byID := map[string]*Question{}
	for _, q := range p.Questions {
		byID[q.ID] = q.Source
	}
	least := map[string]int{}
	for _, g := range p.Groups {
		tagged := map[string]int{}
		for _, id := range g.Questions {
			seen := map[string]bool{}
			for _, ind := range byID[id].Indicators {
				if c := competencyOf(ind); c != "" && !seen[c] {
					seen[c] = true
					tagged[c]++
				}
			}
		}
		for c, n := range tagged {
			// The draw can leave out at most size−Count questions.
			least[c] += max(0, n-(len(g.Questions)-g.Count))
		}
	}
	return least
}
