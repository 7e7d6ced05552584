package terminal

import (
	"bytes"
	"errors"
	"testing"

	"github.com/coursemark/coursemark/internal/diag"
)

var (
	noTitle = diag.Kind{Code: "page-without-title", What: "the page %q has no title", Hint: "write title = \"…\""}
	unknown = diag.Kind{Code: "page-unknown-key", What: "unknown key %q", Hint: "%[2]s"}
)

func faults() []diag.Fault {
	suggestion := diag.Suggest("titel", []string{"title"})
	return []diag.Fault{
		noTitle.With("a\x1bb").At("content/a.md", []byte("+++\n+++\n"), 0),
		unknown.With("titel", suggestion).In("content/b,c.md").Notice(),
	}
}

func print(asJSON bool, do func(c *Console)) (stdout, stderr string) {
	var out, errs bytes.Buffer
	do(New(&out, &errs, asJSON))
	return out.String(), errs.String()
}

func TestFaults(t *testing.T) {
	t.Parallel()
	const want = `content/a.md:1:1: the page "a\x1bb" has no title
    1 | +++
      | ^
  hint: write title = "…"
content/b,c.md: notice: unknown key "titel"
  hint: did you mean "title"?
1 fault, 1 notice
`
	if stdout, stderr := print(false, func(c *Console) { c.Faults(faults()) }); stdout != "" || stderr != want {
		t.Errorf("%s\n%s", stdout, stderr)
	}
}

// Programs go by the code and its arguments.
func TestFaultsAsJSON(t *testing.T) {
	t.Parallel()
	const want = `[
  {
    "file": "content/a.md",
    "line": 1,
    "column": 1,
    "severity": "error",
    "code": "page-without-title",
    "args": [
      "a\u001bb"
    ],
    "what": "the page \"a\\x1bb\" has no title",
    "hint": "write title = \"…\""
  },
  {
    "file": "content/b,c.md",
    "severity": "notice",
    "code": "page-unknown-key",
    "args": [
      "titel",
      {
        "typed": "titel",
        "known": [
          "title"
        ]
      }
    ],
    "what": "unknown key \"titel\"",
    "hint": "did you mean \"title\"?"
  }
]
`
	if stdout, stderr := print(true, func(c *Console) { c.Faults(faults()) }); stdout != want || stderr != "" {
		t.Errorf("%s\n%s", stdout, stderr)
	}
	if stdout, _ := print(true, func(c *Console) { c.Faults(nil) }); stdout != "[]\n" {
		t.Errorf("no faults are %q", stdout)
	}
	if got := values([]any{errors.New("the disk is full")}); got[0] != "the disk is full" {
		t.Errorf("an error is %v", got)
	}
}

func TestAnnotations(t *testing.T) {
	t.Parallel()
	const want = `::error file=content/a.md,line=1,col=1,title=page-without-title::the page "a\x1bb" has no title%0Ahint: write title = "…"
::notice file=content/b%2Cc.md,title=page-unknown-key::unknown key "titel"%0Ahint: did you mean "title"?
`
	if stdout, stderr := print(false, func(c *Console) { c.Annotations(faults()) }); stdout != want || stderr != "" {
		t.Errorf("%s\n%s", stdout, stderr)
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	if got := Clean("a\tb\x1b[2J\u202ec"); got != "a\tb\uFFFD[2J\uFFFDc" {
		t.Errorf("%q", got)
	}
}
