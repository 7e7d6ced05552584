package grading

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/quiz"
)

// itemBank analyses one bank.
type itemBank struct {
	id      string
	rules   rules
	history *history // nil where the project no longer has the bank
}

// itemKey names an item within its bank.
type itemKey struct{ public, lineage string }

func (k itemKey) String() string { return k.public + "/" + k.lineage }

// analyse analyses the attempts at the bank.
func (a itemBank) analyse(submissions []*competence.Submission) gradebook.ItemBank {
	out := gradebook.ItemBank{ID: a.id, Title: a.id, Attempts: len(submissions)}
	seen := seenItems{}
	if a.history != nil {
		out.Title = a.history.title
		for public, revision := range a.history.present {
			seen.add(a.key(public, revision), revision)
		}
	}
	var attempts []itemstats.Attempt
	forms := map[string]*form{} // by revision
	for _, s := range submissions {
		snapshot := a.rules.archive.Snapshot(s.BankRevision)
		if a.history == nil {
			out.Title = snapshot.Title
		}
		attempt := a.attempt(s, snapshot, seen)
		attempts = append(attempts, attempt)
		if forms[s.BankRevision] == nil {
			forms[s.BankRevision] = &form{from: s.Date, to: s.Date}
		}
		forms[s.BankRevision].add(s.Date, attempt)
	}
	out.Items = a.items(seen, itemstats.Analyse(attempts).Items)
	out.Forms = a.forms(forms)
	return out
}

// seenItems are the question revisions of each item.
type seenItems map[itemKey]map[string]bool

func (s seenItems) add(key itemKey, revision string) {
	if s[key] == nil {
		s[key] = map[string]bool{}
	}
	s[key][revision] = true
}

// key returns the item to which a question revision belongs.
func (a itemBank) key(public, revision string) itemKey {
	return itemKey{public, a.history.of(public, revision)}
}

// attempt returns an attempt in the form that itemstats takes.
func (a itemBank) attempt(s *competence.Submission, snapshot *quiz.Snapshot, seen seenItems) (out itemstats.Attempt) {
	for _, item := range s.Items {
		public := item.Question.ID
		revision := snapshot.Revisions[public]
		key := a.key(public, revision)
		seen.add(key, revision)
		answer := itemstats.Answer{Item: key.String(), Chosen: item.Chosen,
			Mark: item.Points, Max: item.Max, Blank: item.Blank}
		archived, _ := a.rules.archive.Key(a.id, public, revision)
		for _, p := range archived.Picks() {
			answer.Offered = append(answer.Offered, p.ID)
		}
		out.Answers = append(out.Answers, answer)
	}
	return out
}

// items describes the items, in the order of the bank.
func (a itemBank) items(seen seenItems, analysed []itemstats.Item) (out []gradebook.ItemFigures) {
	figures := map[string]itemstats.Item{}
	for _, item := range analysed {
		figures[item.ID] = item
	}
	for key, revisions := range seen {
		out = append(out, a.item(key, revisions, figures[key.String()]))
	}
	slices.SortFunc(out, func(x, y gradebook.ItemFigures) int {
		return cmp.Or(cmp.Compare(a.place(x), a.place(y)), cmp.Compare(x.Question, y.Question),
			-compareBool(x.Present, y.Present), slices.Compare(x.Revisions, y.Revisions))
	})
	return out
}

// form collects the attempts at one revision of the bank.
type form struct {
	from, to string // dates
	attempts []itemstats.Attempt
}

func (f *form) add(date string, attempt itemstats.Attempt) {
	f.from, f.to = min(f.from, date), max(f.to, date)
	f.attempts = append(f.attempts, attempt)
}

// forms analyses the revisions, the earliest first.
func (a itemBank) forms(forms map[string]*form) (out []gradebook.ItemForm) {
	for revision, f := range forms {
		present := a.history != nil && a.history.revision == revision
		figures := itemstats.Analyse(f.attempts).Form
		out = append(out, gradebook.ItemForm{Revision: revision, Present: present,
			From: f.from, To: f.to, Figures: figures})
	}
	slices.SortFunc(out, func(x, y gradebook.ItemForm) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Revision, y.Revision))
	})
	return out
}

// place orders items as the bank does; what it no longer has comes last.
func (a itemBank) place(i gradebook.ItemFigures) int {
	if a.history != nil {
		if at, ok := a.history.order[i.Public]; ok {
			return at
		}
	}
	return math.MaxInt
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// item describes an item and its options.
func (a itemBank) item(key itemKey, seen map[string]bool, figures itemstats.Item) gradebook.ItemFigures {
	d := description{itemBank: a, competencyOf: a.rules.framework.CompetencyOf(),
		figures: map[string]itemstats.Option{}, listed: map[string]bool{}}
	d.item = gradebook.ItemFigures{Public: key.public, Question: key.public,
		Figures: figures, Band: figures.Band(), Flags: figures.Flags()}
	d.item.Figures.ID, d.item.Figures.Options = key.String(), nil
	for _, o := range figures.Options {
		d.figures[o.ID] = o
	}
	d.revisions(key.public, seen)
	latest := true
	for _, revision := range slices.Backward(d.item.Revisions) {
		archived, amendments := a.rules.archive.Key(a.id, key.public, revision)
		if archived == nil {
			continue // nobody has published it yet
		}
		d.add(revision, archived, amendments, latest)
		latest = false
	}
	slices.SortStableFunc(d.item.Options, func(x, y gradebook.ItemOption) int {
		return cmp.Or(-compareBool(x.Present, y.Present), cmp.Compare(x.Gap, y.Gap),
			cmp.Compare(y.Fraction, x.Fraction), cmp.Compare(x.Text, y.Text))
	})
	d.item.HintCodes = itemHints(&d.item)
	d.item.Hint = words.Hint(d.item.HintCodes)
	return d.item
}

// description builds the description of an item.
type description struct {
	itemBank
	item         gradebook.ItemFigures
	competencyOf func(indicator string) string
	figures      map[string]itemstats.Option // by ID
	listed       map[string]bool             // options, by ID
}

// revisions lists the revisions that were seen: those of the history first, in its
// order.
func (d *description) revisions(public string, seen map[string]bool) {
	var chain []string
	if d.history != nil {
		chain = d.history.chain[public]
		d.item.Present = seen[d.history.present[public]]
		// A revision that is not the present one, and was not replaced by a declared
		// change: nobody said whether it is the same question.
		d.item.Undeclared = !slices.ContainsFunc(chain, func(r string) bool { return seen[r] })
	}
	for _, revision := range slices.Concat(chain, slices.Sorted(maps.Keys(seen))) {
		if seen[revision] && !slices.Contains(d.item.Revisions, revision) {
			d.item.Revisions = append(d.item.Revisions, revision)
		}
	}
}

// add adds what a revision says, the latest first.
func (d *description) add(revision string, archived *quiz.Key, amendments []*quiz.Amendment, latest bool) {
	for _, c := range amendments {
		d.item.Void = d.item.Void || c.Change == quiz.VoidDrop || c.Change == quiz.VoidFull
	}
	current := archived.CorrectedBy(amendments)
	if latest {
		d.describe(current)
	}
	for _, o := range current.Picks() {
		if d.listed[o.ID] {
			continue // under the key of a later revision
		}
		d.listed[o.ID] = true
		// Of all pairs that can be matched, only those that somebody chose get a row.
		figures, ok := d.figures[o.ID]
		if ok && (!o.Rare || figures.Chosen > 0) {
			d.item.Options = append(d.item.Options, gradebook.ItemOption{Option: figures, Text: o.Text,
				Fraction: o.Fraction, Gap: o.Gap, Revision: revision, Present: latest})
		}
	}
}

// describe takes over what the latest revision says about the item as a whole.
func (d *description) describe(k *quiz.Key) {
	d.item.Question, d.item.Type, d.item.Prompt = cmp.Or(k.Question, d.item.Public), k.Type, k.Prompt
	d.item.Critical, d.item.Points, d.item.Indicators = k.Critical, k.Points, k.Indicators
	for _, indicator := range k.Indicators {
		if c := d.competencyOf(indicator); c != "" && !slices.Contains(d.item.Competencies, c) {
			d.item.Competencies = append(d.item.Competencies, c)
		}
	}
}

// itemHints returns what to look at: what the figures show, without a judgement.
func itemHints(i *gradebook.ItemFigures) []verdict.Note {
	var hint verdict.Note
	switch {
	case i.Figures.N == 0:
		return []verdict.Note{verdict.NeverAsked.With()}
	case i.Void:
		return []verdict.Note{verdict.ItemVoid.With()}
	case slices.Contains(i.Flags, itemstats.NegativeDiscrimination):
		hint = optionHint(i.Attractive(), verdict.WorksBackwards, verdict.WorksBackwardsBy)
	case slices.Contains(i.Flags, itemstats.VeryLowFacility):
		hint = optionHint(mostChosenWrong(i), verdict.HardlyAnybody, verdict.HardlyAnybodyChosen)
	default:
		return nil
	}
	if slices.Contains(i.Flags, itemstats.FewAnswers) {
		return []verdict.Note{hint, verdict.MayBeChance.With(i.Figures.N)}
	}
	return []verdict.Note{hint}
}

// optionHint names the option to look at, where there is one.
func optionHint(o *gradebook.ItemOption, without, with verdict.Code) verdict.Note {
	if o == nil {
		return without.With()
	}
	return with.With(brief(o.Text))
}

// mostChosenWrong returns the wrong option that is chosen most often, or nil.
func mostChosenWrong(i *gradebook.ItemFigures) *gradebook.ItemOption {
	var most *gradebook.ItemOption
	for k := range i.Options {
		if o := &i.Options[k]; o.Fraction <= 0 && o.Chosen > 0 && (most == nil || o.Chosen > most.Chosen) {
			most = o
		}
	}
	return most
}

// brief cuts a text to what fits into a sentence.
func brief(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 60
	if r := []rune(s); len(r) > most {
		return strings.TrimRight(string(r[:most]), " ,.;:") + "…"
	}
	return s
}
