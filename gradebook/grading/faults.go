package grading

import "github.com/coursemark/coursemark/internal/diag"

// Why nothing can be graded.
var (
	nothingToGradeBy = diag.Kind{Code: "grade-without-keys", What: "there are no answer keys to grade with",
		Hint: "name the grading kit with --kit, or the project with --project"}
	anotherSite = diag.Kind{Code: "grade-other-site", What: "the kit is for the site %q, but %s is for %q",
		Hint: "grade one site at a time"}
	rulesUnusable = diag.Kind{Code: "grade-rules-unusable", What: "%s"} // in the words of package competence
	interrupted   = diag.Kind{Code: "grade-interrupted", What: "grading was interrupted: %s"}

	staffUnknown = diag.Kind{Code: "grade-unknown-staff", What: "the staff ID %q is not in the roster",
		Hint: "the roster lists the staff IDs"}
	staffPerhaps = diag.Kind{Code: "grade-unknown-staff", What: "the staff ID %q is not in the roster",
		Hint: "did you mean %[2]s?"}
	teamUnknown = diag.Kind{Code: "grade-unknown-team", What: "nobody in the roster is in the team %q",
		Hint: "%[2]s"}
	teamUnknownWithoutTeams = diag.Kind{Code: "grade-unknown-team", What: "nobody in the roster is in the team %q",
		Hint: "the roster names no team"}

	matrixOfOtherSite = diag.Kind{Code: "kit-other-site", What: "the matrix is for the site %q, but %s is for %q",
		Hint: "name the grading kit for the same site"}
	matrixOfOtherStandards = diag.Kind{Code: "kit-other-standards",
		What: "the matrix was made with the standards %q, but %s has %q",
		Hint: "name the grading kit that the matrix was made with"}
)
