package quiz

import (
	"errors"
	"maps"
	"math"
	"slices"
)

// What a path can earn. Every choice counts the first time it is made, paths may
// go round in loops, and they end where a scene has no choices.
//
// A path never comes back to scenes that it cannot return from, so the scenes
// that can be reached from each other (a loop: a strongly connected component)
// are left once, and the best total of a scene is found from those of the loops
// behind its own. Inside a loop, choices that cost nothing are free to take as
// often as they are needed; which of those that cost points are worth taking is
// found by branch and bound over them. With some of them allowed and paid for,
// the rest is a walk through the allowed choices: of their own loops it collects
// everything, between these it takes the dearest way. The worst total is the
// best of the negated points.

// Range is the lowest and the highest sum of points that a complete path reaches.
type Range struct{ Worst, Best int }

// Totals are what can be earned in a scenario.
type Totals struct {
	All          Range
	Indicators   map[string]Range
	Competencies map[string]Range
}

// ErrTangled says that a scenario's loops hold too many choices with points for
// its totals to be found.
var ErrTangled = errors.New("the scenario's loops are too tangled")

// maxWork bounds the walks that are looked at for one scenario.
const maxWork = 1 << 16

// impossible is the total of a walk that reaches no end.
const impossible = math.MinInt32

// anyChoice stands for the choice that a path must make where it need not make one.
const anyChoice = -1

// best is the highest sum of weights that a path from a scene to an end
// collects, each choice the first time it is made. Only paths that make the
// choice with count; with anyChoice, all do. Where there is no such path, the
// total is impossible.
func (g *graph) best(weight []int, from, with int) (int, error) {
	g.numberLoops()
	s := &search{graph: g, weight: weight, with: with, known: map[entry]int{}, allowed: make([]bool, len(g.edges))}
	total := s.best(entry{from, with == anyChoice})
	if g.work > maxWork {
		return 0, ErrTangled
	}
	return total, nil
}

// search looks for the best totals under one weight of the choices.
type search struct {
	*graph
	weight  []int
	with    int
	known   map[entry]int // the best total of a path from there on
	allowed []bool        // by choice inside the loop that is looked at
}

// entry is a scene by which a path comes into its loop; met says whether it has
// made the choice that it must make.
type entry struct {
	scene int
	met   bool
}

// inside reports whether a choice stays in its loop.
func (s *search) inside(e int) bool { return s.loop[s.edges[e].from] == s.loop[s.edges[e].to] }

// after is the entry that a choice leads to.
func (s *search) after(e int, met bool) entry { return entry{s.edges[e].to, met || e == s.with} }

func (s *search) best(at entry) int {
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

// enter allows those choices of an entry's loop that cost nothing, and lists those
// that cost points. What lies behind the loop is looked at before, since that allows
// other choices.
func (s *search) enter(at entry) (costs []int) {
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

// branch is the best total from an entry, or top where that is better: with each set
// of the choices that cost points, where paid is what those cost that are allowed
// already.
func (s *search) branch(at entry, costs []int, paid, top int) int {
	for _, e := range costs {
		s.allowed[e] = true
	}
	bound := s.collect(at) // what is undecided is free here: no set of it leads to more
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

// collected is the most that a walk collects from somewhere on: when it has made the
// choice that it must make, and when it has not.
type collected struct{ met, unmet int }

// join takes a way on where it leads to more; meets says whether it makes the choice
// that must be made.
func (c *collected) join(gain int, rest collected, meets bool) {
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

// collect is the most that a walk from an entry through the allowed choices
// of its loop, and then out of it, collects; choices below 0 are paid for already.
func (s *search) collect(at entry) int {
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

// collectIn is the most that a walk collects in scenes that can all be reached from
// each other, where it makes every choice, and from there on: in the parts behind
// them, or out of the loop.
func (s *search) collectIn(scenes, part []int, behind []collected) collected {
	here := collected{impossible, impossible}
	within, makes := 0, false
	for _, m := range scenes {
		for _, e := range s.out[m] {
			to := s.edges[e].to
			switch {
			case !s.inside(e):
				here.join(s.weight[e], collected{s.best(s.after(e, true)), s.best(s.after(e, false))}, false)
			case !s.allowed[e]:
			case part[to] == len(behind)+1:
				within += max(s.weight[e], 0)
				makes = makes || e == s.with
			default:
				here.join(max(s.weight[e], 0), behind[part[to]-1], e == s.with)
			}
		}
	}
	if makes {
		here.unmet = here.met
	}
	all := collected{impossible, impossible}
	all.join(within, here, false)
	return all
}

// totals is what can be earned from a scene; points are those of the choices,
// by indicator.
func (g *graph) totals(from int, points []map[string]int, competencyOf func(indicator string) string) (Totals, error) {
	t := Totals{Indicators: map[string]Range{}, Competencies: map[string]Range{}}
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

// span is what can be earned for some of the indicators.
func (g *graph) span(from int, points []map[string]int, counts func(indicator string) bool) (Range, error) {
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
		return Range{}, err
	}
	worst, err := g.best(negated, from, anyChoice)
	return Range{Worst: -worst, Best: best}, err
}
