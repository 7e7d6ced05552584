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
	Terms      []Term      // the terms that the page names
	Number     int         // of the module's lessons, from 1
	Of         int
	Assessment *Link  // on the last lesson
	Practice   string // path, from the site's root, of the module's page with its practice questions; "" if it has none
}

// ShowObjectives reports whether the page lists the objectives of the front matter. It
// does not if the author's text has a box of objectives.
func (l *Lesson) ShowObjectives() bool {
	return len(l.Objectives) > 0 && !strings.Contains(string(l.Body), "box-objectives")
}
