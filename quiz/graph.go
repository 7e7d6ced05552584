package quiz

import "slices"

// graph is a scenario with its scenes and choices as numbers.
type graph struct {
	edges []edge
	out   [][]int // by scene: the choices that leave it
	into  [][]int // by scene: the choices that lead to it
	loop  []int   // by scene: the number of its loop; nil until it is needed
	work  int     // walks that were tried
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

// reach returns, by scene, whether it can be reached from one.
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

// loops finds the strongly connected components that can be reached from a scene by
// allowed choices, each after all those that it leads to (Tarjan 1972). number holds the
// order of visits by scene, from 1; the caller keeps it, so that searches from several
// scenes can share it.
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

// numberLoops notes which loop each scene is in, once for each graph.
func (g *graph) numberLoops() {
	if g.loop != nil {
		return
	}
	g.loop = make([]int, len(g.out))
	number, n := make([]int, len(g.out)), 0
	everywhere := func(int) bool { return true }
	for scene := range g.out {
		if number[scene] != 0 {
			continue
		}
		g.loops(scene, number, everywhere, func(scenes []int) {
			for _, s := range scenes {
				g.loop[s] = n
			}
			n++
		})
	}
}
