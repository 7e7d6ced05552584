package generator

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// scenarioText writes a scenario as a trainer would: the scenes in an order, each under
// a name, with the choices' points, feedback and order from a source of chance.
func scenarioText(mode string, names map[string]string, order []string, r *rand.Rand) string {
	type choice struct{ text, to, points string }
	scenes := map[string][]choice{
		"lobby": {{"Step back and wait", "room", "D-1=2"}, {"Argue with Sam", "quarrel", "D-1=-1"},
			{"Call the guard", "held", "D-1=-1 critical"}},
		"quarrel": {{"Say sorry", "lobby", ""}, {"Argue *louder*", "held", "D-2=-1"}},
		"room":    {{"Ask what happened", "home", "D-2=1"}, {"Ask about the form", "home", ""}},
		"held":    nil, "home": nil,
	}
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"At the desk\"\nid = \"desk\"\nmode = %q\nminutes = 5\n+++\nSam has waited for an hour.\n\n", mode)
	for _, id := range order {
		end := ""
		if scenes[id] == nil {
			end = []string{` end="good"`, ` end="mixed"`, ` end="poor"`}[r.IntN(3)]
		}
		fmt.Fprintf(&b, "## What is told of %s {#%s%s}\nThis is told of %s.\n\n", id, names[id], end, id)
		choices := slices.Clone(scenes[id])
		r.Shuffle(len(choices), func(i, k int) { choices[i], choices[k] = choices[k], choices[i] })
		for _, c := range choices {
			fmt.Fprintf(&b, "- [%s](#%s) {%s}\n  > ZZFEEDBACK %d\n", c.text, names[c.to],
				strings.Replace(c.points, "=2", fmt.Sprintf("=%d", 2+r.IntN(3)), 1), r.IntN(1000))
		}
		b.WriteByte('\n')
	}
	return strings.ReplaceAll(b.String(), " {}", "")
}

const deskFile = "content/talk/01-listen/02-desk.scenario.md"

// desk returns the sound project with a scenario.
func desk(t testing.TB, mode, prefix string, r *rand.Rand) string {
	t.Helper()
	dir := sound(t)
	names := map[string]string{}
	for _, id := range []string{"lobby", "quarrel", "room", "held", "home"} {
		names[id] = prefix + id
	}
	order := slices.Sorted(maps.Keys(names))
	r.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
	first := slices.Index(order, "lobby")
	order[0], order[first] = order[first], order[0]
	put(t, dir, deskFile, scenarioText(mode, names, order, r))
	return dir
}

func TestPracticeScenario(t *testing.T) {
	t.Parallel()
	dir := desk(t, "practice", "", rand.New(rand.NewPCG(1, 1)))
	report := build(t, Options{Dir: dir})
	if !slices.Equal(report.Keys, []string{"talk.ndjson"}) {
		t.Errorf("a scenario for practice has no key: %v", report.Keys)
	}
	site := contents(t, filepath.Join(dir, "public"))
	page := site["talk/listen/desk/index.html"]
	for _, part := range []string{"Step back and wait", "Argue <em>louder</em>", "ZZFEEDBACK",
		"Sam has waited for an hour.", "Practice scenario", "about 5 minutes"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	marks := map[string]string{"Step back and wait": "helped", "Argue with Sam": "harmed", "Call the guard": "critical",
		"Say sorry": "helped", "Ask about the form": "missed"}
	for words, mark := range marks {
		before, _, found := strings.Cut(page, "<summary><span>"+words)
		if !found || !strings.HasSuffix(before, `data-mark="`+mark+"\">\n") {
			t.Errorf("%q is not marked as %s", words, mark)
		}
	}
	if strings.Contains(page, "D-1") || strings.Count(page, "<details") != 7 {
		t.Error(page)
	}
	for name, way := range map[string]string{
		"talk/listen/index.html":       `href="desk/index.html"`,
		"talk/listen/first/index.html": `rel="next" href="../desk/index.html"`,
	} {
		if !strings.Contains(site[name], way) {
			t.Errorf("%s lacks %s", name, way)
		}
	}
	if !strings.Contains(page, `data-scenario="desk" aria-current="page"`) ||
		!strings.Contains(page, `rel="next" href="../assessment/index.html"`) {
		t.Error("the scenario's page does not know its place")
	}
}

// The bytes of the site do not change with anything that an assessed scenario
// keeps to itself.
func TestNothingOfAScenarioLeaks(t *testing.T) {
	t.Parallel()
	dir := desk(t, "assessed", "", rand.New(rand.NewPCG(1, 1)))
	build(t, Options{Dir: dir, Minify: true})
	site := contents(t, filepath.Join(dir, "public"))
	page := site["talk/listen/desk/index.html"]
	for _, part := range []string{"Step back and wait", "This is told of held.", "data-sitting"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	for _, secret := range []string{"ZZFEEDBACK", "D-1", "D-2", "critical", "ending", "feedback", "points", "data-mark",
		"helped", "quarrel}", "#lobby", `"lobby"`, "<!--"} {
		if strings.Contains(page, secret) {
			t.Errorf("the page holds %q", secret)
		}
	}
	r := rand.New(rand.NewPCG(2, 2))
	for round := range 5 {
		changed := desk(t, "assessed", fmt.Sprintf("zz%d-", round), r)
		build(t, Options{Dir: changed, Minify: true})
		same(t, fmt.Sprintf("other points, feedback, names and order, round %d", round), site,
			contents(t, filepath.Join(changed, "public")))
	}
}

// A rule counts a scenario, whose limits reach HR; and practice has none.
func TestScenarioInARule(t *testing.T) {
	t.Parallel()
	dir := desk(t, "assessed", "", rand.New(rand.NewPCG(1, 1)))
	put(t, dir, deskFile, strings.Replace(read(t, dir, deskFile), "minutes = 5",
		"minutes = 5\nattempts = 3\nattempts_months = 12\ncooling_off_days = 7", 1))
	const rule = "demands = [[\"quiz\"]]\nbanks   = [\"talk\"]"
	framework := read(t, dir, "standards/frameworks/demo.toml")
	if !strings.Contains(framework, rule) {
		t.Fatal("the sound project reads otherwise now: change this test with it")
	}
	framework = strings.Replace(framework, rule,
		"demands = [[\"quiz\", \"scenario\"]]\nbanks = [\"talk\", \"desk\"]\nscenarios = [\"desk\"]", 1)
	put(t, dir, "standards/frameworks/demo.toml",
		strings.Replace(framework, "[[domains]]",
			"[[evidence]]\nkind = \"scenario\"\nmax_level = 1\ncuts = [{ level = 1, percent = 60 }]\nprovenance = { set_by = \"A. Person\" }\n[[domains]]", 1))
	build(t, Options{Dir: dir})
	p, faults := project.Open(dir)
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	defer p.Close()
	modules, faults := p.LoadModules()
	if want := (quiz.Limits{Attempts: 3, AttemptsMonths: 12, CoolingOffDays: 7}); faults.Len() > 0 ||
		len(modules) != 1 || len(modules[0].Scenarios) != 1 || modules[0].Scenarios[0].Limits != want {
		t.Errorf("%+v %s", modules, rendered(faults))
	}
	inventory, _ := List(t.Context(), Options{Dir: dir})
	for _, i := range inventory.Coverage {
		if i.ID == "D-1" && (i.Scenarios != 1 || i.EveryForm == 0) {
			t.Errorf("%+v", i)
		}
	}
}

// Lists of what a project holds know of scenarios too.
func TestListedScenarios(t *testing.T) {
	t.Parallel()
	dir := desk(t, "practice", "", rand.New(rand.NewPCG(1, 1)))
	replace(t, dir, deskFile, "minutes = 5\n", "minutes = 5\ndraft = true\nreview_by = 2026-06-01\n")
	list, faults := List(t.Context(), Options{Dir: dir, Today: time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC)})
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	if !slices.Contains(list.Drafts, Item{File: deskFile, Title: "At the desk"}) ||
		!slices.Contains(list.Due, newItem(deskFile, "At the desk", "2026-06-01", ReviewOverdue)) {
		t.Errorf("drafts %v, due %v", list.Drafts, list.Due)
	}
}

// An assessed scenario is taken on its own page, which knows how often.
func TestAssessedScenario(t *testing.T) {
	t.Parallel()
	dir := desk(t, "assessed", "", rand.New(rand.NewPCG(1, 1)))
	replace(t, dir, deskFile, "minutes = 5\n", "minutes = 5\nattempts = 3\nexposure = \"public\"\n")
	build(t, Options{Dir: dir})
	site := contents(t, filepath.Join(dir, "public"))
	for name, parts := range map[string][]string{
		"talk/listen/desk/index.html": {`data-kind="assessed-scenario"`, `data-sitting data-attempts="3" data-public`,
			`data-bank="desk" aria-current="page"`, "assets/taking.", "assets/assessed-scenario."},
		"talk/listen/index.html": {`<li class="card" data-bank="desk">`, "with 1 assessed scenario"},
		"talk/index.html":        {`data-asked="talk desk"`, "with 1 assessed scenario"},
		"my-progress/index.html": {`data-asked="talk desk"`,
			`data-bank="desk"><a href="../talk/listen/desk/index.html">At the desk</a>`},
	} {
		for _, part := range parts {
			if !strings.Contains(site[name], part) {
				t.Errorf("%s lacks %s", name, part)
			}
		}
	}
}

// The key of an assessed scenario is archived before it is asked, stands in the
// kit, and does not change unsaid.
func TestScenarioKeys(t *testing.T) {
	t.Parallel()
	dir := desk(t, "assessed", "", rand.New(rand.NewPCG(1, 1)))
	if said := refused(t, Options{Dir: dir, Frozen: true}); !strings.Contains(said,
		"answerkeys/desk.ndjson: the key archive would change") {
		t.Error(said)
	}
	report := build(t, Options{Dir: dir})
	if !slices.Equal(report.Keys, []string{"desk.ndjson", "talk.ndjson"}) {
		t.Errorf("archived %v", report.Keys)
	}
	first := read(t, dir, "answerkeys/desk.ndjson")
	if again := build(t, Options{Dir: dir, Frozen: true}); len(again.Keys) > 0 {
		t.Errorf("the second build archived %v", again.Keys)
	}
	kit, err := os.Open(filepath.Join(dir, project.KitFile))
	if err != nil {
		t.Fatal(err)
	}
	defer kit.Close()
	info, err := kit.Stat()
	if err != nil {
		t.Fatal(err)
	}
	p, faults := project.OpenKit(project.KitFile, kit, info.Size())
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	archive, faults := p.LoadArchive()
	if faults.Failed() {
		t.Fatal(rendered(faults))
	}
	scenario := read(t, dir, "public/talk/listen/desk/index.html")
	revision := scenario[strings.Index(scenario, "s1-"):][:35]
	key, _ := archive.Scenario("desk", revision)
	if key == nil || len(key.Scenes) != 5 {
		t.Fatalf("the kit has no key for %s", revision)
	}
	// The best path scores in full by the key that HR has.
	var path []string
	at := key.Start
	for _, words := range []string{"Step back and wait", "Ask what happened"} {
		scene := key.Scenes[slices.IndexFunc(key.Scenes, func(s quiz.KeyScene) bool { return s.ID == at })]
		choice := scene.Choices[slices.IndexFunc(scene.Choices, func(c quiz.KeyChoice) bool { return c.Text == words })]
		path, at = append(path, choice.ID), choice.To
	}
	// Its limits and where it stands come with the list of modules.
	modules, _ := p.LoadModules()
	want := project.Scenario{ID: "desk", Path: "talk/listen/desk", Title: "At the desk", Revision: revision}
	if len(modules) != 1 || !slices.Equal(modules[0].Scenarios, []project.Scenario{want}) {
		t.Errorf("%+v", modules)
	}
	framework, _ := p.LoadFramework()
	scorer, err := key.Scorer(nil, framework.CompetencyOf())
	if err != nil {
		t.Fatal(err)
	}
	if mark, err := scorer.Score(path, "2026-01-01"); err != nil || !mark.Ended ||
		mark.Competencies["D-TALK"].Percent() != 100 {
		t.Errorf("%+v %v", mark, err)
	}

	replace(t, dir, deskFile, "{D-2=1}", "{D-2=2}")
	said := refused(t, Options{Dir: dir})
	if !strings.Contains(said,
		deskFile+`:3:6: the points of scenario "desk" differ from those published with the same text`) {
		t.Error(said)
	}
	replace(t, dir, deskFile, "minutes = 5\n",
		fmt.Sprintf("minutes = 5\n[[corrections]]\nrevisions = [%q]\ndate = 2026-06-01\nreason = \"Asking matters more\"\nchange = \"key\"\n", revision))
	build(t, Options{Dir: dir})
	second := read(t, dir, "answerkeys/desk.ndjson")
	if !strings.Contains(second, strings.TrimSpace(first)) ||
		!strings.Contains(second, `"kind":"scenario-correction"`) {
		t.Errorf("the archive is not append-only:\n%s", second)
	}
	build(t, Options{Dir: dir, Frozen: true})
}
