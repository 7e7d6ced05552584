package grading

import (
	"fmt"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// choose gives the staff that were asked for. One who is not in the roster is a
// fault: an empty matrix would look like an answer.
func choose(roster *intake.Roster, staff []string, team string) (map[string]bool, diag.List) {
	var faults diag.List
	chosen := map[string]bool{}
	var ids, teams []string
	for _, m := range roster.Members {
		ids = append(ids, m.ID)
		if m.Team != "" && !slices.Contains(teams, m.Team) {
			teams = append(teams, m.Team)
		}
	}
	slices.Sort(teams)
	asked := map[string]bool{}
	for _, typed := range staff {
		id := results.CanonicalStaffID(typed)
		if !roster.Has(id) {
			hint := "the roster lists the staff IDs"
			if near := intake.Nearest(id, ids); len(near) > 0 {
				hint = "did you mean " + strings.Join(near, " or ") + "?"
			}
			faults.Add(diag.Fault{What: fmt.Sprintf("the staff ID %q is not in the roster", typed), Hint: hint})
		}
		asked[id] = true
	}
	if team != "" && !slices.ContainsFunc(teams, func(t string) bool { return quiz.Fold(t) == quiz.Fold(team) }) {
		hint := "the roster names no team"
		if len(teams) > 0 {
			hint = diag.DidYouMean(team, teams)
		}
		faults.Add(diag.Fault{What: fmt.Sprintf("nobody in the roster is in the team %q", team), Hint: hint})
	}
	for _, m := range roster.Members {
		if (len(asked) == 0 || asked[m.ID]) && (team == "" || quiz.Fold(m.Team) == quiz.Fold(team)) {
			chosen[m.ID] = true
		}
	}
	return chosen, faults
}
