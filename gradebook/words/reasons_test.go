package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// codes reads the codes of package verdict from its source, so that one which is
// added is not forgotten here.
func codes(t *testing.T, files ...string) map[verdict.Code]bool {
	t.Helper()
	out := map[verdict.Code]bool{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), "../verdict/"+file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Code" {
				code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil || out[verdict.Code(code)] {
					t.Errorf("%s: %v, or it stands there twice", spec.Names[0], err)
				}
				out[verdict.Code(code)] = true
			}
			return true
		})
	}
	return out
}

func TestEveryNoteAndReasonHasWords(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$`)
	notesOf, reasonsOf := codes(t, "notes.go"), codes(t, "reasons.go")
	if len(notesOf) < 20 || len(reasonsOf) < 120 {
		t.Fatalf("found only %d notes and %d reasons", len(notesOf), len(reasonsOf))
	}
	for code := range notesOf {
		if notes[code] == "" || !kebab.MatchString(string(code)) {
			t.Errorf("the note %q has no words, or is not written in kebab case", code)
		}
	}
	for code := range notes {
		if !notesOf[code] {
			t.Errorf("%q has words but is not a note", code)
		}
	}
	for code := range reasonsOf {
		what, hint := Reason(code.With("1", "2", "3", "4", "5", "6"))
		if what == "" || strings.Contains(what+hint, "%!") || !kebab.MatchString(string(code)) {
			t.Errorf("the reason %q has no words, or wrong ones: %q, %q", code, what, hint)
		}
		if what, hint := Reason(code.With()); strings.Contains(what+hint, "%!") {
			t.Errorf("%q fails without arguments: %q, %q", code, what, hint)
		}
	}
	for code := range reasons {
		if !reasonsOf[code] {
			t.Errorf("%q has words but is not a reason", code)
		}
	}
}

// Whoever gets an exception knows what to do about it. What needs nothing done is
// what is counted once, or is not a results file at all.
func TestEveryReasonHasAWayOut(t *testing.T) {
	for code := range reasons {
		if _, hint := Reason(code.With("1", "2", "3", "4", "5", "6")); hint == "" {
			switch code.Reason() {
			case "duplicate", "extended", "not-results", "registered-for":
			default:
				t.Errorf("%q does not say what to do", code)
			}
		}
	}
}

func TestReasonsInWords(t *testing.T) {
	for _, test := range []struct {
		note       verdict.Note
		what, hint string
	}{
		{verdict.AttemptTooSoon.With(2, "Talking", "2026-01-11", 7, "2026-01-10", "2026-01-17"),
			`attempt 2 at "Talking" was begun on 2026-01-11, less than 7 days after the one of 2026-01-10; begun from 2026-01-17 on, it would count`, confirmAttempt},
		{verdict.AttemptTooSoon.With(2, "Talking", "2026-01-11", 1, "2026-01-11", ""),
			`attempt 2 at "Talking" was begun on 2026-01-11, less than a day after the one of 2026-01-11`,
			confirmAttempt},
		{verdict.AttemptTooMany.With(4, "Talking", "2026-03-01", 1, 1, "2026-03-02"),
			`attempt 4 at "Talking" of 2026-03-01 is one too many: no more than 1 counts in a month, and the next one can from 2026-03-02`, confirmAttempt},
		{verdict.AttemptTooMany.With(4, "Talking", "2026-03-01", 3, 0, ""),
			`attempt 4 at "Talking" of 2026-03-01 is one too many: no more than 3 count`, confirmAttempt},
		{verdict.UnknownStaff.With("H12", []string{"H012", "H112"}), `the staff ID "H12" is not in the roster`,
			"did the person mean H012 or H112? if so, count it as that one in decisions.xlsx; otherwise add this ID to the roster"},
		{verdict.UnknownStaff.With("H12", []string(nil)), `the staff ID "H12" is not in the roster`,
			"add the person to the roster, or ask who handed this in"},
		{verdict.UnqualifiedThen.With("Bob (H2)", "assessors.csv", "2026-07-01", "", "", "2026-06-30"),
			"the observer Bob (H2) is registered for all competencies until 2026-06-30, and observed on 2026-07-01",
			"add the qualification to assessors.csv if there is one, have a registered assessor observe, or confirm the observation in decisions.xlsx"},
		{verdict.NoRosterID.With("Ann"), "the row has no staff ID: Ann",
			"write the ID that the person types on the site"},
		{verdict.NoRosterID.With(""), "the row has no staff ID", "write the ID that the person types on the site"},
	} {
		if what, hint := Reason(test.note); what != test.what || hint != test.hint {
			t.Errorf("%v\n%q\n%q", test.note, what, hint)
		}
	}
}
