package quiz

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
)

// written makes a scenario from lines such as
//
//	desk: space=2>hall shout=-1!>alarm
//	hall good
//
// in which a choice has points for the indicator A, or for another that is named
// (space=B2>hall); ! makes it critical.
func written(t testing.TB, mode Mode, text string) *Scenario {
	t.Helper()
	front, _ := tomlfile.Decode("talk.scenario.md", []byte("id = \"talk\"\nmode = \"x\"\n"), &struct {
		ID   string `toml:"id"`
		Mode string `toml:"mode"`
	}{})
	s := &Scenario{ID: "talk", Title: "Talk", Mode: mode, Exposure: Private, File: front}
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		at := diag.Fault{File: "talk.scenario.md", Pos: diag.Pos{Line: n + 1, Column: 1}}
		head, rest, choices := strings.Cut(strings.TrimSpace(line), ":")
		id, ending, _ := strings.Cut(head, " ")
		scene := Scene{ID: id, Title: strings.ToUpper(id), Text: "This is " + id + ".", Ending: Ending(ending), At: at}
		if choices {
			for k, word := range strings.Fields(rest) {
				at.Pos.Column = 10 * (k + 1)
				what, to, _ := strings.Cut(word, ">")
				c := Choice{Text: "Choose " + what[:strings.IndexAny(what+"=", "=!")], To: to, Feedback: "Why.", At: at,
					ToAt: at, Points: map[string]int{}}
				what, c.Critical = strings.CutSuffix(what, "!")
				if _, points, ok := strings.Cut(what, "="); ok {
					indicator, number := "A", points
					if points[0] >= 'A' {
						indicator, number = points[:1], points[1:]
					}
					var p int
					if _, err := fmt.Sscan(number, &p); err != nil {
						t.Fatal(word, err)
					}
					c.Points[indicator] = p
				}
				scene.Choices = append(scene.Choices, c)
			}
		}
		s.Scenes = append(s.Scenes, scene)
	}
	return s
}

// ofOne puts A, B and C into one, D into another, and knows no others.
func ofOne(indicator string) string {
	return map[string]string{"A": "ONE", "B": "ONE", "C": "ONE", "D": "TWO"}[indicator]
}

const soundScenario = `
desk: space=2>hall wait>desk2 shout=-2!>alarm
desk2: sorry>desk leave=-1>alarm
hall: ask=1>walk order=-1>alarm
walk: offer=2>home tell=-1>alarm
alarm: mend=1>desk2 force=-2!>held
home good
held poor
`

func TestScenarioProofs(t *testing.T) {
	for _, c := range []struct {
		name, scenario string
		mode           Mode
		want           string
	}{
		{"sound", soundScenario, Assessed, ""},
		{"dead link", "a: x=1>b y>c\nb good", Practice, "1:20: there is no scene #c"},
		{"too many choices", "a: p>b q>b r>b s>b t>b u>b v>b w>b x>b\nb good", Practice,
			"1:1: the scene #a has more than 8 choices"},
		{"unreachable", "a: x=1>b\nb good\nc: x>b", Practice, "3:1: no choice leads to the scene #c"},
		{"trap", "a: x=1>b y>c\nb good\nc: x>d\nd: x>c", Practice,
			"3:1: from the scene #c no end can be reached|4:1: from the scene #d no end can be reached"},
		{"no end", "a: x>b\nb: x>a", Practice, "1:1: the scenario has no end"},
		{"unmarked end", "a: x>b y>c\nb\nc good", Practice, "2:1: the scene #b has no choices and is not an end"},
		{"end with choices", "a: x>b\nb good: y>c\nc good", Practice, "2:1: the scene #b is an end and has choices"},
		{"unknown end", "a: x>b\nb god", Practice, `2:1: the end "god" is not known`},
		{"scene twice", "a: x>b y>c\nb good\nc good\nb poor", Practice,
			"2:1: no choice leads to the scene #b|4:1: the scene #b reads the same as #b|4:1: there is another scene #b, in line 2"},
		{"choice twice", "a: x>b x=1>b\nb good", Practice, "1:20: another choice of this scene has the same text"},
		{"poorer choice leads to more", "a: x=2>b y=1>c\nb good\nc: z=2>b", Practice,
			"1:20: this poorer choice pays: with it a path can reach 3 points, with better ones only 2"},
		{"detour pays", "a: x=2>b y=-1>c\nb good\nc: z=2>a", Practice,
			"1:20: this poorer choice pays: with it a path can reach 3 points, with better ones only 2"},
		{"detour pays in a branch that is not the best", "a: x=5>b y>c\nb good\nc: v=1>d w>e\nd poor\ne: u=2>d",
			Practice, "3:20: this poorer choice pays: with it a path can reach 2 points, with better ones only 1"},
		{"back to what was earned before", "a: x=2>b y>b\nb: v=1>c w>a\nc good", Practice, ""},
		{"better choice leads round", "a: x=2>b y>c\nb: z>a\nc good", Practice,
			"1:20: without this poorer choice nobody could finish"},
		{"mistake mended earns the same", "a: x=2>b y=-1>c\nb good\nc: z=1>a", Practice, ""},
		{"critical earns", "a: x=2>b y=1!>b\nb good", Practice,
			"1:20: a critical choice earns points for A|1:20: a critical choice names no indicator that it fails"},
		{"critical fails nothing", "a: x=2>b y!>b\nb good", Practice,
			"1:20: a critical choice names no indicator that it fails"},
		{"critical is on the only way", "a: x=-1!>b\nb good", Practice,
			"1:10: the best path cannot do without a critical choice"},
		{"too many points", "a: x=101>b\nb good", Practice, "1:10: 101 points for A"},
		{"assessed without points", "a: x>b\nb good", Assessed,
			"1:1: the scenario is assessed, but no choice has points"},
		{"practice without points", "a: x>b\nb good", Practice, ""},
		{"only points below 0", "a: x=-1>b y>b\nb good", Assessed,
			"1:1: nothing can be earned for ONE: the best path has 0 points"},
		{"every path the same", "a: x=1>b\nb: y=B1>c z>c\nc good", Assessed,
			"1:1: every path has the same points for A"},
		{"two competencies cannot both be best", "a: x=2>b y=D2>b\nb good", Assessed,
			"1:1: no path is the best for ONE, TWO at once"},
		{"two ways within a competency", "a: x=2>b y=B2>b z>b\nb good", Assessed, ""},
	} {
		var got []string
		faults := written(t, c.mode, c.scenario).Check(ofOne)
		for _, f := range faults.Sorted() {
			got = append(got, strings.TrimPrefix(f.Error(), "talk.scenario.md:"))
			if f.Hint == "" {
				t.Errorf("%s: no hint for %v", c.name, f)
			}
		}
		if joined := strings.Join(got, "|"); joined != c.want {
			t.Errorf("%s: got %s", c.name, joined)
		}
	}
}

// byHand finds the best total of the paths with a choice by looking at every
// state there is: a scene, and the choices that were counted.
func byHand(g *graph, weight []int, from, with int) int {
	type state struct{ scene, counted int }
	seen := map[state]int{{from, 0}: 0}
	best := impossible
	for todo := []state{{from, 0}}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if len(g.out[at.scene]) == 0 && (with < 0 || at.counted&(1<<with) != 0) {
			best = max(best, seen[at])
		}
		for _, e := range g.out[at.scene] {
			next, total := state{g.edges[e].to, at.counted | 1<<e}, seen[at]
			if at.counted&(1<<e) == 0 {
				total += weight[e]
			}
			if _, known := seen[next]; !known { // the total depends on the state alone
				seen[next] = total
				todo = append(todo, next)
			}
		}
	}
	return best
}

func TestBestTotalIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	loops, reached := 0, 0
	for range 30_000 {
		scenes := 2 + r.IntN(5)
		g := newGraph(scenes)
		var weight []int
		for range 1 + r.IntN(11) {
			g.add(r.IntN(scenes-1), r.IntN(scenes)) // the last is an end
			weight = append(weight, r.IntN(9)-4)
		}
		with := r.IntN(len(weight)+1) - 1
		got, err := g.best(weight, 0, with)
		if err != nil {
			t.Fatal(err)
		}
		want := byHand(g, weight, 0, with)
		if got != want {
			t.Fatalf("%d instead of %d: %v %v with %d", got, want, g.edges, weight, with)
		}
		if want != impossible {
			reached++
		}
		if slices.Max(g.loop) < scenes-1 {
			loops++
		}
	}
	if reached < 5_000 || loops < 5_000 {
		t.Errorf("only %d with an end and %d with a loop", reached, loops)
	}
}

// What is built to take for ever ends with an error, after so many walks.
func TestTangledScenario(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	g := newGraph(MaxScenes)
	var weight []int
	for scene := range MaxScenes - 1 {
		for range MaxChoices {
			g.add(scene, r.IntN(MaxScenes))
			weight = append(weight, r.IntN(21)-14)
		}
	}
	_, err := g.best(weight, 0, anyChoice)
	if g.work > maxWork+MaxScenes*MaxChoices {
		t.Errorf("%d walks", g.work)
	}
	if err == nil {
		t.Error("the bound was not needed: this tests nothing")
	}
}

func TestTotals(t *testing.T) {
	totals, err := written(t, Assessed, soundScenario).totals(ofOne)
	// The best: space, ask, offer. The worst: shout, force; whatever is added to
	// it costs as much as it takes.
	if want := (extremes{Worst: -4, Best: 5}); err != nil || totals.All != want || totals.Competencies["ONE"] != want ||
		totals.Indicators["A"] != want {
		t.Errorf("%+v %v", totals, err)
	}
}

func path(t testing.TB, p *PublishedScenario, words ...string) []string {
	t.Helper()
	var ids []string
	at := []string{p.Start}
	for _, w := range words {
		if w == StepBack {
			ids, at = append(ids, w), at[:len(at)-1]
			continue
		}
		scene := p.Scenes[slices.IndexFunc(p.Scenes, func(s PublishedScene) bool { return s.ID == at[len(at)-1] })]
		i := slices.IndexFunc(scene.Choices, func(c PublishedChoice) bool { return c.Text == "Choose "+w })
		if i < 0 {
			t.Fatalf("no choice %q in %q", w, scene.Title)
		}
		ids, at = append(ids, scene.Choices[i].ID), append(at, scene.Choices[i].To)
	}
	return ids
}

func TestVectorsScenario(t *testing.T) {
	p := written(t, Assessed, soundScenario).Publish()
	key := p.Key()
	type vector struct {
		Words    []string `json:"words"`
		Path     []string `json:"path"`
		Points   int      `json:"points"`
		Best     int      `json:"best"`
		Percent  float64  `json:"percent"`
		Critical bool     `json:"critical"`
		Ended    bool     `json:"ended"`
		Blank    bool     `json:"blank"`
	}
	var vectors []vector
	for _, words := range [][]string{
		{},
		{"space", "ask", "offer"},
		{"space", "ask", "tell", "mend", "leave", "mend", "leave", "mend", "sorry", "space", "ask", "offer"},
		{"wait", "sorry", "wait", "sorry", "space", "ask", "offer"},
		{"wait"},
		{"shout", "mend", "sorry", "space", "ask", "offer"},
		{"shout", "force"},
		{"shout", "mend", "leave", "force"},
		{"shout", StepBack, "space", "ask", "offer"},
		{"space", StepBack, "space", "ask", "offer"},
		{"space", "ask", StepBack, StepBack, "wait", "leave", "force"},
		{"space", "order", StepBack, "ask", "offer", StepBack, "offer"},
	} {
		ids := path(t, p, words...)
		m, err := score(key, ids)
		if err != nil {
			t.Fatal(err)
		}
		c := m.Competencies["ONE"]
		vectors = append(vectors, vector{words, ids, c.Points, c.Best, c.Percent(), c.Critical, m.Ended, m.Blank})
	}
	golden(t, "scenario.json", struct {
		Key   *ScenarioKey `json:"key"`
		Paths []vector     `json:"paths"`
	}{key, vectors})
}

// score marks a path by a key alone.
func score(key *ScenarioKey, path []string) (ScenarioMark, error) {
	scorer, err := key.Scorer(nil, ofOne)
	if err != nil {
		return ScenarioMark{}, err
	}
	return scorer.Score(path, "2026-01-01")
}

func TestScenarioPathsThatAreRefused(t *testing.T) {
	p := written(t, Assessed, soundScenario).Publish()
	for name, ids := range map[string][]string{
		"a choice of another scene": path(t, p, "space", "ask")[1:],
		"no choice":                 {"aaaaaaaaaa"},
		"back at once":              {StepBack},
		"on after the end":          append(path(t, p, "space", "ask", "offer"), path(t, p, "space")...),
		"without end":               slices.Repeat(path(t, p, "wait", "sorry"), MaxPath),
	} {
		if m, err := score(p.Key(), ids); err == nil {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// Before a correction the better of both keys counts, after it the new one alone;
// critical choices go by the new key whenever they were made.
func TestScenarioCorrections(t *testing.T) {
	const before, after = "2026-05-31", "2026-06-01"
	of := func(text string) *PublishedScenario { return written(t, Assessed, text).Publish() }
	old := of("desk: space=3>home shout=1>home\nhome good")
	key := old.Key()
	amend := func(change Change, now string) []*ScenarioAmendment {
		a := &ScenarioAmendment{Declared: Declared{Date: after, Change: change}}
		for _, s := range of(now).Key().Scenes {
			for _, c := range s.Choices {
				a.Choices = append(a.Choices,
					AmendedChoice{Scene: s.ID, ID: c.ID, Points: c.Points, Critical: c.Critical})
			}
		}
		return []*ScenarioAmendment{a}
	}
	for name, c := range map[string]struct {
		amendments []*ScenarioAmendment
		word, date string
		want       CompetencyMark
		corrected  bool
	}{
		"none": {nil, "shout", before, CompetencyMark{1, 3, false}, false},
		"better, before": {amend(ChangeKey, "desk: space=3>home shout=3>home\nhome good"), "shout", before,
			CompetencyMark{3, 3, false}, true},
		"worse, before": {amend(ChangeKey, "desk: space=1>home shout=3>home\nhome good"), "space", before,
			CompetencyMark{3, 3, false}, false},
		"worse, after": {amend(ChangeKey, "desk: space=1>home shout=3>home\nhome good"), "space", after,
			CompetencyMark{1, 3, false}, true},
		"critical now, from before": {amend(ChangeKey, "desk: space=3>home shout=-1!>home\nhome good"), "shout", before,
			CompetencyMark{1, 3, true}, true},
		"dropped": {amend(VoidDrop, "desk: space=3>home shout=1>home\nhome good"), "space", before,
			CompetencyMark{}, true},
		"full credit": {amend(VoidFull, "desk: space=3>home shout=1>home\nhome good"), "shout", after,
			CompetencyMark{3, 3, false}, true},
	} {
		scorer, err := key.Scorer(c.amendments, ofOne)
		if err != nil {
			t.Fatal(err)
		}
		m, err := scorer.Score(path(t, old, c.word), c.date)
		if err != nil || m.Competencies["ONE"] != c.want || m.Corrected != c.corrected {
			t.Errorf("%s: %+v %v", name, m, err)
		}
	}
}

func TestParsePath(t *testing.T) {
	if path, err := ParsePath([]byte(`{"path": ["a", "back"]}`)); err != nil ||
		!slices.Equal(path, []string{"a", StepBack}) {
		t.Error(path, err)
	}
	if path, err := ParsePath([]byte(`null`)); err != nil || path != nil {
		t.Error(path, err)
	}
	for _, raw := range []string{`{"path": []}`, `{"path": "a"}`, `{"path": ["a"], "points": 5}`, `[]`, `{"path": [1]}`,
		`{"path": [` + strings.Repeat(`"a",`, MaxPath) + `"a"]}`} {
		if path, err := ParsePath([]byte(raw)); err == nil {
			t.Error(raw, path)
		}
	}
}

// Whatever is handed in as a path is refused or scored within bounds.
func FuzzScenarioPath(f *testing.F) {
	p := written(f, Assessed, soundScenario).Publish()
	scorer, err := p.Key().Scorer(nil, ofOne)
	if err != nil {
		f.Fatal(err)
	}
	good, _ := json.Marshal(map[string][]string{"path": path(f, p, "space", "ask", StepBack, "ask", "offer")})
	f.Add(good)
	f.Add([]byte(`{"path":["back"]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		path, err := ParsePath(raw)
		if err != nil {
			return
		}
		m, err := scorer.Score(path, "2026-01-01")
		if err != nil {
			return
		}
		if c := m.Competencies["ONE"]; c.Percent() < 0 || c.Percent() > 100 || m.Blank != (len(path) == 0) {
			t.Errorf("%+v", m)
		}
	})
}

// Who stops before a cost that nobody is spared has no more than the best.
func TestUnfinishedPathIsNotAboveTheBest(t *testing.T) {
	p := written(t, Assessed, "desk: space=2>talk shout>talk\ntalk: tell=-1>home hide=-2>home\nhome good").Publish()
	m, err := score(p.Key(), path(t, p, "space"))
	if c := m.Competencies["ONE"]; err != nil || m.Ended || c.Points != 2 || c.Best != 1 || c.Percent() != 100 {
		t.Errorf("%+v %v", m, err)
	}
}

// Whatever the path: never more than the best total, and a step back never
// leaves more points than the way that stands.
func TestScenarioScoreIsBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	p := written(t, Assessed, soundScenario).Publish()
	key := p.Key()
	scenes := map[string]KeyScene{}
	for _, s := range key.Scenes {
		scenes[s.ID] = s
	}
	for range 500 {
		var ids, stands []string
		at := []string{key.Start}
		for range r.IntN(40) {
			scene := scenes[at[len(at)-1]]
			if len(stands) > 0 && (len(scene.Choices) == 0 || r.IntN(3) == 0) {
				ids, at, stands = append(ids, StepBack), at[:len(at)-1], stands[:len(stands)-1]
				continue
			}
			if len(scene.Choices) > 0 {
				c := scene.Choices[r.IntN(len(scene.Choices))]
				ids, at, stands = append(ids, c.ID), append(at, c.To), append(stands, c.ID)
			}
		}
		m, err := score(key, ids)
		straight, err2 := score(key, stands)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		got, plain := m.Competencies["ONE"], straight.Competencies["ONE"]
		if got.Points > got.Best || got.Points > plain.Points || got.Percent() < 0 || got.Percent() > 100 ||
			plain.Critical && !got.Critical || m.Ended != straight.Ended {
			t.Fatalf("%v: %+v, without what was taken back %+v", ids, m, straight)
		}
	}
}

func TestScenarioArchive(t *testing.T) {
	s := written(t, Assessed, soundScenario)
	archive := NewArchive()
	if faults := archive.RecordScenario(s.Publish()); faults.Len() > 0 {
		t.Fatal(faults.Err())
	}
	first, err := archive.Encode("talk")
	if err != nil || strings.Count(string(first), "\n") != 1 {
		t.Fatal(string(first), err)
	}
	read := func() *Archive {
		a := NewArchive()
		// Twice: archives merge by reading them one after another.
		for range 2 {
			if faults := a.Read("talk.ndjson", first); faults.Len() > 0 {
				t.Fatal(faults.Err())
			}
		}
		return a
	}
	archive = read()
	if faults := archive.RecordScenario(written(t, Assessed, soundScenario).Publish()); faults.Len() > 0 {
		t.Error("the same once more:", faults.Err())
	}
	if again, _ := archive.Encode("talk"); string(again) != string(first) {
		t.Errorf("%s\nafter\n%s", again, first)
	}
	// Other points under the same words need a correction.
	changed := written(t, Assessed, strings.Replace(soundScenario, "ask=1", "ask=2", 1))
	revision := changed.Publish().Revision
	if revision != s.Publish().Revision {
		t.Fatal("points changed the revision")
	}
	faults := read().RecordScenario(changed.Publish())
	if !faults.Failed() || !strings.Contains(faults.Err().Error(), "differ from those published with the same text") {
		t.Error(faults.Err())
	}
	changed.Corrections = []Correction{{Revisions: []string{revision},
		Date: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Reason: "Asking matters more", Change: ChangeKey}}
	archive = read()
	for range 2 {
		if faults := archive.RecordScenario(changed.Publish()); faults.Len() > 0 {
			t.Fatal(faults.Err())
		}
	}
	second, _ := archive.Encode("talk")
	if lines := strings.Split(string(second), "\n"); len(lines) != 3 || lines[0]+"\n" != string(first) &&
		lines[1]+"\n" != string(first) {
		t.Errorf("the archive is not append-only:\n%s", second)
	}
	key, amendments := archive.Scenario("talk", revision)
	ids := path(t, changed.Publish(), "space", "ask", "offer")
	before, _ := score(key, ids)
	now, _ := score(key.CorrectedBy(amendments), ids)
	if before.Competencies["ONE"].Points != 5 || now.Competencies["ONE"].Points != 6 ||
		now.Competencies["ONE"].Best != 6 {
		t.Errorf("before %+v, now %+v", before, now)
	}
	// A later reader finds the same.
	reread := NewArchive()
	if faults := reread.Read("talk.ndjson", second); faults.Len() > 0 {
		t.Fatal(faults.Err())
	}
	if third, _ := reread.Encode("talk"); string(third) != string(second) {
		t.Error("reading and writing changed the archive")
	}
	// A revision that never was.
	changed.Corrections[0].Revisions = []string{"s1-" + strings.Repeat("a", 32)}
	if faults := read().RecordScenario(changed.Publish()); !strings.Contains(faults.Err().Error(),
		"was never published as revision s1-a") {
		t.Error(faults.Err())
	}
}

// What is tried on a copy does not reach the archive.
func TestScenarioArchiveIsCopied(t *testing.T) {
	archive := NewArchive()
	s := written(t, Assessed, soundScenario)
	if faults := archive.RecordScenario(s.Publish()); faults.Len() > 0 {
		t.Fatal(faults.Err())
	}
	first, _ := archive.Encode("talk")
	changed := written(t, Assessed, strings.Replace(soundScenario, "ask=1", "ask=2", 1))
	changed.Corrections = []Correction{{Revisions: []string{s.Publish().Revision},
		Date: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Reason: "Asking matters more", Change: ChangeKey}}
	copied := archive.Clone()
	for _, other := range []*Scenario{changed,
		written(t, Assessed, strings.Replace(soundScenario, "wait", "pause", 1))} {
		if faults := copied.RecordScenario(other.Publish()); faults.Len() > 0 {
			t.Fatal(faults.Err())
		}
	}
	if tried, _ := copied.Encode("talk"); strings.Count(string(tried), "\n") != 3 {
		t.Errorf("the copy holds\n%s", tried)
	}
	if again, _ := archive.Encode("talk"); string(again) != string(first) {
		t.Errorf("the archive holds\n%s", again)
	}
}

func TestArchiveLinesThatAreRefused(t *testing.T) {
	scene := func(id, more string) string { return `{"id":"` + id + `","title":"","text":""` + more + `}` }
	scenario := func(start, scenes string) string {
		return `{"kind":"scenario","scenario":"a","rev":"s1-x","start":"` + start + `","scenes":[` + scenes + `]}`
	}
	choice := func(to, more string) string { return `{"id":"x","text":"","to":"` + to + `"` + more + `}` }
	for name, c := range map[string]struct {
		lines string
		code  diag.Code
	}{
		"no scenes": {scenario("b", ""), "archive-scene-count"},
		"no start":  {scenario("b", scene("a", "")), "archive-start-unknown"},
		"a dead link": {scenario("a", scene("a", `,"choices":[`+choice("c", "")+`]`)),
			"archive-choice-leads-nowhere"},
		"a fraction": {scenario("a", scene("a", `,"choices":[`+choice("a", `,"points":{"A":1.5}`)+`]`)),
			"archive-line-broken"},
		"endless points": {scenario("a", scene("a", `,"choices":[`+choice("a", `,"points":{"A":1000000}`)+`]`)),
			"archive-points-out-of-range"},
		"many choices": {scenario("a",
			scene("a", `,"choices":[`+strings.Repeat(choice("a", "")+",", MaxChoices)+choice("a", "")+`]`)),
			"archive-too-many-choices"},
		"of a later kind": {`{"kind":"film","scenario":"a"}`, "archive-line-newer"},
		"twice otherwise": {scenario("a", scene("a", "")) + "\n" + scenario("b", scene("b", "")), "archive-two-keys"},
		"a draw too many": {`{"kind":"bank","bank":"b","rev":"b1-x","groups":[{"count":2,"questions":["q"]}]}`,
			"archive-draw-too-large"},
		"a merge": {"=======", "archive-merge-conflict"},
		"no JSON": {"{", "archive-line-broken"},
	} {
		faults := NewArchive().Read("a.ndjson", []byte(c.lines))
		found := faults.Sorted()
		if len(found) != 1 || found[0].Code != c.code || found[0].File != "a.ndjson" || found[0].Pos.Line == 0 ||
			strings.Contains(found[0].What, "quiz.") {
			t.Errorf("%s: %v", name, faults.Err())
		}
	}
}

// Nothing that is published changes with points, feedback, endings or the
// author's order and names.
func TestPublishedScenarioTellsNothing(t *testing.T) {
	public := func(s *Scenario) string {
		p := s.Publish()
		var b strings.Builder
		fmt.Fprintln(&b, p.Revision, p.Start)
		for _, scene := range p.Scenes {
			fmt.Fprintln(&b, scene.ID, scene.Title, scene.Text)
			for _, c := range scene.Choices {
				fmt.Fprintln(&b, c.ID, c.Text, c.To)
			}
		}
		return b.String()
	}
	want := public(written(t, Assessed, soundScenario))
	if !strings.Contains(want, "DESK2 This is desk2.") {
		t.Fatal(want)
	}
	r := rand.New(rand.NewPCG(4, 2))
	for range 20 {
		s := written(t, Assessed, soundScenario)
		r.Shuffle(len(s.Scenes)-1, func(i, k int) { s.Scenes[i+1], s.Scenes[k+1] = s.Scenes[k+1], s.Scenes[i+1] })
		for i := range s.Scenes {
			scene := &s.Scenes[i]
			scene.ID += "-renamed"
			scene.Ending = ""
			r.Shuffle(len(scene.Choices),
				func(i, k int) { scene.Choices[i], scene.Choices[k] = scene.Choices[k], scene.Choices[i] })
			for k := range scene.Choices {
				c := &scene.Choices[k]
				c.To += "-renamed"
				c.Points, c.Critical, c.Feedback = map[string]int{"D": r.IntN(9)}, r.IntN(2) == 0, fmt.Sprint(r.Int())
			}
		}
		if got := public(s); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
	// The words do change it.
	s := written(t, Assessed, soundScenario)
	s.Scenes[3].Text += " Rain."
	if s.Publish().Revision == written(t, Assessed, soundScenario).Publish().Revision {
		t.Error("another text, the same revision")
	}
}
