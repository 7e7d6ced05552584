package render

import (
	"encoding/json"
	"html/template"
)

// Assessment is the page on which an assessment is taken. It holds nothing that gives
// an answer away.
type Assessment struct {
	Page
	Bank      string
	Revision  string
	Module    Link
	PassMark  float64
	Asked     int
	Public    bool // the organisation lets the answers be found elsewhere
	Groups    []Group
	Questions []Question // all of the bank, by public ID
	Tasks     []Task     // in the order in which they are asked

	// The page gives advice from these limits; the gradebook decides which attempts count.
	Attempts       int // 0 = no limit
	AttemptsMonths int // in which they are counted; 0 = until the result can be renewed
	CoolingOffDays int // before the next attempt; 0 = no wait
}

// Task is a task that an assessment sets after its questions. It is not scored.
type Task struct {
	ID         string
	Revision   string
	Type       string `try:"rating|written|reflection"` // one of quiz.TaskTypes
	Prompt     template.HTML
	Competency string
	Indicators []string
	Steps      []Step // rating
	MinWords   int    // written: advice; 0 = no limit
	MaxWords   int
}

// Step is a step of the scale of a self-rating.
type Step struct {
	Number int // from 1
	Words  string
}

// Group is a set of questions from which a form takes Count; see
// docs/formats/bank.md, Draw.
type Group struct {
	Count     int      `json:"count"`
	Questions []string `json:"questions"`
}

// formData is the JSON in the page from which the player draws a form.
type formData struct {
	Bank           string     `json:"bank"`
	Revision       string     `json:"revision"`
	Module         string     `json:"module"`
	Title          string     `json:"title"`
	PassMark       float64    `json:"passMark"`
	Attempts       int        `json:"attempts"`
	AttemptsMonths int        `json:"attemptsMonths"`
	CoolingOffDays int        `json:"coolingOffDays"`
	Asked          int        `json:"asked"`
	Public         bool       `json:"public"`
	Groups         []Group    `json:"groups"`
	Tasks          []taskData `json:"tasks"`
}

type taskData struct {
	ID         string   `json:"id"`
	Revision   string   `json:"revision"`
	Type       string   `json:"type"`
	Competency string   `json:"competency,omitempty"`
	About      []string `json:"about,omitempty"`
	Steps      int      `json:"steps,omitempty"`
	MinWords   int      `json:"minWords,omitempty"`
	MaxWords   int      `json:"maxWords,omitempty"`
}

func assessmentData(a *Assessment) (template.HTML, error) {
	data := formData{
		Bank: a.Bank, Revision: a.Revision, Module: a.Module.Title, Title: a.Title, PassMark: a.PassMark,
		Attempts: a.Attempts, AttemptsMonths: a.AttemptsMonths, CoolingOffDays: a.CoolingOffDays,
		Asked: a.Asked, Public: a.Public, Groups: append([]Group{}, a.Groups...), Tasks: []taskData{},
	}
	for _, t := range a.Tasks {
		data.Tasks = append(data.Tasks, taskData{
			t.ID, t.Revision, t.Type, t.Competency, t.Indicators, len(t.Steps), t.MinWords, t.MaxWords,
		})
	}
	encoded, err := json.Marshal(data)
	return jsonScript("assessment", encoded), err
}
