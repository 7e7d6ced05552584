// Command generate makes the sample organisation of this folder: the roster, two
// years of results, a sheet of observations and one of training of Riverbend Community Hospital,
// which does not exist. Run it from the repository's root:
//
//	go run ./examples/hospital/generate
//
// The same seed, bank and archive give the same files. Results go through the
// encoder of package results, with the draw of every person and attempt; the
// files player-*.json come from the real player in Chromium (npm run samples in
// test/browser) and are left alone.
package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

const (
	seed   = 20261130
	folder = "examples/hospital"
	bank   = "verbal-de-escalation"
	// reworded is when the bank's second revision was published.
	reworded = "2026-03-02"
	player   = "coursemark 0.1.0"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// person is a member of staff with the sittings that are to be made up.
type person struct {
	id, name, role, team, start, end string
	sittings                         []sitting
	observed                         []string // dates on which the person's required competencies were observed
}

// sitting is one attempt: on a day, by somebody who knows a share of the answers.
type sitting struct {
	day     string
	ability float64
	stale   bool // answered on an old copy of the site
	dropped bool // the answers that were wrong are cut out of the file
	altered bool // an answer was edited after handing in

	bank string     // "" = the first
	rng  *rand.Rand // of its own; nil for the common one
}

// The four teams.
const (
	alder = "Ward Alder"
	birch = "Ward Birch"
	north = "Community North"
	south = "Community South"
)

func staff() []person {
	once := func(day string, ability float64) []sitting { return []sitting{{day: day, ability: ability}} }
	yearly := func(first, second string, ability float64) []sitting {
		return []sitting{{day: first, ability: ability}, {day: second, ability: ability}}
	}
	return []person{
		{"H0101", "Ana Ferreira", "team-manager", alder, "2019-04-01", "", yearly("2025-04-14", "2026-04-20", 0.97),
			[]string{"2026-05-12"}},
		{"H0102", "Ruben Achterberg", "nurse", alder, "2020-02-03", "", yearly("2025-05-06", "2026-05-11", 0.95),
			[]string{"2026-05-20"}},
		{"H0103", "Nadia Benali", "nurse", alder, "2021-09-01", "", yearly("2025-03-10", "2026-03-16", 0.96),
			[]string{"2026-06-02"}},
		// Failed, read again, passed.
		{"H0104", "Colm Brady", "nurse", alder, "2023-01-09", "",
			[]sitting{{day: "2026-06-01", ability: 0.45}, {day: "2026-06-15", ability: 0.95}}, []string{"2026-07-01"}},
		// Expired: the last sitting is more than a year ago.
		{"H0105", "Ingrid Solheim", "nurse", alder, "2018-05-14", "", yearly("2024-12-09", "2025-10-20", 0.96),
			[]string{"2025-10-28"}},
		{"H0106", "Tariq Mansour", "psychiatrist", alder, "2017-11-01", "", yearly("2025-02-17", "2026-02-09", 0.98),
			[]string{"2026-02-16"}},
		{"H0107", "Lotte de Wit", "support-worker", alder, "2022-06-01", "", once("2026-05-25", 0.93),
			[]string{"2026-06-09"}},
		{"H0108", "Samuel Okafor", "support-worker", alder, "2024-03-04", "", once("2026-09-07", 0.55), nil},
		{"H0109", "Mireia Puig", "peer-specialist", alder, "2023-08-21", "", yearly("2025-09-15", "2026-09-14", 0.95),
			[]string{"2026-09-22"}},
		{"H0110", "Jonas Lindqvist", "reception", alder, "2020-10-05", "", once("2026-01-12", 0.94),
			[]string{"2026-01-19"}},

		{"H0111", "Grace Adeyemi", "team-manager", birch, "2016-01-04", "", yearly("2025-01-20", "2026-01-19", 0.97),
			[]string{"2026-02-03"}},
		{"H0112", "Pieter Vos", "nurse", birch, "2021-03-15", "", yearly("2025-06-16", "2026-06-22", 0.94),
			[]string{"2026-07-06"}},
		// Expiring within the window.
		{"H0113", "Aisha Karim", "nurse", birch, "2019-07-01", "", once("2025-12-08", 0.96), []string{"2025-12-15"}},
		{"H0114", "Declan Murphy", "nurse", birch, "2024-02-12", "", once("2025-12-17", 0.95), []string{"2026-01-08"}},
		// Took the old edition from a USB stick after the new one was out.
		{"H0115", "Wen Li", "nurse", birch, "2020-09-21", "",
			[]sitting{{day: "2026-04-07", ability: 0.95, stale: true}}, []string{"2026-04-21"}},
		{"H0116", "Fatou Diallo", "psychiatrist", birch, "2015-06-01", "", once("2025-08-18", 0.97),
			[]string{"2025-08-25"}},
		{"H0117", "Marek Havel", "support-worker", birch, "2023-05-08", "",
			[]sitting{{day: "2026-07-13", ability: 0.6, dropped: true}}, []string{"2026-07-20"}},
		{"H0118", "Sofia Lindgren", "support-worker", birch, "2025-01-13", "", yearly("2025-02-03", "2026-02-23", 0.93),
			[]string{"2026-03-09"}},
		{"H0119", "Kwame Boateng", "social-worker", birch, "2022-10-10", "", once("2026-08-10", 0.95),
			[]string{"2026-08-24"}},
		{"H0120", "Eline Jansen", "reception", birch, "2021-12-01", "", once("2025-09-29", 0.92), nil},

		{"H0121", "Olga Petrova", "team-manager", north, "2018-02-05", "", once("2026-03-23", 0.98),
			[]string{"2026-04-13"}},
		{"H0122", "Bram Hendriks", "case-manager", north, "2020-11-16", "", yearly("2025-05-19", "2026-05-18", 0.95),
			[]string{"2026-06-01"}},
		{"H0123", "Yusuf Demir", "case-manager", north, "2023-04-03", "", once("2026-06-29", 0.94),
			[]string{"2026-07-13"}},
		// Two failed attempts and nothing since.
		{"H0124", "Chiara Romano", "case-manager", north, "2025-03-03", "",
			[]sitting{{day: "2026-03-30", ability: 0.4}, {day: "2026-05-04", ability: 0.5}}, []string{"2026-05-11"}},
		{"H0125", "Niamh Kelly", "peer-specialist", north, "2024-09-02", "", once("2026-10-05", 0.95),
			[]string{"2026-10-12"}},
		{"H0126", "Daniel Mbeki", "social-worker", north, "2019-03-18", "", yearly("2025-11-10", "2026-11-09", 0.96),
			[]string{"2026-11-16"}},
		{"H0127", "Katarzyna Nowak", "social-worker", north, "2021-01-11", "",
			[]sitting{{day: "2026-02-02", ability: 0.7}, {day: "2026-04-27", ability: 0.94}}, []string{"2026-05-04"}},
		{"H0128", "Hugo Martins", "nurse", north, "2022-08-15", "", once("2026-08-31", 0.95), []string{"2026-09-07"}},
		// Left in August.
		{"H0129", "Elin Berg", "support-worker", north, "2020-06-08", "2026-08-31", once("2026-02-16", 0.95),
			[]string{"2026-02-23"}},
		// Began two weeks ago: nothing yet, and not due.
		{"H0130", "Priya Raman", "support-worker", north, "2026-11-16", "", nil, nil},

		{"H0131", "Stefan Weiss", "psychiatrist", south, "2014-09-01", "", once("2026-09-21", 0.97),
			[]string{"2026-09-28"}},
		{"H0132", "Amara Nwosu", "case-manager", south, "2021-05-03", "", once("2026-01-26", 0.95),
			[]string{"2026-02-09"}},
		{"H0133", "Lukas Novotny", "case-manager", south, "2024-06-17", "",
			[]sitting{{day: "2026-05-06", ability: 0.7, altered: true}}, []string{"2026-05-27"}},
		{"H0134", "Rosa Delgado", "peer-specialist", south, "2022-02-14", "", once("2025-09-08", 0.93),
			[]string{"2025-09-15"}},
		{"H0135", "Thomas Eriksen", "peer-specialist", south, "2023-11-06", "", once("2026-07-27", 0.94),
			[]string{"2026-08-03"}},
		{"H0136", "Zeynep Arslan", "social-worker", south, "2020-04-20", "", yearly("2025-07-07", "2026-07-06", 0.95),
			[]string{"2026-07-20"}},
		// Their files come from the real player.
		{"H0137", "Miriam Cohen", "social-worker", south, "2018-10-01", "", nil, []string{"2026-10-19"}},
		{"H0138", "Oskar Nilsen", "nurse", south, "2021-02-08", "", nil, []string{"2026-10-26"}},
		// An ID whose leading zeros a spreadsheet would take away.
		{"00139", "Emma Dubois", "support-worker", south, "2025-09-01", "", nil, []string{"2026-11-02"}},
		{"H0140", "Isaac Mensah", "reception", south, "2019-12-02", "", once("2026-10-12", 0.93),
			[]string{"2026-10-19"}},
	}
}

func run() error {
	p, faults := project.Open(".")
	if err := faults.Err(); err != nil {
		return err
	}
	defer p.Close()
	g, err := newGenerator(p)
	if err != nil {
		return err
	}
	return g.write()
}

type generator struct {
	site           string
	zone           *time.Location
	archive        *quiz.Archive
	framework      *standards.Framework
	newest, oldest *quiz.Snapshot            // of the first bank
	later          map[string]*quiz.Snapshot // of the others, by bank
	rng            *rand.Rand
}

func newGenerator(p *project.Project) (*generator, error) {
	g := &generator{site: p.Config.Site.ID, zone: p.Location, later: map[string]*quiz.Snapshot{},
		rng: rand.New(rand.NewPCG(seed, seed))}
	var faults, more diag.List
	g.archive, more = p.LoadArchive()
	faults.Append(more)
	g.framework, more = p.LoadFramework()
	faults.Append(more)
	banks, more := p.LoadBanks()
	faults.Append(more)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	for _, b := range banks {
		if err := g.addBank(b); err != nil {
			return nil, err
		}
	}
	if g.newest == nil {
		return nil, fmt.Errorf("the project has no bank %q", bank)
	}
	for _, s := range g.archive.Snapshots(bank) {
		if s != g.newest {
			g.oldest = s
		}
	}
	if g.oldest == nil {
		return nil, errors.New("the archive holds no earlier revision of the bank")
	}
	return g, nil
}

// addBank finds the current revision of a bank that people are assessed with.
func (g *generator) addBank(b *quiz.Bank) error {
	if b.ID != bank && laterBanks()[b.ID] == "" {
		return nil
	}
	published, faults := b.Publish(g.framework.CompetencyOf())
	if err := faults.Err(); err != nil {
		return err
	}
	snapshot := g.archive.Snapshot(published.Revision)
	if snapshot == nil {
		return fmt.Errorf("the archive does not hold the present revision of %q: run coursemark build first", b.ID)
	}
	if b.ID == bank {
		g.newest = snapshot
	} else {
		g.later[b.ID] = snapshot
	}
	return nil
}

func (g *generator) write() error {
	out := filepath.Join(folder, "results")
	if err := clear(out); err != nil {
		return err
	}
	people := staff()
	for _, p := range people {
		if len(p.sittings) == 0 && g.entries(p) == nil && g.laterSittings(p) == nil {
			continue
		}
		file, err := g.results(p)
		if err == nil {
			err = os.WriteFile(filepath.Join(out, "results-"+p.id+".json"), file, 0o644)
		}
		if err != nil {
			return err
		}
	}
	if err := g.writeTrouble(out, people); err != nil {
		return err
	}
	return errors.Join(writeCSV("roster.csv", roster(people)), writeCSV("observations.csv", g.observations(people)),
		writeCSV("training.csv", training()))
}

// clear empties the folder of results, but for the files of the real player.
func clear(out string) error {
	old, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if !strings.HasPrefix(filepath.Base(path), "player-") {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
	}
	return os.MkdirAll(out, 0o755)
}

// results makes the file that a person hands in: all their attempts.
func (g *generator) results(p person) ([]byte, error) {
	f := results.File{Site: g.site, Player: player}
	for n, s := range slices.Concat(p.sittings, g.laterSittings(p)) {
		ordinal := n + 1
		if s.bank != "" {
			ordinal = 1
		}
		r, err := g.attempt(p, ordinal, s)
		if err != nil {
			return nil, err
		}
		f.Records = append(f.Records, r)
	}
	for _, e := range g.entries(p) {
		r, err := results.EntryRecord(e)
		if err != nil {
			return nil, err
		}
		f.Records = append(f.Records, r)
	}
	return f.Encode()
}

// attempt makes an attempt of a person as the player records it.
func (g *generator) attempt(p person, ordinal int, s sitting) (results.Record, error) {
	snapshot, rng := g.snapshotOf(s)
	day, err := time.ParseInLocation(time.DateOnly, s.day, g.zone)
	if err != nil {
		return results.Record{}, err
	}
	started := day.Add(time.Duration(7*60+rng.IntN(12*60)) * time.Minute).Add(time.Duration(rng.IntN(60)) * time.Second)
	var random [32]byte
	for i := range random {
		random[i] = byte(rng.UintN(256))
	}
	submitted := started.Add(time.Duration(9+rng.IntN(25)) * time.Minute)
	a := &results.Attempt{
		ID: results.AttemptID(random), Site: g.site, Bank: snapshot.Bank, BankRevision: snapshot.Revision,
		Ordinal: ordinal, Staff: results.CanonicalStaffID(p.id), Name: p.name, Lang: "en",
		Started: started.Format(time.RFC3339), Submitted: submitted.Format(time.RFC3339),
		Log: []string{`{"e":"start"}`},
	}
	for _, public := range quiz.Draw(g.site, snapshot.Revision, a.Staff, ordinal, snapshot.Groups) {
		if err := g.respond(a, public, snapshot.Revisions[public], s, rng); err != nil {
			return results.Record{}, err
		}
	}
	a.Log = append(a.Log, `{"e":"review"}`, `{"e":"submit"}`)
	if s.altered {
		g.alter(a)
	}
	return a.Record()
}

// snapshotOf returns the revision that was asked in a sitting, and its source of random
// numbers.
func (g *generator) snapshotOf(s sitting) (*quiz.Snapshot, *rand.Rand) {
	switch {
	case s.bank != "":
		return g.later[s.bank], s.rng
	case s.day < reworded || s.stale:
		return g.oldest, g.rng
	}
	return g.newest, g.rng
}

// respond answers a question.
func (g *generator) respond(a *results.Attempt, public, revision string, s sitting, rng *rand.Rand) error {
	key, _ := g.archive.Key(a.Bank, public, revision)
	if key == nil {
		return fmt.Errorf("the archive has no key of question %s", public)
	}
	answer, right := answer(rng, key, s.ability)
	raw, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	a.Log = append(a.Log, fmt.Sprintf(`{"e":"answer","q":%q,"r":%s}`, public, raw))
	if s.dropped && !right {
		return nil
	}
	a.Responses = append(a.Responses,
		results.Response{Question: public, Revision: key.Revision, Shown: shown(key), Response: jsontext.Value(raw)})
	return nil
}

// shown returns the options as the player shows them.
func shown(key *quiz.Key) (options []string) {
	for _, o := range key.Options {
		options = append(options, o.ID)
	}
	if key.Type == quiz.TrueFalse && key.Options[0].Text == "False" {
		slices.Reverse(options)
	}
	return options
}

// alter changes the first answer to another option, and leaves the log as it is.
func (g *generator) alter(a *results.Attempt) {
	first := &a.Responses[0]
	key, _ := g.archive.Key(a.Bank, first.Question, first.Revision)
	for _, o := range key.Options {
		raw := fmt.Sprintf(`{"choice":%q}`, o.ID)
		if key.Type == quiz.Multiple {
			raw = fmt.Sprintf(`{"choices":[%q]}`, o.ID)
		}
		if raw != string(first.Response) {
			first.Response = jsontext.Value(raw)
			return
		}
	}
}

// answer answers rightly with the given probability, and otherwise with a slip:
// another option, or one that belongs left out.
func answer(rng *rand.Rand, key *quiz.Key, ability float64) (r quiz.Response, right bool) {
	// People who know most answers know all the critical ones.
	right = rng.Float64() < ability || key.Critical && ability > 0.9
	var rights, wrongs []string
	for _, o := range key.Options {
		if o.Fraction > 0 {
			rights = append(rights, o.ID)
		} else {
			wrongs = append(wrongs, o.ID)
		}
	}
	pick := func(ids []string) string { return ids[rng.IntN(len(ids))] }
	switch {
	case key.Type != quiz.Multiple && right:
		return quiz.Response{Choice: pick(rights)}, true
	case key.Type != quiz.Multiple:
		return quiz.Response{Choice: pick(wrongs)}, false
	case right:
		return quiz.Response{Choices: rights}, true
	}
	choices := append(slices.Clone(rights[:len(rights)-1]), pick(wrongs))
	slices.Sort(choices)
	return quiz.Response{Choices: choices}, false
}

// writeTrouble adds the problem files that a real folder of mail attachments holds.
func (g *generator) writeTrouble(out string, people []person) error {
	write := func(name string, content []byte) error {
		return os.WriteFile(filepath.Join(out, name), content, 0o644)
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			return nil
		}
		return b
	}
	// Sent twice.
	whole := read("results-H0102.json")
	// Cut off by a mail gateway.
	cut := read("results-H0116.json")
	// Typed the letter O for a zero; the person handed in properly as well.
	mistyped, err := g.results(person{id: "HO128", name: "Hugo Martins",
		sittings: []sitting{{day: "2026-08-30", ability: 0.8}}})
	if err != nil {
		return err
	}
	// Nobody of this organisation.
	stranger, err := g.results(person{id: "X7731", name: "Robin Quist",
		sittings: []sitting{{day: "2026-10-01", ability: 0.9}}})
	if err != nil {
		return err
	}
	// A name twice in one object: the player never writes that.
	doubled := strings.Replace(string(read("results-H0123.json")), `"site":`, `"site": "elsewhere", "site":`, 1)
	return errors.Join(
		write("results-H0102 (1).json", whole),
		write("results-H0116-forwarded.json", cut[:len(cut)/2]),
		write("results-HO128.json", mistyped),
		write("results-X7731.json", stranger),
		write("results-H0123-edited.json", []byte(doubled)),
		write("holiday-rota.txt", []byte("Week 48: Ruben, Nadia, Colm\nWeek 49: Ingrid, Pieter, Wen\n")),
	)
}

func roster(people []person) [][]string {
	rows := [][]string{{"staff_id", "name", "role", "team", "start", "end"}}
	for _, p := range people {
		rows = append(rows, []string{p.id, p.name, p.role, p.team, p.start, p.end})
	}
	return rows
}

// observations makes the sheet that assessors fill in: for every person observed
// on a day, each competency that the role requires beyond knowledge, rated
// indicator by indicator on the framework's scale.
func (g *generator) observations(people []person) [][]string {
	rows := [][]string{{"staff_id", "competency", "indicator", "rating", "method", "observed_on", "observer_id",
		"observer_name", "setting", "note", "record"}}
	for _, p := range people {
		for _, day := range p.observed {
			rows = append(rows, g.observationRows(p, observer(people, p), day)...)
		}
	}
	// A written answer that was marked, and a row of the sheet that came as a record
	// as well; observed by herself; an ID that is not on the roster; a date to come.
	return append(rows,
		[]string{"H0106", "ROS-DEESC", "ROS-COE-6", "3", "written", "2026-02-20", "H0101", "Ana Ferreira", "",
			"clear, and honest about what to change", markedAnswer()},
		[]string{"H0120", "ROS-RELATE", "ROS-TIP-1", "3", "practice", "2026-10-06", "H0111", "Grace Adeyemi", birch,
			"", ""},
		[]string{"H0120", "ROS-RELATE", "ROS-TIP-3", "3", "practice", "2026-10-06", "H0111", "Grace Adeyemi", birch,
			"", ""},
		[]string{"H0125", "ROS-PEER", "ROS-ADV-2", "4", "practice", "2026-10-20", "H0125", "Niamh Kelly", north,
			"", ""},
		[]string{"H0099", "ROS-RELATE", "ROS-TIP-1", "3", "practice", "2026-09-01", "H0101", "Ana Ferreira", alder,
			"", ""},
		[]string{"H0140", "ROS-RELATE", "ROS-TIP-1", "3", "practice", "2062-10-19", "H0121", "Olga Petrova", south,
			"", ""},
	)
}

// observer returns who observes a person: the team's manager, or for a manager another
// one. The southern team has no manager of its own.
func observer(people []person, p person) person {
	team := p.team
	if team == south {
		team = north
	}
	var managers []person
	for _, o := range people {
		if o.role == "team-manager" && o.id != p.id {
			managers = append(managers, o)
		}
	}
	if i := slices.IndexFunc(managers, func(o person) bool { return o.team == team }); i >= 0 {
		return managers[i]
	}
	return managers[0]
}

// observationRows returns the rows of one person on one day.
func (g *generator) observationRows(p, observer person, day string) (rows [][]string) {
	for _, req := range g.framework.Role(p.role).Requires {
		c := g.framework.Competency(req.Competency)
		practised := slices.ContainsFunc(c.Rule.Demands,
			func(d []standards.Kind) bool { return slices.Contains(d, standards.Practice) })
		if !practised || g.rng.Float64() < 0.12 {
			continue
		}
		method := "practice"
		if c.ID == "ROS-DEESC" || c.ID == "ROS-COERCE" {
			method = "simulation"
		}
		rated := 0
		for _, indicator := range c.Indicators {
			if indicator.Scope != standards.Person || rated == 4 {
				continue
			}
			rated++
			rows = append(rows, []string{p.id, c.ID, indicator.ID, strconv.Itoa(g.rating()), method, day,
				observer.id, observer.name, p.team, "", ""})
		}
	}
	return rows
}

// rating returns a random rating, mostly at the top of the scale.
func (g *generator) rating() int {
	switch luck := g.rng.Float64(); {
	case luck < 0.04:
		return 2
	case luck < 0.3:
		return 3
	}
	return 4
}

func writeCSV(name string, rows [][]string) error {
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name), []byte(b.String()), 0o644)
}
