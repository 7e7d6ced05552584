package intake

import (
	"slices"
	"strings"
	"sync"

	"github.com/coursemark/coursemark/gradebook/competence"
)

// Questions numbers the questions that were marked, so that a record need not hold
// them. Safe for concurrent use.
type Questions struct {
	mu     sync.Mutex
	number map[*competence.Question]uint32
	list   []*competence.Question
	about  map[string]*competence.Question
}

// NewQuestions returns an empty list.
func NewQuestions() *Questions {
	return &Questions{number: map[*competence.Question]uint32{}, about: map[string]*competence.Question{}}
}

// Number returns the number of a question.
func (q *Questions) Number(question *competence.Question) uint32 {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, ok := q.number[question]
	if !ok {
		n = uint32(len(q.list))
		q.number[question] = n
		q.list = append(q.list, question)
	}
	return n
}

// At returns the question with a number. Call it once no more are numbered.
func (q *Questions) At(n uint32) *competence.Question { return q.list[n] }

// forIndicators returns a question that represents the indicators of an entry. The same
// indicators share one question, so that there are few, whatever comes in.
func (q *Questions) forIndicators(id string, indicators []string) *competence.Question {
	slices.Sort(indicators)
	indicators = slices.Compact(indicators)
	name := strings.Join(append([]string{id}, indicators...), "\x00")
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.about[name] == nil {
		q.about[name] = &competence.Question{ID: id, Indicators: indicators}
	}
	return q.about[name]
}
