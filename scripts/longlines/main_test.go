package main

import (
	"strings"
	"testing"
)

func TestTooLong(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 130)
	source := strings.Join([]string{
		"package p",
		"// " + long,
		`const quoted = "` + long + `"`,
		"const raw = `",
		long,
		"`",
		"\t\tvar " + strings.Repeat("y", 109),
		"\t\tvar " + strings.Repeat("z", 108),
	}, "\n")
	got := tooLong([]byte(source))
	if len(got) != 2 || got[0].number != 2 || got[1] != (line{7, 121}) {
		t.Errorf("%+v", got)
	}
}
