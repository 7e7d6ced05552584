package gradebook

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/itemstats"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// ItemOptions say whose answers to analyse, and by which keys.
type ItemOptions struct {
	Projects []*project.Project // as in Options
	Results  []string           // files, folders and zips, as typed; "-" is Stdin
	Stdin    io.Reader
	Skip     []os.FileInfo
	Roster   Document       // without a path everybody's attempts count
	Inputs   []intake.Input // what the caller read by itself, such as kits
	// AllAttempts takes later attempts as well. People who have met a question
	// before answer it differently, and who takes a quiz often counts often.
	AllAttempts bool
	Now         time.Time
	Tool        string // name and version of the program
	Progress    func(done, total int)
}

// ItemReport is the item analysis of all assessed banks. It holds keys: it is for
// trainers, and for nobody who is still to be assessed. It names no staff.
type ItemReport struct {
	ContainsAnswers bool           `json:"contains_answers"` // always true: a reader of the JSON should know
	Site            string         `json:"site"`
	Organisation    string         `json:"organisation"`
	TimeZone        string         `json:"time_zone"`
	Date            string         `json:"date"` // of the run, in the site's time zone
	Tool            string         `json:"tool"`
	AllAttempts     bool           `json:"all_attempts"`
	Inputs          []intake.Input `json:"inputs"`
	Files           intake.Count   `json:"files"`
	Records         intake.Count   `json:"records"`
	Refused         []Refused      `json:"refused"`
	Banks           []ItemBank     `json:"banks"` // by ID
	Notices         []string       `json:"notices"`
}

// Refused counts the files and records that were not read, by the reason.
type Refused struct {
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
	Count   int    `json:"count"`
}

// ItemBank is the item analysis of one bank.
type ItemBank struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Attempts int           `json:"attempts"` // that are analysed
	Later    int           `json:"later"`    // left out: not somebody's first attempt
	Items    []ItemFigures `json:"items"`    // in the order of the bank; what it no longer asks behind that
	Forms    []ItemForm    `json:"forms"`    // by revision, the earliest first
}

// ItemFigures is one item: a question through all the revisions that its history
// joins as editorial. A substantive change makes another item.
type ItemFigures struct {
	Question     string    `json:"question"` // authored ID
	Public       string    `json:"public"`
	Revisions    []string  `json:"revisions"` // question revisions, the earliest first
	Present      bool      `json:"present"`   // the bank asks it now
	Undeclared   bool      `json:"undeclared"`
	Void         bool      `json:"void"` // a correction took it out or gave credit to all
	Type         quiz.Type `json:"type"`
	Prompt       string    `json:"prompt"`
	Critical     bool      `json:"critical"`
	Points       float64   `json:"points"`
	Competencies []string  `json:"competencies"`
	Indicators   []string  `json:"indicators"`

	Figures itemstats.Item   `json:"figures"` // its options stand in Options
	Band    itemstats.Band   `json:"band"`
	Flags   []itemstats.Flag `json:"flags"`
	Options []ItemOption     `json:"options"` // right ones first
	Hint    string           `json:"hint"`    // what to look at, in words
}

// ItemOption is a row of the distractor table.
type ItemOption struct {
	itemstats.Option
	Text     string  `json:"text"`
	Fraction float64 `json:"fraction"` // by the present key: 1 is right, 0 wrong
	Revision string  `json:"revision"` // the latest that offered it
	Present  bool    `json:"present"`  // the item's latest revision offers it
}

// ItemForm is the analysis of the attempts at one revision of a bank.
type ItemForm struct {
	Revision string         `json:"revision"`
	Present  bool           `json:"present"`
	From     string         `json:"from"` // dates of the first and last attempt
	To       string         `json:"to"`
	Figures  itemstats.Form `json:"figures"`
}

// leastToRank is how many answers an item needs to be called weak at all: below
// that a single person turns its discrimination round.
const leastToRank = 5

// leastToAttract is how many people have to choose a wrong option before it is said
// to attract those who know.
const leastToAttract = 3

// Weak is one of the weakest items with its bank.
type Weak struct {
	Bank *ItemBank
	Item *ItemFigures
}

// Weakest gives up to n items to look at first: those that work backwards, then
// those that nearly nobody gets, then those that tell people apart the least; each
// with the well-founded ones before those with few answers. Easy items are not weak.
func (r *ItemReport) Weakest(n int) []Weak {
	type ranked struct {
		Weak
		tier  int
		few   int
		value float64
	}
	var list []ranked
	for b := range r.Banks {
		bank := &r.Banks[b]
		for i := range bank.Items {
			item := &bank.Items[i]
			f := item.Figures
			if f.N < leastToRank || !item.Present || item.Void {
				continue
			}
			w := ranked{Weak: Weak{bank, item}}
			if f.N < itemstats.SmallSample {
				w.few = 1
			}
			switch {
			case slices.Contains(item.Flags, itemstats.NegativeDiscrimination):
				w.value = *f.Discrimination
			case slices.Contains(item.Flags, itemstats.VeryLowFacility):
				w.tier, w.value = 1, *f.Facility
			case f.Discrimination != nil:
				w.tier, w.value = 2, *f.Discrimination
			default:
				continue // everybody has the same mark, which is no weakness
			}
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.few, b.few), cmp.Compare(a.value, b.value))
	})
	var out []Weak
	for _, w := range list[:min(n, len(list))] {
		out = append(out, w.Weak)
	}
	return out
}

// Items reads what came in as Grade does, and analyses the items of all banks.
// Marks are those that count: by the key of each revision and its corrections.
func Items(ctx context.Context, o ItemOptions) (*ItemReport, diag.List) {
	rules, faults := loadRules(o.Projects)
	if faults.Failed() {
		return nil, faults
	}
	first := o.Projects[0]
	read := intake.Options{Results: o.Results, Stdin: o.Stdin, Skip: o.Skip, Site: first.Config.Site.ID, Location: first.Location, Now: o.Now, Archive: rules.archive, Newest: rules.newest, Framework: rules.framework, Answers: true, Progress: o.Progress}
	if o.Roster.Path != "" {
		roster, more := intake.ReadRoster(o.Roster.Path, o.Roster.Content, rules.framework)
		read.Roster = roster
		faults.Append(more)
	}
	if faults.Failed() {
		return nil, faults
	}
	received, more := intake.Read(ctx, read)
	faults.Append(more)
	if faults.Failed() {
		return nil, faults
	}
	histories, more := readHistories(first, rules)
	if more.Failed() {
		faults.Append(more)
		return nil, faults
	}

	r := &ItemReport{ContainsAnswers: true, Site: first.Config.Site.ID, Organisation: first.Config.Site.Organisation, TimeZone: first.Config.Site.TimeZone,
		Date: o.Now.In(first.Location).Format(time.DateOnly), Tool: o.Tool, AllAttempts: o.AllAttempts, Files: received.Files, Records: received.Records}
	r.Inputs = slices.Clone(o.Inputs)
	if o.Roster.Path != "" {
		r.Inputs = append(r.Inputs, o.Roster.input("roster"))
	}
	for _, in := range received.Inputs.All() {
		r.Inputs = append(r.Inputs, *in)
	}
	r.Refused = refusals(received.Exceptions)

	byBank := map[string][]*competence.Sitting{}
	for s := range received.Sittings() {
		if s.Bank == "" || s.Path != nil {
			continue // an observation, or the like; a path through a scenario answers no items
		}
		byBank[s.Bank] = append(byBank[s.Bank], s)
	}
	if err := received.Err(); err != nil {
		faults.Add(intake.NoRoom(err))
		return nil, faults
	}
	for bank := range histories {
		if _, ok := byBank[bank]; !ok {
			byBank[bank] = nil // nobody has taken it; its items are listed all the same
		}
	}
	banks := slices.Sorted(maps.Keys(byBank))
	unpaired := 0
	for _, bank := range banks {
		sittings := byBank[bank]
		if !o.AllAttempts {
			firsts, missing := firstAttempts(sittings)
			unpaired += missing
			sittings = firsts
		}
		a := itemBank{id: bank, rules: rules, history: histories[bank]}
		figures := a.analyse(sittings)
		figures.Later = len(byBank[bank]) - len(sittings)
		r.Banks = append(r.Banks, figures)
	}
	r.Notices = itemNotices(r, o, unpaired)
	return r, faults
}

// firstAttempts gives everybody's first attempt at a bank, and how many people have
// attempts of which the first was not received. Sittings are of one bank.
func firstAttempts(sittings []*competence.Sitting) ([]*competence.Sitting, int) {
	first := map[string]*competence.Sitting{}
	people := map[string]bool{}
	for _, s := range sittings {
		people[s.Staff] = true
		if s.Ordinal != 1 {
			continue
		}
		// Two first attempts: somebody used two computers. The earlier is the first.
		if old := first[s.Staff]; old == nil || cmp.Or(s.At.Compare(old.At), cmp.Compare(s.ID, old.ID)) < 0 {
			first[s.Staff] = s
		}
	}
	var out []*competence.Sitting
	for _, s := range sittings {
		if first[s.Staff] == s {
			out = append(out, s)
		}
	}
	return out, len(people) - len(out)
}

// history is what a bank of the project says about its questions and revisions.
type history struct {
	title    string
	revision string              // of the bank, at present
	order    map[string]int      // of a question in the bank, by public ID
	present  map[string]string   // question revision by public ID
	chain    map[string][]string // revisions of a question, the earliest first, the present one last
	lineage  map[[2]string]string
}

// readHistories reads the histories of the assessed banks, by bank.
func readHistories(p *project.Project, rules rules) (map[string]*history, diag.List) {
	banks, faults := p.LoadBanks()
	all := map[string]*history{}
	for _, b := range banks {
		if b.Mode != quiz.Assessed {
			continue
		}
		h := &history{title: b.Title, revision: rules.newest[b.ID], order: map[string]int{}, present: map[string]string{}, chain: map[string][]string{}, lineage: map[[2]string]string{}}
		for i := range b.Questions {
			q := &b.Questions[i]
			published := q.Publish(b.ID)
			h.order[published.ID] = i
			h.present[published.ID] = published.Revision
			h.read(published.ID, published.Revision, q.History)
		}
		all[b.ID] = h
	}
	return all, faults
}

// read joins the revisions of a question. An entry names the revision that was
// replaced; what replaced it is the next entry's revision, or the present one. A
// lineage bears the name of its earliest revision.
func (h *history) read(public, present string, entries []quiz.Revision) {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b quiz.Revision) int { return a.Date.Compare(b.Date) })
	chain := make([]string, 0, len(entries)+1)
	for _, e := range entries {
		chain = append(chain, e.Revision)
	}
	chain = append(chain, present)
	h.chain[public] = chain
	name := func(revision string) string {
		if root, ok := h.lineage[[2]string{public, revision}]; ok {
			return root
		}
		return revision
	}
	for i, e := range entries {
		if e.Change != "editorial" {
			continue
		}
		// A wording can come back: whole lineages are joined, not neighbours alone.
		root, joined := name(chain[i]), name(chain[i+1])
		for _, revision := range chain {
			if name(revision) == joined {
				h.lineage[[2]string{public, revision}] = root
			}
		}
	}
}

// of gives the lineage of a question revision.
func (h *history) of(public, revision string) string {
	if h != nil {
		if root, ok := h.lineage[[2]string{public, revision}]; ok {
			return root
		}
	}
	return revision
}

// itemBank analyses one bank.
type itemBank struct {
	id      string
	rules   rules
	history *history // nil where the project no longer has the bank
}

// itemKey names an item within its bank.
type itemKey struct{ public, lineage string }

func (k itemKey) String() string { return k.public + "/" + k.lineage }

func (a itemBank) analyse(sittings []*competence.Sitting) ItemBank {
	out := ItemBank{ID: a.id, Title: a.id, Attempts: len(sittings)}
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
	forms := map[string]*ItemForm{}
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
			form = &ItemForm{Revision: s.BankRevision, Present: a.history != nil && a.history.revision == s.BankRevision, From: s.Date, To: s.Date}
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
	slices.SortFunc(out.Items, func(x, y ItemFigures) int {
		return cmp.Or(cmp.Compare(a.place(x), a.place(y)), cmp.Compare(x.Question, y.Question), -compareBool(x.Present, y.Present), slices.Compare(x.Revisions, y.Revisions))
	})
	for revision, form := range forms {
		form.Figures = itemstats.Analyse(byRevision[revision]).Form
		out.Forms = append(out.Forms, *form)
	}
	slices.SortFunc(out.Forms, func(x, y ItemForm) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Revision, y.Revision))
	})
	return out
}

func (a itemBank) lineage(public, revision string) string { return a.history.of(public, revision) }

// place orders items as the bank does; what it no longer has comes last.
func (a itemBank) place(i ItemFigures) int {
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
func (a itemBank) item(key itemKey, seen map[string]bool, figures itemstats.Item) ItemFigures {
	item := ItemFigures{Public: key.public, Figures: figures, Band: figures.Band(), Flags: figures.Flags()}
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
			if ok && (current.Type != quiz.Match || o.Fraction > 0 || figures.Chosen > 0) {
				item.Options = append(item.Options, ItemOption{Option: figures, Text: o.Text, Fraction: o.Fraction, Revision: revision, Present: latest})
			}
		}
		latest = false
	}
	item.Question = cmp.Or(item.Question, key.public)
	slices.SortStableFunc(item.Options, func(x, y ItemOption) int {
		return cmp.Or(-compareBool(x.Present, y.Present), cmp.Compare(y.Fraction, x.Fraction), cmp.Compare(x.Text, y.Text))
	})
	item.Hint = item.hint()
	return item
}

// Attractive gives the wrong option whose choosers did better on the other
// questions than those who chose right, if there is one.
func (i *ItemFigures) Attractive() *ItemOption {
	right, n := 0.0, 0
	for _, o := range i.Options {
		if o.Fraction > 0 && o.MeanRest != nil {
			right += *o.MeanRest * float64(o.Chosen)
			n += o.Chosen
		}
	}
	var best *ItemOption
	for k := range i.Options {
		o := &i.Options[k]
		if o.Fraction > 0 || o.Chosen < leastToAttract || n > 0 && *o.MeanRest <= right/float64(n) {
			continue
		}
		if best == nil || *o.MeanRest > *best.MeanRest {
			best = o
		}
	}
	return best
}

// hint says what to look at. It names what the figures can show, and no verdict.
func (i *ItemFigures) hint() string {
	f := i.Figures
	flagged := func(flag itemstats.Flag) bool { return slices.Contains(i.Flags, flag) }
	var text string
	switch {
	case f.N == 0:
		return "nobody has been asked it yet"
	case i.Void:
		return "void: a correction took it out or gave credit to all, so that its figures say little"
	case flagged(itemstats.NegativeDiscrimination):
		text = "those who do well on the rest do worse here: read the wording and the key again"
		if o := i.Attractive(); o != nil {
			text = fmt.Sprintf("those who chose %q do better on the rest than those who chose right: is it right as well, or is the key wrong?", brief(o.Text))
		}
	case flagged(itemstats.VeryLowFacility):
		text = "hardly anybody gets it: is the key right, and does a lesson teach it?"
		if o := i.mostChosenWrong(); o != nil {
			text = fmt.Sprintf("hardly anybody gets it, and most often %q is chosen: is the key right, and does a lesson teach it?", brief(o.Text))
		}
	default:
		return ""
	}
	if flagged(itemstats.FewAnswers) {
		text += fmt.Sprintf(" (with %d answers this can be chance)", f.N)
	}
	return text
}

func (i *ItemFigures) mostChosenWrong() *ItemOption {
	var most *ItemOption
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

func refusals(exceptions []intake.Exception) []Refused {
	count := map[Refused]int{}
	for _, e := range exceptions {
		count[Refused{Verdict: e.Verdict, Reason: e.Reason}]++
	}
	var out []Refused
	for r, n := range count {
		r.Count = n
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Refused) int {
		return cmp.Or(cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}

// itemNotices says what a reader should know before believing a figure.
func itemNotices(r *ItemReport, o ItemOptions, unpaired int) []string {
	out := []string{"it contains answers: for trainers only"}
	items, few, undeclared, later := 0, 0, 0, 0
	for _, b := range r.Banks {
		later += b.Later
		for _, i := range b.Items {
			if i.Figures.N == 0 {
				continue
			}
			items++
			if i.Figures.N < itemstats.SmallSample {
				few++
			}
			if i.Undeclared {
				undeclared++
			}
		}
	}
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			out = append(out, one)
		case n > 1:
			out = append(out, many)
		}
	}
	if r.Files.In == 0 {
		out = append(out, "no results came in: there was no file to read where they are sought")
	}
	small := fmt.Sprintf("fewer than %d answers: the figures can be chance, and no question should be changed for them alone", itemstats.SmallSample)
	add(few, fmt.Sprintf("one of %d items has %s", items, small), fmt.Sprintf("%d of %d items have %s", few, items, small))
	if o.AllAttempts {
		out = append(out, "all attempts are counted: people who have met a question before answer it differently")
	} else {
		add(later, "first attempts only: one later one is left out", fmt.Sprintf("first attempts only: %d later ones are left out", later))
		add(unpaired, "of one person later attempts were received but not the first: they are left out", fmt.Sprintf("of %d people later attempts were received but not the first: they are left out", unpaired))
	}
	if o.Roster.Path == "" {
		out = append(out, "no roster was given: the attempts of everybody who handed in are counted")
	}
	add(undeclared, "one revision of a question is in no [[questions.history]]: it is an item of its own", fmt.Sprintf("%d revisions of questions are in no [[questions.history]]: each is an item of its own", undeclared))
	return out
}
