package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/results"
)

// manyNames is how many people or competencies a hint lists at most.
const manyNames = 8

// FindPerson gives the person that somebody means by a staff ID or by a part of a
// name that only one person has. Nobody is guessed: near names are a hint.
func FindPerson(m *gradebook.Matrix, typed string) (*gradebook.Person, *diag.Fault) {
	id := results.CanonicalStaffID(typed)
	var ids, names []string
	var hits []*gradebook.Person
	words := strings.Fields(fold(typed))
	for i := range m.Staff {
		p := &m.Staff[i]
		if p.ID == id {
			return p, nil
		}
		ids, names = append(ids, p.ID), append(names, p.Name)
		name := fold(p.Name)
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			hits = append(hits, p)
		}
	}
	switch {
	case len(hits) == 1:
		return hits[0], nil
	case len(hits) > 1:
		var list []string
		for _, p := range hits {
			list = append(list, p.ID+" "+p.Name)
		}
		return nil, &diag.Fault{What: fmt.Sprintf("%d people have %q in their names", len(hits), typed), Hint: "name one by the staff ID: " + few(list)}
	}
	hint := "the roster lists the staff IDs and names"
	if near := sheets.Nearest(id, ids); len(near) > 0 {
		for i, id := range near {
			near[i] = id + " " + names[slices.Index(ids, id)]
		}
		hint = "did you mean " + strings.Join(near, " or ") + "?"
	} else if i := nearest(typed, names); i >= 0 {
		hint = "did you mean " + ids[i] + " " + names[i] + "?"
	}
	return nil, &diag.Fault{What: fmt.Sprintf("nobody has the staff ID %q or that in the name", typed), Hint: hint}
}

// FindCompetency gives the ID of the competency that somebody means by its ID or
// by a part of its title.
func FindCompetency(m *gradebook.Matrix, typed string) (string, *diag.Fault) {
	f := newFacts(m)
	var ids, titles []string
	add := func(id, title string) {
		if !slices.Contains(ids, id) {
			ids, titles = append(ids, id), append(titles, title)
		}
	}
	for i := range f.Standards.Competencies {
		add(f.Standards.Competencies[i].ID, f.Standards.Competencies[i].Title)
	}
	for _, c := range f.competencies {
		add(c.ID, c.Title)
	}
	var hits []int
	want := fold(typed)
	for i, id := range ids {
		if strings.EqualFold(id, strings.TrimSpace(typed)) {
			return id, nil
		}
		if want != "" && (strings.Contains(fold(titles[i]), want) || strings.Contains(fold(id), want)) {
			hits = append(hits, i)
		}
	}
	named := func(i int) string { return strings.TrimSpace(ids[i] + " " + titles[i]) }
	if len(hits) == 1 {
		return ids[hits[0]], nil
	}
	if len(hits) > 1 {
		var list []string
		for _, i := range hits {
			list = append(list, named(i))
		}
		return "", &diag.Fault{What: fmt.Sprintf("%d competencies have %q in ID or title", len(hits), typed), Hint: "name one by its ID: " + few(list)}
	}
	if i := nearest(typed, ids); i >= 0 {
		return "", &diag.Fault{What: fmt.Sprintf("there is no competency %q", typed), Hint: "did you mean " + named(i) + "?"}
	}
	if i := nearest(typed, titles); i >= 0 {
		return "", &diag.Fault{What: fmt.Sprintf("there is no competency %q", typed), Hint: "did you mean " + named(i) + "?"}
	}
	return "", &diag.Fault{What: fmt.Sprintf("there is no competency %q", typed), Hint: "the competencies are " + few(ids)}
}

// FindTeam gives the staff IDs of a team.
func FindTeam(m *gradebook.Matrix, typed string) ([]string, *diag.Fault) {
	var ids, teams []string
	for _, p := range m.Staff {
		if p.Team != "" && fold(p.Team) == fold(typed) {
			ids = append(ids, p.ID)
		} else if p.Team != "" && !slices.Contains(teams, p.Team) {
			teams = append(teams, p.Team)
		}
	}
	if len(ids) > 0 {
		return ids, nil
	}
	slices.Sort(teams)
	hint := "the roster names no team"
	if len(teams) > 0 {
		hint = diag.DidYouMean(typed, teams)
	}
	return nil, &diag.Fault{What: fmt.Sprintf("nobody is in the team %q", typed), Hint: hint}
}

// nearest finds the text, or the word in a text, that a mistyped one is close to.
func nearest(typed string, among []string) int {
	want := fold(typed)
	most := max(1, len([]rune(want))/4)
	best, at := most+1, -1
	for i, text := range among {
		text = fold(text)
		for _, candidate := range append(strings.Fields(text), text) {
			if d := diag.Distance(want, candidate); d < best {
				best, at = d, i
			}
		}
	}
	return at
}

// fold drops case and accents: somebody who looks for Novotný types Novotny.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))), " ")
}

func few(list []string) string {
	if len(list) > manyNames {
		return strings.Join(list[:manyNames], ", ") + fmt.Sprintf(" and %d more", len(list)-manyNames)
	}
	return strings.Join(list, ", ")
}
