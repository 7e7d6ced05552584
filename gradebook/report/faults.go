package report

import "github.com/coursemark/coursemark/internal/diag"

// What can be wrong with a name that somebody typed. The first arguments are what was
// typed and, if it fits several, how many; the last says what could be meant.
var (
	personUnknown = diag.Kind{Code: "find-person-unknown",
		What: "nobody has the staff ID %q, or a name with that in it",
		Hint: "%[2]s"}
	personAmbiguous = diag.Kind{Code: "find-person-ambiguous", What: "%[2]d people have %[1]q in their names",
		Hint: "name one by the staff ID: %[3]s"}
	competencyUnknown   = diag.Kind{Code: "find-competency-unknown", What: "there is no competency %q", Hint: "%[2]s"}
	competencyAmbiguous = diag.Kind{Code: "find-competency-ambiguous",
		What: "%[2]d competencies have %[1]q in their ID or title",
		Hint: "name one by its ID: %[3]s"}
	competencyWithoutTitle = diag.Kind{Code: "find-competency-unknown", What: "there is no competency %q",
		Hint: "with --kit you can name it by its title too; %[2]s"}
	teamUnknown = diag.Kind{Code: "find-team-unknown", What: "nobody is in the team %q", Hint: "%[2]s"}
)

// What could be meant.
var (
	didYouMean      = diag.Kind{What: "did you mean %s?"}
	seeRoster       = diag.Kind{What: "the roster lists the staff IDs and names"}
	theCompetencies = diag.Kind{What: "the competencies are %s"}
	noTeams         = diag.Kind{What: "the roster names no team"}
)
