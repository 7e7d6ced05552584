package words

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/standards"
)

func shipped(t *testing.T) *standards.Framework {
	t.Helper()
	const name = "recovery-oriented-services.toml"
	src, err := os.ReadFile(filepath.Join("..", "..", "standards", "frameworks", name))
	if err != nil {
		t.Fatal(err)
	}
	f, faults := standards.Parse(name, src)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// constants reads the values of a type's constants from the source of a package, so
// that one which is added is not forgotten here. With a file in place of a type they
// are all constants of that file.
func constants(t *testing.T, pkg, typeOrFile string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", pkg, "*.go"))
	if err != nil || files == nil {
		t.Fatal("no source of", pkg, err)
	}
	var out []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
				for _, spec := range g.Specs {
					out = append(out, valuesOf(t, spec.(*ast.ValueSpec), typeOrFile, filepath.Base(file))...)
				}
			}
		}
	}
	if len(out) < 2 {
		t.Fatalf("%s of %s: found only %v", typeOrFile, pkg, out)
	}
	return out
}

// valuesOf are the texts of a declaration, where it is of the type or in the file.
func valuesOf(t *testing.T, v *ast.ValueSpec, typeOrFile, file string) (out []string) {
	if name, ok := v.Type.(*ast.Ident); file != typeOrFile && (!ok || name.Name != typeOrFile) {
		return nil
	}
	for _, value := range v.Values {
		if literal, ok := value.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, text)
		}
	}
	return out
}

// each checks that a table has words for each code, other words for each, and words
// for nothing else.
func each[T ~string](t *testing.T, table map[T]string, codes []string) {
	t.Helper()
	taken := map[string]T{}
	for code, text := range table {
		if other, ok := taken[text]; ok || strings.TrimSpace(text) == "" {
			t.Errorf("%q says %q, as %q does", code, text, other)
		}
		taken[text] = code
		if !slices.Contains(codes, string(code)) {
			t.Errorf("there are words for %q, which is no code", code)
		}
	}
	for _, code := range codes {
		if table[T(code)] == "" {
			t.Errorf("%q has no words", code)
		}
	}
}

// Nobody reads the name of a constant: every code has words, and all words a code.
func TestEveryCodeHasWords(t *testing.T) {
	each(t, statuses, constants(t, "gradebook/competence", "Status"))
	each(t, causes, constants(t, "gradebook/competence", "Cause"))
	each(t, kinds, constants(t, "standards", "Kind"))
	each(t, itemFlags, constants(t, "gradebook/itemstats", "Flag"))
	each(t, bands, constants(t, "gradebook/itemstats", "Band"))
	each(t, identities, constants(t, "gradebook/verdict", "Identity"))
	many, one := map[verdict.Code]string{}, map[verdict.Code]string{}
	for code, words := range notices {
		many[code], one[code] = words.text, cmp.Or(words.one, words.text)
	}
	each(t, many, constants(t, "gradebook/verdict", "notices.go"))
	each(t, one, constants(t, "gradebook/verdict", "notices.go"))
	each(t, changes, constants(t, "gradebook/verdict", "changes.go"))
	each(t, verdicts, slices.DeleteFunc(constants(t, "gradebook/verdict", "Verdict"), func(v string) bool {
		return v == string(verdict.Accepted) // it needs none
	}))
}

// Every reason for a change is of a kind that has a name, and no name is without one.
func TestEveryKindOfChangeHasAName(t *testing.T) {
	var kinds []string
	for code := range changes {
		kinds = append(kinds, code.Reason())
	}
	each(t, changeKinds, kinds)
}

// The shipped framework calls nothing by another name than we do without it.
func TestLabelsOfTheShippedFramework(t *testing.T) {
	w := New(About{Standards: shipped(t)})
	for kind, name := range kinds {
		if got := w.Kind(kind); got != name {
			t.Errorf("%q is %q, and without the framework %q", kind, got, name)
		}
	}
}

// Every cause that leaves a demand open says what would meet it.
func TestGapsNameWhatIsMissing(t *testing.T) {
	w := New(About{AsOf: "2026-11-30"})
	for cause := range causes {
		gap := w.Gap(&competence.Cell{Cause: cause, MissingKinds: [][]standards.Kind{{standards.Simulation,
			standards.Practice}}})
		if cause != competence.NotAttempted && !strings.Contains(gap, "observed simulation or observed practice") {
			t.Errorf("cause %q does not say what is missing: %q", cause, gap)
		}
	}
}

func TestCellTexts(t *testing.T) {
	level := func(n int) *int { return &n }
	w := New(About{AsOf: "2026-11-30", Standards: shipped(t)})
	for _, c := range []struct {
		want string
		cell competence.Cell
	}{
		{"does ✓", competence.Cell{Level: level(4), Required: 3, Status: competence.Current, Met: true}},
		{"shows how ✓ · borderline",
			competence.Cell{Level: level(3), Required: 3, Status: competence.Current, Met: true, Borderline: "x"}},
		{"knows ✓ · observation missing", competence.Cell{Level: level(1), Required: 3, Status: competence.Current,
			Cause: competence.ObservationMissing}},
		{"▲ observation missing, needs shows how",
			competence.Cell{Required: 3, Status: competence.NotYet, Cause: competence.ObservationMissing}},
		{"▲ knows how, needs shows how",
			competence.Cell{Level: level(2), Required: 3, Status: competence.NotYet, Cause: competence.Failed}},
		{"▲ knows how, needs shows how · supervised until 2027-01-01",
			competence.Cell{Level: level(2), Required: 3, Status: competence.NotYet, Cause: competence.Failed,
				Supervised: true, Due: "2027-01-01"}},
		{"⌛ 12 days · does", competence.Cell{Level: level(4), Required: 3, Status: competence.Expiring, Met: true,
			Expires: "2026-12-12"}},
		{"⌛ 1 day · does", competence.Cell{Level: level(4), Required: 3, Status: competence.Expiring, Met: true,
			Expires: "2026-12-01"}},
		{"? pending", competence.Cell{Required: 2, Status: competence.Pending}},
		{"? awaiting confirmation · knows", competence.Cell{Level: level(1), Required: 3, Status: competence.Pending,
			Cause: competence.AwaitingConfirmation}},
		{"– not required", competence.Cell{Status: competence.NotRequired}},
		{"– not required · knows", competence.Cell{Level: level(1), Status: competence.NotRequired}},
		{"✗ expired 2026-03-01", competence.Cell{Level: level(0), Required: 3, Status: competence.Expired,
			Expires: "2026-03-01", Cause: competence.ExpiredEvidence}},
		{"▲ insufficient evidence (n=5)", competence.Cell{Required: 3, Status: competence.NotYet,
			Cause: competence.InsufficientEvidence, Kinds: []competence.Showing{{Items: 5}}}},
		{"▲ insufficient evidence",
			competence.Cell{Required: 3, Status: competence.NotYet, Cause: competence.InsufficientEvidence}},
		{"▲ nothing handed in yet, needs knows",
			competence.Cell{Required: 1, Status: competence.NotYet, Cause: competence.NotAttempted}},
		{"▲ not yet, needs knows · critical question missed",
			competence.Cell{Level: level(0), Required: 1, Status: competence.NotYet, Cause: competence.CriticalFailed}},
	} {
		if got := w.Cell(&c.cell); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
	// Every text that can arise starts with or holds a symbol: no level by colour alone.
	for _, status := range append(slices.Collect(maps.Keys(statuses)), "") {
		for _, cause := range append(slices.Collect(maps.Keys(causes)), "") {
			for _, l := range []*int{nil, level(0), level(2), level(99), level(-1)} {
				for _, met := range []bool{true, false} {
					c := competence.Cell{Level: l, Required: 3, Status: status, Cause: cause, Met: met,
						Expires: "2026-12-01"}
					if text := w.Cell(&c); !strings.ContainsAny(text, "✓▲⌛?–✗") {
						t.Errorf("%q has no symbol: %+v", text, c)
					}
				}
			}
		}
	}
}
