package quiz

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/count"
)

// checkWays reports scenes that nothing leads to, and scenes from which no end can be
// reached.
func (s *Scenario) checkWays(report placedReport) (sound bool) {
	sound = true
	g, _ := s.graph(nothing)
	reached := g.reach(0, g.forward)
	ends, canEnd := 0, make([]bool, len(s.Scenes))
	for i := range s.Scenes {
		if len(s.Scenes[i].Choices) == 0 {
			ends++
			for v, yes := range g.reach(i, g.backward) {
				canEnd[v] = canEnd[v] || yes
			}
		}
	}
	if ends == 0 {
		report(s.Scenes[0].At, noEnd.With())
		return false
	}
	for i := range s.Scenes {
		switch scene := &s.Scenes[i]; {
		case !reached[i]:
			sound = false
			report(scene.At, sceneUnreachable.With(scene.ID))
		case !canEnd[i]:
			sound = false
			report(scene.At, noWayOut.With(scene.ID))
		}
	}
	return sound
}

// totals computes exactly what can be earned. Every choice must lead to a scene, and an
// end must be within reach of every scene. The error is errTangled.
func (s *Scenario) totals(competencyOf func(indicator string) string) (totals, error) {
	g, choices := s.graph(nothing)
	points := make([]map[string]int, len(choices))
	for i, c := range choices {
		points[i] = c.Points
	}
	return g.totals(0, points, competencyOf)
}

// checkTotals proves that the points reward the better choice.
func (s *Scenario) checkTotals(competencyOf func(indicator string) string, report placedReport) {
	totals, err := s.totals(competencyOf)
	if err == nil {
		err = s.checkPoorer(report)
	}
	if err == nil {
		err = s.checkCritical(totals.All.Best, report)
	}
	if err != nil {
		report(s.Scenes[0].At, scenarioTangled.With())
		return
	}
	if s.Mode == Assessed {
		s.checkAssessed(totals, report)
	}
}

// checkAssessed proves that an assessed scenario shows something of each competency,
// and that one path shows the best of all.
func (s *Scenario) checkAssessed(totals totals, report placedReport) {
	at := s.Scenes[0].At
	if len(totals.Competencies) == 0 {
		report(at, assessedWithoutPoints.With())
		return
	}
	competencies := slices.Sorted(maps.Keys(totals.Competencies))
	together := 0
	for _, id := range competencies {
		best := totals.Competencies[id].Best
		together += best
		if best <= 0 {
			report(at, nothingToEarn.With(id, inPoints(best)))
		}
	}
	if best := totals.All.Best; together != best {
		report(at, noBestForAll.With(strings.Join(competencies, ", "), inPoints(best), together))
	}
	for _, id := range slices.Sorted(maps.Keys(totals.Indicators)) {
		if r := totals.Indicators[id]; r.Best == r.Worst {
			report(at, everyPathTheSame.With(id))
		}
	}
}

func inPoints(n int) string { return count.Of(n, "point", "points") }

// checkPoorer reports a choice with fewer points than another of its scene that pays off:
// the best path that makes it earns more than the best path through the scene that makes
// only the best choices there.
func (s *Scenario) checkPoorer(report placedReport) error {
	all, choices := s.graph(nothing)
	for i := range s.Scenes {
		most := math.MinInt
		for k := range s.Scenes[i].Choices {
			most = max(most, s.Scenes[i].Choices[k].Total())
		}
		poorer := func(scene int, c *Choice) bool { return scene == i && c.Total() < most }
		if !slices.ContainsFunc(all.out[i], func(e int) bool { return poorer(i, choices[e]) }) {
			continue
		}
		well, better, err := s.bestWithout(poorer, i)
		if err != nil {
			return err
		}
		for _, e := range all.out[i] {
			c := choices[e]
			if !poorer(i, c) {
				continue
			}
			total, err := all.best(weights(choices), 0, e)
			switch {
			case err != nil:
				return err
			case well == impossible:
				report(c.At, poorerNeeded.With(excerptOf(better)))
			case total > well:
				report(c.At, poorerPays.With(inPoints(total), well, excerptOf(better), inPoints(most), c.Total()))
			}
		}
	}
	return nil
}

// bestWithout returns the best total of a path through a scene that makes none of the
// choices that are left out, and the text of a choice that remains in the scene.
func (s *Scenario) bestWithout(leftOut func(int, *Choice) bool, scene int) (best int, choice string, err error) {
	g, kept := s.graph(leftOut)
	best = impossible
	for _, e := range g.out[scene] {
		total, err := g.best(weights(kept), 0, e)
		if err != nil {
			return 0, "", err
		}
		best, choice = max(best, total), kept[e].Text
	}
	return best, choice, nil
}

func excerptOf(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// checkCritical proves that the best total can be reached without a choice that
// fails a competency.
func (s *Scenario) checkCritical(best int, report placedReport) error {
	_, choices := s.graph(nothing)
	first := slices.IndexFunc(choices, func(c *Choice) bool { return c.Critical })
	if first < 0 {
		return nil
	}
	g, kept := s.graph(func(_ int, c *Choice) bool { return c.Critical })
	total, err := g.best(weights(kept), 0, anyChoice)
	if err == nil && total != best {
		report(choices[first].At, criticalNeeded.With())
	}
	return err
}

// graph returns the scenario as a graph without the choices that are left out, and the
// choice of each edge.
func (s *Scenario) graph(leftOut func(scene int, c *Choice) bool) (*graph, []*Choice) {
	g := newGraph(len(s.Scenes))
	place := map[string]int{}
	for i := range s.Scenes {
		place[s.Scenes[i].ID] = i
	}
	var choices []*Choice
	for i := range s.Scenes {
		for k := range s.Scenes[i].Choices {
			if c := &s.Scenes[i].Choices[k]; !leftOut(i, c) {
				g.add(i, place[c.To])
				choices = append(choices, c)
			}
		}
	}
	return g, choices
}

// nothing leaves no choice out of a graph.
func nothing(int, *Choice) bool { return false }

func weights(choices []*Choice) []int {
	list := make([]int, len(choices))
	for i, c := range choices {
		list[i] = c.Total()
	}
	return list
}
