package count

import (
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 days", 1: "1 day", 2: "2 days", 11: "11 days", 21: "21 days",
		-1: "-1 day"} {
		if got := Of(n, "day", "days"); got != want {
			t.Errorf("Of(%d) is %q, not %q", n, got, want)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{
		"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"},
	} {
		if got := List(names); got != want {
			t.Errorf("List(%q) is %q, not %q", names, got, want)
		}
	}
}

// Another language is a value: Polish has three forms, French counts zero as one.
func TestOtherLanguages(t *testing.T) {
	t.Parallel()
	polish := Language{Tag: language.Polish, And: "i"}
	days := Noun{plural.One: "dzień", plural.Few: "dni", plural.Many: "dni", plural.Other: "dnia"}
	for n, want := range map[int]string{1: "1 dzień", 2: "2 dni", 5: "5 dni", 22: "22 dni"} {
		if got := polish.Of(n, days); got != want {
			t.Errorf("Of(%d) is %q, not %q", n, got, want)
		}
	}
	french := Language{Tag: language.French, And: "et"}
	if got := french.Of(0, Noun{plural.One: "jour", plural.Other: "jours"}); got != "0 jour" {
		t.Errorf("French counts zero as %q", got)
	}
	if got := polish.List([]string{"a", "b"}); got != "a i b" {
		t.Errorf("the list is %q", got)
	}
}
