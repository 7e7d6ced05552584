package diag

import (
	"slices"
	"testing"
)

func TestMessages(t *testing.T) {
	unknown := Kind{Code: "unknown-scene", What: "there is no scene #%s", Hint: "%[2]s"}
	within := Kind{What: "choice %d: %s"}
	m := within.With(3, unknown.With("lobby", Suggest("loby", []string{"lobby"})))
	f := m.At("a.md", []byte("one\ntwo\n"), 4)
	if f.Error() != "a.md:2:1: choice 3: there is no scene #lobby" || f.Hint != `did you mean "lobby"?` ||
		f.Code != "unknown-scene" {
		t.Errorf("%+v", f)
	}
	if !m.Is(unknown) || !m.Is(within) || m.Is(Kind{Code: "another"}) {
		t.Error("the kinds of a message inside another one are not told apart")
	}
	if len(f.Args) != 3 || !slices.Equal(f.Args[:2], []any{3, "lobby"}) {
		t.Errorf("%v", f.Args)
	}
	// Words use the arguments that they need.
	if got := (Kind{What: "100%% of it", Hint: "no verb"}).With(1, 2); got.What() != "100% of it" ||
		got.Hint() != "no verb" {
		t.Errorf("%q %q", got.What(), got.Hint())
	}
	if got := (Kind{What: "%d%% of it"}).With(1, 2).What(); got != "1% of it" {
		t.Error(got)
	}
}
