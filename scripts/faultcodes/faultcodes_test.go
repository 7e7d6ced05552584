package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func repository(t *testing.T) *source {
	t.Helper()
	s, err := read(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.kinds) == 0 || len(s.fills) == 0 {
		t.Fatal("no kinds of faults were found")
	}
	return s
}

// A code means one thing: it belongs to one package, and every kind has words.
func TestKinds(t *testing.T) {
	t.Parallel()
	kebab := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	owner := map[string]kind{}
	for _, k := range repository(t).kinds {
		switch first, taken := owner[k.code]; {
		case k.what == "" && k.name != "":
			t.Errorf("%s: the kind has no words", k.place)
		case k.code == "":
		case !kebab.MatchString(k.code):
			t.Errorf("%s: the code %q is not in kebab case", k.place, k.code)
		case taken && first.folder != k.folder:
			t.Errorf("%s: the code %q is taken by %s", k.place, k.code, first.place)
		default:
			owner[k.code] = k
		}
		if k.name != "" && path.Base(strings.Split(k.place, ":")[0]) != "faults.go" {
			t.Errorf("%s: kinds are declared in a file faults.go", k.place)
		}
	}
}

// Words never ask for more than they are given, and no kind is left over.
func TestFills(t *testing.T) {
	t.Parallel()
	s := repository(t)
	kinds := map[string]kind{}
	for _, k := range s.kinds {
		if k.name != "" {
			kinds[k.key()] = k
		}
	}
	for _, f := range s.fills {
		if k, found := kinds[f.key]; found && !f.open && f.args < k.needs() {
			t.Errorf("%s: %d arguments, and the words of %s use %d", f.place, f.args, k.name, k.needs())
		}
	}
	for key, k := range kinds {
		if s.names[key] < 2 {
			t.Errorf("%s: nothing uses the kind %s", k.place, k.name)
		}
	}
}

// A fault without a kind would have no code.
func TestEveryFaultHasAKind(t *testing.T) {
	t.Parallel()
	for _, place := range repository(t).codeless {
		t.Errorf("%s: a fault without a kind; declare one in faults.go", place)
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	old, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(page)))
	if err != nil || string(old) != string(repository(t).page()) {
		t.Errorf("%s is out of date: run go run ./scripts/faultcodes (%v)", page, err)
	}
}

func TestVerbs(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]int{
		"": 0, "100%%": 0, "%d of %d": 2, "%[2]s": 2, "%[1]q and %s": 2, "%5.1f%% of %q": 2, "%": 0, "%[x]s": 1,
	} {
		if got := highest(format); got != want {
			t.Errorf("%q uses %d arguments, not %d", format, got, want)
		}
	}
	if got := shown("%q is 50%% of %[1]s"); got != "… is 50% of …" {
		t.Errorf("%q", got)
	}
}
