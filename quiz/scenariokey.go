package quiz

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// SceneID identifies a scene by its words, so that nothing of the author's names
// and order can be told from it.
func SceneID(scenario, title, text string) string {
	sum := Digest("coursemark-scene/1", scenario, Normalise(title), Normalise(text))
	return Base32(sum[:])[:idLength]
}

// ChoiceID identifies a choice of a scene by its text.
func ChoiceID(scenario, scene, text string) string {
	sum := Digest("coursemark-choice/1", scenario, scene, Normalise(text))
	return Base32(sum[:])[:idLength]
}

// PublishedScenario is a scenario as learners may see it, without points and
// feedback.
type PublishedScenario struct {
	Scenario *Scenario
	Revision string
	Start    string           // ID of the first scene
	Scenes   []PublishedScene // by ID
}

// PublishedScene is a scene as learners may see it.
type PublishedScene struct {
	ID      string
	Title   string
	Text    string            // CommonMark
	Choices []PublishedChoice // by ID

	// Source is the scene as written: for the archive and for practice, and never
	// for a page of an assessed scenario.
	Source *Scene
}

// PublishedChoice is a choice as learners may see it.
type PublishedChoice struct {
	ID   string
	Text string // CommonMark
	To   string // ID of the scene

	Source *Choice // as PublishedScene.Source
}

// Publish derives what of a scenario is public. Check has found it sound.
func (s *Scenario) Publish() *PublishedScenario {
	p := &PublishedScenario{Scenario: s}
	ids := map[string]string{}
	for i := range s.Scenes {
		scene := &s.Scenes[i]
		ids[scene.ID] = SceneID(s.ID, scene.Title, scene.Text)
		if i == 0 {
			p.Start = ids[scene.ID]
		}
	}
	for i := range s.Scenes {
		scene := &s.Scenes[i]
		pub := PublishedScene{ID: ids[scene.ID], Title: Normalise(scene.Title), Text: Normalise(scene.Text), Source: scene}
		for k := range scene.Choices {
			c := &scene.Choices[k]
			pub.Choices = append(pub.Choices, PublishedChoice{ID: ChoiceID(s.ID, pub.ID, c.Text), Text: Normalise(c.Text), To: ids[c.To], Source: c})
		}
		slices.SortFunc(pub.Choices, func(a, b PublishedChoice) int { return cmp.Compare(a.ID, b.ID) })
		p.Scenes = append(p.Scenes, pub)
	}
	slices.SortFunc(p.Scenes, func(a, b PublishedScene) int { return cmp.Compare(a.ID, b.ID) })
	parts := []string{"coursemark-scenario-revision/1", s.ID, Normalise(s.Introduction), p.Start}
	for _, scene := range p.Scenes {
		parts = append(parts, "scene", scene.ID, scene.Title, scene.Text)
		for _, c := range scene.Choices {
			parts = append(parts, "choice", c.ID, c.Text, c.To)
		}
	}
	sum := Digest(parts...)
	p.Revision = scenarioRevision.prefix + Base32(sum[:])[:revisionLength]
	return p
}

// ScenarioKey is what is needed to score a path through a scenario revision, as
// archived.
type ScenarioKey struct {
	Kind         string     `json:"kind"` // "scenario"
	Scenario     string     `json:"scenario"`
	Revision     string     `json:"rev"`
	Title        string     `json:"title"`
	Exposure     Exposure   `json:"exposure"`
	Introduction string     `json:"introduction,omitempty"`
	Start        string     `json:"start"`
	Scenes       []KeyScene `json:"scenes"` // by ID
}

// KeyScene is an archived scene.
type KeyScene struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Text    string      `json:"text"`
	Choices []KeyChoice `json:"choices,omitempty"` // by ID; none at an end
}

// KeyChoice is an archived choice with what it is worth.
type KeyChoice struct {
	ID       string         `json:"id"`
	Text     string         `json:"text"`
	To       string         `json:"to"`
	Points   map[string]int `json:"points,omitempty"` // by indicator
	Critical bool           `json:"critical,omitempty"`
}

// ScenarioAmendment is a correction of a scenario as archived: the new key of
// one revision.
type ScenarioAmendment struct {
	Kind     string          `json:"kind"` // "scenario-correction"
	Scenario string          `json:"scenario"`
	Revision string          `json:"rev"`
	Date     string          `json:"date"` // 2006-01-02
	Change   Change          `json:"change"`
	Reason   string          `json:"reason"`
	Choices  []AmendedChoice `json:"choices,omitempty"` // by scene and ID; all of the revision
}

// AmendedChoice is what a choice is worth after a correction.
type AmendedChoice struct {
	Scene    string         `json:"scene"`
	ID       string         `json:"id"`
	Points   map[string]int `json:"points,omitempty"`
	Critical bool           `json:"critical,omitempty"`
}

// Key gives what the archive holds of a published scenario.
func (p *PublishedScenario) Key() *ScenarioKey {
	s := p.Scenario
	k := &ScenarioKey{Kind: "scenario", Scenario: s.ID, Revision: p.Revision, Title: s.Title, Exposure: s.Exposure, Introduction: Normalise(s.Introduction), Start: p.Start}
	for _, scene := range p.Scenes {
		archived := KeyScene{ID: scene.ID, Title: scene.Title, Text: scene.Text}
		for _, c := range scene.Choices {
			archived.Choices = append(archived.Choices, KeyChoice{ID: c.ID, Text: c.Text, To: c.To, Points: c.Source.Points, Critical: c.Source.Critical})
		}
		k.Scenes = append(k.Scenes, archived)
	}
	return k
}

// check finds what would make a key useless.
func (k *ScenarioKey) check() error {
	if len(k.Scenes) == 0 || len(k.Scenes) > MaxScenes {
		return fmt.Errorf("scenario %q has %d scenes", k.Scenario, len(k.Scenes))
	}
	scenes := map[string]bool{}
	for _, s := range k.Scenes {
		scenes[s.ID] = true
	}
	if len(scenes) != len(k.Scenes) || !scenes[k.Start] {
		return fmt.Errorf("scenario %q does not say where it begins", k.Scenario)
	}
	for _, s := range k.Scenes {
		if len(s.Choices) > MaxChoices {
			return fmt.Errorf("a scene of scenario %q has %d choices", k.Scenario, len(s.Choices))
		}
		for _, c := range s.Choices {
			if !scenes[c.To] {
				return fmt.Errorf("a choice of scenario %q leads nowhere", k.Scenario)
			}
			for _, p := range c.Points {
				if p < -MaxScenePoints || p > MaxScenePoints {
					return fmt.Errorf("a choice of scenario %q has %d points", k.Scenario, p)
				}
			}
		}
	}
	return nil
}

// CorrectedBy gives the key with the changes of key in amendments applied: the
// present key where all are given.
func (k *ScenarioKey) CorrectedBy(amendments []*ScenarioAmendment) *ScenarioKey {
	current := *k
	for _, a := range amendments {
		if a.Change != ChangeKey {
			continue
		}
		worth := map[[2]string]AmendedChoice{}
		for _, c := range a.Choices {
			worth[[2]string{c.Scene, c.ID}] = c
		}
		current.Scenes = slices.Clone(current.Scenes)
		for i, s := range current.Scenes {
			s.Choices = slices.Clone(s.Choices)
			for n, c := range s.Choices {
				now := worth[[2]string{s.ID, c.ID}]
				s.Choices[n].Points, s.Choices[n].Critical = now.Points, now.Critical
			}
			current.Scenes[i] = s
		}
	}
	return &current
}

// sameWorth compares all that decides a score.
func (k *ScenarioKey) sameWorth(other *ScenarioKey) bool {
	return slices.EqualFunc(k.Scenes, other.Scenes, func(a, b KeyScene) bool {
		return a.ID == b.ID && slices.EqualFunc(a.Choices, b.Choices, func(x, y KeyChoice) bool {
			return x.ID == y.ID && x.Critical == y.Critical && maps.Equal(x.Points, y.Points)
		})
	})
}

// Scenario gives the archived key of a scenario revision, or nil, and its
// corrections by date.
func (a *Archive) Scenario(id, revision string) (*ScenarioKey, []*ScenarioAmendment) {
	at := scenarioID{id, revision}
	return a.scenarios[at], a.scenarioAmendments[at]
}

// Scenarios gives the keys of all archived revisions of a scenario, by revision.
func (a *Archive) Scenarios(id string) []*ScenarioKey {
	var list []*ScenarioKey
	for _, k := range a.scenarios {
		if k.Scenario == id {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(x, y *ScenarioKey) int { return cmp.Compare(x.Revision, y.Revision) })
	return list
}

type scenarioID struct{ scenario, revision string }

func (a *Archive) amendScenario(c *ScenarioAmendment) {
	id := scenarioID{c.Scenario, c.Revision}
	list := a.scenarioAmendments[id]
	for _, old := range list {
		if reflect.DeepEqual(old, c) {
			return
		}
	}
	list = append(list, c)
	slices.SortStableFunc(list, func(x, y *ScenarioAmendment) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Reason, y.Reason))
	})
	a.scenarioAmendments[id] = list
}

// RecordScenario adds the revision of a published assessed scenario. A key that
// differs from the archived one without a correction is a fault.
func (a *Archive) RecordScenario(p *PublishedScenario) diag.List {
	var faults diag.List
	s, now := p.Scenario, p.Key()
	for n, c := range s.Corrections {
		for m, revision := range c.Revisions {
			if known, _ := a.Scenario(s.ID, revision); known == nil && revision != p.Revision {
				faults.Add(s.File.FaultText(fmt.Sprintf("the scenario was never published as revision %s", revision), "the archive in answerkeys/ lists its revisions", "corrections", n, "revisions", m))
				continue
			}
			if err := a.correctScenario(now, c, revision); err != nil {
				faults.Add(s.File.FaultText(err.Error(), "", "corrections", n))
			}
		}
	}
	id := scenarioID{s.ID, p.Revision}
	old, known := a.scenarios[id]
	if !known {
		a.scenarios[id] = now
		return faults
	}
	if !old.CorrectedBy(a.scenarioAmendments[id]).sameWorth(now) {
		faults.Add(s.File.FaultText(fmt.Sprintf("the points of scenario %q differ from those published with the same text", s.ID),
			fmt.Sprintf("people were graded by the old ones: say why they change with\n[[corrections]]\nrevisions = [%q]\ndate = …\nreason = \"…\"\nchange = \"key\"", p.Revision), "id"))
	}
	return faults
}

// correctScenario archives one correction of one revision. The new points are
// the present ones, matched by the IDs of scenes and choices.
func (a *Archive) correctScenario(now *ScenarioKey, c Correction, revision string) error {
	amendment := &ScenarioAmendment{Kind: "scenario-correction", Scenario: now.Scenario, Revision: revision, Date: c.Date.Format(time.DateOnly), Change: c.Change, Reason: c.Reason}
	if c.Change == ChangeKey {
		old, archived := a.Scenario(now.Scenario, revision)
		for _, before := range archived {
			if before.Date == amendment.Date && before.Reason == amendment.Reason && before.Change == amendment.Change {
				return nil // archived before; a later change needs a correction of its own
			}
		}
		if old == nil {
			old = now
		}
		present := map[[2]string]KeyChoice{}
		for _, s := range now.Scenes {
			for _, choice := range s.Choices {
				present[[2]string{s.ID, choice.ID}] = choice
			}
		}
		for _, s := range old.Scenes {
			for _, choice := range s.Choices {
				worth, ok := present[[2]string{s.ID, choice.ID}]
				if !ok {
					return fmt.Errorf("choice %q of revision %s is not in the present scenario; correct that revision while its choices still stand", choice.Text, revision)
				}
				amendment.Choices = append(amendment.Choices, AmendedChoice{Scene: s.ID, ID: choice.ID, Points: worth.Points, Critical: worth.Critical})
			}
		}
	}
	a.amendScenario(amendment)
	return nil
}

// StepBack stands in a path where somebody went back to the scene before. No
// choice has that ID.
const StepBack = "back"

// MaxPath bounds the steps of a path.
const MaxPath = 2000

// ParsePath reads the response to a scenario from its JSON text; null is a path
// without a step.
func ParsePath(raw jsontext.Value) ([]string, error) {
	if len(raw) == 0 || raw.Kind() == 'n' {
		return nil, nil
	}
	var r struct {
		Path []string `json:"path"`
	}
	if err := json.Unmarshal(raw, &r, json.RejectUnknownMembers(true)); err != nil || len(r.Path) == 0 {
		return nil, errors.New(`the response to a scenario is {"path": [choice, …]}`)
	}
	if len(r.Path) > MaxPath {
		return nil, fmt.Errorf("a path of %d steps; at most %d", len(r.Path), MaxPath)
	}
	return r.Path, nil
}

// ScenarioMark is the score of one path.
type ScenarioMark struct {
	Blank        bool // no choice was made
	Ended        bool // the path leads to an end
	Corrected    bool // a correction changed what it is worth
	Competencies map[string]CompetencyMark
}

// CompetencyMark is what a path shows of one competency.
type CompetencyMark struct {
	Points   int  // may lie below 0
	Best     int  // the highest total that a path can reach; 0 where the scenario is void and dropped
	Critical bool // a choice was made that fails the competency whatever the sum
}

// Percent is the share of the best total, 0 to 100: a path that stops before a
// cost that every way to an end has may stand above the best.
func (m CompetencyMark) Percent() float64 {
	if m.Best <= 0 {
		return 0
	}
	return 100 * float64(min(max(m.Points, 0), m.Best)) / float64(m.Best)
}

// ScenarioScorer marks paths through one revision. What can be earned there is
// found once, which takes a thousand times as long as a path. Safe for concurrent
// use.
type ScenarioScorer struct {
	amendments   []*ScenarioAmendment
	keys         []scoredWays // as published, and after each correction
	competencyOf func(indicator string) string
}

// scoredWays is a key made ready.
type scoredWays struct {
	graph   *graph
	start   int
	choices []KeyChoice // by edge
	best    map[string]int
}

// Scorer makes a key and its corrections, by date, ready to mark paths.
// competencyOf gives the competency of an indicator, or "".
func (k *ScenarioKey) Scorer(amendments []*ScenarioAmendment, competencyOf func(indicator string) string) (*ScenarioScorer, error) {
	s := &ScenarioScorer{amendments: amendments, competencyOf: competencyOf}
	for n := range len(amendments) + 1 {
		if n > 0 && amendments[n-1].Change != ChangeKey {
			s.keys = append(s.keys, s.keys[n-1])
			continue
		}
		ways, err := k.CorrectedBy(amendments[:n]).ways(competencyOf)
		if err != nil {
			return nil, err
		}
		s.keys = append(s.keys, ways)
	}
	return s, nil
}

func (k *ScenarioKey) ways(competencyOf func(string) string) (scoredWays, error) {
	w := scoredWays{graph: newGraph(len(k.Scenes)), best: map[string]int{}}
	place := map[string]int{}
	for i, s := range k.Scenes {
		place[s.ID] = i
	}
	w.start = place[k.Start]
	var points []map[string]int
	for i, s := range k.Scenes {
		for _, c := range s.Choices {
			w.graph.add(i, place[c.To])
			w.choices, points = append(w.choices, c), append(points, c.Points)
		}
	}
	totals, err := w.graph.totals(w.start, points, competencyOf)
	for competency, r := range totals.Competencies {
		w.best[competency] = r.Best
	}
	return w, err
}

// Score marks a path that was handed in on a date (2006-01-02): IDs of choices,
// and StepBack. Each choice of the way that was gone in the end counts once. What
// was taken back earns nothing, but what it cost stays, and so does that it was
// critical. Of corrections holds what Grade says of those of questions, for each
// competency by itself: the better of the two keys, critical choices by the present
// one.
func (s *ScenarioScorer) Score(path []string, date string) (ScenarioMark, error) {
	m, err := s.score(len(s.amendments), path)
	if err != nil || len(s.amendments) == 0 {
		return m, err
	}
	before := 0
	for before < len(s.amendments) && s.amendments[before].Date <= date {
		before++
	}
	old, err := s.score(before, path)
	if err != nil {
		return m, err
	}
	for competency, c := range m.Competencies {
		if then := old.Competencies[competency]; then.Percent() > c.Percent() {
			then.Critical = c.Critical
			c = then
		}
		for _, a := range s.amendments {
			switch a.Change {
			case VoidDrop:
				c = CompetencyMark{}
			case VoidFull:
				c = CompetencyMark{Points: c.Best, Best: c.Best}
			}
		}
		m.Competencies[competency] = c
	}
	first, err := s.score(0, path)
	m.Corrected = !maps.Equal(first.Competencies, m.Competencies)
	return m, err
}

// score marks a path by the key after the first n corrections.
func (s *ScenarioScorer) score(n int, path []string) (ScenarioMark, error) {
	w := s.keys[n]
	g, choices := w.graph, w.choices
	m := ScenarioMark{Blank: len(path) == 0, Competencies: map[string]CompetencyMark{}}
	for competency, best := range w.best {
		m.Competencies[competency] = CompetencyMark{Best: best}
	}
	if len(path) > MaxPath {
		return m, fmt.Errorf("a path of %d steps; at most %d", len(path), MaxPath)
	}
	scene := w.start
	var way []int          // choices, in the order they were made and stand
	made := map[int]bool{} // also those that were taken back
	for _, step := range path {
		if step == StepBack {
			if len(way) == 0 {
				return m, errors.New("a step back from the first scene")
			}
			scene = g.edges[way[len(way)-1]].from
			way = way[:len(way)-1]
			continue
		}
		i := slices.IndexFunc(g.out[scene], func(e int) bool { return choices[e].ID == step })
		if i < 0 {
			return m, ErrForeignOption
		}
		e := g.out[scene][i]
		way, made[e], scene = append(way, e), true, g.edges[e].to
	}
	m.Ended = len(g.out[scene]) == 0
	for e := range made {
		stands := slices.Contains(way, e)
		for indicator, p := range choices[e].Points {
			competency := s.competencyOf(indicator)
			c, known := m.Competencies[competency]
			if !known {
				continue // of no competency that is graded
			}
			if stands || p < 0 {
				c.Points += p
			}
			c.Critical = c.Critical || choices[e].Critical
			m.Competencies[competency] = c
		}
	}
	return m, nil
}
