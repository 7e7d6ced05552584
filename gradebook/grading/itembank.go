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

func (a itemBank) analyse(sittings []*competence.Sitting) gradebook.ItemBank {
	out := gradebook.ItemBank{ID: a.id, Title: a.id, Attempts: len(sittings)}
	if a.history != nil {
		out.Title = a.history.title
	}
	seen := map[itemKey]map[string]bool{} // question revisions by item
	see := func(public, revision string) itemKey {
		key := itemKey{public, a.lineage(public, revision)}
		if seen[key] == nil {
			seen[key] = map[string]bool{}
		}
		seen[key][revision] = true
		return key
	}
	if a.history != nil {
		for public, revision := range a.history.present {
			see(public, revision)
		}
	}
	var attempts []itemstats.Attempt
	byRevision := map[string][]itemstats.Attempt{}
	forms := map[string]*gradebook.ItemForm{}
	for _, s := range sittings {
		snapshot := a.rules.archive.Snapshot(s.BankRevision)
		if a.history == nil {
			out.Title = snapshot.Title
		}
		var attempt itemstats.Attempt
		for _, item := range s.Items {
			revision := snapshot.Revisions[item.Question.ID]
			answer := itemstats.Answer{Item: see(item.Question.ID, revision).String(), Mark: item.Points, Max: item.Max, Blank: item.Blank}
			key, _ := a.rules.archive.Key(a.id, item.Question.ID, revision)
			for _, p := range key.Picks() {
				answer.Offered = append(answer.Offered, p.ID)
			}
			answer.Chosen = item.Chosen
			attempt.Answers = append(attempt.Answers, answer)
		}
		attempts = append(attempts, attempt)
		byRevision[s.BankRevision] = append(byRevision[s.BankRevision], attempt)
		form := forms[s.BankRevision]
		if form == nil {
			form = &gradebook.ItemForm{Revision: s.BankRevision, Present: a.history != nil && a.history.revision == s.BankRevision, From: s.Date, To: s.Date}
			forms[s.BankRevision] = form
		}
		form.From, form.To = min(form.From, s.Date), max(form.To, s.Date)
	}
	figures := map[string]itemstats.Item{}
	for _, item := range itemstats.Analyse(attempts).Items {
		figures[item.ID] = item
	}
	for key, revisions := range seen {
		out.Items = append(out.Items, a.item(key, revisions, figures[key.String()]))
	}
	slices.SortFunc(out.Items, func(x, y gradebook.ItemFigures) int {
		return cmp.Or(cmp.Compare(a.place(x), a.place(y)), cmp.Compare(x.Question, y.Question), -compareBool(x.Present, y.Present), slices.Compare(x.Revisions, y.Revisions))
	})
	for revision, form := range forms {
		form.Figures = itemstats.Analyse(byRevision[revision]).Form
		out.Forms = append(out.Forms, *form)
	}
	slices.SortFunc(out.Forms, func(x, y gradebook.ItemForm) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Revision, y.Revision))
	})
	return out
}

func (a itemBank) lineage(public, revision string) string { return a.history.of(public, revision) }

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
	item := gradebook.ItemFigures{Public: key.public, Figures: figures, Band: figures.Band(), Flags: figures.Flags()}
	var chain []string
	if a.history != nil {
		chain = a.history.chain[key.public]
		item.Present = seen[a.history.present[key.public]]
		// A revision that neither is the present one nor was replaced by a declared
		// change: nobody said whether it is the same question.
		item.Undeclared = !slices.ContainsFunc(chain, func(r string) bool { return seen[r] })
	}
	for _, revision := range chain {
		if seen[revision] && !slices.Contains(item.Revisions, revision) {
			item.Revisions = append(item.Revisions, revision)
		}
	}
	for _, revision := range slices.Sorted(maps.Keys(seen)) {
		if !slices.Contains(item.Revisions, revision) {
			item.Revisions = append(item.Revisions, revision)
		}
	}
	item.Figures.ID, item.Figures.Options = key.String(), nil
	chosen := map[string]itemstats.Option{}
	for _, o := range figures.Options {
		chosen[o.ID] = o
	}
	listed := map[string]bool{}
	competencyOf := a.rules.framework.CompetencyOf()
	latest := true
	for _, revision := range slices.Backward(item.Revisions) {
		archived, amendments := a.rules.archive.Key(a.id, key.public, revision)
		if archived == nil {
			continue // published by nobody yet
		}
		current := archived.CorrectedBy(amendments)
		for _, c := range amendments {
			item.Void = item.Void || c.Change == quiz.VoidDrop || c.Change == quiz.VoidFull
		}
		if latest {
			item.Question, item.Type, item.Prompt, item.Critical, item.Points, item.Indicators = current.Question, current.Type, current.Prompt, current.Critical, current.Points, current.Indicators
			for _, indicator := range current.Indicators {
				if c := competencyOf(indicator); c != "" && !slices.Contains(item.Competencies, c) {
					item.Competencies = append(item.Competencies, c)
				}
			}
		}
		for _, o := range current.Picks() {
			if listed[o.ID] {
				continue // under the key of a later revision
			}
			listed[o.ID] = true
			// Of all that can be matched only what was is worth a row.
			figures, ok := chosen[o.ID]
			if ok && (!o.Rare || figures.Chosen > 0) {
				item.Options = append(item.Options, gradebook.ItemOption{Option: figures, Text: o.Text, Fraction: o.Fraction, Gap: o.Gap, Revision: revision, Present: latest})
			}
		}
		latest = false
	}
	item.Question = cmp.Or(item.Question, key.public)
	slices.SortStableFunc(item.Options, func(x, y gradebook.ItemOption) int {
		return cmp.Or(-compareBool(x.Present, y.Present), cmp.Compare(x.Gap, y.Gap), cmp.Compare(y.Fraction, x.Fraction), cmp.Compare(x.Text, y.Text))
	})
	item.HintCodes = itemHints(&item)
	item.Hint = words.Hint(item.HintCodes)
	return item
}

// itemHints say what to look at. They name what the figures can show, and no verdict.
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
