// Command corpus makes up a large organisation's results, to measure the
// gradebook by: a roster, and a results file a line. Every record is one that the
// gradebook accepts: with the draw of its person and attempt, shown options, an
// event log and its seal. Run it from the repository's root:
//
//	go run ./gradebook/corpus -people 10000 -attempts 100 -o results.ndjson -roster roster.csv -kit kit.zip
//	gradebook grade results.ndjson --kit kit.zip --roster roster.csv --as-of 2026-11-30 -o out
//
// The kit is that of the project, with no limit on attempts: nobody takes an
// assessment a hundred times, and what is measured is how many count.
//
// The same numbers, archive and standards give the same bytes.
package main

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

const bank = "verbal-de-escalation"

func main() {
	people := flag.Int("people", 1000, "how many people hand in")
	attempts := flag.Int("attempts", 10, "how many attempts each of them hands in")
	results := flag.String("o", "-", "file to write the results to; - is standard output")
	roster := flag.String("roster", "", "file to write the roster to, as CSV")
	kit := flag.String("kit", "", "file to write a grading kit to in which attempts have no limit")
	flag.Parse()
	if err := run(*people, *attempts, *results, *roster, *kit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(people, attempts int, results, roster, kit string) error {
	p, faults := project.Open(".")
	if err := faults.Err(); err != nil {
		return err
	}
	defer p.Close()
	if kit != "" {
		if err := writeKit(p, kit); err != nil {
			return err
		}
	}
	if roster != "" {
		if err := writeRoster(p, people, roster); err != nil {
			return err
		}
	}
	archive, faults := p.LoadArchive()
	if err := faults.Err(); err != nil {
		return err
	}
	snapshots := archive.Snapshots(bank)
	if len(snapshots) == 0 {
		return fmt.Errorf("the archive has no keys of %q: run coursemark build first", bank)
	}
	g := &generator{site: p.Config.Site.ID, archive: archive, snapshots: snapshots, attempts: attempts}
	if results == "-" {
		return g.write(os.Stdout, people)
	}
	out, err := os.Create(results)
	if err != nil {
		return err
	}
	return errors.Join(g.write(out, people), out.Close())
}

func writeRoster(p *project.Project, people int, name string) error {
	framework, faults := p.LoadFramework()
	if err := faults.Err(); err != nil {
		return err
	}
	text := []byte("staff_id,name,role,team,start\n")
	for n := range people {
		role := framework.Roles[n%len(framework.Roles)].ID
		text = fmt.Appendf(text, "%s,Person %d,%s,Team %d,2019-01-01\n", staffID(n), n, role, n/25)
	}
	return os.WriteFile(name, text, 0o644)
}

// writeKit writes the project's grading kit without a limit on attempts.
func writeKit(p *project.Project, name string) error {
	p.Banks = afero.NewCopyOnWriteFs(p.Banks, afero.NewMemMapFs())
	const file = bank + ".toml"
	text, err := afero.ReadFile(p.Banks, file)
	if err != nil {
		return err
	}
	text = regexp.MustCompile(`(?m)^(attempts|cooling_off_days) .*$`).ReplaceAll(text, nil)
	if err := afero.WriteFile(p.Banks, file, text, 0o644); err != nil {
		return err
	}
	modules, faults := p.LoadModules()
	if err := faults.Err(); err != nil {
		return err
	}
	kit, err := p.Kit("corpus", modules)
	if err != nil {
		return err
	}
	return os.WriteFile(name, kit, 0o644)
}

func staffID(n int) string { return fmt.Sprintf("P%06d", n) }

type generator struct {
	site      string
	archive   *quiz.Archive
	snapshots []*quiz.Snapshot
	attempts  int
}

// write makes people side by side and writes them in order.
func (g *generator) write(out io.Writer, people int) error {
	type lines struct {
		text []byte
		err  error
	}
	queue := make(chan chan lines, 2*runtime.GOMAXPROCS(0)) // bounds what waits in memory
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(queue)
		for n := range people {
			done := make(chan lines, 1)
			select {
			case queue <- done:
			case <-stop:
				return
			}
			go func() {
				text, err := g.person(n)
				done <- lines{text, err}
			}()
		}
	}()
	w := bufio.NewWriterSize(out, 1<<20)
	for done := range queue {
		made := <-done
		if made.err != nil {
			return made.err
		}
		if _, err := w.Write(made.text); err != nil {
			return err
		}
	}
	return w.Flush()
}

// person makes a results file, as a line, for each attempt of a person, who learns a
// little each time.
func (g *generator) person(n int) (out []byte, err error) {
	rng := rand.New(rand.NewPCG(uint64(n), 20261130))
	first := time.Date(2024, 12, 1, 7, 0, 0, 0, time.UTC).Add(time.Duration(rng.IntN(10*3600)) * time.Second)
	for k := range g.attempts {
		a, err := g.attempt(n, k, first, rng)
		if err != nil {
			return nil, err
		}
		if out, err = g.appendLine(out, a); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// attempt makes the k-th attempt of a person, from 0; the first one is at that time.
func (g *generator) attempt(n, k int, first time.Time, rng *rand.Rand) (*results.Attempt, error) {
	ordinal, staff := k+1, staffID(n)
	snapshot := g.snapshots[k*len(g.snapshots)/g.attempts]
	started := first.AddDate(0, 0, k*700/g.attempts)
	submitted := started.Add(time.Duration(600+rng.IntN(1200)) * time.Second)
	a := &results.Attempt{ID: results.AttemptID(sha256.Sum256(fmt.Append(nil, staff, ordinal))), Site: g.site,
		Bank: bank, BankRevision: snapshot.Revision, Ordinal: ordinal, Staff: staff, Name: fmt.Sprint("Person ", n),
		Lang:    "en",
		Started: started.Format(time.RFC3339), Submitted: submitted.Format(time.RFC3339),
		Log: []string{`{"e":"start"}`}}
	knows := 0.5 + 0.48*float64(ordinal)/float64(g.attempts)
	for _, question := range quiz.Draw(g.site, snapshot.Revision, staff, ordinal, snapshot.Groups) {
		key, _ := g.archive.Key(bank, question, snapshot.Revisions[question])
		raw, err := json.Marshal(answer(rng, key, rng.Float64() < knows))
		if err != nil {
			return nil, err
		}
		r := results.Response{Question: question, Revision: key.Revision, Response: jsontext.Value(raw)}
		for _, o := range key.Options {
			r.Shown = append(r.Shown, o.ID)
		}
		a.Responses = append(a.Responses, r)
		a.Log = append(a.Log, fmt.Sprintf(`{"e":"answer","q":%q,"r":%s}`, question, raw))
	}
	a.Log = append(a.Log, `{"e":"submit"}`)
	return a, nil
}

// appendLine adds a results file with one attempt, as a line.
func (g *generator) appendLine(out []byte, a *results.Attempt) ([]byte, error) {
	record, err := a.Record()
	if err != nil {
		return nil, err
	}
	encoded, err := (&results.File{Site: g.site, Player: "coursemark corpus",
		Records: []results.Record{record}}).Encode()
	if err != nil {
		return nil, err
	}
	line := jsontext.Value(encoded)
	if err := line.Compact(); err != nil {
		return nil, err
	}
	return append(append(out, line...), '\n'), nil
}

// answer chooses what is right, or something that is not.
func answer(rng *rand.Rand, key *quiz.Key, right bool) quiz.Response {
	var chosen, wrong []string
	for _, o := range key.Options {
		if o.Fraction > 0 {
			chosen = append(chosen, o.ID)
		} else {
			wrong = append(wrong, o.ID)
		}
	}
	slip := wrong[rng.IntN(len(wrong))]
	switch {
	case key.Type != quiz.Multiple && right:
		return quiz.Response{Choice: chosen[0]}
	case key.Type != quiz.Multiple:
		return quiz.Response{Choice: slip}
	case !right:
		chosen[0] = slip
		slices.Sort(chosen)
	}
	return quiz.Response{Choices: chosen}
}
