package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// walk scores an attempt at a scenario: one item for each competency, out of the highest
// total that a path can reach.
func (g *Grader) walk(a *results.Attempt, given map[string]results.Response, s *competence.Submission) error {
	k, err := g.keys.scenario(a.Bank, a.BankRevision)
	if err != nil {
		return err
	}
	if k == nil {
		return verdict.UnknownScenarioRevision.With(verdict.Clip(a.BankRevision), verdict.Clip(a.Bank), s.Date)
	}
	answer, answered := given[k.key.Start]
	path, err := k.path(a, answer)
	if err != nil {
		return err
	}
	mark, err := k.scorer.Score(path, s.Date)
	switch {
	case errors.Is(err, quiz.ErrForeignOption):
		return verdict.ForeignChoice.With()
	case err != nil:
		return verdict.MalformedPath.With(err)
	}
	s.Path = steps(path)
	s.Path.Ended = mark.Ended
	s.Items = k.items(mark)
	s.PublicBank = k.key.Exposure == quiz.Public
	for _, f := range []struct {
		holds bool
		flag  verdict.Flag
	}{{!answered, verdict.AnswersMissing}, {!mark.Ended, verdict.NotEnded}, {mark.Corrected, verdict.CorrectedKey}} {
		if f.holds {
			s.Flags = append(s.Flags, f.flag)
		}
	}
	return nil
}

// path returns the path that was taken, if it leads through this scenario.
func (k *scenarioKey) path(a *results.Attempt, answer results.Response) ([]string, error) {
	for _, r := range a.Responses {
		switch {
		case r.Question != k.key.Start:
			return nil, verdict.ForeignScene.With(verdict.Clip(r.Question))
		case r.Revision != a.BankRevision:
			return nil, verdict.WrongScenarioRevision.With()
		case len(r.Shown) > 0:
			return nil, verdict.ScenarioOption.With()
		}
	}
	path, err := quiz.ParsePath(answer.Response)
	if err != nil {
		return nil, verdict.MalformedPath.With(err)
	}
	return path, checkLog(a.Log, k.key.Start)
}

// items returns what a path shows, an item for each competency. Indicators of teams and
// agencies say nothing about a person.
func (k *scenarioKey) items(mark quiz.ScenarioMark) []competence.Item {
	var out []competence.Item
	for _, competency := range slices.Sorted(maps.Keys(k.questions)) {
		c, earned := mark.Competencies[competency]
		if !earned {
			continue
		}
		best := max(c.Best, 0)
		points := min(max(c.Points, 0), best)
		out = append(out, competence.Item{Question: k.questions[competency], Points: float64(points),
			Max:   float64(best),
			Right: points == best && !c.Critical, Failed: c.Critical, Blank: mark.Blank})
	}
	return out
}

// steps counts a path's choices and steps back.
func steps(path []string) *competence.Path {
	p := &competence.Path{}
	for _, step := range path {
		if step == quiz.StepBack {
			p.Back++
		} else {
			p.Choices++
		}
	}
	return p
}

// PathOf returns the path of an attempt at a scenario, without answer keys; nil for other
// attempts. Only the answer key shows whether a path came to an end: it is assumed that
// it did.
func PathOf(a *results.Attempt) *competence.Path {
	if !strings.HasPrefix(a.BankRevision, "s1-") || len(a.Responses) != 1 {
		return nil
	}
	path, err := quiz.ParsePath(a.Responses[0].Response)
	if err != nil {
		return nil
	}
	p := steps(path)
	p.Ended = true
	return p
}

// checkLog refuses a log in which a path does not continue the one before. Steps are
// never removed: going back adds a step.
func checkLog(log []string, start string) error {
	var before []string
	for _, line := range log {
		var e struct {
			Event    string         `json:"e"`
			Scene    string         `json:"q"`
			Response jsontext.Value `json:"r"`
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			return verdict.MalformedLog.With()
		}
		if e.Event != "answer" || e.Scene != start {
			continue
		}
		path, err := quiz.ParsePath(e.Response)
		if err != nil {
			return verdict.MalformedPath.With(err)
		}
		if len(path) < len(before) || !slices.Equal(path[:len(before)], before) {
			return verdict.StepGone.With()
		}
		before = path
	}
	return nil
}
