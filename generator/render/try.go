package render

import (
	"html/template"
	"io"

	"github.com/coursemark/coursemark/quiz"
)

// try renders one made-up page of every kind, with every field filled, and
// reports the errors.
func (r *Renderer) try(report func(error)) {
	site := &Site{
		ID: "try", Title: "Try", Organisation: "Try", Language: r.words.Language, Version: "coursemark", BaseURL: "https://example.org/",
		Support: "help@example.org", HandIn: HandIn{Contact: "HR", Link: "mailto:hr@example.org", ReplyBy: "soon"},
		Courses: []Link{{Title: "Course", Href: "course/index.html"}}, Progress: "my-progress/index.html",
		Lists: []Link{{Title: "Glossary", Href: "glossary/index.html"}}, Instructor: true,
	}
	link := Link{Title: "Link", Href: "index.html"}
	texts := []template.HTML{"text"}
	lessons := []LessonCard{{Link: link, ID: "course/module/lesson", Description: "text", Minutes: 5}}
	card := &AssessmentCard{Link: link, Bank: "bank", Questions: 3, PassMark: 80, Attempts: 3}
	scenarios := []ScenarioCard{{Link: link, ID: "scenario", Description: "text", Minutes: 5}, {Link: link, ID: "assessed", Assessed: true}}
	modules := []ModuleCard{{Link: link, ID: "course/module", Description: "text", Minutes: 5, Lessons: 1, Roles: []string{"role"}, Practice: []Link{link}, Assessment: &link, Bank: "bank", Scenarios: scenarios[1:]}}
	terms := []Term{{ID: "t", Link: link, Definition: "text", Aliases: []string{"a", "b"}, SeeAlso: []Link{link, link}, Pages: []Link{link, link}}}
	navigation, err := r.Navigation(&Navigation{Module: link, Address: "course/module", Version: "m1-a", Lessons: lessons, Scenarios: scenarios, Practice: &link, Assessment: card})
	if err != nil {
		report(err)
	}
	var assessed []Question
	var practised []Practice
	for _, kind := range quiz.Types() {
		q := Question{
			ID: "q", Revision: "r1-a", Type: quiz.Type(kind), Prompt: "<p>text</p>", Unit: "m", Options: []Option{{"o", "text"}}, Stems: []Option{{"s", "text"}},
			Pieces: []Piece{{"<p>text ", &Gap{"g", quiz.Single, "m", []Option{{"o", "text"}}, 1, 2, "text"}}, {" ", &Gap{"h", quiz.Number, "m", nil, 2, 2, ""}}, {"</p>", nil}},
		}
		assessed = append(assessed, q)
		q.Number = 1
		practice := Practice{Question: q, Hints: texts, Shown: true, Key: "{}", Explanation: "text", Answers: []Answer{{"o", "text", true, "text", 1}}}
		if _, err := r.Practice(&practice); err != nil {
			report(err)
		}
		practised = append(practised, practice)
	}
	page := func(kind string) Page {
		return Page{
			Site: site, Kind: kind, Path: "a/index.html", Root: "../", Title: "Page", Description: "text",
			Breadcrumbs: []Link{link}, Previous: &link, Next: &link, Navigation: navigation,
			Contents: []Heading{{2, "a", "A"}, {3, "b", "B"}, {2, "c", "C"}}, Body: "<p>text</p>",
			Stylesheet: "assets/style.css", Extra: []string{"assets/code.css"}, Script: "assets/player.js", Changed: "2026-11-30", ReviewBy: "2027-11-30",
		}
	}
	scenario := func(assessed bool) *Scenario {
		kind := "scenario"
		if assessed {
			kind = assessedScenario
		}
		choices := []SceneChoice{{ID: "c", Text: "text", To: "good", ToTitle: "text", Feedback: "<p>text</p>", Mark: "helped"}}
		return &Scenario{
			Page: page(kind), ID: "scenario", Revision: "s1-a", Module: link, Minutes: 5, Objectives: texts, ContentNote: "text", Assessed: assessed, Attempts: 3, AttemptsMonths: 12, CoolingOffDays: 7, Public: assessed, Introduction: "<p>text</p>", Start: "a",
			Scenes: []Scene{{ID: "a", Title: "text", Text: "<p>text</p>", Choices: choices}, {ID: "good", Ending: "good"}, {ID: "mixed", Ending: "mixed"}, {ID: "poor", Ending: "poor"}},
		}
	}
	for _, err := range []error{
		r.Home(io.Discard, &Home{Page: page("home"), Courses: []CourseCard{{Link: link, Description: "text", Modules: 1, Minutes: 5}}, Roles: []Link{link}, References: []Reference{{"ref-a", "text"}}}),
		r.Course(io.Discard, &Course{Page: page("course"), Modules: modules, References: []Reference{{"ref-a", "text"}}}),
		r.Module(io.Discard, &Module{
			Page: page("module"), ID: "course/module", Minutes: 5, Objectives: texts, Roles: []string{"role"}, ContentNote: "text",
			Lessons: lessons, Scenarios: scenarios, Practice: &link, Practised: 3, Assessment: card, References: []Reference{{"ref-a", "text"}}, Indicators: []Indicator{{"I", "text", "competency"}}, Before: []Link{link}, Terms: terms,
		}),
		r.Lesson(io.Discard, &Lesson{
			Page: page("lesson"), ID: "course/module/lesson", Module: link, Minutes: 5, Objectives: texts,
			References: []Reference{{"ref-a", "text"}}, Number: 1, Of: 2, Assessment: &link, Practice: "a/index.html", Terms: terms,
		}),
		r.PracticePage(io.Discard, &PracticePage{
			Page: page("practice"), ID: "course/module", Module: link, Part: 1, Of: 2,
			Groups: []PracticeGroup{{Title: "text", Questions: practised}, {Lesson: &link, Questions: practised}},
		}),
		r.Scenario(io.Discard, scenario(false)),
		r.Scenario(io.Discard, scenario(true)),
		r.Assessment(io.Discard, &Assessment{
			Page: page("assessment"), Bank: "bank", Revision: "b1-a", Module: link, PassMark: 80, Attempts: 3, AttemptsMonths: 12, CoolingOffDays: 7, Asked: 1,
			Groups: []Group{{1, []string{"q"}}}, Questions: assessed,
			Tasks: []Task{
				{ID: "r", Revision: "t1-a", Type: "rating", Prompt: "<p>text</p>", Competency: "C", Steps: []Step{{1, "text"}, {2, ""}}},
				{ID: "w", Revision: "t1-b", Type: "written", Prompt: "<p>text</p>", Competency: "C", Indicators: []string{"I"}, MinWords: 1, MaxWords: 2},
				{ID: "t", Revision: "t1-c", Type: "reflection", Prompt: "<p>text</p>"},
			},
		}),
		r.Glossary(io.Discard, &Glossary{Page: page("glossary"), Terms: terms}),
		r.Bibliography(io.Discard, &Bibliography{Page: page("bibliography"), Works: []Work{{Reference{"ref-a", "text"}, []Link{link, link}}}}),
		r.Role(io.Discard, &Role{
			Page: page("role"), Note: "text", Minutes: 5, Also: modules,
			Needs: []Need{{ID: "C", Title: "Competency", Statement: "text", Level: "knows", DueWithinDays: 90, Modules: modules}, {ID: "D", Title: "Other"}},
		}),
		r.Progress(io.Discard, &Progress{Page: page("progress"), Modules: modules, Lessons: lessons}),
	} {
		if err != nil {
			report(err)
		}
	}
}
