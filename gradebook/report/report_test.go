package report

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/spool"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/standards"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// hospital grades the sample organisation as HR does.
func hospital(t testing.TB) *gradebook.Matrix {
	t.Helper()
	p, faults := project.Open("../..")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	t.Chdir("../..")
	read := func(name string) sheets.Document {
		b, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		return sheets.Document{Path: name, Content: b}
	}
	m, faults := grading.Grade(t.Context(), grading.Options{Projects: []*project.Project{p},
		Results: []string{"examples/hospital/results"},
		Sheets: sheets.Given{"roster": read("examples/hospital/roster.csv"),
			"observations": read("examples/hospital/observations.csv")},
		AsOf: "2026-11-30", Now: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), Tool: "gradebook test"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return m
}

// What HR reads, word for word. Look at every difference before -update.
func TestExplainTheHospital(t *testing.T) {
	golden, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	m := hospital(t)
	for name, staff := range map[string]string{
		"expired":           "H0105",
		"critical question": "H0108",
		"expiring":          "H0111",
		"left":              "H0129",
		"starter":           "H0130",
		"knowledge missing": "H0133",
		"too low":           "H0106",
	} {
		t.Run(name, func(t *testing.T) {
			got := Explain(m, staff, "ROS-DEESC").Text()
			file := filepath.Join(golden, "explain-"+strings.ReplaceAll(name, " ", "-")+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	// Nobody's explanation lacks a result, and no date is left without its sum.
	for _, c := range m.Cells.All() {
		e := Explain(m, c.Staff, c.Competency)
		if e.Result == "" || len(e.Sections) < 4 {
			t.Errorf("%s %s: %+v", c.Staff, c.Competency, e)
		}
		text := strings.Join(strings.Fields(e.Text()), " ")
		if c.Expires != "" && !strings.Contains(text, "= "+c.Expires) {
			t.Errorf("%s %s: the date %s is not accounted for:\n%s", c.Staff, c.Competency, c.Expires, e.Text())
		}
		for _, id := range c.Evidence {
			if !strings.Contains(text, id) {
				t.Errorf("%s %s: %s is not told", c.Staff, c.Competency, id)
			}
		}
	}
}

// small is a matrix of odd people: what is typed into a roster ends up here.
func small() *gradebook.Matrix {
	level := func(n int) *int { return &n }
	m := &gradebook.Matrix{Format: gradebook.MatrixFormat, Site: "ward", Organisation: `Ward & "Co" <b>`,
		AsOf: "2026-06-15", Tool: "gradebook test", Framework: gradebook.FrameworkRef{ID: "X", Version: "1",
			Title: "Framework"}}
	m.Standards = &standards.Framework{ID: "X",
		Levels: []standards.Level{{Ordinal: 0, Label: "not yet"}, {Ordinal: 1, Label: "knows"},
			{Ordinal: 2, Label: "knows how"}},
		Evidence: []standards.KindRule{{Kind: standards.Quiz, Label: "Knowledge quiz", MaxLevel: 1, MinItems: 4,
			Cuts: []standards.Cut{{Level: 1, Percent: 80}}},
			{Kind: standards.Practice, Label: "Observed practice", MaxLevel: 2,
				Cuts: []standards.Cut{{Level: 1, Percent: 40}, {Level: 2, Percent: 75}}}},
		Validity: standards.Validity{Months: 12},
		Domains:  []standards.Domain{{ID: "d", Title: "D"}},
		Competencies: []standards.Competency{{ID: "C", Domain: "d",
			Title: "Calming </style><script>alert(1)</script>",
			Rule: &standards.Rule{Demands: [][]standards.Kind{{standards.Quiz}, {standards.Practice}},
				Banks: []string{"talk"}}}},
		Roles: []standards.Role{{ID: "nurse", Title: "Nurse",
			Requires: []standards.Requirement{{Competency: "C", Level: 2, DueWithinDays: 30}}}}}
	m.Modules = map[string]words.Module{"talk": {Title: "Talking", URL: "javascript:alert(1)"}}
	for i, name := range []string{`=HYPERLINK("http://x")`, `<script>alert("x")</script>`, "עדי כהן", "Zoë 🙂", "",
		"--> x <!--"} {
		id := fmt.Sprintf("H%d", i)
		m.Staff = append(m.Staff, gradebook.Person{ID: id, Name: name, Roles: []string{"nurse"}, Team: "+Team",
			Start: "2026-01-01", Status: competence.Active, Required: 1})
		e := competence.Evidence{ID: "E-" + id, Staff: id, Competency: "C", Kind: "quiz", Bank: "talk", Attempt: 1,
			AttemptID: "a" + id, Date: "2026-02-01", Raw: 5, Max: 6, Percent: 83.333333, Cut: 80, Items: 6,
			Level: level(1), Counts: true,
			Source: "@results/" + name + ".json", Identity: verdict.SelfDeclared, Expires: "2027-02-01", Note: "-1+1",
			Flags: []verdict.Flag{verdict.TypedID}}
		m.Evidence.Add(&e)
		m.Cells.Add(&competence.Cell{Staff: id, Competency: "C", Level: level(1), Required: 2,
			Status: competence.NotYet, Cause: competence.ObservationMissing, Missing: []string{"practice"},
			MissingKinds: [][]standards.Kind{{standards.Practice}}, Due: "2026-01-31", ValidFrom: "2026-02-01",
			Expires:  "2027-02-01",
			Evidence: []string{e.ID}, RequiredBy: []string{"nurse"}, Why: name,
			Kinds: []competence.Showing{{Kind: "quiz", Level: level(1), Points: 5, Max: 6, Percent: 83.333333,
				Items: 6, Submissions: 1, Counts: true, Expires: "2027-02-01"}}})
	}
	for i, p := range m.Staff {
		m.Training.Add(&sheets.Training{Staff: p.ID, Date: "2026-03-04", Course: p.Name, Version: "@1", Type: "<b>",
			Minutes: 45, Planned: i%2 == 0, Provider: "=1", Presenter: "+1", Certificate: "-1", Note: "</table>",
			Source: "@training.csv"})
	}
	m.Exceptions = []verdict.Exception{{Verdict: "quarantined", File: "\tx.json", Reason: "malformed", What: "=1+1",
		Hint: "h"}}
	return m
}

// page holds what must be true of every page.
func page(t *testing.T, html []byte) {
	t.Helper()
	text := string(html)
	for _, bad := range []string{"<script", "javascript:alert", "onclick", "<link", "http-equiv=\"refresh\"",
		"ZgotmplZ\"></a"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for _, must := range []string{`<html lang="en">`,
		`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;`, `name="viewport"`, "</html>"} {
		if !strings.Contains(text, must) {
			t.Errorf("the page lacks %q", must)
		}
	}
	ids := map[string]bool{}
	for _, found := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if ids[found[1]] || found[1] == "" {
			t.Errorf("the id %q stands twice, or is empty", found[1])
		}
		ids[found[1]] = true
	}
	for _, found := range regexp.MustCompile(`(?:href="|aria-labelledby="|url\()#?([^")]*)`).FindAllStringSubmatch(text, -1) {
		target := found[1]
		if strings.Contains(found[0], `href="`) && !strings.Contains(found[0], "#") {
			continue // a file
		}
		if !ids[target] {
			t.Errorf("%s leads nowhere", found[0])
		}
	}
	if open, closed := strings.Count(text, "<table"), strings.Count(text, "</table>"); open != closed {
		t.Errorf("%d tables opened, %d closed", open, closed)
	}
}

func TestHTML(t *testing.T) {
	for name, m := range map[string]*gradebook.Matrix{"odd people": small(), "the hospital": hospital(t),
		"nobody": {AsOf: "2026-06-15"}} {
		t.Run(name, func(t *testing.T) {
			html, err := HTML(m)
			if err != nil {
				t.Fatal(err)
			}
			page(t, html)
			if again, _ := HTML(m); !bytes.Equal(html, again) {
				t.Error("the second page differs")
			}
		})
	}
	html, err := HTML(small())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"=HYPERLINK(&#34;http://x&#34;)", "&lt;script&gt;alert", "עדי כהן", "Zoë 🙂", "▲",
		"knows", "needs knows how; observation missing", "Nurse: 0 of 6 met, 0 pending, 6 missing, 0 expired",
		`<a href="#p1c1">`, `id="p1c1"`} {
		if !strings.Contains(string(html), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// A page that nobody could open is not made: it says where the rest is.
func TestHTMLOfManyPeople(t *testing.T) {
	m := small()
	cell, p := m.Cells.At(0), m.Staff[0]
	m.Staff, m.Cells, m.Evidence = nil, spool.Table[competence.Cell]{}, spool.Table[competence.Evidence]{}
	cell.Evidence = nil
	for i := range mostHeat + 1 {
		p.ID = fmt.Sprintf("N%05d", i)
		cell.Staff = p.ID
		m.Staff = append(m.Staff, p)
		m.Cells.Add(cell)
	}
	html, err := HTML(m)
	if err != nil {
		t.Fatal(err)
	}
	page(t, html)
	if !strings.Contains(string(html), "there are 2001. The workbook has them all") || len(html) > 1<<20 {
		t.Errorf("%d bytes", len(html))
	}
}

func TestCSV(t *testing.T) {
	var names []string
	matrix := ""
	for _, table := range CSV(small()) {
		names = append(names, table.Name)
		var content bytes.Buffer
		if err := table.Write(&content); err != nil {
			t.Fatal(err)
		}
		if table.Name == "matrix" {
			matrix = content.String()
		}
		body, found := bytes.CutPrefix(content.Bytes(), []byte("\ufeff"))
		if !found {
			t.Errorf("%s has no byte order mark", table.Name)
		}
		rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if table.Name == "exceptions" && len(rows) != 2 || table.Name != "exceptions" && len(rows) != 7 {
			t.Errorf("%s has %d rows", table.Name, len(rows))
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s: a spreadsheet would run %q", table.Name, cell)
				}
			}
		}
	}
	if !slices.Equal(names, []string{"matrix", "gaps", "evidence", "exceptions", "training-hours"}) {
		t.Errorf("%q", names)
	}
	if !strings.Contains(matrix,
		`H0,"'=HYPERLINK(""http://x"")",Nurse,'+Team,1,0,▲ knows; needs knows how; observation missing`) {
		t.Error(matrix)
	}
}

// A person's record says what training there was, and what else was handed in
// without what it says.
func TestTrainingOnTheRecord(t *testing.T) {
	m := small()
	m.Staff[0].Reflections, m.Staff[0].PracticeLogs = 1, 2
	m.Training = spool.Of([]sheets.Training{
		{Staff: "H0", Date: "2025-03-04", Course: "First aid", Type: "workshop", Minutes: 90, Certificate: "FA-1",
			Source: "training.csv"},
		{Staff: "H0", Date: "2026-03-04", Course: "Calm", Type: "module, read to its end", Minutes: 45, Planned: true,
			Source: "a.json"},
		{Staff: "H0", Date: "2026-04-04", Course: "First aid", Type: "workshop", Minutes: 240, Source: "training.csv"},
		{Staff: "H0", Date: "2026-12-04", Course: "Later", Type: "workshop", Minutes: 240, Source: "training.csv"},
	}...)
	files := map[string][]byte{}
	keep := func(f File) error { files[f.Name] = f.Content; return nil }
	if err := NewRecords(m, []string{"H0", "H1"}).Each(keep); err != nil {
		t.Fatal(err)
	}
	html := string(files["record-H0.html"])
	page(t, files["record-H0.html"])
	for _, want := range []string{"<h2 id=\"training\">Training</h2>", "45 min planned",
		"<li>2025: 1 h 30 min stated by HR.</li>",
		"<li>2026: 4 h stated by HR and 45 min planned for modules of this site, 4 h 45 min together.</li>", "FA-1",
		"The person shared 1 reflection.", "2 logs of practice"} {
		if !strings.Contains(html, want) {
			t.Errorf("the record does not say %q", want)
		}
	}
	if other := string(files["record-H1.html"]); strings.Contains(other, "id=\"training\"") ||
		strings.Contains(other, "reflection") {
		t.Error("somebody without training has a section for it")
	}
	if len(files["record-H0.xlsx"]) <= len(files["record-H1.xlsx"]) {
		t.Error("the workbook has no sheet of training")
	}
}

func TestRecords(t *testing.T) {
	m := small()
	cells, evidence, training := m.Cells, m.Evidence, m.Training
	m.Cells, m.Evidence, m.Training = spool.Table[competence.Cell]{}, spool.Table[competence.Evidence]{},
		spool.Table[sheets.Training]{}
	for i, id := range []string{"CON", "a/../b", "AUX.txt", "h0", "ÄÖ", "H0"} { // H0 beside h0
		c, e, t := cells.At(i), evidence.At(i), training.At(i)
		m.Staff[i].ID, c.Staff, e.Staff, t.Staff = id, id, id, id
		m.Cells.Add(c)
		m.Evidence.Add(e)
		m.Training.Add(t)
	}
	r := NewRecords(m, nil)
	files := map[string][]byte{}
	if err := r.Each(func(f File) error {
		if files[strings.ToLower(f.Name)] != nil {
			t.Errorf("%s is written twice", f.Name)
		}
		if !regexp.MustCompile(`^(record-[A-Za-z0-9_-]{1,80}\.(html|xlsx)|index\.html)$`).MatchString(f.Name) {
			t.Errorf("the name %q is not safe", f.Name)
		}
		files[strings.ToLower(f.Name)] = f.Content
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(files) != 13 || len(r.Names()) != 7 || r.Len() != 6 {
		t.Errorf("%d files", len(files))
	}
	for name, content := range files {
		if strings.HasSuffix(name, ".xlsx") {
			if table, err := spreadsheet.ReadTable(name, content); err != nil || len(table.Rows) == 0 {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		page(t, content)
		book, ours := Owned(content)
		if !ours {
			t.Errorf("%s is not known again", name)
		}
		if other := WorkbookOf(name); other != "" && book != hash(files[other]) {
			t.Errorf("%s does not vouch for its workbook", name)
		}
		if _, ours := Owned(bytes.Replace(content, []byte("Competency record"), []byte("Competency Record"), 1)); ours {
			t.Errorf("%s was changed and passes for ours", name)
		}
		if _, ours := Owned(append(slices.Clone(content), "x"...)); ours {
			t.Errorf("%s was added to and passes for ours", name)
		}
	}
	if html := string(files["record-con.html"]); !strings.Contains(html, "Employee:") ||
		!strings.Contains(html, "Assessor:") ||
		!strings.Contains(html, "1 of 1 attempt handed in under a staff ID that the person typed") {
		t.Error(html[len(html)-3000:])
	}
	again := NewRecords(m, []string{"CON"})
	if err := again.Each(func(f File) error {
		if f.Name != Index && !bytes.Equal(f.Content, files[strings.ToLower(f.Name)]) {
			t.Errorf("%s differs the second time", f.Name)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, foreign := range []string{"", "<html></html>", "<!-- coursemark-record/1 -->\n"} {
		if _, ours := Owned([]byte(foreign)); ours {
			t.Errorf("%q passes for ours", foreign)
		}
	}
}

func TestFind(t *testing.T) {
	m := hospital(t)
	for _, test := range []struct{ typed, want, says string }{
		{"h0105", "H0105", ""},
		{" H0105 ", "H0105", ""},
		{"ingrid", "H0105", ""},
		{"solheim ingrid", "H0105", ""},
		{"novotny", "H0133", ""},
		{"de", "", `5 people have "de" in their names` +
			"\n  hint: name one by the staff ID: H0107 Lotte de Wit, H0111 Grace Adeyemi, H0114 Declan Murphy, H0123 Yusuf Demir, H0134 Rosa Delgado\n"},
		{"H105", "", `nobody has the staff ID "H105", or a name with that in it` +
			"\n  hint: did you mean H0105 Ingrid Solheim?\n"},
		{"139", "", `nobody has the staff ID "139", or a name with that in it` +
			"\n  hint: did you mean 00139 Emma Dubois?\n"},
		{"Ingird", "", `nobody has the staff ID "Ingird", or a name with that in it` +
			"\n  hint: did you mean H0105 Ingrid Solheim?\n"},
		{"Solhem", "", `nobody has the staff ID "Solhem", or a name with that in it` +
			"\n  hint: did you mean H0105 Ingrid Solheim?\n"},
		{"", "", `nobody has the staff ID "", or a name with that in it` +
			"\n  hint: the roster lists the staff IDs and names\n"},
	} {
		p, fault := FindPerson(m, test.typed)
		got, says := "", ""
		if p != nil {
			got = p.ID
		}
		if fault != nil {
			says = fault.String()
		}
		if got != test.want || says != test.says {
			t.Errorf("%q: %q\n%s\nwant %q\n%s", test.typed, got, says, test.want, test.says)
		}
	}
	for _, test := range []struct{ typed, want, says string }{
		{"ros-deesc", "ROS-DEESC", ""},
		{"de-escalation", "ROS-DEESC", ""},
		{"leadership", "ROS-LEAD", ""},
		{"recovery", "", "2 competencies have \"recovery\" in their ID or title\n  hint: name one by its ID: ROS-VISION Recovery vision and values, ROS-RELATE Recovery-promoting relationships\n"},
		{"ROS-DESC", "", "there is no competency \"ROS-DESC\"\n  hint: did you mean ROS-DEESC De-escalation?\n"},
		{"deescalation", "", "there is no competency \"deescalation\"\n  hint: did you mean ROS-DEESC De-escalation?\n"},
	} {
		got, fault := FindCompetency(m, test.typed)
		says := ""
		if fault != nil {
			says = fault.String()
		}
		if got != test.want || says != test.says {
			t.Errorf("%q: %q\n%s\nwant %q\n%s", test.typed, got, says, test.want, test.says)
		}
	}
	untitled := *m
	untitled.Standards = nil
	if _, fault := FindCompetency(&untitled, "ROS-DESC"); fault == nil ||
		!strings.HasPrefix(fault.Hint, "with --kit you can name it by its title too; did you mean ROS-DEESC") {
		t.Errorf("%v", fault)
	}
	if ids, fault := FindTeam(m, "ward alder"); fault != nil || len(ids) != 10 {
		t.Errorf("%q %v", ids, fault)
	}
	if _, fault := FindTeam(m, "ward aldre"); fault == nil || !strings.Contains(fault.Hint, "Ward Alder") {
		t.Errorf("%v", fault)
	}
}
