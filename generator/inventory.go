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
)

// Inventory is what a project holds, for lists. Unless said otherwise, lists are in the
// order of the site.
type Inventory struct {
	Drafts      []Item            `json:"drafts"`
	Due         []Item            `json:"due"`     // pages due for review now or within DueSoon, by date
	Orphans     []Item            `json:"orphans"` // files that no page uses, banks that no module asks
	Coverage    []course.Coverage `json:"coverage"`
	Readability []Text            `json:"readability"` // the hardest to read first
}

// DueSoon is how long before its review date a page is listed.
const DueSoon = 60 * 24 * time.Hour

// Item is a file on a list.
type Item struct {
	File  string   `json:"file"`
	Title string   `json:"title"`
	Date  string   `json:"date,omitempty"` // of review, 2006-01-02
	Code  ItemCode `json:"code,omitempty"`
	Note  string   `json:"note,omitempty"` // the code in words
}

// ItemCode names the reason why a file is on a list.
type ItemCode string

// The reasons. Drafts have none.
const (
	ReviewOverdue ItemCode = "review-overdue"
	ReviewSoon    ItemCode = "review-soon"
	FileUnused    ItemCode = "file-unused"
	BankUnused    ItemCode = "bank-unused"
)

// note puts a code into words.
func (c ItemCode) note() string {
	return map[ItemCode]string{
		ReviewOverdue: "overdue", ReviewSoon: "soon",
		FileUnused: "no page shows it or links to it", BankUnused: "no module asks it",
	}[c]
}

func newItem(file, title, date string, code ItemCode) Item {
	return Item{File: file, Title: title, Date: date, Code: code, Note: code.note()}
}

// Text is how hard a lesson is to read.
type Text struct {
	File  string `json:"file"`
	Title string `json:"title"`
	advice.Reading
}

// List returns what a project holds, with drafts.
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
	out := &Inventory{
		Drafts: []Item{}, Due: s.due(today), Orphans: s.orphans(), Readability: []Text{}, Coverage: s.model.Coverage(),
	}
	for _, p := range s.model.Pages() {
		if p.Front.Draft {
			out.Drafts = append(out.Drafts, Item{File: p.File, Title: p.Front.Title})
		}
	}
	for _, m := range s.model.Modules {
		for _, l := range m.Lessons {
			out.Readability = append(out.Readability, Text{l.File, l.Front.Title, advice.Readability(l.Body.Facts)})
		}
	}
	slices.SortStableFunc(out.Readability, func(a, b Text) int { return cmp.Compare(b.LIX, a.LIX) })
	return out
}

// due returns the pages that are or will soon be due for review, by date.
func (s *Site) due(today time.Time) []Item {
	now, until := today.Format(time.DateOnly), today.Add(DueSoon).Format(time.DateOnly)
	list := []Item{}
	for _, p := range s.model.Pages() {
		switch by := date(p.Front.ReviewBy); {
		case by == "" || by > until:
		case by < now:
			list = append(list, newItem(p.File, p.Front.Title, by, ReviewOverdue))
		default:
			list = append(list, newItem(p.File, p.Front.Title, by, ReviewSoon))
		}
	}
	slices.SortStableFunc(list, func(a, b Item) int { return strings.Compare(a.Date, b.Date) })
	return list
}

// orphans returns the files that no page uses, and the banks that no module asks.
func (s *Site) orphans() []Item {
	list := []Item{}
	for _, file := range s.model.Unused {
		list = append(list, newItem(file, "", "", FileUnused))
	}
	for _, b := range s.model.Banks {
		if b.Module == nil {
			list = append(list, newItem(b.Bank.File.Name, b.Bank.Title, "", BankUnused))
		}
	}
	return list
}
