package sheets

import (
	"cmp"
	"slices"
	"time"

	"github.com/coursemark/coursemark/gradebook/competence"
)

// Member is a person of the roster.
type Member struct {
	competence.Person
	Name string
	Team string
}

// post is a row of the roster: a period in which a person has one or more roles.
type post struct {
	row        int
	name, team string
	roles      []string
	start, end string
}

func (p post) overlaps(q post) bool {
	return (p.end == "" || q.start == "" || q.start <= p.end) && (q.end == "" || p.start == "" || p.start <= q.end)
}

func (p post) sameRoles(q post) bool {
	return len(p.roles) == len(q.roles) &&
		!slices.ContainsFunc(p.roles, func(r string) bool { return !slices.Contains(q.roles, r) })
}

// member joins the rows of one person. Somebody with several gets a span for each
// role, and works here for as long as the rows follow one another without a gap; after a
// gap, the period around the as-of date counts, or the last one before it.
func member(id string, posts []post, asOf string) Member {
	m := Member{Person: competence.Person{ID: id}, Name: posts[0].name, Team: posts[0].team}
	if len(posts) == 1 {
		m.Roles, m.Start, m.End = posts[0].roles, posts[0].start, posts[0].end
		return m
	}
	posts = slices.Clone(posts)
	slices.SortStableFunc(posts,
		func(a, b post) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.row, b.row)) })
	m.Start, m.End = employment(posts, asOf)
	for _, p := range posts {
		m.join(p, asOf)
	}
	m.Roles = m.RolesOn(m.shownOn(asOf))
	return m
}

// employment returns from when until when somebody works here, around the as-of date.
func employment(posts []post, asOf string) (start, end string) {
	type period struct{ start, end string }
	var periods []period
	for _, p := range posts {
		last := len(periods) - 1
		if last < 0 || periods[last].end != "" && p.start != "" && p.start > nextDay(periods[last].end) {
			periods = append(periods, period{p.start, p.end})
		} else if periods[last].end != "" && (p.end == "" || p.end > periods[last].end) {
			periods[last].end = p.end
		}
	}
	now := periods[0]
	for _, s := range periods {
		if asOf == "" || s.start <= asOf {
			now = s
		}
	}
	return now.start, now.end
}

// join adds a row. The team is that of the current period, or of the last one.
func (m *Member) join(p post, asOf string) {
	if p.name != "" {
		m.Name = p.name
	}
	if (asOf == "" || p.start <= asOf) && p.team != "" {
		m.Team = p.team
	}
	for _, role := range p.roles {
		m.Spans = append(m.Spans, competence.Span{Role: role, Start: p.start, End: p.end})
	}
}

// shownOn returns the day whose roles are shown: somebody who has left is listed with
// their last roles.
func (m *Member) shownOn(asOf string) string {
	on := asOf
	if on == "" || m.End != "" && m.End < on {
		on = m.End
	}
	return max(on, m.Start)
}

func nextDay(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}
