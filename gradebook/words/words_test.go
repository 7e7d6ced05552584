package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
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

// constants reads the values of a type's constants from the source of a package,
// so that one which is added is not forgotten here. With a file in place of a type
// they are all exported texts of that file.
func constants[T ~string](t *testing.T, pkg, typeOrFile string) []T {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", pkg, "*.go"))
	if err != nil || files == nil {
		files, err = filepath.Glob(filepath.Join("..", pkg, "*.go"))
	}
	if err != nil || files == nil {
		t.Fatal("no source of", pkg, err)
	}
	var out []T
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				name, isType := v.Type.(*ast.Ident)
				if !(isType && name.Name == typeOrFile || v.Type == nil && filepath.Base(file) == typeOrFile && v.Names[0].IsExported()) {
					continue
				}
				if literal, ok := v.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
					text, err := strconv.Unquote(literal.Value)
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, T(text))
				}
			}
		}
	}
	if len(out) < 3 {
		t.Fatalf("%s of %s: found only %v", typeOrFile, pkg, out)
	}
	return out
}

// Nobody reads the name of a constant: everything has words of its own.
func TestEverythingHasWords(t *testing.T) {
	bare := words.New(words.About{AsOf: "2026-11-30"})
	taken := map[string]string{}
	say := func(what, name, text string) {
		t.Helper()
		switch {
		case strings.TrimSpace(text) == "":
			t.Errorf("%s %q has no words", what, name)
		case taken[what+text] != "":
			t.Errorf("%s %q and %q are both %q", what, name, taken[what+text], text)
		}
		taken[what+text] = name
	}
	for _, c := range constants[competence.Cause](t, "competence", "Cause") {
		text := bare.Cause(&competence.Cell{Cause: c})
		say("cause", string(c), text)
		if _, isWord := map[competence.Cause]bool{competence.AwaitingConfirmation: true, competence.AwaitingMarking: true, competence.InsufficientEvidence: true, competence.ObservationMissing: true}[c]; !isWord && text == strings.ReplaceAll(string(c), "-", " ") {
			t.Errorf("cause %q: only its name is said", c)
		}
		if gap := bare.Gap(&competence.Cell{Cause: c, MissingKinds: [][]standards.Kind{{standards.Simulation, standards.Practice}}}); c != competence.NotAttempted && !strings.Contains(gap, "observed simulation or observed practice") {
			t.Errorf("cause %q does not say what is missing: %q", c, gap)
		}
	}
	for _, s := range constants[competence.Status](t, "competence", "Status") {
		say("status", string(s), words.Status(s))
	}
	for _, k := range constants[standards.Kind](t, "standards", "Kind") {
		text := bare.Kind(k)
		say("kind", string(k), text)
		if text == string(k) {
			t.Errorf("kind %q has no name", k)
		}
		if shown := words.New(words.About{Standards: shipped(t)}).Kind(k); shown != text {
			t.Errorf("the shipped framework calls %q %q, and without it it is %q", k, shown, text)
		}
	}
	for _, v := range constants[verdict.Verdict](t, "verdict", "Verdict") {
		if v != verdict.Accepted {
			say("verdict", string(v), words.Verdict(v))
		}
	}
	for _, i := range constants[verdict.Identity](t, "verdict", "Identity") {
		say("identity", string(i), words.Identity(i))
	}
}

func TestCellTexts(t *testing.T) {
	level := func(n int) *int { return &n }
	w := words.New(words.About{AsOf: "2026-11-30", Standards: shipped(t)})
	for _, c := range []struct {
		want string
		cell competence.Cell
	}{
		{"does ✓", competence.Cell{Level: level(4), Required: 3, Status: competence.Current, Met: true}},
		{"shows how ✓ · borderline", competence.Cell{Level: level(3), Required: 3, Status: competence.Current, Met: true, Borderline: "x"}},
		{"knows ✓ · observation missing", competence.Cell{Level: level(1), Required: 3, Status: competence.Current, Cause: competence.ObservationMissing}},
		{"▲ observation missing, needs shows how", competence.Cell{Required: 3, Status: competence.NotYet, Cause: competence.ObservationMissing}},
		{"▲ knows how, needs shows how", competence.Cell{Level: level(2), Required: 3, Status: competence.NotYet, Cause: competence.Failed}},
		{"▲ knows how, needs shows how · supervised until 2027-01-01", competence.Cell{Level: level(2), Required: 3, Status: competence.NotYet, Cause: competence.Failed, Supervised: true, Due: "2027-01-01"}},
		{"⌛ 12 days · does", competence.Cell{Level: level(4), Required: 3, Status: competence.Expiring, Met: true, Expires: "2026-12-12"}},
		{"⌛ 1 day · does", competence.Cell{Level: level(4), Required: 3, Status: competence.Expiring, Met: true, Expires: "2026-12-01"}},
		{"? pending", competence.Cell{Required: 2, Status: competence.Pending}},
		{"? awaiting confirmation · knows", competence.Cell{Level: level(1), Required: 3, Status: competence.Pending, Cause: competence.AwaitingConfirmation}},
		{"– not required", competence.Cell{Status: competence.NotRequired}},
		{"– not required · knows", competence.Cell{Level: level(1), Status: competence.NotRequired}},
		{"✗ expired 2026-03-01", competence.Cell{Level: level(0), Required: 3, Status: competence.Expired, Expires: "2026-03-01", Cause: competence.ExpiredEvidence}},
		{"▲ insufficient evidence (n=5)", competence.Cell{Required: 3, Status: competence.NotYet, Cause: competence.InsufficientEvidence, Kinds: []competence.Showing{{Items: 5}}}},
		{"▲ insufficient evidence", competence.Cell{Required: 3, Status: competence.NotYet, Cause: competence.InsufficientEvidence}},
		{"▲ nothing handed in yet, needs knows", competence.Cell{Required: 1, Status: competence.NotYet, Cause: competence.NotAttempted}},
		{"▲ not yet, needs knows · critical question missed", competence.Cell{Level: level(0), Required: 1, Status: competence.NotYet, Cause: competence.CriticalFailed}},
	} {
		if got := w.Cell(&c.cell); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
	// Every text that can arise starts with or holds a symbol: no level by colour alone.
	for _, status := range append(constants[competence.Status](t, "competence", "Status"), "") {
		for _, cause := range append(constants[competence.Cause](t, "competence", "Cause"), "") {
			for _, l := range []*int{nil, level(0), level(2), level(99), level(-1)} {
				for _, met := range []bool{true, false} {
					c := competence.Cell{Level: l, Required: 3, Status: status, Cause: cause, Met: met, Expires: "2026-12-01"}
					if text := w.Cell(&c); !strings.ContainsAny(text, "✓▲⌛?–✗") {
						t.Errorf("%q has no symbol: %+v", text, c)
					}
				}
			}
		}
	}
}
