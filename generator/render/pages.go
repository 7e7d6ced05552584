// Package render turns typed pages into HTML through the templates of layouts/.
package render

import (
	"html/template"
	"strings"

	"github.com/coursemark/coursemark/quiz"
)

// Site is what every page shows of the site.
type Site struct {
	ID           string // coursemark.toml [site] id; part of every draw
	Title        string
	Organisation string
	Language     string `try:"language"` // BCP 47, for <html lang>
	Version      string // of Coursemark, "coursemark 0.1.0"
	BaseURL      string // "" if not configured
	Support      string `try:"help@example.org"` // whom to ask, plain text or an address
	HandIn       HandIn
	Courses      []Link // for the top navigation; each Href from the site's root
	Progress     string // path of the my-progress page, from the site's root
	Lists        []Link // glossary and works cited, where there are any; each Href from the site's root
	Instructor   bool   // the trainer's edition, with trainer's notes and answers
	Preview      bool   // the live preview: pages may connect to their own server
}

// HandIn says where results go.
type HandIn struct {
	Contact string // a person or department
	Link    string `try:"mailto:hr@example.org"` // mailto: or https:, may be empty
	ReplyBy string // "within five working days"
}

// Link is a labelled address, relative to the page that shows it.
type Link struct {
	Title   string
	Href    string
	Current bool
}

// Page is what all kinds of page have in common. Every Href is relative to the
// page and ends in index.html.
type Page struct {
	Site        *Site
	Kind        string // the name of its Kind
	Path        string // from the site's root, slash-separated, "a/b/index.html"
	Root        string // from the page to the site's root: "", "../", "../../"
	Title       string
	Description string
	Breadcrumbs []Link // from home to the parent; empty on the home page
	Previous    *Link
	Next        *Link
	Navigation  template.HTML // of the module or course, rendered once and shared
	Contents    []Heading     // of Body; headings of level 2 and 3
	Body        template.HTML
	Stylesheet  string   // hashed path from the site's root
	Extra       []string // stylesheets that few pages need, likewise
	Script      string   // likewise
	Changed     string   // the day of the last change, 2026-11-30; "" where unknown
	ReviewBy    string   // likewise, the day by which it is to be read again
}

// Heading is an entry of a page's contents.
type Heading struct {
	Level int // 2 or 3
	ID    string
	Text  string
}

// Navigation is the list of a module's pages that stands beside each of them.
// It is rendered once and shared: every Href is relative to a page one folder
// below the module's.
type Navigation struct {
	Module     Link
	Address    string // of the module in the site
	Version    string // of the module
	Lessons    []LessonCard
	Scenarios  []ScenarioCard
	Practice   *Link // its page of practice questions
	Assessment *AssessmentCard
}

// Home is the front page.
type Home struct {
	Page
	Courses    []CourseCard
	Roles      []Link
	References []Reference // cited on this page
}

// CourseCard shows a course on the front page.
type CourseCard struct {
	Link
	Description string
	Modules     int
	Minutes     int
}

// Course is a course's page.
type Course struct {
	Page
	Modules    []ModuleCard
	References []Reference // cited on this page
}

// ModuleCard shows a module on its course's page.
type ModuleCard struct {
	Link
	ID          string // "course/module" without number prefixes: a key of progress
	Description string
	Minutes     int
	Lessons     int
	Roles       []string // titles
	Practice    []Link   // its pages of practice questions
	Assessment  *Link
	Bank        string         // ID, "" without an assessment
	Scenarios   []ScenarioCard // the assessed ones
}

// Asked lists the IDs of all that the module assesses: its bank and scenarios.
func (c ModuleCard) Asked() string {
	var ids []string
	if c.Bank != "" {
		ids = append(ids, c.Bank)
	}
	for _, s := range c.Scenarios {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

// Module is a module's page.
type Module struct {
	Page
	ID          string
	Minutes     int
	Objectives  []template.HTML
	Roles       []string
	ContentNote string
	Lessons     []LessonCard
	Scenarios   []ScenarioCard
	Practice    *Link // its page of practice questions
	Practised   int   // how many there are
	Assessment  *AssessmentCard
	References  []Reference // cited by the module and its lessons
	Indicators  []Indicator
	Before      []Link // modules that come before it
	Terms       []Term // that it and its lessons name
}

// Term is an entry of the glossary.
type Term struct {
	ID         string // of its entry on the glossary's page, and on a page that names it
	Link              // to that entry
	Definition template.HTML
	Aliases    []string
	SeeAlso    []Link
	Pages      []Link // that name it
}

// Glossary is the page of all terms.
type Glossary struct {
	Page
	Terms []Term
}

// Bibliography is the page of all works that the site cites.
type Bibliography struct {
	Page
	Works []Work
}

// Work is a work with the pages that cite it.
type Work struct {
	Reference
	Pages []Link
}

// Role is the page that tells a role what it needs.
type Role struct {
	Page
	Note    string
	Minutes int
	Needs   []Need
	Also    []ModuleCard // for the role, and leading to none of its needs
}

// Need is a competency that a role requires.
type Need struct {
	ID            string
	Title         string
	Statement     string
	Level         string
	DueWithinDays int // of beginning in the role; 0: no term is set
	Modules       []ModuleCard
}

// Indicator is what a module teaches towards.
type Indicator struct{ ID, Text, Competency string }

// LessonCard shows a lesson on its module's page.
type LessonCard struct {
	Link
	ID          string // "course/module/lesson": a key of progress
	Description string
	Minutes     int
}

// AssessedScenarios counts the module's scenarios that are assessed.
func (m *Module) AssessedScenarios() int {
	n := 0
	for _, s := range m.Scenarios {
		if s.Assessed {
			n++
		}
	}
	return n
}

// AssessmentCard shows an assessment on its module's page.
type AssessmentCard struct {
	Link
	Bank      string
	Questions int // asked
	PassMark  float64
	Attempts  int
}

// Lesson is a lesson's page.
type Lesson struct {
	Page
	ID         string
	Module     Link
	Minutes    int
	Objectives []template.HTML
	References []Reference // cited on this page, in the order of their numbers
	Terms      []Term      // that the page names
	Number     int         // of the module's lessons, from 1
	Of         int
	Assessment *Link  // on the last lesson
	Practice   string // path of the page that holds its practice questions too, from the site's root; "" without any
}

// PracticePage holds practice questions of a module: those of its banks for
// practice, and those of its lessons. A module with many has several.
type PracticePage struct {
	Page
	ID     string // of the module
	Module Link
	Part   int // of its pages of practice questions, from 1
	Of     int
	Groups []PracticeGroup
}

// PracticeGroup is what comes from one bank or lesson.
type PracticeGroup struct {
	Title     string // of a bank
	Lesson    *Link  // that holds them too; nil of a bank
	Questions []Practice
}

// ShowObjectives tells whether the page lists the front matter's objectives:
// where the author's text does it, once is enough.
func (l *Lesson) ShowObjectives() bool {
	return len(l.Objectives) > 0 && !strings.Contains(string(l.Body), "box-objectives")
}

// Reference is an entry of a page's list of works.
type Reference struct {
	ID   string // the fragment that citations link to
	HTML template.HTML
}

// Assessment is the page on which an assessment is taken. It holds nothing that
// tells a key.
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

	// The page advises by them; the gradebook says which attempts count.
	Attempts       int // 0 = no limit
	AttemptsMonths int // in which they are counted; 0 = until the result can be renewed
	CoolingOffDays int // before the next attempt; 0 = none
}

// Task is what an assessment asks besides its questions and nobody scores.
type Task struct {
	ID         string
	Revision   string
	Type       string `try:"rating|written|reflection"` // one of quiz.TaskTypes
	Prompt     template.HTML
	Competency string
	Indicators []string
	Steps      []Step // rating
	MinWords   int    // written: advice; 0 = none
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

// Question is a question as learners may see it before they answer, in an
// assessment or, as part of a Practice, for practice.
type Question struct {
	ID       string // public question ID
	Revision string
	Type     quiz.Type
	Prompt   template.HTML // of all types but cloze
	Pieces   []Piece       // cloze: the prompt, cut at its gaps
	Options  []Option      // in published order; of practice, what is chosen from stands as it was written
	Stems    []Option      // match; in published order
	Unit     string        // number
	Number   int           // of practice: on the page, from 1; an assessment numbers its questions when it draws them
}

// Option is a choice as learners may see it.
type Option struct {
	ID   string
	Text template.HTML
}

// Piece is a piece of a prompt with the gap behind it; the last has none.
type Piece struct {
	Text template.HTML
	Gap  *Gap
}

// Gap is a gap of a cloze question as learners may see it, with what it needs for
// its name.
type Gap struct {
	ID         string
	Type       quiz.Type // single, number or text
	Unit       string    // number
	Options    []Option  // single; in published order
	Number, Of int       // in the text, from 1
	Before     string    // the last words before it in its paragraph; "" where it begins one
}

// Practice is a practice question: inside a lesson's body, and on its module's page
// of practice questions. Its key is published.
type Practice struct {
	Question
	Hints       []template.HTML // shown one by one on request
	Answers     []Answer
	Explanation template.HTML // of a bank's question
	Key         string        // JSON by which the player scores: docs/formats/answerkeys.md
	Shown       bool          // the answers stand open: the trainer's edition
}

// Answer is what is said of an option, of a pair, of an item of an order (all in
// the right order), or of something that may be typed.
type Answer struct {
	ID       string // as quiz.Part has it
	Text     template.HTML
	Right    bool
	Feedback template.HTML
	Gap      int // cloze: the gap's number in the text, from 1
}

// Progress is the my-progress page.
type Progress struct {
	Page
	Modules []ModuleCard // of all courses
	Lessons []LessonCard // of all modules
}

// ProgressGroup is a module with its lessons, as the my-progress page shows it.
type ProgressGroup struct {
	Module  ModuleCard
	Lessons []LessonCard
}

// Groups puts every lesson under its module: a lesson's ID begins with the ID of
// its module.
func (p *Progress) Groups() []ProgressGroup {
	groups := make([]ProgressGroup, len(p.Modules))
	place := make(map[string]int, len(p.Modules))
	for i, m := range p.Modules {
		groups[i].Module = m
		place[m.ID] = i
	}
	for _, l := range p.Lessons {
		if slash := strings.LastIndexByte(l.ID, '/'); slash >= 0 {
			if i, ok := place[l.ID[:slash]]; ok {
				groups[i].Lessons = append(groups[i].Lessons, l)
			}
		}
	}
	return groups
}
