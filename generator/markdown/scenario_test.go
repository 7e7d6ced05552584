package markdown

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/quiz"
)

// describe writes out a parsed scenario.
func describe(s *Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "introduction %q %s\n", s.Introduction, s.IntroductionHTML)
	for i, scene := range s.Scenes {
		fmt.Fprintf(
			&b,
			"scene %s %q end=%q at %d:%d\n%q\n%s\n",
			scene.ID,
			scene.Title,
			scene.Ending,
			scene.At.Pos.Line,
			scene.At.Pos.Column,
			scene.Text,
			s.HTML[i].Text,
		)
		for k, c := range scene.Choices {
			html := s.HTML[i].Choices[k]
			fmt.Fprintf(
				&b,
				"- %q > %s %v critical=%v at %d:%d, %d:%d\n  %q\n  %s | %s\n",
				c.Text,
				c.To,
				c.Points,
				c.Critical,
				c.At.Pos.Line,
				c.At.Pos.Column,
				c.ToAt.Pos.Line,
				c.ToAt.Pos.Column,
				c.Feedback,
				html.Text,
				html.Feedback,
			)
		}
	}
	return b.String()
}

func scenarioSource(body string) Source {
	source := testSource(body)
	source.File = "content/course/module/03-talk.scenario.md"
	return source
}

func TestScenarios(t *testing.T) {
	r := newTestRenderer(t)
	cases(t, "scenarios", func(body string) string {
		s, faults := r.Scenario(scenarioSource(body))
		if faults.Len() > 0 {
			t.Errorf("faults in\n%s\n%v", body, rendered(faults))
		}
		return describe(s)
	})
}

func TestScenarioFaults(t *testing.T) {
	r := newTestRenderer(t)
	cases(t, "scenario-faults", func(body string) string {
		_, faults := r.Scenario(scenarioSource(body))
		if !faults.Failed() {
			t.Errorf("no fault in\n%s", body)
		}
		return rendered(faults)
	})
}

// scenarioIn turns a parsed text into a scenario that quiz can check.
func scenarioIn(s *Scenario, mode quiz.Mode) *quiz.Scenario {
	front, _ := tomlfile.Decode("x.scenario.md", nil, &struct{}{})
	return &quiz.Scenario{
		ID:           "x",
		Title:        "X",
		Mode:         mode,
		Exposure:     quiz.Private,
		Introduction: s.Introduction,
		Scenes:       s.Scenes,
		File:         front,
	}
}

// Texts that are built to exhaust the parser or the checks are refused quickly.
func TestHostileScenarios(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	r := newTestRenderer(t)
	var many strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&many, "## S %d {#s%d}\nT %d.\n\n- [x](#s%d)\n  > y\n\n", i, i, i, i+1)
	}
	for name, body := range map[string]string{
		"scenes":       strings.Repeat("## a {#a}\n", 15_000),
		"whole scenes": many.String(),
		"choices":      "## a {#a}\n\nt\n\n" + strings.Repeat("- [x](#a) {A=1}\n  > y\n", 8_000),
		"no choices":   "## a {#a}\n\nt\n\n- [x](#a)\n" + strings.Repeat("- x\n", 15_000),
		"points":       "## a {#a}\n\n- [x](#a) {" + strings.Repeat("A=1 ", 25_000) + "}",
		"braces":       "## a {#a}\n\n- [x](#a) " + strings.Repeat("{", 25_000),
		"brackets":     "## a {#a}\n\n- [" + strings.Repeat("[", 900) + "x](#a)",
		"links":        "## a {#a}\n\n" + strings.Repeat("[x](#a)\n\n", 12_000),
		"deep lists":   "## a {#a}\n\n" + deepLists(60),
		"headings":     strings.Repeat("### a\n", 15_000),
	} {
		start := time.Now()
		s, faults := r.Scenario(scenarioSource(body))
		found := scenarioIn(s, quiz.Assessed).Check(func(string) string { return "C" })
		faults.Append(found)
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %v", name, took)
		} else if took > time.Second/4 {
			t.Logf("%s took %v", name, took)
		}
		if !faults.Failed() {
			t.Errorf("%s: no fault", name)
		}
	}
}

func FuzzScenario(f *testing.F) {
	for _, name := range []string{"testdata/scenarios.txt", "testdata/scenario-faults.txt"} {
		source, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(source), "\n== ") {
			_, body, _ := strings.Cut(c, " ==\n")
			f.Add(body)
		}
	}
	r := newTestRenderer(f)
	competencyOf := func(indicator string) string { return indicator[:1] }
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 4<<10 {
			return
		}
		body = strings.ReplaceAll(body, "\r", "\n") // as files are read
		s, faults := r.Scenario(scenarioSource(body))
		again, _ := r.Scenario(scenarioSource(body))
		if describe(s) != describe(again) {
			t.Error("the same text gives two scenarios")
		}
		if len(s.HTML) != len(s.Scenes) {
			t.Fatal("scenes and their HTML differ")
		}
		for i := range s.Scenes {
			if len(s.Scenes[i].Choices) != len(s.HTML[i].Choices) {
				t.Fatal("choices and their HTML differ")
			}
		}
		for _, mode := range []quiz.Mode{quiz.Practice, quiz.Assessed} {
			whole := scenarioIn(s, mode)
			found := whole.Check(competencyOf)
			if !found.Failed() && !faults.Failed() {
				published := whole.Publish()
				archive := quiz.NewArchive()
				if kept := archive.RecordScenario(published); kept.Failed() {
					t.Error(rendered(kept))
				}
				line, err := archive.Encode("x")
				if err != nil {
					t.Fatal(err)
				}
				if read := quiz.NewArchive().Read("x.ndjson", line); read.Failed() {
					t.Errorf("%s\n%s", rendered(read), line)
				}
			}
			faults.Append(found)
		}
		for _, fault := range faults.Sorted() {
			if fault.Pos.Line < 1 && !strings.Contains(fault.What, "has no scenes") {
				t.Errorf("a fault without a place: %v", fault)
			}
			_ = fault.String()
		}
	})
}
