package quiz

import (
	"errors"
	"maps"
	"math"
	"slices"
)

// This file computes what a path can earn. A choice counts the first time it is made,
// paths may go round in loops, and a path ends at a scene without choices.
//
// Scenes that can be reached from each other form a loop (a strongly connected
// component). Once a path has left a loop it cannot come back to it, so the best total
// from a scene follows from the best totals of the loops behind its own. Inside a loop,
// choices that cost nothing can be made as often as needed. Branch and bound decides
// which of the choices that cost points are worth making: with a set of them allowed and
// paid for, what remains is a walk through the allowed choices, which collects everything
// in their own loops and takes the most valuable way between those loops. The worst
// total is the best total of the negated points.

// extremes are the lowest and the highest sum of points that a complete path reaches.
type extremes struct{ Worst, Best int }

// totals are what can be earned in a scenario.
type totals struct {
	All          extremes
	Indicators   map[string]extremes
	Competencies map[string]extremes
}

// errTangled means that a scenario's loops hold too many choices with points for its
// totals to be found.
var errTangled = errors.New("the scenario's loops are too tangled")

// maxWork bounds how many walks are tried for one scenario.
const maxWork = 1 << 16

// impossible is the total of a walk that reaches no end.
const impossible = math.MinInt32

// anyChoice means that there is no choice which a path must make.
const anyChoice = -1

// best returns the highest sum of weights that a path from a scene to an end collects,
// where each choice counts the first time it is made. Only paths that make the choice
// required count; anyChoice allows all paths. Where there is no such path, the total is
// impossible.
func (g *graph) best(weight []int, from, required int) (int, error) {
	g.numberLoops()
	s := &search{
		graph: g, weight: weight, required: required,
		known: map[arrival]int{}, allowed: make([]bool, len(g.edges)),
	}
	total := s.best(arrival{from, required == anyChoice})
	if g.work > maxWork {
		return 0, errTangled
	}
	return total, nil
}

// search looks for the best totals under one weighting of the choices.
type search struct {
	*graph
	weight   []int           // by choice
	required int             // the choice that a path must make, or anyChoice
	known    map[arrival]int // the best total of a path from there on
	allowed  []bool          // by choice inside the loop that is looked at
}

// arrival is a scene at which a path comes into its loop; met says whether the path has
// made the required choice by then.
type arrival struct {
	scene int
	met   bool
}

// inside reports whether a choice stays in its loop.
func (s *search) inside(e int) bool { return s.loop[s.edges[e].from] == s.loop[s.edges[e].to] }

// after returns the arrival that a choice leads to.
func (s *search) after(e int, met bool) arrival {
	return arrival{s.edges[e].to, met || e == s.required}
}

func (s *search) best(at arrival) int {
	if len(s.out[at.scene]) == 0 {
		if at.met {
			return 0
		}
		return impossible
	}
	if total, ok := s.known[at]; ok {
		return total
	}
	total := s.branch(at, s.enter(at), 0, impossible)
	s.known[at] = total
	return total
}

// enter allows the choices of an arrival's loop that cost nothing, and returns those that
// cost points. It searches what lies behind the loop first, because that changes which
// choices are allowed.
func (s *search) enter(at arrival) (costs []int) {
	for e, way := range s.edges {
		switch {
		case s.loop[way.from] != s.loop[at.scene]:
		case !s.inside(e):
			s.best(s.after(e, true))
			s.best(s.after(e, at.met))
		default:
			s.allowed[e] = s.weight[e] >= 0
			if !s.allowed[e] {
				costs = append(costs, e)
			}
		}
	}
	return costs
}

// branch tries every set of the choices that cost points, and returns the best total from
// an arrival, or top where that is better. paid is the cost of the choices that are
// allowed already.
func (s *search) branch(at arrival, costs []int, paid, top int) int {
	for _, e := range costs {
		s.allowed[e] = true
	}
	bound := s.collect(at) // undecided choices are free here, so no set of them leads to more
	for _, e := range costs {
		s.allowed[e] = false
	}
	switch {
	case bound == impossible || bound-paid <= top || s.work > maxWork:
		return top
	case len(costs) == 0:
		return bound - paid
	}
	first, rest := costs[0], costs[1:]
	s.allowed[first] = true
	top = s.branch(at, rest, paid-s.weight[first], top)
	s.allowed[first] = false
	return s.branch(at, rest, paid, top)
}

// collected is the most that a walk collects from a scene on: where it has made the
// required choice already, and where it has not.
type collected struct{ met, unmet int }

// consider takes another way into account; meets says whether that way makes the
// required choice.
func (c *collected) consider(gain int, rest collected, meets bool) {
	if rest.met != impossible {
		c.met = max(c.met, gain+rest.met)
	}
	if meets {
		rest.unmet = max(rest.met, rest.unmet)
	}
	if rest.unmet != impossible {
		c.unmet = max(c.unmet, gain+rest.unmet)
	}
}

// collect returns the most that a walk collects from an arrival through the allowed
// choices of its loop and then out of it. Choices below 0 are paid for already.
func (s *search) collect(at arrival) int {
	s.work++
	part := make([]int, len(s.out)) // by scene: 1 + the number of its part
	var parts []collected
	usable := func(e int) bool { return s.inside(e) && s.allowed[e] }
	s.loops(at.scene, make([]int, len(s.out)), usable, func(scenes []int) {
		for _, m := range scenes {
			part[m] = len(parts) + 1
		}
		parts = append(parts, s.collectIn(scenes, part, parts))
	})
	last := parts[len(parts)-1]
	if at.met {
		return last.met
	}
	return last.unmet
}

// collectIn returns the most that a walk collects in scenes that can all be reached from
// each other, where it makes every choice, and from there on: in the parts behind them,
// or out of the loop.
func (s *search) collectIn(scenes, part []int, behind []collected) collected {
	here := collected{impossible, impossible}
	within, makes := 0, false
	for _, m := range scenes {
		for _, e := range s.out[m] {
			to := s.edges[e].to
			switch {
			case !s.inside(e):
				here.consider(s.weight[e], collected{s.best(s.after(e, true)), s.best(s.after(e, false))}, false)
			case !s.allowed[e]:
			case part[to] == len(behind)+1:
				within += max(s.weight[e], 0)
				makes = makes || e == s.required
			default:
				here.consider(max(s.weight[e], 0), behind[part[to]-1], e == s.required)
			}
		}
	}
	if makes {
		here.unmet = here.met
	}
	all := collected{impossible, impossible}
	all.consider(within, here, false)
	return all
}

// totals returns what can be earned from a scene on. points holds those of each choice, by
// indicator.
func (g *graph) totals(
	from int, points []map[string]int, competencyOf func(indicator string) string,
) (totals, error) {
	t := totals{Indicators: map[string]extremes{}, Competencies: map[string]extremes{}}
	indicators := map[string]bool{}
	for _, p := range points {
		for indicator := range p {
			indicators[indicator] = true
		}
	}
	var err error
	if t.All, err = g.span(from, points, func(string) bool { return true }); err != nil {
		return t, err
	}
	for _, indicator := range slices.Sorted(maps.Keys(indicators)) {
		t.Indicators[indicator], err = g.span(from, points, func(i string) bool { return i == indicator })
		if err != nil {
			return t, err
		}
		competency := competencyOf(indicator)
		if _, done := t.Competencies[competency]; done || competency == "" {
			continue
		}
		ofCompetency := func(i string) bool { return competencyOf(i) == competency }
		if t.Competencies[competency], err = g.span(from, points, ofCompetency); err != nil {
			return t, err
		}
	}
	return t, nil
}

// span returns what can be earned for those indicators that count.
func (g *graph) span(from int, points []map[string]int, counts func(indicator string) bool) (extremes, error) {
	weight, negated := make([]int, len(points)), make([]int, len(points))
	for e, p := range points {
		for indicator, n := range p {
			if counts(indicator) {
				weight[e] += n
				negated[e] -= n
			}
		}
	}
	best, err := g.best(weight, from, anyChoice)
	if err != nil {
		return extremes{}, err
	}
	worst, err := g.best(negated, from, anyChoice)
	return extremes{Worst: -worst, Best: best}, err
}
