package quiz

import (
	"maps"
	"slices"
)

// ScenarioKey is the answer key of a scenario revision, as archived. It scores paths
// through the scenario.
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

// ScenarioAmendment is an archived correction of a scenario: the new key of one revision.
type ScenarioAmendment struct {
	Kind     string `json:"kind"` // "scenario-correction"
	Scenario string `json:"scenario"`
	Declared
	Choices []AmendedChoice `json:"choices,omitempty"` // by scene and ID; all choices of the revision
}

// AmendedChoice is what a choice is worth after a correction.
type AmendedChoice struct {
	Scene    string         `json:"scene"`
	ID       string         `json:"id"`
	Points   map[string]int `json:"points,omitempty"`
	Critical bool           `json:"critical,omitempty"`
}

// Key returns the answer key of a published scenario, for the archive.
func (p *PublishedScenario) Key() *ScenarioKey {
	s := p.Scenario
	k := &ScenarioKey{
		Kind: "scenario", Scenario: s.ID, Revision: p.Revision, Title: s.Title, Exposure: s.Exposure,
		Introduction: Normalise(s.Introduction), Start: p.Start,
	}
	for _, scene := range p.Scenes {
		archived := KeyScene{ID: scene.ID, Title: scene.Title, Text: scene.Text}
		for _, c := range scene.Choices {
			archived.Choices = append(archived.Choices, KeyChoice{
				ID: c.ID, Text: c.Text, To: c.To, Points: c.Source.Points, Critical: c.Source.Critical,
			})
		}
		k.Scenes = append(k.Scenes, archived)
	}
	return k
}

// check returns, as an error, why a key is useless.
func (k *ScenarioKey) check() error {
	if len(k.Scenes) == 0 || len(k.Scenes) > MaxScenes {
		return refused(archiveSceneCount, k.Scenario, len(k.Scenes), MaxScenes)
	}
	scenes := map[string]bool{}
	for _, s := range k.Scenes {
		scenes[s.ID] = true
	}
	if len(scenes) != len(k.Scenes) || !scenes[k.Start] {
		return refused(archiveStartUnknown, k.Scenario)
	}
	for _, s := range k.Scenes {
		if len(s.Choices) > MaxChoices {
			return refused(archiveTooManyChoices, k.Scenario, len(s.Choices), MaxChoices)
		}
		for _, c := range s.Choices {
			if !scenes[c.To] {
				return refused(archiveChoiceLeadsNowhere, k.Scenario)
			}
			for _, p := range c.Points {
				if p < -MaxScenePoints || p > MaxScenePoints {
					return refused(archivePointsOutOfRange, k.Scenario, p, MaxScenePoints)
				}
			}
		}
	}
	return nil
}

func (k *ScenarioKey) id() revisionID { return revisionID{owner: k.Scenario, revision: k.Revision} }

func (k *ScenarioKey) authored() string { return k.Scenario }

func (k *ScenarioKey) faults() recordFaults {
	return recordFaults{scenarioNeverPublished, scenarioPointsDiffer, choiceGone}
}

// sameWorth reports whether two keys agree on everything that decides a score.
func (k *ScenarioKey) sameWorth(other *ScenarioKey) bool {
	return slices.EqualFunc(k.Scenes, other.Scenes, func(a, b KeyScene) bool {
		return a.ID == b.ID && slices.EqualFunc(a.Choices, b.Choices, func(x, y KeyChoice) bool {
			return x.ID == y.ID && x.Critical == y.Critical && maps.Equal(x.Points, y.Points)
		})
	})
}

func (a *ScenarioAmendment) id() revisionID {
	return revisionID{owner: a.Scenario, revision: a.Revision}
}

// CorrectedBy returns the key after those of the amendments that change keys. With all
// amendments of the revision, that is the present key.
func (k *ScenarioKey) CorrectedBy(amendments []*ScenarioAmendment) *ScenarioKey {
	return correctedBy(k, amendments)
}

func (k *ScenarioKey) with(a *ScenarioAmendment) *ScenarioKey {
	worth := map[[2]string]AmendedChoice{}
	for _, c := range a.Choices {
		worth[[2]string{c.Scene, c.ID}] = c
	}
	current := *k
	current.Scenes = slices.Clone(k.Scenes)
	for i, s := range current.Scenes {
		choices := slices.Clone(s.Choices)
		for n, c := range choices {
			now := worth[[2]string{s.ID, c.ID}]
			choices[n].Points, choices[n].Critical = now.Points, now.Critical
		}
		current.Scenes[i].Choices = choices
	}
	return &current
}

// correction returns the archived form of a correction of an old key: the points that this
// key has for the choices of the old one. missing is the text of a choice that this key
// no longer has.
func (k *ScenarioKey) correction(old *ScenarioKey, d Declared) (_ *ScenarioAmendment, missing string) {
	a := &ScenarioAmendment{Kind: "scenario-correction", Scenario: k.Scenario, Declared: d}
	if d.Change != ChangeKey {
		return a, ""
	}
	present := map[[2]string]KeyChoice{}
	for _, s := range k.Scenes {
		for _, c := range s.Choices {
			present[[2]string{s.ID, c.ID}] = c
		}
	}
	for _, s := range old.Scenes {
		for _, c := range s.Choices {
			now, there := present[[2]string{s.ID, c.ID}]
			if !there {
				return nil, c.Text
			}
			amended := AmendedChoice{Scene: s.ID, ID: c.ID, Points: now.Points, Critical: now.Critical}
			a.Choices = append(a.Choices, amended)
		}
	}
	return a, ""
}
