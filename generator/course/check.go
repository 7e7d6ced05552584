package course

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// indicators gives the names of all indicators of the framework.
func (l *loader) indicators() []string {
	var ids []string
	for _, c := range l.model.Framework.Competencies {
		for _, i := range c.Indicators {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

func (l *loader) competencies() []string {
	var ids []string
	for _, c := range l.model.Framework.Competencies {
		ids = append(ids, c.ID)
	}
	return ids
}

// frontMatter checks what pages refer to in their front matter.
func (l *loader) frontMatter() {
	var roles []string
	titles := map[string]string{}
	for _, r := range l.model.Framework.Roles {
		roles = append(roles, r.ID)
		titles[r.ID] = r.Title
	}
	modules := map[*Page]*Module{}
	for _, m := range l.modules {
		modules[m.Page] = m
	}
	for _, p := range l.sorted() {
		if l.left[p] || p.text.toml == nil {
			continue
		}
		m := modules[p]
		if m == nil {
			l.onlyModules(p)
		}
		if !p.isScenario() {
			l.onlyScenarios(p)
		}
		if len(l.known) > 0 {
			for i, id := range p.Front.Indicators {
				if !l.known[id] {
					l.faults.Add(p.fault(fmt.Sprintf("the indicator %q is not in the framework", id), diag.DidYouMean(id, l.indicators()), "indicators", i))
				}
			}
		}
		if m != nil {
			for i, id := range p.Front.Roles {
				if titles[id] == "" && len(roles) > 0 {
					l.faults.Add(p.fault(fmt.Sprintf("the role %q is not in the framework", id), diag.DidYouMean(id, roles), "roles", i))
				}
				m.Roles = append(m.Roles, titles[id])
			}
		}
		if by := p.Front.ReviewBy; !by.IsZero() && !l.options.Today.IsZero() && by.Format(time.DateOnly) < l.options.Today.Format(time.DateOnly) {
			f := p.fault("the page was to be reviewed by "+by.Format(time.DateOnly), "read it again, then set review_by to the next date", "review_by")
			f.Severity = diag.Notice
			l.faults.Add(f)
		}
	}
	l.prerequisites()
}

// onlyModules reports keys that mean something for modules alone.
func (l *loader) onlyModules(p *Page) {
	only := func(key string, written bool) {
		if written {
			l.faults.Add(p.text.toml.FaultTextAtKey(fmt.Sprintf("%q belongs to a module", key), "move it into the "+indexFile+" of the module's folder", key))
		}
	}
	only("quiz", p.Front.Quiz != "")
	only("roles", len(p.Front.Roles) > 0)
	only("prerequisites", len(p.Front.Prerequisites) > 0)
}

// prerequisites resolves which modules come before which, and finds circles.
func (l *loader) prerequisites() {
	folders := sortedKeys(l.modules)
	before := map[string][]string{}
	place := map[[2]string]int{}
	for _, folder := range folders {
		m := l.modules[folder]
		if l.left[m.Page] {
			continue
		}
		for i, name := range m.Front.Prerequisites {
			target := l.prerequisite(m, name)
			switch {
			case target == nil:
				var names []string
				for _, f := range folders {
					if f != folder {
						names = append(names, f)
					}
				}
				l.faults.Add(m.fault(fmt.Sprintf("the prerequisite %q is not a module", name), diag.DidYouMean(name, names), "prerequisites", i))
			case target == m:
				l.faults.Add(m.fault("the module is its own prerequisite", "delete it from the list", "prerequisites", i))
			default:
				before[folder] = append(before[folder], target.folder)
				if !l.left[target.Page] {
					m.Before = append(m.Before, target)
				}
				place[[2]string{folder, target.folder}] = i
			}
		}
	}
	state := map[string]int{} // 1 on the way, 2 done
	var way []string
	var visit func(folder string)
	visit = func(folder string) {
		state[folder] = 1
		way = append(way, folder)
		for _, next := range before[folder] {
			switch state[next] {
			case 0:
				visit(next)
			case 1:
				circle := append(slices.Clone(way[slices.Index(way, next):]), next)
				l.faults.Add(l.modules[folder].fault("prerequisites go in a circle: "+strings.Join(circle, " needs "), "take one of them out: nobody could begin", "prerequisites", place[[2]string{folder, next}]))
			}
		}
		way = way[:len(way)-1]
		state[folder] = 2
	}
	for _, folder := range folders {
		if state[folder] == 0 {
			visit(folder)
		}
	}
}

// prerequisite finds a module by its folder, its address, or its name within
// the course.
func (l *loader) prerequisite(m *Module, name string) *Module {
	name = strings.Trim(name, "/")
	if t := l.modules[name]; t != nil {
		return t
	}
	if t := l.modules[path.Join(path.Dir(m.folder), name)]; t != nil {
		return t
	}
	for _, folder := range sortedKeys(l.modules) {
		t := l.modules[folder]
		if t.Address == name || path.Dir(folder) == path.Dir(m.folder) && path.Base(t.Address) == name {
			return t
		}
	}
	return nil
}

// renderBanks renders the texts of the banks that are not rendered yet.
func (l *loader) renderBanks(r *markdown.Renderer) {
	known := l.keptBanks
	l.keptBanks = make(map[*quiz.Bank]*keptBank, len(l.banks)) // without those that are gone
	for _, b := range l.banks {
		k := known[b]
		if k == nil || k.wordSum != l.options.WordSum {
			k = l.bankTexts(b, r)
		}
		l.keptBanks[b] = k
		l.faults.Append(k.textsFound)
		l.model.Banks = append(l.model.Banks, &Bank{Published: &quiz.Published{Bank: b}, texts: k.texts, tasks: k.tasks})
	}
}

// bankTexts renders the texts of a bank: of an assessed one, what it publishes and
// nothing else.
func (l *loader) bankTexts(b *quiz.Bank, r *markdown.Renderer) *keptBank {
	k := &keptBank{wordSum: l.options.WordSum, texts: map[string]*markdown.QuestionTexts{}, tasks: map[string]template.HTML{}}
	render := r.Question
	if b.Mode == quiz.Practice {
		render = r.Practice
	}
	for i := range b.Questions {
		q := &b.Questions[i]
		k.texts[quiz.PublicID(b.ID, q.ID)] = render(b.ID, q, func(m diag.Message, path ...any) {
			k.textsFound.Add(b.File.Fault(inQuestion.With(q.ID, m), append([]any{"questions", i}, path...)...))
		})
	}
	for i, t := range b.Tasks {
		html, found := r.Prompt(t.Prompt)
		k.tasks[quiz.PublicID(b.ID, t.ID)] = html
		for _, m := range found {
			k.textsFound.Add(b.File.Fault(inTask.With(t.ID, m), "tasks", i, "prompt"))
		}
	}
	return k
}

// publishBanks derives what of each bank is public and ties banks to modules.
func (l *loader) publishBanks() {
	competencyOf := l.model.Framework.CompetencyOf()
	folders := sortedKeys(l.modules)
	byID := map[string]*Bank{}
	for _, bank := range l.model.Banks {
		b := bank.Bank
		byID[b.ID] = bank
		file := b.File.Name
		l.bankReferences(b)
		if !l.broken[file] {
			k := l.keptBanks[b]
			if k.framework != l.framework {
				k.framework = l.framework
				k.published, k.publishFound = b.Publish(competencyOf)
			}
			l.take(k.publishFound)
			bank.Published = k.published
		}
		// Where a bank could not be read to its end, its module may just not have been.
		if _, ok := l.modules[strings.Trim(b.Module, "/")]; !ok && (b.Module != "" || !l.broken[file]) {
			hint := diag.DidYouMean(b.Module, folders)
			for _, f := range folders {
				if project.Address(f) == strings.Trim(b.Module, "/") {
					hint = fmt.Sprintf("name the folder under content/: module = %q", f)
				}
			}
			l.faults.Add(b.File.FaultText(fmt.Sprintf("the module %q is no folder under content/", b.Module), hint, "module"))
		}
	}
	ids := sortedKeys(byID)
	for _, folder := range folders {
		m := l.modules[folder]
		if m.Front.Quiz == "" || l.left[m.Page] {
			continue
		}
		bank := byID[m.Front.Quiz]
		switch {
		case bank == nil:
			l.faults.Add(m.fault(fmt.Sprintf("the quiz %q is no bank", m.Front.Quiz), bankHint(m.Front.Quiz, ids), "quiz"))
		case bank.Bank.Mode == quiz.Practice:
			l.faults.Add(m.fault(fmt.Sprintf("the bank %q is for practice", m.Front.Quiz), `an assessment needs mode = "assessed" in the bank; practice is shown on a page of its own, without this line`, "quiz"))
		case strings.Trim(bank.Bank.Module, "/") != folder:
			l.faults.Add(m.fault(fmt.Sprintf("the bank %q is that of %q", m.Front.Quiz, bank.Bank.Module), fmt.Sprintf("a bank assesses one module: write module = %q in the bank, or name another bank here", folder), "quiz"))
		default:
			bank.Module, m.Assessment = m, bank
		}
	}
	for _, bank := range l.model.Banks {
		b := bank.Bank
		m := l.modules[strings.Trim(b.Module, "/")]
		if b.Mode == quiz.Practice && m != nil && !l.left[m.Page] {
			bank.Module, m.Practice = m, append(m.Practice, bank)
		}
		if bank.Module == nil && b.Mode == quiz.Assessed && m != nil && m.Front.Quiz == "" && !l.left[m.Page] {
			l.faults.Add(b.File.NoticeText(fmt.Sprintf("nobody is asked the bank %q", b.ID), fmt.Sprintf("write quiz = %q in the front matter of %s", b.ID, m.File), "id"))
		}
		if b.Exposure == quiz.Public && b.Mode == quiz.Assessed {
			l.faults.Add(b.File.NoticeText(fmt.Sprintf("the answers of %q can be found outside the site", b.ID), `its exposure is "public", and results say so; docs/formats/bank.md describes private banks`, "exposure"))
		}
	}
}

var practiceAddress = regexp.MustCompile(`^` + practiceFolder + `(-[0-9]+)?$`)

// claimPractice finds pages that lie where a module's practice questions do: only
// once everything is rendered is it known which modules have any.
func (l *loader) claimPractice() {
	practises := map[string]bool{}
	for _, m := range l.model.Modules {
		practises[strings.ToLower(m.Address)] = m.Practises()
	}
	for key, c := range l.claims {
		if practises[path.Dir(key)] && practiceAddress.MatchString(path.Base(key)) {
			l.faults.Add(diag.Fault{File: c.what, What: fmt.Sprintf("the address %s/ is that of the module's practice questions", c.address),
				Hint: "rename the file, or give it a slug in its front matter"})
		}
	}
}

// bankHint says which bank may be meant, or how to make it.
func bankHint(id string, known []string) string {
	hint := diag.DidYouMean(id, known)
	if !strings.HasPrefix(hint, "did you mean") {
		hint = strings.TrimPrefix(hint+"; ", "; ") + "coursemark new bank lays a new one down"
	}
	return hint
}

// bankReferences checks what a bank names of the framework.
func (l *loader) bankReferences(b *quiz.Bank) {
	if len(l.known) == 0 {
		return
	}
	competencies := l.competencies()
	for i, q := range b.Questions {
		for k, id := range q.Indicators {
			if !l.known[id] {
				l.take1(b.File.FaultText(fmt.Sprintf("question %q: the indicator %q is not in the framework", q.ID, id), diag.DidYouMean(id, l.indicators()), "questions", i, "indicators", k))
			}
		}
	}
	for i := range b.Tasks {
		l.taskReferences(b, i, competencies)
	}
	for d, draw := range b.Draws {
		if draw.Competency != "" && !slices.Contains(competencies, draw.Competency) {
			l.take1(b.File.FaultText(fmt.Sprintf("the competency %q is not in the framework", draw.Competency), diag.DidYouMean(draw.Competency, competencies), "draw", d, "competency"))
		}
	}
}

// taskReferences checks what a task names of the framework: the gradebook refuses
// what is handed in about something that nobody is graded on.
func (l *loader) taskReferences(b *quiz.Bank, i int, competencies []string) {
	t := &b.Tasks[i]
	fault := func(what, hint string, path ...any) {
		l.take1(b.File.FaultText(fmt.Sprintf("task %q: %s", t.ID, what), hint, append([]any{"tasks", i}, path...)...))
	}
	f := l.model.Framework
	of, ofPersons := f.CompetencyOf(), f.PersonCompetencyOf()
	competency := t.Competency
	for k, id := range t.Indicators {
		switch {
		case of(id) == "":
			fault(fmt.Sprintf("the indicator %q is not in the framework", id), diag.DidYouMean(id, l.indicators()), "indicators", k)
		case ofPersons(id) == "":
			fault(fmt.Sprintf("the indicator %q says nothing about a person", id), "it is a duty of a team or an agency; name indicators of persons", "indicators", k)
		case competency != "" && of(id) != competency:
			fault(fmt.Sprintf("the indicator %q does not belong to %s", id, competency), "a text is evidence of one competency: ask for two texts, or leave the indicator out", "indicators", k)
		}
		competency = cmp.Or(competency, of(id))
	}
	if competency == "" {
		return
	}
	c := f.Competency(competency)
	switch {
	case c == nil:
		fault(fmt.Sprintf("the competency %q is not in the framework", competency), diag.DidYouMean(competency, competencies), "competency")
	case c.Rule == nil:
		fault(fmt.Sprintf("nobody is graded on %q: it has no rule", competency), "name a competency with a rule", "competency")
	case t.Type == quiz.Written && !l.model.Framework.Settle(c).Wants(standards.Written):
		l.take1(b.File.NoticeText(fmt.Sprintf("task %q: no level of %q depends on a written answer", t.ID, competency), `somebody has to read and mark every one: write demands = [["quiz"], ["written"]] in its rule, or ask with type = "reflection"`, "tasks", i, "type"))
	}
}

func (l *loader) take1(f diag.Fault) {
	var one diag.List
	one.Add(f)
	l.take(one)
}

// crossCheck holds framework, banks and lessons against each other.
func (l *loader) crossCheck() {
	l.sameQuestions()
	l.lessonIndicators()
	byID := map[string]*Bank{}
	for _, b := range l.model.Banks {
		byID[b.Bank.ID] = b
	}
	for i := range l.model.Framework.Competencies {
		l.rule(i, byID)
	}
	l.frameworkNotices()
	if !l.faults.Failed() { // what a fault left out would be told once more
		l.coverage()
	}
	for _, m := range l.model.Modules {
		keys := append([]string{}, m.Body.Citations...)
		for _, lesson := range m.Lessons {
			keys = append(keys, lesson.Body.Citations...)
		}
		m.Citations = l.works.Sorted(keys)
	}
}

// sameQuestions finds assessed questions that are asked in practice as well:
// their answers would be published.
func (l *loader) sameQuestions() {
	practised := map[string]func() string{} // where it stands
	for _, m := range l.model.Modules {
		for _, lesson := range m.Lessons {
			for i, folded := range lesson.kept.folded {
				practised[folded] = func() string {
					at := lesson.Body.Questions[i].At
					return fmt.Sprintf("%s:%d", at.File, at.Pos.Line)
				}
			}
		}
	}
	for _, bank := range l.model.Banks {
		if bank.Bank.Mode == quiz.Practice {
			for i, q := range bank.Bank.Questions {
				practised[quiz.Fold(q.Shown())] = func() string {
					return strings.TrimSuffix(bank.Bank.File.FaultText("", "", "questions", i).Error(), ": ")
				}
			}
		}
	}
	for _, bank := range l.model.Banks {
		b := bank.Bank
		if b.Mode != quiz.Assessed {
			continue
		}
		for i, folded := range l.keptBanks[b].fold(b) {
			if where := practised[folded]; where != nil && folded != "" {
				l.faults.Add(b.File.FaultText(fmt.Sprintf("question %q is asked in practice as well, at %s", b.Questions[i].ID, where()), "practice shows the answer: word one of the two otherwise", "questions", i, "prompt"))
			}
		}
	}
}

// fold gives the prompts of a bank as they are compared.
func (k *keptBank) fold(b *quiz.Bank) []string {
	if k.folded == nil {
		for _, q := range b.Questions {
			k.folded = append(k.folded, quiz.Fold(q.Shown()))
		}
	}
	return k.folded
}

func (l *loader) lessonIndicators() {
	if len(l.known) == 0 {
		return
	}
	for _, m := range l.model.Modules {
		for _, lesson := range m.Lessons {
			for _, q := range lesson.Body.Questions {
				for _, id := range q.Indicators {
					if !l.known[id] {
						f := q.At
						f.What, f.Hint = fmt.Sprintf("the indicator %q is not in the framework", id), diag.DidYouMean(id, l.indicators())
						l.faults.Add(f)
					}
				}
			}
		}
	}
}

// rule checks that the banks of a competency's rule can give what it demands.
func (l *loader) rule(i int, byID map[string]*Bank) {
	f := l.model.Framework
	c := &f.Competencies[i]
	if c.Rule == nil {
		return
	}
	at := func(more ...any) []any { return append([]any{"competencies", i, "rule"}, more...) }
	counted := map[standards.Kind][]*Bank{} // sound banks by what they are evidence of
	settled := f.Settle(c)
	competencyOf := f.PersonCompetencyOf()
	sound, asks := true, false // asks: by questions
	given := map[string]int{}  // indicator: items that every form has
	for k, id := range c.Rule.Banks {
		bank := byID[id]
		if bank == nil && l.ruleScenario(c, id, competencyOf, func(what, hint string, path ...any) {
			l.faults.Add(f.File.FaultText(what, hint, at(path...)...))
		}, k) {
			continue
		}
		asks = true
		switch {
		case bank != nil && slices.Contains(c.Rule.Scenarios, id):
			l.faults.Add(f.File.FaultText(fmt.Sprintf("%q is named under scenarios, but it is a quiz bank", id), "take it out of scenarios", at("banks", k)...))
			sound = false
			continue
		case bank == nil:
			l.faults.Add(f.File.FaultText(fmt.Sprintf("the rule of %q counts the bank %q, which does not exist", c.ID, id), bankHint(id, sortedKeys(byID)), at("banks", k)...))
			sound = false
			continue
		case bank.Bank.Mode != quiz.Assessed:
			l.faults.Add(f.File.FaultText(fmt.Sprintf("the rule of %q counts the bank %q, which is for practice", c.ID, id), "practice is never counted", at("banks", k)...))
			sound = false
			continue
		case bank.Revision == "":
			sound = false // it has faults of its own
			continue
		}
		if kind := settled.KindOf(id); !slices.Contains(counted[kind], bank) {
			counted[kind] = append(counted[kind], bank)
		}
		for indicator, n := range bank.Guaranteed(func(indicator string) string { return indicator }) {
			given[indicator] = max(given[indicator], n)
		}
	}
	if !sound || !asks {
		return
	}
	for _, m := range settled.Measures {
		if m.Kind.Asked() {
			l.leastItems(settled, m, counted[m.Kind])
		}
	}
	for k, m := range c.Rule.Mandatory {
		if given[m.Indicator] == 0 {
			l.faults.Add(f.File.FaultText(fmt.Sprintf("the indicator %q is mandatory, but no form is sure to ask about it", m.Indicator),
				"give it a pool and a [[draw]] of its own in the bank, or a critical question, or take it out of mandatory", at("mandatory", k, "indicator")...))
		}
	}
}

// leastItems checks that banks which are evidence of a kind ask together as many
// questions of a competency as a level needs: what was answered at all of them is
// pooled.
func (l *loader) leastItems(rule *standards.Settled, m standards.Measure, banks []*Bank) {
	competencyOf := l.model.Framework.PersonCompetencyOf()
	sure := 0
	var names []string
	for _, b := range banks {
		sure += b.Guaranteed(competencyOf)[rule.Competency]
		names = append(names, strconv.Quote(b.Bank.ID))
	}
	if len(banks) == 0 || sure >= m.MinItems {
		return
	}
	forms := "a form of " + names[0] + " is"
	if len(banks) > 1 {
		forms = "forms of " + strings.Join(names, " and ") + " together are"
	}
	l.faults.Add(banks[0].Bank.File.FaultText(
		fmt.Sprintf("%s sure to hold only %d of the %d questions of %q that its rule needs", forms, sure, m.MinItems, rule.Competency),
		"raise the count of a [[draw]] for that competency, or lower min_items in the framework", "draw"))
}

// ruleScenario checks a scenario that a competency's rule counts, the k-th of its
// banks, and tells whether it is one.
func (l *loader) ruleScenario(c *standards.Competency, id string, competencyOf func(string) string, fault func(what, hint string, path ...any), k int) (found bool) {
	for _, s := range l.played {
		if s.Front.ID != id || id == "" {
			continue
		}
		earned := false
		for _, scene := range s.parsed.Scenes {
			for _, choice := range scene.Choices {
				for indicator := range choice.Points {
					earned = earned || competencyOf(indicator) == c.ID
				}
			}
		}
		switch {
		case s.Front.Mode == quiz.Practice:
			fault(fmt.Sprintf("the rule of %q counts the scenario %q, which is for practice", c.ID, id), "practice is never counted", "banks", k)
		case !slices.Contains(c.Rule.Scenarios, id):
			fault(fmt.Sprintf("%q is a scenario, and the rule of %q does not say so", id, c.ID), fmt.Sprintf("write scenarios = [%q] as well", id), "banks", k)
		case !earned && s.Front.Mode == quiz.Assessed:
			fault(fmt.Sprintf("no choice of the scenario %q has points for %s", id, c.ID), "give its choices points for indicators of the competency, or take it out of the rule", "banks", k)
		}
		return true
	}
	return false
}

// frameworkNotices tells what nobody has taken responsibility for.
func (l *loader) frameworkNotices() {
	f := l.model.Framework
	if f.File == nil || len(f.Competencies) == 0 {
		return
	}
	if !f.Adopted() {
		l.faults.Add(f.File.NoticeText("nobody has adopted the framework: its cuts and periods are printed as PROVISIONAL", "once a named person takes them into use, write adopted_by and adopted_on", "id"))
	}
	var kinds []string
	for _, k := range f.Evidence {
		if len(k.Cuts) > 0 && k.Provenance.SetBy == "" {
			kinds = append(kinds, string(k.Kind))
		}
	}
	for _, c := range f.Competencies {
		if c.Rule == nil {
			continue
		}
		for _, kind := range slices.Sorted(maps.Keys(c.Rule.Kinds)) {
			if o := c.Rule.Kinds[kind]; len(o.Cuts) > 0 && o.Provenance.SetBy == "" {
				kinds = append(kinds, c.ID+" "+string(kind))
			}
		}
	}
	if len(kinds) > 0 {
		l.faults.Add(f.File.NoticeText("cuts that nobody is named for: "+strings.Join(kinds, ", "), "write set_by, set_on and method in their provenance once somebody has set them", "evidence"))
	}
}

// coverage tells which indicators are taught nowhere, and which of persons are
// tested nowhere.
func (l *loader) coverage() {
	f := l.model.Framework
	taught, tested := map[string]bool{}, map[string]bool{}
	for _, m := range l.model.Modules {
		for _, lesson := range m.Lessons {
			for _, id := range lesson.Front.Indicators {
				taught[id] = true
			}
		}
	}
	for _, b := range l.model.Banks {
		if b.Bank.Mode == quiz.Assessed && b.Module != nil {
			for _, q := range b.Bank.Questions {
				for _, id := range q.Indicators {
					tested[id] = true
				}
			}
			for _, t := range b.Bank.Tasks {
				for _, id := range t.Indicators {
					tested[id] = true
				}
			}
		}
	}
	for _, m := range l.model.Modules {
		for _, s := range m.Scenarios {
			for _, id := range s.Assessed() {
				tested[id] = true
			}
		}
	}
	tell := func(kind, what, hint string, scoped bool, known map[string]bool) {
		var missing []string
		all := 0
		for _, c := range f.Competencies {
			for _, i := range c.Indicators {
				if scoped && i.Scope != standards.Person || i.ReplacedBy != "" {
					continue
				}
				all++
				if !known[i.ID] {
					missing = append(missing, i.ID)
				}
			}
		}
		if len(missing) == 0 {
			return
		}
		const most = 8
		list := strings.Join(missing[:min(most, len(missing))], ", ")
		if len(missing) > most {
			list += ", …"
		}
		l.faults.Add(f.File.NoticeText(fmt.Sprintf("%d of %d %s are %s: %s", len(missing), all, kind, what, list), hint, "competencies"))
	}
	tell("indicators", "taught by no lesson", "lessons name what they teach in indicators = […]", false, taught)
	tell("indicators of persons", "tested by no question or scenario", "questions name what they test in indicators = […]; observation can show them too", true, tested)
}
