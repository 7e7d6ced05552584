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

// post is a row of the roster: a time of one person in one or more roles.
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
	return len(p.roles) == len(q.roles) && !slices.ContainsFunc(p.roles, func(r string) bool { return !slices.Contains(q.roles, r) })
}

// member joins the rows of one person. Somebody with several gets a span for each
// role, and works here for as long as the rows follow on one another; after a break,
// the time around the as-of date counts, or the last one before it.
func member(id string, posts []post, asOf string) Member {
	m := Member{Person: competence.Person{ID: id}, Name: posts[0].name, Team: posts[0].team}
	if len(posts) == 1 {
		m.Roles, m.Start, m.End = posts[0].roles, posts[0].start, posts[0].end
		return m
	}
	posts = slices.Clone(posts)
	slices.SortStableFunc(posts, func(a, b post) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.row, b.row)) })
	m.Start, m.End = stay(posts, asOf)
	for _, p := range posts {
		m.join(p, asOf)
	}
	m.Roles = m.RolesOn(m.shownOn(asOf))
	return m
}

// stay is from when until when somebody works here, around the as-of date.
func stay(posts []post, asOf string) (start, end string) {
	type stay struct{ start, end string }
	var stays []stay
	for _, p := range posts {
		last := len(stays) - 1
		if last < 0 || stays[last].end != "" && p.start != "" && p.start > nextDay(stays[last].end) {
			stays = append(stays, stay{p.start, p.end})
		} else if stays[last].end != "" && (p.end == "" || p.end > stays[last].end) {
			stays[last].end = p.end
		}
	}
	now := stays[0]
	for _, s := range stays {
		if asOf == "" || s.start <= asOf {
			now = s
		}
	}
	return now.start, now.end
}

// join adds a row. The team is that of the time that is in force, or was last.
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

// shownOn is the day whose roles are those of the member: whoever has left is listed
// with what they were last.
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
