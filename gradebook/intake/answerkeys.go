package intake

import (
	"encoding/hex"
	"maps"
	"slices"
	"sync"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// answerKeys prepares each answer key of the archive once, for all attempts. Safe for
// concurrent use.
type answerKeys struct {
	archive   *quiz.Archive
	framework *standards.Framework

	mu        sync.Mutex
	questions map[questionRevision]*questionKey
	scenarios map[questionRevision]*scenarioKey
}

// questionRevision names a revision of a question or, with no question, of a scenario.
type questionRevision struct{ bank, question, revision string }

// questionKey is the answer key of a question revision.
type questionKey struct {
	key        *quiz.Key
	amendments []*quiz.Amendment
	question   *competence.Question
}

// scenarioKey is the answer key of a scenario revision.
type scenarioKey struct {
	key       *quiz.ScenarioKey
	scorer    *quiz.ScenarioScorer
	questions map[string]*competence.Question // what a path shows, by competency
}

func newAnswerKeys(archive *quiz.Archive, f *standards.Framework) *answerKeys {
	return &answerKeys{archive: archive, framework: f,
		questions: map[questionRevision]*questionKey{}, scenarios: map[questionRevision]*scenarioKey{}}
}

// question returns the answer key of a question revision; nil if the archive does not
// have it.
func (k *answerKeys) question(bank, question, revision string) (*questionKey, error) {
	at := questionRevision{bank, question, revision}
	k.mu.Lock()
	defer k.mu.Unlock()
	if found, ok := k.questions[at]; ok {
		return found, nil
	}
	key, amendments := k.archive.Key(bank, question, revision)
	if key == nil {
		return nil, nil // not kept: a file could name revisions without end
	}
	sum, err := digest(struct {
		Key        *quiz.Key
		Amendments []*quiz.Amendment
	}{key, amendments})
	if err != nil {
		return nil, err
	}
	present := key.CorrectedBy(amendments)
	found := &questionKey{key: key, amendments: amendments, question: &competence.Question{
		Bank: bank, ID: question, Indicators: present.Indicators, Critical: present.Critical, KeySHA256: sum}}
	k.questions[at] = found
	return found, nil
}

// digest returns the hash of an answer key with its corrections.
func digest(whole any) (string, error) {
	b, err := json.Marshal(whole, json.Deterministic(true))
	if err != nil {
		return "", err
	}
	sum := quiz.Digest("coursemark-key/1", string(b))
	return hex.EncodeToString(sum[:]), nil
}

// scenario returns the answer key of a scenario revision; nil if the archive does not
// have it.
func (k *answerKeys) scenario(id, revision string) (*scenarioKey, error) {
	at := questionRevision{bank: id, revision: revision}
	k.mu.Lock()
	defer k.mu.Unlock()
	if found, ok := k.scenarios[at]; ok {
		return found, nil
	}
	key, amendments := k.archive.Scenario(id, revision)
	if key == nil {
		return nil, nil // not kept: a file could name revisions without end
	}
	sum, err := digest(struct {
		Key        *quiz.ScenarioKey
		Amendments []*quiz.ScenarioAmendment
	}{key, amendments})
	if err != nil {
		return nil, err
	}
	competencyOf := k.framework.PersonCompetencyOf()
	found := &scenarioKey{key: key, questions: map[string]*competence.Question{}}
	if found.scorer, err = key.Scorer(amendments, competencyOf); err != nil {
		return nil, verdict.UnscorableScenario.With(id)
	}
	for _, scene := range key.CorrectedBy(amendments).Scenes {
		for _, choice := range scene.Choices {
			for _, indicator := range slices.Sorted(maps.Keys(choice.Points)) {
				competency := competencyOf(indicator)
				if found.questions[competency] == nil {
					found.questions[competency] = &competence.Question{Bank: id, ID: key.Start, KeySHA256: sum}
				}
				if q := found.questions[competency]; !slices.Contains(q.Indicators, indicator) {
					q.Indicators = append(q.Indicators, indicator)
				}
			}
		}
	}
	k.scenarios[at] = found
	return found, nil
}
