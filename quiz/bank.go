// Package quiz holds questions as plain data: banks as trainers write them, the
// identities and draws that browser and gradebook share, the archive of answer
// keys, and scoring. It renders nothing and knows no competency rules.
//
// The formats and algorithms are specified in docs/formats/bank.md and
// docs/formats/answerkeys.md; the vectors in testdata/vectors hold Go and the
// browser to them.
//
// Each type of question has a file of its own (choice.go, match.go, …) and implements the
// interface kind; kinds.go lists the types and is the one place where a type is looked up.
// question.go declares the shapes of a question: written, published, answered, and as an
// answer key. To add a type, write its file, its row in kinds.go, its faults in faults.go,
// and any new members in question.go.
package quiz

import "github.com/coursemark/coursemark/internal/tomlfile"

// Bank is a quiz bank as written.
type Bank struct {
	ID       string   `toml:"id"`
	Title    string   `toml:"title"`
	Module   string   `toml:"module"` // folder under content/
	Mode     Mode     `toml:"mode"`
	PassMark float64  `toml:"pass_mark"` // percent
	Exposure Exposure `toml:"exposure"`

	Attempts       int `toml:"attempts"` // see Limits
	AttemptsMonths int `toml:"attempts_months"`
	CoolingOffDays int `toml:"cooling_off_days"`

	Draws     []DrawRule `toml:"draw"`
	Questions []Question `toml:"questions"`
	Tasks     []Task     `toml:"tasks"` // asked after the questions, in this order; not scored

	File *tomlfile.File `toml:"-"` // for the positions of faults
}

// Limits returns how often the bank can be taken.
func (b *Bank) Limits() Limits { return Limits{b.Attempts, b.AttemptsMonths, b.CoolingOffDays} }

// MaxQuestions is how many questions a bank can have.
const MaxQuestions = 5000

// DrawRule says how many questions a form takes from a pool, an indicator or a
// competency. It names exactly one of the three.
type DrawRule struct {
	Pool       string `toml:"pool"`
	Indicator  string `toml:"indicator"`
	Competency string `toml:"competency"`
	Count      int    `toml:"count"`
}

// Task returns the task with a public ID, or nil.
func (b *Bank) Task(public string) *Task {
	for i := range b.Tasks {
		if PublicID(b.ID, b.Tasks[i].ID) == public {
			return &b.Tasks[i]
		}
	}
	return nil
}
