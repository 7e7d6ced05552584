package quiz

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
)

// Scenario is a branching conversation as written: scenes, and choices that lead
// from one to another. docs/formats/scenario.md specifies it.
type Scenario struct {
	ID           string
	Title        string
	Module       string // folder under content/
	Mode         Mode
	Exposure     Exposure
	Introduction string  // CommonMark, may be empty
	Scenes       []Scene // as written; it begins with the first
	Corrections  []Correction
	Limits       Limits

	File *tomlfile.File // the front matter, for the positions of faults
}

// Scene is what happens, and what one can do.
type Scene struct {
	ID      string // authored; "" where it has none, which the parser told
	Title   string // plain text
	Text    string // CommonMark
	Ending  Ending // "" where it goes on
	Choices []Choice

	At diag.Fault // a fault at the scene's heading, to be filled in
}

// Ending says how a scenario ends with a scene.
type Ending string

const (
	GoodEnd  Ending = "good"
	MixedEnd Ending = "mixed"
	PoorEnd  Ending = "poor"
)

// Choice is one of the things that can be done in a scene.
type Choice struct {
	Text     string         // CommonMark, one paragraph
	To       string         // authored ID of the scene it leads to; "" as above
	Points   map[string]int // by indicator; never 0
	Critical bool           // fails the competencies of its indicators, whatever the sum
	Feedback string         // CommonMark

	At   diag.Fault // a fault at the choice
	ToAt diag.Fault // a fault at the scene's name
}

// Total is what the choice is worth in all.
func (c *Choice) Total() int { return sum(c.Points) }

func sum(points map[string]int) int {
	n := 0
	for _, p := range points {
		n += p
	}
	return n
}

// Bounds of a scenario. What nobody could write by hand is not proved.
const (
	MaxScenes      = 100
	MaxChoices     = 8   // of a scene
	MaxScenePoints = 100 // of a choice for an indicator, either way
)

// Check reports everything that is wrong with a scenario by itself: its front
// matter, scenes and choices, where they lead, and what can be earned on the way.
// competencyOf gives the competency of an indicator, or "".
func (s *Scenario) Check(competencyOf func(indicator string) string) diag.List {
	var faults diag.List
	s.checkFront(&faults)
	if len(s.Scenes) == 0 {
		faults.Add(diag.Fault{File: s.File.Name, What: "the scenario has no scenes", Hint: "a scene begins with ## Lobby {#lobby}, says what happens, and ends with a list of choices:\n- [Give space, speak slowly](#space) {ROS-COE-A=2}\n  > One voice and more room lower arousal."})
		return faults
	}
	if len(s.Scenes) > MaxScenes {
		faults.Add(told(s.Scenes[MaxScenes].At, fmt.Sprintf("the scenario has more than %d scenes", MaxScenes), "split it into two scenarios"))
		return faults
	}
	linked := s.checkScenes(&faults)
	if linked && s.checkWays(&faults) && !faults.Failed() {
		s.checkTotals(competencyOf, &faults)
	}
	return faults
}

// told fills in a fault that was kept for its place.
func told(at diag.Fault, what, hint string) diag.Fault {
	at.What, at.Hint = what, hint
	return at
}

func (s *Scenario) checkFront(faults *diag.List) {
	fault := func(what, hint string, path ...any) { faults.Add(s.File.FaultText(what, hint, path...)) }
	const (
		idHint   = `write id = "angry-at-the-desk" in the front matter: small letters, digits and hyphens, never used for anything else`
		modeHint = `write mode = "practice" (never counts, feedback is shown) or mode = "assessed" (counts, feedback and points stay private)`
	)
	switch {
	case s.ID == "":
		fault("the scenario has no id", idHint, "id")
	case !slugPattern.MatchString(s.ID):
		fault(fmt.Sprintf("the scenario's id %q is not usable", s.ID), idHint, "id")
	}
	switch {
	case s.Mode == "":
		fault("the scenario has no mode", modeHint, "mode")
	case s.Mode != Assessed && s.Mode != Practice:
		fault(fmt.Sprintf("mode %q is not known", s.Mode), modeHint, "mode")
	}
	if s.Exposure != Private && s.Exposure != Public {
		fault(fmt.Sprintf("exposure %q is not known", s.Exposure), `exposure is "private" or "public"`, "exposure")
	}
	if s.Mode == Practice && len(s.Corrections) > 0 {
		fault("a scenario for practice has no key to correct", "delete [[corrections]]", "corrections")
	}
	if s.Mode == Practice && s.Limits != (Limits{}) {
		fault("a scenario for practice has no limits", "delete attempts, attempts_months and cooling_off_days: practice is never counted", "mode")
	} else {
		s.Limits.check(fault)
	}
	checkCorrections(s.Corrections, scenarioRevision, func(what, hint string, path ...any) { fault(what, hint, path...) })
}

// checkScenes looks at each scene and choice by itself and tells whether every
// choice leads to a scene.
func (s *Scenario) checkScenes(faults *diag.List) (linked bool) {
	linked = true
	known := map[string]*Scene{}
	read := map[string]string{}
	var ids []string
	for i := range s.Scenes {
		scene := &s.Scenes[i]
		fault := func(what, hint string) { faults.Add(told(scene.At, what, hint)) }
		first, taken := known[scene.ID]
		switch {
		case scene.ID == "":
			linked = false
		case !slugPattern.MatchString(scene.ID):
			fault(fmt.Sprintf("the scene's name %q is not usable", scene.ID), "use small letters, digits and hyphens: {#lobby}")
		case taken:
			fault(fmt.Sprintf("the scene #%s was there before, in line %d", scene.ID, first.At.Pos.Line), "change one of the two in its {#…}")
		default:
			known[scene.ID] = scene
			ids = append(ids, scene.ID)
		}
		words := Fold(scene.Title) + "\n" + Fold(scene.Text)
		switch {
		case Normalise(scene.Text) == "":
			fault(fmt.Sprintf("the scene #%s says nothing", scene.ID), "tell below the heading what happens")
		case read[words] != "":
			fault(fmt.Sprintf("the scene #%s reads the same as #%s", scene.ID, read[words]), "a reader could not tell them apart: word one of them otherwise, or lead to the same scene")
		default:
			read[words] = scene.ID
		}
		switch {
		case len(scene.Choices) == 0 && scene.Ending == "":
			fault(fmt.Sprintf("the scene #%s has no choices and is no end", scene.ID), fmt.Sprintf("end it with a list of choices, or say how it ends: {#%s end=\"good\"}, \"mixed\" or \"poor\"", cmp.Or(scene.ID, "home")))
		case len(scene.Choices) > 0 && scene.Ending != "":
			fault(fmt.Sprintf("the scene #%s is an end and has choices", scene.ID), "take the choices out, or end=\"…\" out of its heading")
		case len(scene.Choices) > MaxChoices:
			linked = false
			fault(fmt.Sprintf("the scene #%s has more than %d choices", scene.ID, MaxChoices), "two to four are enough for anybody")
		}
		if endings := []string{string(GoodEnd), string(MixedEnd), string(PoorEnd)}; scene.Ending != "" && !slices.Contains(endings, string(scene.Ending)) {
			fault(fmt.Sprintf("the end %q is not known", scene.Ending), diag.DidYouMean(string(scene.Ending), endings))
		}
	}
	for i := range s.Scenes {
		scene := &s.Scenes[i]
		texts := map[string]bool{}
		for k := range scene.Choices {
			c := &scene.Choices[k]
			if known[c.To] == nil {
				linked = false
			}
			if known[c.To] == nil && c.To != "" {
				faults.Add(told(c.ToAt, fmt.Sprintf("there is no scene #%s", c.To), diag.DidYouMean(c.To, ids)))
			}
			if folded := Fold(c.Text); texts[folded] {
				faults.Add(told(c.At, "another choice of this scene has the same text", "a reader could not tell them apart"))
			} else {
				texts[folded] = true
			}
			c.check(faults)
		}
	}
	return linked
}

// check looks at one choice by itself.
func (c *Choice) check(faults *diag.List) {
	fault := func(what, hint string) { faults.Add(told(c.At, what, hint)) }
	if Normalise(c.Text) == "" {
		fault("the choice has no words", "say what one does: [Give space, speak slowly](#space)")
	}
	if Normalise(c.Feedback) == "" {
		fault("the choice has no feedback", "say in a quote below it what it does, and why:\n  > One voice and more room lower arousal.")
	}
	below := false
	for _, indicator := range slices.Sorted(maps.Keys(c.Points)) {
		switch p := c.Points[indicator]; {
		case p < -MaxScenePoints || p > MaxScenePoints:
			fault(fmt.Sprintf("%d points for %s", p, indicator), fmt.Sprintf("points lie between -%d and %d; 2, 1 and -1 are usual", MaxScenePoints, MaxScenePoints))
		case p < 0:
			below = true
		case p > 0 && c.Critical:
			fault(fmt.Sprintf("a critical choice earns points for %s", indicator), "what fails a competency cannot count for it: take the points or critical out")
		}
	}
	if c.Critical && !below {
		fault("a critical choice without an indicator that it fails", "name one with points below 0: {ROS-COE-A=-1 critical}")
	}
}

// checkWays finds scenes that nothing leads to, and scenes from which no end can
// be reached.
func (s *Scenario) checkWays(faults *diag.List) (sound bool) {
	sound = true
	g, _ := s.graph(everything)
	reached := g.reach(0, g.forward)
	ends, closing := 0, make([]bool, len(s.Scenes))
	for i := range s.Scenes {
		if len(s.Scenes[i].Choices) == 0 {
			ends++
			for v, yes := range g.reach(i, g.backward) {
				closing[v] = closing[v] || yes
			}
		}
	}
	if ends == 0 {
		faults.Add(told(s.Scenes[0].At, "the scenario has no end", "write a scene without choices and say how it ends: ## Later that day {#later end=\"good\"}"))
		return false
	}
	for i := range s.Scenes {
		switch scene := &s.Scenes[i]; {
		case !reached[i]:
			sound = false
			faults.Add(told(scene.At, fmt.Sprintf("no choice leads to the scene #%s", scene.ID), "lead a choice to it, or delete it; the scenario begins with its first scene"))
		case !closing[i]:
			sound = false
			faults.Add(told(scene.At, fmt.Sprintf("from the scene #%s no end can be reached", scene.ID), "lead one of its choices on: everybody must be able to finish"))
		}
	}
	return sound
}

// Range is the lowest and the highest sum of points that a complete path reaches.
type Range struct{ Worst, Best int }

// Totals are what can be earned in a scenario.
type Totals struct {
	All          Range
	Indicators   map[string]Range
	Competencies map[string]Range
}

// Totals computes what can be earned, exactly. The scenario's choices must lead
// to scenes, and an end must be within reach of each. ErrTangled says that its
// loops are too many to be sure.
func (s *Scenario) Totals(competencyOf func(indicator string) string) (Totals, error) {
	g, choices := s.graph(everything)
	points := make([]map[string]int, len(choices))
	for i, c := range choices {
		points[i] = c.Points
	}
	return g.totals(0, points, competencyOf)
}

// checkTotals proves that the points reward the better choice.
func (s *Scenario) checkTotals(competencyOf func(indicator string) string, faults *diag.List) {
	totals, err := s.Totals(competencyOf)
	if err == nil {
		err = s.checkPoorer(faults)
	}
	if err == nil {
		err = s.checkCritical(totals.All.Best, faults)
	}
	if err != nil {
		faults.Add(told(s.Scenes[0].At, "the scenario's loops are too tangled to prove its points", "let fewer choices with points lead back to earlier scenes"))
		return
	}
	if s.Mode != Assessed {
		return
	}
	if len(totals.Competencies) == 0 {
		faults.Add(told(s.Scenes[0].At, "the scenario is assessed, but no choice has points", "write behind the choices what they show: {ROS-COE-A=2}"))
		return
	}
	together := 0
	for _, id := range slices.Sorted(maps.Keys(totals.Competencies)) {
		r := totals.Competencies[id]
		together += r.Best
		if r.Best <= 0 {
			faults.Add(told(s.Scenes[0].At, fmt.Sprintf("nothing can be earned for %s: the best path has %s", id, count(r.Best)), "give a good choice points for one of its indicators"))
		}
	}
	if together != totals.All.Best {
		faults.Add(told(s.Scenes[0].At, fmt.Sprintf("no path is the best for %s at once", strings.Join(slices.Sorted(maps.Keys(totals.Competencies)), ", ")),
			fmt.Sprintf("the best single path has %s in all, the best of each together %d: whoever does well on one would fail another; let equally good ways earn the same", count(totals.All.Best), together)))
	}
	for _, id := range slices.Sorted(maps.Keys(totals.Indicators)) {
		if r := totals.Indicators[id]; r.Best == r.Worst {
			faults.Add(told(s.Scenes[0].At, fmt.Sprintf("every path has the same points for %s", id), "it tells nothing about anybody: let a choice that misses it earn less"))
		}
	}
}

func count(points int) string {
	if points == 1 || points == -1 {
		return fmt.Sprintf("%d point", points)
	}
	return fmt.Sprintf("%d points", points)
}

// checkPoorer finds a choice with fewer points than another of its scene that
// pays: the best path that makes it has more than the best that comes to the
// scene and makes only the best choices there.
func (s *Scenario) checkPoorer(faults *diag.List) error {
	all, choices := s.graph(everything)
	for i := range s.Scenes {
		most := math.MinInt
		for k := range s.Scenes[i].Choices {
			most = max(most, s.Scenes[i].Choices[k].Total())
		}
		poorer := func(scene int, c *Choice) bool { return scene == i && c.Total() < most }
		if !slices.ContainsFunc(all.out[i], func(e int) bool { return poorer(i, choices[e]) }) {
			continue
		}
		better, kept := s.graph(poorer)
		well, example := impossible, ""
		for _, e := range better.out[i] {
			total, err := better.best(weights(kept), 0, e)
			if err != nil {
				return err
			}
			well, example = max(well, total), kept[e].Text
		}
		for _, e := range all.out[i] {
			c := choices[e]
			if !poorer(i, c) {
				continue
			}
			switch total, err := all.best(weights(choices), 0, e); {
			case err != nil:
				return err
			case well == impossible:
				faults.Add(told(c.At, "without this poorer choice nobody could finish", fmt.Sprintf("the better one is %q: lead it to where an end can be reached", excerptOf(example))))
			case total > well:
				faults.Add(told(c.At, fmt.Sprintf("this poorer choice pays: with it a path can reach %s, with better ones only %d", count(total), well),
					fmt.Sprintf("the better one is %q, with %s against %d: give it more, or let the detour earn less or cost more. Whoever is led back to a scene can earn by another choice there too", excerptOf(example), count(most), c.Total())))
			}
		}
	}
	return nil
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
func (s *Scenario) checkCritical(best int, faults *diag.List) error {
	critical := func(_ int, c *Choice) bool { return c.Critical }
	_, choices := s.graph(everything)
	first := slices.IndexFunc(choices, func(c *Choice) bool { return c.Critical })
	if first < 0 {
		return nil
	}
	g, kept := s.graph(critical)
	total, err := g.best(weights(kept), 0, none)
	if err == nil && total != best {
		faults.Add(told(choices[first].At, "the best path cannot do without a critical choice", "nobody could reach it and meet the competency: offer a good way beside it"))
	}
	return err
}

// graph gives the scenario as a graph, and the choices that its edges are,
// without those that are left out.
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

// everything leaves nothing out of a graph.
func everything(int, *Choice) bool { return false }

func weights(choices []*Choice) []int {
	list := make([]int, len(choices))
	for i, c := range choices {
		list[i] = c.Total()
	}
	return list
}
