package generator

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/coursemark/coursemark/generator/advice"
	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Inventory is what a project holds, for lists. Everything is in the order of the
// site.
type Inventory struct {
	Drafts      []Item      `json:"drafts"`
	Due         []Item      `json:"due"`     // pages whose date of review has come or comes within DueSoon
	Orphans     []Item      `json:"orphans"` // files that no page uses, banks that nobody is asked
	Coverage    []Indicator `json:"coverage"`
	Readability []Text      `json:"readability"` // the most demanding first
}

// DueSoon is how long before its date of review a page is listed.
const DueSoon = 60 * 24 * time.Hour

// Item is a file on a list.
type Item struct {
	File  string `json:"file"`
	Title string `json:"title"`
	Date  string `json:"date,omitempty"` // of review, 2006-01-02
	Note  string `json:"note,omitempty"`
}

// Indicator is where an indicator of the framework is taught and tested.
type Indicator struct {
	ID         string   `json:"id"`
	Competency string   `json:"competency"`
	Scope      string   `json:"scope"`
	Text       string   `json:"text"`
	Lessons    []string `json:"lessons"`    // files that teach it
	Practice   int      `json:"practice"`   // questions for practice
	Assessed   int      `json:"assessed"`   // questions of banks that modules ask
	EveryForm  int      `json:"every_form"` // how many of them every form of these banks has at least
	Scenarios  int      `json:"scenarios"`  // assessed, with points for it
	Written    int      `json:"written"`    // texts for an assessor that are about it
	Observable bool     `json:"observable"` // the competency's rule takes observations
}

// Text is how demanding a lesson is to read.
type Text struct {
	File  string `json:"file"`
	Title string `json:"title"`
	advice.Reading
}

// List takes stock of a project; drafts are included.
func List(ctx context.Context, o Options) (*Inventory, diag.List) {
	o.Drafts, o.Advise = true, true
	s, faults := Open(o)
	if s == nil {
		return nil, faults
	}
	defer s.Close()
	site, faults := s.Load(ctx, nil)
	if faults.Failed() {
		return nil, faults
	}
	return site.inventory(o.Today), faults
}

func (s *Site) inventory(today time.Time) *Inventory {
	out := &Inventory{Drafts: []Item{}, Due: []Item{}, Orphans: []Item{}, Coverage: []Indicator{}, Readability: []Text{}}
	until := today.Add(DueSoon).Format(time.DateOnly)
	for _, p := range s.pages() {
		if p.Front.Draft {
			out.Drafts = append(out.Drafts, Item{File: p.File, Title: p.Front.Title})
		}
		if by := p.Front.ReviewBy.Format(time.DateOnly); !p.Front.ReviewBy.IsZero() && by <= until {
			note := "soon"
			if by < today.Format(time.DateOnly) {
				note = "overdue"
			}
			out.Due = append(out.Due, Item{p.File, p.Front.Title, by, note})
		}
	}
	slices.SortStableFunc(out.Due, func(a, b Item) int { return strings.Compare(a.Date, b.Date) })
	for _, m := range s.model.Modules {
		for _, l := range m.Lessons {
			out.Readability = append(out.Readability, Text{l.File, l.Front.Title, advice.Readability(l.Body.Facts)})
		}
	}
	slices.SortStableFunc(out.Readability, func(a, b Text) int { return cmp.Compare(b.LIX, a.LIX) })
	for _, file := range s.model.Unused {
		out.Orphans = append(out.Orphans, Item{File: file, Note: "no page shows it or links to it"})
	}
	for _, b := range s.model.Banks {
		if b.Module == nil {
			out.Orphans = append(out.Orphans, Item{File: b.Bank.File.Name, Title: b.Bank.Title, Note: "no module asks it"})
		}
	}
	out.Coverage = s.coverage()
	return out
}

// pages lists what authors wrote, in the order of the site.
func (s *Site) pages() []*course.Page {
	list := []*course.Page{s.model.Home}
	for _, c := range s.model.Courses {
		list = append(list, c.Page)
		for _, m := range c.Modules {
			list = append(list, m.Page)
			for _, l := range m.Lessons {
				list = append(list, l.Page)
			}
			for _, c := range m.Scenarios {
				list = append(list, c.Page)
			}
		}
	}
	return list
}

func (s *Site) coverage() []Indicator {
	lessons := map[string][]string{}
	practice, assessed, sure, scenarios, written := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, m := range s.model.Modules {
		for _, l := range m.Lessons {
			for _, id := range l.Front.Indicators {
				lessons[id] = append(lessons[id], l.File)
			}
			for _, q := range l.Body.Questions {
				for _, id := range q.Indicators {
					practice[id]++
				}
			}
		}
		for _, b := range m.Practice {
			for _, q := range b.Bank.Questions {
				for _, id := range q.Indicators {
					practice[id]++
				}
			}
		}
		for _, c := range m.Scenarios {
			for _, id := range c.Assessed() {
				scenarios[id]++
			}
		}
	}
	for _, b := range s.model.Banks {
		if b.Module == nil || b.Bank.Mode != quiz.Assessed {
			continue
		}
		for _, q := range b.Bank.Questions {
			for _, id := range q.Indicators {
				assessed[id]++
			}
		}
		for id, n := range b.Guaranteed(func(indicator string) string { return indicator }) {
			sure[id] += n
		}
		for _, t := range b.Tasks {
			if t.Type != quiz.Written {
				continue
			}
			for _, id := range t.Indicators {
				written[id]++
			}
			if len(t.Indicators) == 0 {
				written[t.Competency]++ // about all of it
			}
		}
	}
	out := []Indicator{}
	for _, c := range s.model.Framework.Competencies {
		rule := s.model.Framework.Settle(&c)
		observable := rule != nil && slices.ContainsFunc(rule.Wanted(), standards.Kind.Observed)
		for _, i := range c.Indicators {
			if i.ReplacedBy == "" {
				out = append(out, Indicator{i.ID, c.ID, string(i.Scope), i.Text, append([]string{}, lessons[i.ID]...), practice[i.ID], assessed[i.ID], sure[i.ID], scenarios[i.ID], written[i.ID] + written[c.ID], observable})
			}
		}
	}
	return out
}
