package generator

import (
	"slices"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/render"
)

// Scripts that several kinds of page share: reading belongs to pages that are only read,
// store to the hidden page that keeps what learners do.
const (
	reading = "reading"
	store   = "store"
)

// textStyles are the stylesheets that a page loads only if its text or its questions
// need them; see markdown.Page.Styles.
func textStyles() []string { return []string{"boxes", "code", "practice", "tasks", "types"} }

// kinds returns the table of all kinds of page.
func kinds() []kind {
	cards, lists, taking := []string{"cards"}, []string{"lists"}, []string{"taking"}
	return []kind{
		{render.Kind{Name: "home", Template: "home", Page: &render.Home{}}, reading, cards, (*Site).homePages},
		{render.Kind{Name: "course", Template: "course", Page: &render.Course{}}, reading, cards, (*Site).coursePages},
		{render.Kind{Name: "module", Template: "module", Page: &render.Module{}}, reading, cards, (*Site).modulePages},
		{render.Kind{Name: "lesson", Template: "lesson", Page: &render.Lesson{}}, "lesson", nil, (*Site).lessonPages},
		{
			// Its questions are those of lessons.
			render.Kind{Name: "practice", Template: "practice", Words: []string{"lesson"},
				Page: &render.PracticePage{}},
			"practice", []string{"practice"}, (*Site).practicePages,
		},
		{
			render.Kind{Name: "scenario", Template: "scenario", Page: &render.Scenario{}},
			"scenario", []string{"transcript", "scenario"}, (*Site).practisedScenarioPages,
		},
		{
			render.Kind{Name: "assessed-scenario", Template: "scenario", Words: []string{"assessment"},
				Page: &render.Scenario{}},
			"assessed-scenario", []string{"taking", "transcript"}, (*Site).assessedScenarioPages,
		},
		{render.Kind{Name: "assessment", Template: "assessment", Page: &render.Assessment{}}, "assessment", taking,
			(*Site).assessmentPages},
		{render.Kind{Name: "progress", Template: "progress", Page: &render.Progress{}}, "progress", taking,
			(*Site).progressPages},
		{render.Kind{Name: "glossary", Template: "glossary", Page: &render.Glossary{}}, reading, lists,
			(*Site).glossaryPages},
		{render.Kind{Name: "bibliography", Template: "bibliography", Page: &render.Bibliography{}}, reading, lists,
			(*Site).bibliographyPages},
		{
			render.Kind{Name: "role", Template: "role", Page: &render.Role{}},
			reading, slices.Concat(cards, lists), (*Site).rolePages,
		},
	}
}

// renderKinds returns the kinds as package render needs them.
func renderKinds(kinds []kind) (list []render.Kind) {
	for _, k := range kinds {
		list = append(list, k.Kind)
	}
	return list
}

// wantedAssets returns the scripts and styles that pages of the kinds may load.
func wantedAssets(kinds []kind) assets.Wanted {
	w := assets.Wanted{Scripts: []string{store}, Styles: textStyles()}
	for _, k := range kinds {
		w.Scripts = append(w.Scripts, k.script)
		w.Styles = append(w.Styles, k.styles...)
	}
	slices.Sort(w.Scripts)
	slices.Sort(w.Styles)
	w.Scripts, w.Styles = slices.Compact(w.Scripts), slices.Compact(w.Styles)
	return w
}
