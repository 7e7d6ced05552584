package generator

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// corpus lays down a project of many lessons to measure with: 4 to 6 KB each, ten
// to a module, ten modules to a course, and an assessment of 24 questions at the
// end of every course. 10,000 lessons make 11,207 pages.
func corpus(t testing.TB, dir string, lessons int) {
	t.Helper()
	lay(t, filepath.Join("testdata", "sound"), dir)
	for i := range lessons {
		course, module := i/100, i/10
		courseDir := fmt.Sprintf("content/c%03d", course)
		moduleDir := fmt.Sprintf("%s/%02d-m%d", courseDir, module%10, module)
		if i%100 == 0 {
			put(t, dir, courseDir+"/_index.md",
				fmt.Sprintf("+++\ntitle = \"Course %d\"\ndescription = \"The %dth course\"\n+++\n%s\n", course, course,
					prose(i, 40)))
			put(t, dir, fmt.Sprintf("quiz/banks/b%03d.toml", course), corpusBank(course))
		}
		if i%10 == 0 {
			quiz := ""
			if module%10 == 9 {
				quiz = fmt.Sprintf("quiz = \"b%03d\"\n", course)
			}
			put(t, dir, moduleDir+"/_index.md",
				fmt.Sprintf("+++\ntitle = \"Module %d\"\ndescription = \"The %dth module\"\nobjectives = [\"Listen *well*\", \"Speak last\"]\n%s+++\n%s\n", module, module, quiz, prose(i, 60)))
		}
		put(t, dir, fmt.Sprintf("%s/%02d-l%d.md", moduleDir, i%10, i), corpusLesson(i))
	}
}

// prose is some sentences of so many words, with emphasis and the like.
func prose(seed, count int) string {
	words := strings.Fields("the person says what helps and staff listen before they speak so that trust can grow in small steps on every ward and at every desk")
	var b strings.Builder
	for w := range count {
		word := words[(seed*7+w*w+w)%len(words)]
		switch w % 23 {
		case 9:
			word = "**" + word + "**"
		case 15:
			word = "*" + word + "*"
		case 22:
			word += "."
		}
		b.WriteString(word + " ")
	}
	return strings.TrimSpace(b.String()) + "."
}

func corpusLesson(i int) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "+++\ntitle = \"Lesson %d\"\ndescription = \"About %d, in short\"\nminutes = %d\nindicators = [\"D-1\"]\n+++\n\n", i, i, 5+i%10)
	for s := range 6 {
		fmt.Fprintf(&b, "## Part %d of lesson %d\n\n%s\n\n%s\n\n", s, i, prose(i+s, 70), prose(i+s+3, 40+i%30))
		switch s {
		case 0:
			fmt.Fprintf(&b, "See [the module](_index.md) and [the standard](https://example.org/%d).\n\n", i)
		case 1:
			b.WriteString("- one thing to do\n- another thing, with *care*\n- a third\n  - and what belongs to it\n\n")
		case 2:
			b.WriteString("| When | What | Who |\n|---|---|---|\n| at once | make room | all |\n| soon | talk it through | the key worker |\n| later | write it down | the person |\n\n")
		case 3:
			fmt.Fprintf(&b, "> %s\n\n", prose(i+s+5, 30))
			if i%5 == 0 {
				b.WriteString("```python\nfor minute in range(10):\n    listen(minute)\n```\n\n")
			}
		case 4:
			fmt.Fprintf(&b, "A claim that wants a note[^1].\n\n[^1]: Note %d: %s\n\n", i, prose(i, 12))
		case 5:
			if i%10 == 7 {
				fmt.Fprintf(&b, ":::question{type=\"single\" indicators=\"D-1\"}\nWhat helps in lesson %d?\n- [x] Listening\n  > Yes.\n- [ ] Shouting\n  > No.\n:::\n\n", i)
			}
			if i%10 > 0 {
				fmt.Fprintf(&b, "Before this came [lesson %d](%02d-l%d.md#part-2-of-lesson-%d).\n", i-1, (i-1)%10,
					i-1, i-1)
			}
		}
	}
	return b.String()
}

func corpusBank(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "id = \"b%03d\"\ntitle = \"Assessment %d\"\nmodule = \"c%03d/09-m%d\"\nmode = \"assessed\"\npass_mark = 80\nattempts = 3\n\n[[draw]]\npool = \"all\"\ncount = 12\n", n, n, n, n*10+9)
	for q := range 24 {
		fmt.Fprintf(&b, "\n[[questions]]\nid = \"q-%d\"\ntype = \"single\"\npool = \"all\"\nindicators = [\"D-1\"]\nprompt = \"What about %d of bank %d: %s?\"\n", q, q, n, prose(n+q, 15))
		for o := range 4 {
			fmt.Fprintf(&b, "[[questions.options]]\ntext = \"Answer %d: %s\"\ncorrect = %t\nfeedback = \"%s\"\n", o,
				prose(q+o, 8), o == q%4, prose(q+o, 10))
		}
	}
	return b.String()
}
