package quiz

import (
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

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
		return nil, refused(pathForm)
	}
	if len(r.Path) > MaxPath {
		return nil, refused(pathTooLong, len(r.Path), MaxPath)
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
// competencyOf is the competency of an indicator, or "".
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
		m.Competencies[competency] = s.voided(c)
	}
	first, err := s.score(0, path)
	m.Corrected = !maps.Equal(first.Competencies, m.Competencies)
	return m, err
}

// voided is a mark after the corrections that take the scenario out, or that credit
// it to all.
func (s *ScenarioScorer) voided(c CompetencyMark) CompetencyMark {
	for _, a := range s.amendments {
		switch a.Change {
		case VoidDrop:
			c = CompetencyMark{}
		case VoidFull:
			c = CompetencyMark{Points: c.Best, Best: c.Best}
		}
	}
	return c
}

// score marks a path by the key after the first n corrections.
func (s *ScenarioScorer) score(n int, path []string) (ScenarioMark, error) {
	ways := s.keys[n]
	m := ScenarioMark{Blank: len(path) == 0, Competencies: map[string]CompetencyMark{}}
	for competency, best := range ways.best {
		m.Competencies[competency] = CompetencyMark{Best: best}
	}
	w, err := ways.walk(path)
	if err != nil {
		return m, err
	}
	m.Ended = len(ways.graph.out[w.scene]) == 0
	for e := range w.made {
		c, stands := ways.choices[e], slices.Contains(w.way, e)
		for indicator, p := range c.Points {
			competency := s.competencyOf(indicator)
			mark, graded := m.Competencies[competency]
			if !graded {
				continue
			}
			if stands || p < 0 {
				mark.Points += p
			}
			mark.Critical = mark.Critical || c.Critical
			m.Competencies[competency] = mark
		}
	}
	return m, nil
}

// walk is where a path leads, and on which choices.
type walk struct {
	scene int
	way   []int        // choices, in the order they were made and stand
	made  map[int]bool // also those that were taken back
}

// walk follows a path from the first scene.
func (w scoredWays) walk(path []string) (walk, error) {
	at := walk{scene: w.start, made: map[int]bool{}}
	if len(path) > MaxPath {
		return at, refused(pathTooLong, len(path), MaxPath)
	}
	for _, step := range path {
		last := len(at.way) - 1
		if step == StepBack && last < 0 {
			return at, refused(stepBackTooFar)
		}
		if step == StepBack {
			at.scene, at.way = w.graph.edges[at.way[last]].from, at.way[:last]
			continue
		}
		out := w.graph.out[at.scene]
		i := slices.IndexFunc(out, func(e int) bool { return w.choices[e].ID == step })
		if i < 0 {
			return at, ErrForeignOption
		}
		e := out[i]
		at.way, at.made[e], at.scene = append(at.way, e), true, w.graph.edges[e].to
	}
	return at, nil
}
