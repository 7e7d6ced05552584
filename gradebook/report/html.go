package report

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/layouts"
)

// A page that would become too long to open says so, and the workbook has the rest.
const (
	mostHeat   = 2000 // people in the matrix of a page
	mostPeople = 500  // people with their evidence
	mostGaps   = 500
)

// render fills a template of layouts/report. Every page includes its styles, so that
// there is only one file to hand on.
func render(name string, page any) ([]byte, error) {
	date := regexp.MustCompile(`\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b`)
	// whole keeps dates from being broken at their hyphens; the text is escaped first.
	whole := func(s string) template.HTML {
		return template.HTML(date.ReplaceAllString(template.HTMLEscapeString(s), `<span class="nowrap">$0</span>`))
	}
	t, err := template.New("").Funcs(template.FuncMap{"whole": whole}).ParseFS(layouts.Files, "report/*.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, page); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func styles() (template.CSS, error) {
	var all strings.Builder
	for _, name := range []string{"styles/tokens.css", "report/report.css"} {
		b, err := layouts.Files.ReadFile(name)
		if err != nil {
			return "", err
		}
		all.Write(b)
	}
	return template.CSS(all.String()), nil // our own files: no input is in them
}

// frame is what every page has.
type frame struct {
	Title        string
	Styles       template.CSS
	Organisation string
	AsOf         string
	Framework    string
	Provisional  string
	Tool         string
}

func (f *facts) frame(title string) (frame, error) {
	css, err := styles()
	return frame{Title: title, Styles: css, Organisation: f.Matrix.Organisation, AsOf: f.Matrix.AsOf,
		Framework: f.Framework(), Provisional: f.Provisional(), Tool: f.Matrix.Tool}, err
}

type meeting struct {
	frame
	Figures     []figure
	Charts      []chart
	Legend      []words.Standing
	TooMany     string
	HeatCaption string
	Columns     []column
	Rows        []heatRow
	GapsCaption string
	Gaps        []gapRow
	Previous    string
	Changes     []changeRow
	People      []personPart
	Basis       []string
}

type figure struct{ Label, Value string }

type column struct{ Title, Domain string }

type chart struct {
	Title string
	Bars  []bar
}

type bar struct {
	Name, Alt, Share string
	Parts            []part
}

// part of a bar, in percent of its width. Without a pattern it is plain.
type part struct {
	X, Width string
	Pattern  string
}

type heatRow struct {
	Anchor, Name, About, Met string
	Cells                    []heatCell
}

type heatCell struct {
	words.Standing
	Anchor string
}

type gapRow struct {
	Anchor, Name, Team, Title string
	Required, Now, Why        string
	Tone                      words.Tone
	Symbol                    string
	Due, When, Next, URL      string
}

type changeRow struct{ Name, Title, Before, Now, Why string }

type personPart struct {
	Anchor, Name, About, Met string
	Cells                    []cellRow
	Evidence                 evidenceTable
	Training                 trainingTable
}

type cellRow struct {
	Anchor, ID, Title, Required, ValidFrom, Expires, Why, Next string
	Tone                                                       words.Tone
	Standing                                                   words.Standing
}

type evidenceTable struct {
	Caption string
	Rows    []evidenceRow
}

type evidenceRow struct {
	Date, Competency, What, By, Result, Counts, WhyNot, Expires, File, Receipt, Flags, ID string
}

// HTML returns the matrix as one page for a meeting.
func HTML(m *gradebook.Matrix) ([]byte, error) {
	f := newFacts(m)
	title := "Competency matrix"
	if m.Organisation != "" {
		title += ": " + m.Organisation
	}
	head, err := f.frame(title)
	if err != nil {
		return nil, err
	}
	tallies := f.Tallies()
	p := meeting{
		frame: head, Figures: f.figures(tallies), Charts: f.charts(tallies), Previous: m.Previous, Basis: f.basis(),
		Legend: words.Legend(),
	}
	people := len(f.Active) <= mostPeople
	f.fillHeat(&p, people)
	f.fillGaps(&p, people)
	for _, c := range m.Changes {
		p.Changes = append(p.Changes, f.change(c))
	}
	if people {
		for i, person := range f.Active {
			p.People = append(p.People, f.personPart(i, person))
		}
	}
	return render("meeting.html", p)
}

// fillHeat fills in the matrix, with links to the people where they are on the page.
func (f *facts) fillHeat(p *meeting, linked bool) {
	if len(f.Active) > mostHeat {
		p.TooMany = fmt.Sprintf("This page shows the matrix of up to %d people; there are %d. "+
			"The workbook has them all, and --team makes a page of one team.", mostHeat, len(f.Active))
		return
	}
	p.HeatCaption = fmt.Sprintf("%s by %s. Each cell says the level reached, and what is missing.",
		count.Of(len(f.Active), "person", "people"), count.Of(len(f.competencies), "competency", "competencies"))
	for _, c := range f.competencies {
		p.Columns = append(p.Columns, column{c.Title, f.Domain(c.Domain)})
	}
	for i, person := range f.Active {
		p.Rows = append(p.Rows, f.heatRow(i, person, linked))
	}
}

// fillGaps fills in what is not met, as far as a page goes.
func (f *facts) fillGaps(p *meeting, linked bool) {
	p.Gaps = f.gaps(f.Active, linked)
	p.GapsCaption = count.Of(len(p.Gaps), "requirement is not met", "requirements are not met")
	if len(p.Gaps) > mostGaps {
		p.GapsCaption += fmt.Sprintf("; the first %d are shown, the workbook has them all", mostGaps)
		p.Gaps = p.Gaps[:mostGaps]
	}
}

// personPart is the part of the page about a person, the i-th.
func (f *facts) personPart(i int, p *gradebook.Person) personPart {
	part := personPart{
		Anchor: anchor(i, -1), Name: cmp.Or(p.Name, p.ID), About: f.about(p), Met: met(p),
		Evidence: f.evidenceTable(p), Training: f.trainingOf(p),
	}
	for k, c := range f.cells(p.ID) {
		part.Cells = append(part.Cells, f.cellRow(c, anchor(i, k)))
	}
	return part
}

// anchor names a person, or a cell of theirs, by position: IDs may hold any characters.
func anchor(person, cell int) string {
	if cell < 0 {
		return fmt.Sprintf("p%d", person+1)
	}
	return fmt.Sprintf("p%dc%d", person+1, cell+1)
}

func met(p *gradebook.Person) string { return fmt.Sprintf("%d of %d met", p.Met, p.Required) }

func (f *facts) about(p *gradebook.Person) string {
	parts := []string{p.ID, f.roles(p)}
	if p.Team != "" {
		parts = append(parts, p.Team)
	}
	return strings.Join(parts, " · ")
}

func (f *facts) heatRow(i int, p *gradebook.Person, linked bool) heatRow {
	row := heatRow{Name: cmp.Or(p.Name, p.ID), About: f.about(p), Met: fmt.Sprintf("%d of %d", p.Met, p.Required)}
	if linked {
		row.Anchor = anchor(i, -1)
	}
	at := map[string]int{}
	cells := f.cells(p.ID)
	for k, c := range cells {
		at[c.Competency] = k
	}
	for _, comp := range f.competencies {
		cell := heatCell{Standing: words.NotRequired()}
		if k, ok := at[comp.ID]; ok {
			cell.Standing = f.Standing(cells[k])
			if linked {
				cell.Anchor = anchor(i, k)
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func (f *facts) cellRow(c *competence.Cell, anchor string) cellRow {
	s := f.Standing(c)
	row := cellRow{
		Anchor: anchor, ID: c.Competency, Title: f.Competency(c.Competency).Title, Required: "not required",
		ValidFrom: c.ValidFrom, Expires: c.Expires, Why: words.Sentence(c.Why), Tone: s.Tone, Standing: s,
	}
	if c.Required > 0 {
		row.Required = f.Level(c.Required)
	}
	if next := f.Next(c); next.Text != "" && !c.Met {
		row.Next = words.Sentence(next.Text)
	}
	return row
}

func (f *facts) evidenceTable(p *gradebook.Person) evidenceTable {
	t := evidenceTable{Caption: "Evidence of " + cmp.Or(p.Name, p.ID)}
	all := f.evidence(p.ID)
	byCompetency := map[string][]*competence.Evidence{}
	for _, e := range all {
		byCompetency[e.Competency] = append(byCompetency[e.Competency], e)
	}
	cells := map[string]*competence.Cell{}
	for _, c := range f.cells(p.ID) {
		cells[c.Competency] = c
	}
	for _, e := range all {
		x := f.explainer(p, cells[e.Competency], e.Competency, byCompetency[e.Competency])
		row := evidenceRow{
			Date: e.Date, Competency: f.Competency(e.Competency).Title, What: f.Taken(e), By: e.Assessor,
			Result: f.Scored(e),
			Counts: "yes", Expires: e.Expires, File: e.Source, Flags: words.Flags(e.Flags, ", "), ID: e.ID,
		}
		if e.Receipt != "" {
			row.Receipt = "receipt " + e.Receipt
		}
		if !x.Counts(e) {
			row.Counts, row.WhyNot = "no", x.WhyNot(e)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// gaps lists what is not met, the first due at the top.
func (f *facts) gaps(staff []*gradebook.Person, linked bool) []gapRow {
	var rows []gapRow
	for i, p := range staff {
		for _, c := range f.cells(p.ID) {
			if c.Required == 0 || c.Met {
				continue
			}
			s := f.Standing(c)
			next := f.Next(c)
			row := gapRow{
				Name: cmp.Or(p.Name, p.ID), Team: p.Team, Title: f.Competency(c.Competency).Title,
				Required: f.Level(c.Required), Now: s.Text, Why: words.Upper(f.Cause(c)), Tone: s.Tone,
				Symbol: s.Symbol,
				Due:    c.Due, When: f.Due(c), Next: words.Upper(next.Text), URL: next.URL,
			}
			if linked {
				row.Anchor = anchor(i, -1)
			}
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows,
		func(a, b gapRow) int { return cmp.Compare(cmp.Or(a.Due, "9999"), cmp.Or(b.Due, "9999")) })
	return rows
}

func (f *facts) change(c gradebook.Change) changeRow {
	level := func(n *int, status competence.Status) string {
		if c.Competency == "" {
			return ""
		}
		text := "no level"
		if n != nil {
			text = f.Level(*n)
		}
		return text + ", " + words.Status(status)
	}
	row := changeRow{Name: c.Staff, Title: "all", Before: level(c.OldLevel, c.OldStatus),
		Now: level(c.NewLevel, c.NewStatus), Why: words.Upper(c.Why)}
	if p := f.Person[c.Staff]; p != nil {
		row.Name = strings.TrimSpace(c.Staff + " " + p.Name)
	}
	if c.Competency != "" {
		row.Title = f.Competency(c.Competency).Title
	}
	return row
}

// barOf shows a tally as a bar, with its figures for people who cannot see it.
func barOf(name string, t *gradebook.Tally) bar {
	b := bar{Name: name, Share: "–", Alt: fmt.Sprintf("%s: %d of %d met, %d pending, %d missing, %d expired",
		name, t.Met, t.Required, t.Pending, t.Missing, t.Expired)}
	if t.Required == 0 {
		return b
	}
	b.Share = fmt.Sprintf("%d of %d, %d%%", t.Met, t.Required, 100*t.Met/t.Required)
	share := func(n int) string { return words.Number(100 * float64(n) / float64(t.Required)) }
	done := 0
	for _, p := range []struct {
		n       int
		pattern string
	}{{t.Met, ""}, {t.Pending, "hatch-waiting"}, {t.Missing, "hatch-gap"}, {t.Expired, "hatch-bad"}} {
		if p.n > 0 {
			b.Parts = append(b.Parts, part{X: share(done), Width: share(p.n), Pattern: p.pattern})
			done += p.n
		}
	}
	return b
}

// charts show what is met by competency, role and team.
func (f *facts) charts(t gradebook.Tallies) []chart {
	var competencies []bar
	for _, c := range f.competencies {
		if tally := t.ByCompetency[c.ID]; tally != nil {
			competencies = append(competencies, barOf(c.Title, tally))
		}
	}
	team := func(t string) string { return cmp.Or(t, "(no team)") }
	return []chart{{"By competency", competencies}, {"By role", sortedBars(t.ByRole, f.Role)},
		{"By team", sortedBars(t.ByTeam, team)}}
}

// sortedBars returns the bars of the tallies that have requirements.
func sortedBars(tallies map[string]*gradebook.Tally, name func(string) string) []bar {
	var bars []bar
	for id, t := range tallies {
		if t.Required > 0 {
			bars = append(bars, barOf(name(id), t))
		}
	}
	slices.SortFunc(bars, func(a, b bar) int {
		return cmp.Or(strings.Compare(fold(a.Name), fold(b.Name)), strings.Compare(a.Alt, b.Alt))
	})
	return bars
}

// figures returns the numbers at the top of the page.
func (f *facts) figures(t gradebook.Tallies) []figure {
	share := "–"
	if t.All.Required > 0 {
		share = fmt.Sprintf("%d%%", 100*t.All.Met/t.All.Required)
	}
	out := []figure{
		{"active staff", fmt.Sprint(len(f.Active))}, {"requirements", fmt.Sprint(t.All.Required)},
		{"of them met", share},
		{"missing", fmt.Sprint(t.All.Missing)}, {"pending", fmt.Sprint(t.All.Pending)},
		{"expired", fmt.Sprint(t.All.Expired)}, {"expire soon", fmt.Sprint(t.Expiring)},
	}
	if n := f.Inactive(); n > 0 {
		out = append(out, figure{"left or not started, not shown", fmt.Sprint(n)})
	}
	return append(out, figure{"files, records or rows not counted", fmt.Sprint(verdict.Uncounted(f.Matrix.Exceptions))})
}

// basis says what the page rests on, and what it does not prove.
func (f *facts) basis() []string {
	out := []string{
		"Standards: " + f.Framework() + ".",
		"Files: " + words.Equation(f.Matrix.Counts.Files) + ".",
		"Records: " + words.Equation(f.Matrix.Counts.Records) + ".",
	}
	if f.Matrix.Counts.Observations.In > 0 {
		out = append(out, "Rows of observations: "+words.Equation(f.Matrix.Counts.Observations)+".")
	}
	if f.Matrix.Counts.Training.In > 0 {
		out = append(out, "Rows of training: "+words.Equation(f.Matrix.Counts.Training)+".")
	}
	for _, n := range f.Matrix.Notices {
		out = append(out, words.Sentence(n))
	}
	out = append(out, words.Caveats()...)
	if f.Matrix.WorkbookSHA256 != "" {
		out = append(out, "The workbook of the same run has the SHA-256 "+f.Matrix.WorkbookSHA256+".")
	}
	return out
}
