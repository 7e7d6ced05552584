package quiz

import (
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// StepBack is the step of a path with which somebody went back to the previous scene. No
// choice has that ID.
const StepBack = "back"

// MaxPath bounds the steps of a path.
const MaxPath = 2000

// ParsePath reads the response to a scenario from its JSON text; null is an empty path.
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

// Percent returns the share of the best total, 0 to 100. It is capped because a path that
// was broken off may have more points than any path to an end.
func (m CompetencyMark) Percent() float64 {
	if m.Best <= 0 {
		return 0
	}
	return 100 * float64(min(max(m.Points, 0), m.Best)) / float64(m.Best)
}

// ScenarioScorer marks paths through one revision. It computes once what can be earned
// there, which takes a thousand times as long as marking a path. It is safe for concurrent
// use.
type ScenarioScorer struct {
	amendments   []*ScenarioAmendment
	keys         []scoredWays // as published, and after each correction
	competencyOf func(indicator string) string
}

// scoredWays is a key that is ready to mark paths.
type scoredWays struct {
	graph   *graph
	start   int
	choices []KeyChoice // by edge
	best    map[string]int
}

// Scorer returns a scorer for a key with its corrections, which are sorted by date.
// competencyOf returns the competency of an indicator, or "".
func (k *ScenarioKey) Scorer(
	amendments []*ScenarioAmendment, competencyOf func(indicator string) string,
) (*ScenarioScorer, error) {
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

// Score marks a path, IDs of choices and StepBack, that was handed in on a date
// (2006-01-02). Each choice on the way that stands in the end counts once. A choice that
// was taken back earns nothing, but its negative points stay, and so does its being
// critical. Corrections work as Grade does for questions, for each competency separately:
// the better of the two keys counts, and the present key decides which choices are
// critical.
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

// voided returns a mark after the corrections that void the scenario.
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

// score marks a path by the key that the first n corrections lead to.
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

// walk is where a path leads, and by which choices.
type walk struct {
	scene int
	way   []int        // choices that stand, in the order in which they were made
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
