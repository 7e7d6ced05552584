package grading

import "github.com/coursemark/coursemark/internal/diag"

// Why nothing can be graded.
var (
	nothingToGradeBy = diag.Kind{Code: "grade-without-keys", What: "there is nothing to grade by", Hint: "name the grading kit with --kit, or the project with --project"}
	anotherSite      = diag.Kind{Code: "grade-other-site", What: "the kit is of the site %q, but %s is of %q", Hint: "grade one site at a time"}
	rulesUnusable    = diag.Kind{Code: "grade-rules-unusable", What: "%s"} // in the words of package competence
	interrupted      = diag.Kind{Code: "grade-interrupted", What: "grading was interrupted: %s"}

	staffUnknown        = diag.Kind{Code: "grade-unknown-staff", What: "the staff ID %q is not in the roster", Hint: "the roster lists the staff IDs"}
	staffPerhaps        = diag.Kind{Code: "grade-unknown-staff", What: "the staff ID %q is not in the roster", Hint: "did you mean %[2]s?"}
	teamUnknown         = diag.Kind{Code: "grade-unknown-team", What: "nobody in the roster is in the team %q", Hint: "%[2]s"}
	teamUnknownWithNone = diag.Kind{Code: "grade-unknown-team", What: "nobody in the roster is in the team %q", Hint: "the roster names no team"}

	matrixOfOtherSite      = diag.Kind{Code: "kit-other-site", What: "the matrix is of the site %q, but %s is of %q", Hint: "name the grading kit of the same site"}
	matrixOfOtherStandards = diag.Kind{Code: "kit-other-standards", What: "the matrix is by the standards %q, but %s has %q", Hint: "name the grading kit that the matrix was made with"}
)
