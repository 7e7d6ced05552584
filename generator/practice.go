package generator

import (
	"fmt"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/generator/render"
	"github.com/coursemark/coursemark/quiz"
)

// practiceWeight bounds the texts of a page's questions, in bytes: a page in English
// then takes about 20 KB compressed, and its budget is 30 KB.
const practiceWeight = 48 << 10

// practicePagesOf puts a module's practice questions on pages: those of its banks
// and then those of its lessons, each once.
func practicePagesOf(m *course.Module) []practicePage {
	f := &practiceFiller{module: m, asked: map[string]bool{}}
	for _, b := range m.Practice {
		for i := range b.Bank.Questions { // one by one: a bank may be of any size
			q := &b.Bank.Questions[i]
			question := practiceQuestion(b.Bank.ID, q, b.Texts(quiz.PublicID(b.Bank.ID, q.ID)))
			f.add(practiceGroup{bank: b, questions: []*render.Practice{question}}, b.Bank.File.Name)
			f.asked[quiz.Fold(q.Shown())] = true
		}
	}
	for _, l := range m.Lessons {
		f.addLesson(l)
	}
	return f.pages
}

// practiceFiller fills pages of practice questions one after the other.
type practiceFiller struct {
	module *course.Module
	pages  []practicePage
	weight int             // of the last page
	asked  map[string]bool // prompts as shown: lessons that include the same text ask the same
}

// addLesson adds those questions of a lesson that are not yet asked. They stay on one
// page, so that the lesson can link to it.
func (f *practiceFiller) addLesson(l *course.Lesson) {
	g := practiceGroup{lesson: l}
	for i := range l.Body.Questions {
		q := &l.Body.Questions[i]
		if prompt := quiz.Fold(q.Shown()); q.Texts != nil && !f.asked[prompt] {
			f.asked[prompt] = true
			g.questions = append(g.questions, practiceQuestion(q.Bank, &q.Question, q.Texts))
		}
	}
	if len(g.questions) > 0 {
		f.add(g, l.File)
	}
}

// add puts a group on the last page, or on a new one where that has no room.
func (f *practiceFiller) add(g practiceGroup, source string) {
	weight := 0
	for _, q := range g.questions {
		weight += weigh(q)
	}
	if len(f.pages) == 0 || f.weight > 0 && f.weight+weight > practiceWeight {
		address := f.module.PracticeAddress()
		if n := len(f.pages); n > 0 {
			address = fmt.Sprintf("%s-%d", address, n+1)
		}
		f.pages = append(f.pages, practicePage{address: address, source: source})
		f.weight = 0
	}
	f.weight += weight
	page := &f.pages[len(f.pages)-1]
	if last := len(page.groups) - 1; last >= 0 && g.bank != nil && page.groups[last].bank == g.bank {
		page.groups[last].questions = append(page.groups[last].questions, g.questions...)
		return
	}
	page.groups = append(page.groups, g)
}

// weigh estimates how much a question adds to a page, in bytes.
func weigh(q *render.Practice) int {
	n := len(q.Prompt) + len(q.Key) + len(q.Explanation)
	options := slices.Concat(q.Options, q.Stems)
	for _, piece := range q.Pieces {
		n += len(piece.Text)
		if piece.Gap != nil {
			n += len(piece.Gap.Before)
			options = append(options, piece.Gap.Options...)
		}
	}
	for _, o := range options {
		n += len(o.Text) + len(o.ID)
	}
	for _, a := range q.Answers {
		n += len(a.Text) + len(a.ID) + len(a.Feedback)
	}
	for _, hint := range q.Hints {
		n += len(hint)
	}
	return n
}

func (s *Site) practicePages() (files []File) {
	for _, m := range s.model.Modules {
		for n, part := range s.practice[m]() {
			build := func() (render.Document, error) { return s.practicePage(m, n) }
			files = append(files, s.generatedPage(part.address, part.source, build))
		}
	}
	return files
}

// practicePage builds page n of the practice questions of a module.
func (s *Site) practicePage(m *course.Module, n int) (*render.PracticePage, error) {
	pages := s.practice[m]()
	part := pages[n]
	navigation, err := s.navigation[m]()
	if err != nil {
		return nil, err
	}
	p := &render.PracticePage{
		Page: s.page("practice", part.address, s.renderer.Word("practice_questions"), m.Front.Title, m.Course.Page,
			m.Page),
		ID: m.ID(), Module: s.link(part.address, m.Page), Part: n + 1, Of: len(pages),
	}
	p.Navigation = render.MarkCurrent(navigation, "data-practice-of", p.ID)
	number := 0
	for _, g := range part.groups {
		p.Groups = append(p.Groups, s.practiceGroup(&p.Page, g, part.address, number))
		number += len(g.questions)
	}
	if s.shared.Instructor {
		s.addStyles(&p.Page, "boxes") // answers are shown in a box
	}
	p.Previous, p.Next = s.aroundPractice(m, n)
	return p, nil
}

// practiceGroup builds a group of practice questions for a page, which has that many
// questions before it.
func (s *Site) practiceGroup(page *render.Page, g practiceGroup, folder string, before int) render.PracticeGroup {
	var group render.PracticeGroup
	if g.lesson != nil {
		group.Lesson = s.linkTo(folder, g.lesson.Page)
		if slices.Contains(g.lesson.Body.Styles, "code") { // in a prompt, perhaps
			s.addStyles(page, "code")
		}
	} else {
		group.Title = g.bank.Bank.Title
	}
	for i, q := range g.questions {
		question := *q
		if g.lesson != nil {
			question = rebased(q, path.Base(g.lesson.Address))
		}
		question.Number, question.Shown = before+i+1, s.shared.Instructor
		group.Questions = append(group.Questions, question)
		s.addStyles(page, markdown.QuestionStyles(question.Type)...)
	}
	return group
}

// aroundPractice returns what comes before and after page n of the practice questions
// of a module.
func (s *Site) aroundPractice(m *course.Module, n int) (previous, next *render.Link) {
	pages := s.practice[m]()
	folder := pages[n].address
	authored := m.Pages()
	previous, next = s.linkTo(folder, authored[len(authored)-1]), s.afterModule(m, folder)
	if n > 0 {
		link := s.partLink(pages[n-1], folder, n)
		previous = &link
	}
	if n+1 < len(pages) {
		link := s.partLink(pages[n+1], folder, n+2)
		next = &link
	}
	return previous, next
}

var (
	addressAttribute = regexp.MustCompile(` (href|src|srcset|poster)="([^"]*)"`)
	idAttribute      = regexp.MustCompile(` id="[^"]*"`)
)

// rebased returns a question of a lesson for a page in a folder beside the lesson's, which
// has the given name. Links and pictures lead where they led before. IDs are dropped, so
// that a link to one leads to the lesson.
func rebased(q *render.Practice, lesson string) render.Practice {
	rebase := func(html template.HTML) template.HTML {
		text := idAttribute.ReplaceAllString(string(html), "")
		text = addressAttribute.ReplaceAllStringFunc(text, func(attribute string) string {
			m := addressAttribute.FindStringSubmatch(attribute)
			if m[1] != "srcset" {
				return fmt.Sprintf(` %s="%s"`, m[1], rebasedAddress(m[2], lesson))
			}
			set := strings.Split(m[2], ", ")
			for i, one := range set {
				set[i] = rebasedAddress(one, lesson)
			}
			return fmt.Sprintf(` srcset="%s"`, strings.Join(set, ", "))
		})
		return template.HTML(text)
	}
	options := func(list []render.Option) []render.Option {
		list = slices.Clone(list)
		for i := range list {
			list[i].Text = rebase(list[i].Text)
		}
		return list
	}
	out := *q
	out.Prompt, out.Explanation = rebase(q.Prompt), rebase(q.Explanation)
	out.Options, out.Stems = options(q.Options), options(q.Stems)
	out.Hints, out.Pieces, out.Answers = slices.Clone(q.Hints), slices.Clone(q.Pieces), slices.Clone(q.Answers)
	for i := range out.Hints {
		out.Hints[i] = rebase(out.Hints[i])
	}
	for i, piece := range out.Pieces {
		out.Pieces[i].Text = rebase(piece.Text)
		if piece.Gap != nil {
			gap := *piece.Gap
			gap.Options = options(gap.Options)
			out.Pieces[i].Gap = &gap
		}
	}
	for i, a := range out.Answers {
		out.Answers[i].Text, out.Answers[i].Feedback = rebase(a.Text), rebase(a.Feedback)
	}
	return out
}

var absolute = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*:|\.\./|/)`)

func rebasedAddress(href, lesson string) string {
	switch {
	case absolute.MatchString(href):
		return href // folders above are the same for both
	case href == "", strings.HasPrefix(href, "#"):
		return "../" + lesson + "/index.html" + href
	}
	return "../" + lesson + "/" + href
}
