package workbook

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/standards"
)

func shipped(t testing.TB) *standards.Framework {
	t.Helper()
	const file = "../../standards/frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := standards.Parse(file, src)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// wide is a framework of n competencies in four domains, each required of a nurse.
func wide(n int) *standards.Framework {
	f := &standards.Framework{
		ID: "WIDE", Version: "1", Title: "A wide framework",
		Levels: []standards.Level{{Label: "not yet"}, {Ordinal: 1, Label: "knows"}, {Ordinal: 2, Label: "knows how"},
			{Ordinal: 3, Label: "shows how"}, {Ordinal: 4, Label: "does"}},
		Roles: []standards.Role{{ID: "nurse", Title: "Nurse"}},
	}
	for d := range 4 {
		f.Domains = append(f.Domains,
			standards.Domain{ID: fmt.Sprint("d", d),
				Title: fmt.Sprintf("Domain %d of the framework with a long name", d+1)})
	}
	for i := range n {
		id := fmt.Sprintf("W-%03d", i)
		f.Competencies = append(f.Competencies, standards.Competency{ID: id,
			Title: fmt.Sprintf("Competency number %d", i), Domain: fmt.Sprint("d", i*4/n), Statement: "…",
			Rule: &standards.Rule{Demands: [][]standards.Kind{{standards.Quiz}}}})
		f.Roles[0].Requires = append(f.Roles[0].Requires, standards.Requirement{Competency: id, Level: 2})
	}
	return f
}

// sample makes a matrix such as a hospital has: most requirements met, and every
// kind of status, cause and exception among the rest. It is the same every time.
func sample(f *standards.Framework, staff int) *gradebook.Matrix {
	r := rand.New(rand.NewPCG(1, 2))
	asOf := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	day := func(n int) string { return asOf.AddDate(0, 0, n).Format(time.DateOnly) }
	hash := func(s string) string {
		return fmt.Sprintf("%064x", r.Uint64())[:48] + fmt.Sprintf("%016x", len(s)*7919)
	}
	m := &gradebook.Matrix{
		Format: gradebook.MatrixFormat, Site: "recovery-demo", Organisation: "St Brigid's Hospital",
		TimeZone: "Europe/Dublin", AsOf: day(0), Tool: "gradebook 0.1.0",
		Framework: gradebook.FrameworkRef{ID: f.ID, Version: f.Version, Title: f.Title, Adopted: f.Adopted()},
		Standards: f,
		Modules: map[string]words.Module{"verbal-de-escalation": {Title: "Verbal de-escalation",
			URL: "https://training.example.org/de-escalation/verbal/"}},
		Notices: []string{"Two results files were handed in from the same computer on the same day; see Exceptions."},
		Inputs: spool.Of(
			verdict.Input{Path: "roster.xlsx", Role: "roster", SHA256: hash("roster")},
			verdict.Input{Path: "grading-kit.zip", Role: "kit", SHA256: hash("kit")},
			verdict.Input{Path: "observations.xlsx", Role: "observations", SHA256: hash("observations")},
		),
	}
	given := []string{"Aoife", "Brian", "Chidi", "Dana", "Eoin", "Fatima", "Grace", "Hugo", "Ines", "Jan", "Kofi",
		"Leila"}
	family := []string{"Murphy", "O'Brien", "Nowak", "van den Berg", "Okafor", "Ní Dhomhnaill", "Walsh", "Ferreira",
		"Byrne"}
	teams := []string{"Ward 1", "Ward 2", "Ward 3", "Day hospital", "Outreach"}
	level := func(n int) *int { return &n }
	number := 0
	for i := range staff {
		p := gradebook.Person{ID: fmt.Sprintf("H%04d", 12+i*7), Name: given[i%len(given)] + " " +
			family[i%len(family)], Team: teams[i%len(teams)], Status: "active", Start: day(-400 - i)}
		p.Roles = []string{f.Roles[i%len(f.Roles)].ID}
		if i%11 == 5 && len(f.Roles) > 1 {
			p.Roles = append(p.Roles, f.Roles[(i+1)%len(f.Roles)].ID)
		}
		if i%17 == 16 {
			p.Status = "left"
			m.Staff = append(m.Staff, p)
			continue
		}
		needs := map[string]standards.Requirement{}
		for _, id := range p.Roles {
			for _, q := range f.Role(id).Requires {
				if needs[q.Competency].Level < q.Level {
					needs[q.Competency] = q
				}
			}
		}
		source := fmt.Sprintf("results/%s.json", p.ID)
		m.Inputs.Add(&verdict.Input{Path: source, Role: "results", SHA256: hash(source)})
		for k, comp := range f.Competencies {
			need := needs[comp.ID]
			if need.Level == 0 && r.IntN(8) > 0 {
				continue
			}
			c := competence.Cell{Staff: p.ID, Competency: comp.ID, Required: need.Level,
				Status: competence.NotRequired, RuleSHA256: hash("rule"), KeysSHA256: hash("keys")}
			from := -r.IntN(500) - 1
			expires := from + 730
			switch pick := r.IntN(20); {
			case need.Level == 0:
				c.Level = level(1 + r.IntN(2))
			case pick < 11:
				c.Level, c.Met, c.Status = level(need.Level), true, competence.Current
				if pick == 0 {
					c.Borderline = "83.3% of n=12, cut 80%"
				}
			case pick < 13:
				expires = 3 + r.IntN(85)
				c.Level, c.Met, c.Status = level(need.Level), true, competence.Expiring
			case pick == 13:
				expires = -1 - r.IntN(200)
				c.Level, c.Status, c.Cause = level(0), competence.Expired, competence.ExpiredEvidence
			case pick == 14:
				c.Level, c.Status, c.Cause = level(1), competence.Current, competence.ObservationMissing
				c.Missing = []string{"observed simulation or observed practice"}
			case pick == 15:
				c.Level, c.Status, c.Cause, c.Supervised = level(max(need.Level-1, 0)), competence.NotYet,
					competence.Failed, need.SupervisedOK
			case pick == 16:
				c.Status, c.Cause = competence.NotYet, competence.InsufficientEvidence
			case pick == 17:
				c.Status, c.Cause = competence.Pending, competence.AwaitingConfirmation
			case pick == 18:
				c.Level, c.Status, c.Cause = level(0), competence.NotYet,
					[]competence.Cause{competence.CriticalFailed, competence.MandatoryUnmet,
						competence.KnowledgeMissing}[k%3]
			default:
				c.Level, c.Status, c.Cause = level(0), competence.NotYet, competence.NotAttempted
			}
			if c.Level != nil && *c.Level > 0 || c.Status == competence.Expired {
				c.ValidFrom, c.Expires = day(from), day(expires)
			}
			if need.Level > 0 {
				p.Required++
				if c.Met {
					p.Met++
				} else {
					c.Due = day(r.IntN(120) - 40)
				}
			}
			if c.Cause != competence.NotAttempted && c.Cause != competence.KnowledgeMissing {
				number++
				e := competence.Evidence{
					ID: fmt.Sprintf("E-%010X", number*7919), Staff: p.ID, Competency: comp.ID, Kind: "quiz",
					Source: source, FileSHA256: hash(source),
					Bank: "verbal-de-escalation", BankRevision: "b1-4Q7ZK2M9", Attempt: 1 + number%2,
					AttemptID: fmt.Sprintf("A-%06d", number/2), Receipt: "7K2M-9Q4Z-11XW-83HDA",
					Items: 12, Raw: 10, Max: 12, Percent: 250.0 / 3, Cut: 80, Level: level(1), Date: day(from),
					ValidFrom: day(from), Expires: day(expires), Counts: true,
					HandedIn:      asOf.AddDate(0, 0, from).Add(14*time.Hour + 5*time.Minute).Format(time.RFC3339),
					FirstReceived: day(from + 1), Identity: verdict.CodeValid, PublicBank: true,
				}
				for _, ind := range comp.Indicators[:min(2, len(comp.Indicators))] {
					e.Indicators = append(e.Indicators, ind.ID)
				}
				switch {
				case number%7 == 3:
					e.Identity, e.FirstReceived = verdict.SelfDeclared, ""
				case number%7 == 5:
					e.Kind, e.Bank, e.BankRevision, e.Attempt, e.AttemptID, e.Receipt, e.PublicBank = "practice", "",
						"", 0, "", "", false
					e.Source, e.Assessor, e.Method, e.Setting, e.Identity, e.HandedIn = "observations.xlsx", "N. Byrne",
						"practice", "acute ward", verdict.ImportedByHR, ""
				case number%7 == 6:
					e.Flags = []verdict.Flag{verdict.OrdinalGap}
				}
				if c.Cause == competence.InsufficientEvidence {
					e.Items, e.Raw, e.Max, e.Level, e.Percent = 5, 4, 5, nil, 80
				}
				m.Evidence.Add(&e)
				c.Evidence = []string{e.ID}
			}
			m.Cells.Add(&c)
		}
		m.Staff = append(m.Staff, p)
	}
	m.Exceptions = []verdict.Exception{
		{File: "results/copy of H0012.json", SHA256: hash("x"), Verdict: "duplicate", Reason: "same-bytes",
			What: "the file was received before, as results/H0012.json", Hint: "nothing to do"},
		{File: "results/unknown.json", SHA256: hash("y"), Record: "7K2M9Q4Z11XW83HD", Staff: "H9999",
			Verdict: "quarantined", Reason: "unknown-staff", What: "no member of staff has the ID H9999",
			Hint: "correct the ID on the roster, or ask the person for the ID that was typed"},
		{File: "results/h0026.json", SHA256: hash("z"), Verdict: "quarantined", Reason: "malformed",
			What: "the file ends in the middle of a record",
			Hint: "ask for the file again: it was cut short in the mail"},
		{File: "observations.xlsx", SHA256: hash("o"), Record: "14", Staff: "H0040", Verdict: verdict.Awaiting,
			Reason: "assessor-unqualified", What: "N. Byrne was no qualified assessor of De-escalation on 2026-10-02",
			Hint: "add the qualification to assessors.xlsx, or have a qualified assessor observe again"},
	}
	m.Counts = verdict.Counts{Files: verdict.Count{In: 43, Accepted: 40, Duplicate: 1, Quarantined: 2},
		Records: verdict.Count{In: 411, Accepted: 405, Duplicate: 3, Quarantined: 3}}
	return m
}
