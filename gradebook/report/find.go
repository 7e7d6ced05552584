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
	"github.com/coursemark/coursemark/standards"
)

// manyNames is how many people or competencies a hint lists at most.
const manyNames = 8

// FindPerson returns the person with a staff ID, or the only person with a text in the
// name. It never guesses: similar names are only a hint.
func FindPerson(m *gradebook.Matrix, typed string) (*gradebook.Person, *diag.Fault) {
	id := results.CanonicalStaffID(typed)
	parts := strings.Fields(fold(typed))
	var hits []*gradebook.Person
	for i := range m.Staff {
		p := &m.Staff[i]
		if p.ID == id {
			return p, nil
		}
		name := fold(p.Name)
		if len(parts) > 0 && !slices.ContainsFunc(parts,
			func(part string) bool { return !strings.Contains(name, part) }) {
			hits = append(hits, p)
		}
	}
	if len(hits) == 1 {
		return hits[0], nil
	}
	if len(hits) > 1 {
		return nil, fault(personAmbiguous.With(typed, len(hits), firstOf(labels(hits))))
	}
	return nil, fault(personUnknown.With(typed, nearPeople(m, id, typed)))
}

// nearPeople says whom somebody may have meant, by the ID or else by the name.
func nearPeople(m *gradebook.Matrix, id, typed string) diag.Message {
	ids, names := make([]string, len(m.Staff)), make([]string, len(m.Staff))
	for i, p := range m.Staff {
		ids[i], names[i] = p.ID, p.Name
	}
	var near []*gradebook.Person
	for _, id := range sheets.Nearest(id, ids) {
		near = append(near, &m.Staff[slices.Index(ids, id)])
	}
	if i := nearest(typed, names); near == nil && i >= 0 {
		near = append(near, &m.Staff[i])
	}
	if near == nil {
		return seeRoster.With()
	}
	return didYouMean.With(strings.Join(labels(near), " or "))
}

// labels name people by staff ID and name.
func labels(people []*gradebook.Person) []string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.ID + " " + p.Name
	}
	return out
}

// FindCompetency returns the ID of the competency with an ID, or of the only one with
// a text in its ID or title.
func FindCompetency(m *gradebook.Matrix, typed string) (string, *diag.Fault) {
	known := named(m)
	var hits []string // ID and title
	id, want := "", fold(typed)
	for _, c := range known {
		if strings.EqualFold(c.ID, strings.TrimSpace(typed)) {
			return c.ID, nil
		}
		if want != "" && (strings.Contains(fold(c.Title), want) || strings.Contains(fold(c.ID), want)) {
			id, hits = c.ID, append(hits, label(c))
		}
	}
	if len(hits) == 1 {
		return id, nil
	}
	if len(hits) > 1 {
		return "", fault(competencyAmbiguous.With(typed, len(hits), firstOf(hits)))
	}
	kind := competencyUnknown
	if m.Standards == nil { // which have the titles
		kind = competencyWithoutTitle
	}
	return "", fault(kind.With(typed, nearCompetency(known, typed)))
}

// nearCompetency says which competency somebody may have meant, or which there are.
func nearCompetency(known []*standards.Competency, typed string) diag.Message {
	ids, titles := make([]string, len(known)), make([]string, len(known))
	for i, c := range known {
		ids[i], titles[i] = c.ID, c.Title
	}
	for _, among := range [][]string{ids, titles} {
		if i := nearest(typed, among); i >= 0 {
			return didYouMean.With(label(known[i]))
		}
	}
	return theCompetencies.With(firstOf(ids))
}

// named returns the competencies that can be named: all of the standards, and those
// that somebody has a cell for.
func named(m *gradebook.Matrix) []*standards.Competency {
	f := newFacts(m)
	var out []*standards.Competency
	for i := range f.Standards.Competencies {
		out = append(out, &f.Standards.Competencies[i])
	}
	for _, c := range f.competencies {
		if f.Standards.Competency(c.ID) == nil {
			out = append(out, c)
		}
	}
	return out
}

func label(c *standards.Competency) string { return strings.TrimSpace(c.ID + " " + c.Title) }

// FindTeam returns the staff IDs of a team.
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
	if teams == nil {
		return nil, fault(teamUnknown.With(typed, noTeams.With()))
	}
	slices.Sort(teams)
	return nil, fault(teamUnknown.With(typed, diag.Suggest(typed, teams)))
}

// fault returns a fault of the command line, which has no file.
func fault(m diag.Message) *diag.Fault {
	f := m.In("")
	return &f
}

// nearest returns the index of the text that is close to a mistyped one, or has a word
// that is; -1 if none is.
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

func firstOf(list []string) string {
	if len(list) > manyNames {
		return strings.Join(list[:manyNames], ", ") + fmt.Sprintf(" and %d more", len(list)-manyNames)
	}
	return strings.Join(list, ", ")
}
