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

// graph is a scenario with its scenes and choices as numbers.
type graph struct {
	edges []edge
	out   [][]int // by scene: the choices that leave it
	into  [][]int // by scene: the choices that lead to it
	loop  []int   // by scene: the number of its loop; nil until it is needed
	work  int     // walks that were looked at
}

type edge struct{ from, to int }

func newGraph(scenes int) *graph {
	return &graph{out: make([][]int, scenes), into: make([][]int, scenes)}
}

func (g *graph) add(from, to int) {
	g.out[from] = append(g.out[from], len(g.edges))
	g.into[to] = append(g.into[to], len(g.edges))
	g.edges = append(g.edges, edge{from, to})
}

func (g *graph) forward(scene int) (next []int) {
	for _, e := range g.out[scene] {
		next = append(next, g.edges[e].to)
	}
	return next
}

func (g *graph) backward(scene int) (next []int) {
	for _, e := range g.into[scene] {
		next = append(next, g.edges[e].from)
	}
	return next
}

// reach reports which scenes can be reached from one.
func (g *graph) reach(from int, next func(scene int) []int) []bool {
	reached := make([]bool, len(g.out))
	reached[from] = true
	for todo := []int{from}; len(todo) > 0; {
		scene := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, n := range next(scene) {
			if !reached[n] {
				reached[n] = true
				todo = append(todo, n)
			}
		}
	}
	return reached
}

// loops finds the strongly connected components that can be reached from a scene
// by allowed choices, each after all that it leads to (Tarjan 1972). number
// holds, by scene, its visit from 1; it is the caller's, so that several starts
// share one.
func (g *graph) loops(from int, number []int, allowed func(e int) bool, found func(scenes []int)) {
	low := make([]int, len(g.out))
	open := make([]bool, len(g.out))
	var stack []int
	next := slices.Max(number)
	var visit func(scene int)
	visit = func(scene int) {
		next++
		number[scene], low[scene] = next, next
		stack, open[scene] = append(stack, scene), true
		for _, e := range g.out[scene] {
			if !allowed(e) {
				continue
			}
			switch to := g.edges[e].to; {
			case number[to] == 0:
				visit(to)
				low[scene] = min(low[scene], low[to])
			case open[to]:
				low[scene] = min(low[scene], number[to])
			}
		}
		if low[scene] == number[scene] {
			first := slices.Index(stack, scene)
			members := slices.Clone(stack[first:])
			stack = stack[:first]
			for _, m := range members {
				open[m] = false
			}
			found(members)
		}
	}
	visit(from)
}

// ErrTangled says that a scenario's loops hold too many choices with points for
// its totals to be found.
var ErrTangled = errors.New("the scenario's loops are too tangled")

// maxWork bounds the walks that are looked at for one scenario.
const maxWork = 1 << 16

// impossible is the total of a walk that reaches no end.
const impossible = math.MinInt32

// best is the highest sum of weights that a path from a scene to an end
// collects, each choice the first time it is made. Only paths that make the
// choice with count; with none (−1), all do. Where there is no such path, the
// total is impossible.
func (g *graph) best(weight []int, from, with int) (int, error) {
	if g.loop == nil {
		g.loop = make([]int, len(g.out))
		number, n := make([]int, len(g.out)), 0
		for scene := range g.out {
			if number[scene] == 0 {
				g.loops(scene, number, func(int) bool { return true }, func(scenes []int) {
					for _, s := range scenes {
						g.loop[s] = n
					}
					n++
				})
			}
		}
	}
	s := &search{graph: g, weight: weight, with: with, known: map[entry]int{}, allowed: make([]bool, len(g.edges))}
	total := s.best(entry{from, with < 0})
	if g.work > maxWork {
		return 0, ErrTangled
	}
	return total, nil
}

// none is the choice that every path makes.
const none = -1

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
	var costs []int
	for e, way := range s.edges {
		switch {
		case s.loop[way.from] != s.loop[at.scene]:
		case !s.inside(e):
			s.best(s.after(e, true)) // asked for in collect
			s.best(s.after(e, at.met))
		default:
			s.allowed[e] = s.weight[e] >= 0
			if !s.allowed[e] {
				costs = append(costs, e)
			}
		}
	}
	top := impossible
	var try func(i, paid int)
	try = func(i, paid int) {
		for _, e := range costs[i:] {
			s.allowed[e] = true
		}
		// What is undecided for nothing: no choice among it can give more.
		bound := s.collect(at)
		for _, e := range costs[i:] {
			s.allowed[e] = false
		}
		if bound == impossible || bound-paid <= top || s.work > maxWork {
			return
		}
		if i == len(costs) {
			top = bound - paid
			return
		}
		s.allowed[costs[i]] = true
		try(i+1, paid-s.weight[costs[i]])
		s.allowed[costs[i]] = false
		try(i+1, paid)
	}
	try(0, 0)
	s.known[at] = top
	return top
}

// collect is the most that a walk from an entry through the allowed choices
// of its loop, and then out of it, collects; choices below 0 are paid for already.
func (s *search) collect(at entry) int {
	s.work++
	part := make([]int, len(s.out)) // by scene: 1 + the number of its part
	var met, unmet []int            // by part: what a walk collects from there on
	s.loops(at.scene, make([]int, len(s.out)), func(e int) bool { return s.inside(e) && s.allowed[e] }, func(scenes []int) {
		for _, m := range scenes {
			part[m] = len(met) + 1
		}
		within, makes := 0, false
		onward := map[bool]int{true: impossible, false: impossible}
		for _, m := range scenes {
			for _, e := range s.out[m] {
				to := s.edges[e].to
				switch {
				case !s.inside(e):
					for _, already := range []bool{true, false} {
						if rest := s.best(s.after(e, already)); rest != impossible {
							onward[already] = max(onward[already], s.weight[e]+rest)
						}
					}
				case !s.allowed[e]:
				case part[to] == len(met)+1:
					within += max(s.weight[e], 0)
					makes = makes || e == s.with
				default:
					gain := max(s.weight[e], 0)
					if rest := met[part[to]-1]; rest != impossible {
						onward[true] = max(onward[true], gain+rest)
						if e == s.with {
							onward[false] = max(onward[false], gain+rest)
						}
					}
					if rest := unmet[part[to]-1]; rest != impossible {
						onward[false] = max(onward[false], gain+rest)
					}
				}
			}
		}
		if makes {
			onward[false] = onward[true]
		}
		add := func(list []int, onward int) []int {
			if onward != impossible {
				onward += within
			}
			return append(list, onward)
		}
		met, unmet = add(met, onward[true]), add(unmet, onward[false])
	})
	if at.met {
		return met[len(met)-1]
	}
	return unmet[len(unmet)-1]
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
	span := func(counts func(indicator string) bool) (Range, error) {
		weight, negated := make([]int, len(points)), make([]int, len(points))
		for e, p := range points {
			for indicator, n := range p {
				if counts(indicator) {
					weight[e] += n
					negated[e] -= n
				}
			}
		}
		best, err := g.best(weight, from, none)
		if err != nil {
			return Range{}, err
		}
		worst, err := g.best(negated, from, none)
		return Range{Worst: -worst, Best: best}, err
	}
	var err error
	if t.All, err = span(func(string) bool { return true }); err != nil {
		return t, err
	}
	for _, indicator := range slices.Sorted(maps.Keys(indicators)) {
		if t.Indicators[indicator], err = span(func(i string) bool { return i == indicator }); err != nil {
			return t, err
		}
		competency := competencyOf(indicator)
		if _, done := t.Competencies[competency]; done || competency == "" {
			continue
		}
		if t.Competencies[competency], err = span(func(i string) bool { return competencyOf(i) == competency }); err != nil {
			return t, err
		}
	}
	return t, nil
}
