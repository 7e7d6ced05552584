package grading

import (
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// choose returns the staff that were requested, or everybody. Somebody who is not in the
// roster is a fault: an empty matrix would look like an answer.
func choose(roster *sheets.Roster, staff []string, team string) (map[string]bool, diag.List) {
	asked, faults := chooseStaff(roster, staff)
	faults.Append(checkTeam(roster, team))
	chosen := map[string]bool{}
	for _, m := range roster.Members {
		if (len(asked) == 0 || asked[m.ID]) && (team == "" || quiz.Fold(m.Team) == quiz.Fold(team)) {
			chosen[m.ID] = true
		}
	}
	return chosen, faults
}

func chooseStaff(roster *sheets.Roster, typed []string) (asked map[string]bool, faults diag.List) {
	asked = map[string]bool{}
	var ids []string
	for _, m := range roster.Members {
		ids = append(ids, m.ID)
	}
	for _, name := range typed {
		id := results.CanonicalStaffID(name)
		asked[id] = true
		if roster.Has(id) {
			continue
		}
		if near := sheets.Nearest(id, ids); len(near) > 0 {
			faults.Add(staffPerhaps.With(name, strings.Join(near, " or ")).In(""))
		} else {
			faults.Add(staffUnknown.With(name).In(""))
		}
	}
	return asked, faults
}

func checkTeam(roster *sheets.Roster, team string) (faults diag.List) {
	var teams []string
	for _, m := range roster.Members {
		if quiz.Fold(m.Team) == quiz.Fold(team) {
			return faults
		}
		if m.Team != "" && !slices.Contains(teams, m.Team) {
			teams = append(teams, m.Team)
		}
	}
	slices.Sort(teams)
	switch {
	case team == "":
	case len(teams) == 0:
		faults.Add(teamUnknownWithoutTeams.With(team).In(""))
	default:
		faults.Add(teamUnknown.With(team, diag.Suggest(team, teams)).In(""))
	}
	return faults
}
