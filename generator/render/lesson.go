package render

import (
	"html/template"
	"strings"
)

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

// ShowObjectives reports whether the page lists the front matter's objectives:
// where the author's text does it, once is enough.
func (l *Lesson) ShowObjectives() bool {
	return len(l.Objectives) > 0 && !strings.Contains(string(l.Body), "box-objectives")
}
