package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// Records are the records of some people, one page and one workbook each, and
// the page that lists them.
type Records struct {
	f     *facts
	staff []*gradebook.Person
	names []string // of their files, without ending
}

// File is one file of the records.
type File struct {
	Name    string
	Content []byte
}

// Index is the page that lists the records.
const Index = "index.html"

// NewRecords prepares the records of the people with these IDs, in the matrix's
// order; without any it takes everybody.
func NewRecords(m *gradebook.Matrix, ids []string) *Records {
	r := &Records{f: newFacts(m)}
	taken := map[string]bool{}
	for i := range m.Staff {
		p := &m.Staff[i]
		name := fileName(p.ID)
		if taken[strings.ToLower(name)] { // Windows and macOS do not tell a from A
			name += "-" + fingerprint(p.ID)
		}
		taken[strings.ToLower(name)] = true
		if len(ids) == 0 || slices.Contains(ids, p.ID) {
			r.staff, r.names = append(r.staff, p), append(r.names, name)
		}
	}
	return r
}

// fileName returns a name for the files of a staff ID that is safe in every file
// system. The prefix keeps it from being a name that Windows reserves.
func fileName(id string) string {
	const most = 60
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '_'
	}, id)
	name := "record-" + clean[:min(len(clean), most)]
	if clean != id || len(clean) > most {
		name += "-" + fingerprint(id)
	}
	return name
}

func fingerprint(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:3])
}

// Len returns how many people have records.
func (r *Records) Len() int { return len(r.staff) }

// Names returns the names of the pages; the workbook of each has the same name with
// another ending. The last page is the list.
func (r *Records) Names() []string {
	var out []string
	for _, name := range r.names {
		out = append(out, name+".html")
	}
	return append(out, Index)
}

// WorkbookOf returns the name of the workbook that belongs to a page, or "".
func WorkbookOf(page string) string {
	if page == Index {
		return ""
	}
	return strings.TrimSuffix(page, ".html") + ".xlsx"
}

// Each makes the files one after the other: workbook and page of each person, and
// the list at the end.
func (r *Records) Each(do func(File) error) error {
	for i, p := range r.staff {
		book, err := r.f.recordBook(p)
		if err != nil {
			return err
		}
		if err := do(File{r.names[i] + ".xlsx", book}); err != nil {
			return err
		}
		page, err := r.f.recordPage(p)
		if err != nil {
			return err
		}
		if err := do(File{r.names[i] + ".html", mark(page, book, r.f.Matrix.Tool)}); err != nil {
			return err
		}
	}
	page, err := r.index()
	if err != nil {
		return err
	}
	return do(File{Index, mark(page, nil, r.f.Matrix.Tool)})
}

// mark adds the comment by which the program recognises its own pages. It has the hash
// of everything before it, which shows whether somebody changed the page.
func mark(page, book []byte, tool string) []byte {
	text := fmt.Sprintf("<!-- coursemark-record/1 page-sha256:%s workbook-sha256:%s by %s -->\n", hash(page),
		hash(book), commentText(tool))
	return append(page, text...)
}

// commentText replaces what would end a comment.
func commentText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '<' || r == '>' || r < ' ' {
			return ' '
		}
		return r
	}, s)
}

func hash(b []byte) string {
	if b == nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// marker is the comment as mark writes it.
const marker = `<!-- coursemark-record/1 page-sha256:([0-9a-f]{64}) workbook-sha256:([0-9a-f]{64})? by [^<>]* -->\n$`

// Owned reports whether a page was written by this program and not changed since,
// and returns the SHA-256 of the workbook that was written with it.
func Owned(page []byte) (workbook string, ours bool) {
	found := regexp.MustCompile(marker).FindSubmatch(page)
	if found == nil {
		return "", false
	}
	return string(found[2]), hash(page[:len(page)-len(found[0])]) == string(found[1])
}

type recordView struct {
	frame
	Name, ID, Role, Team, Start, Status, Met string
	Cells                                    []cellRow
	NoCells                                  string
	Gaps                                     []gapRow
	NoGaps                                   string
	Evidence                                 evidenceTable
	Training                                 trainingTable
	Claims                                   []string
	Files                                    []sourceFile
}

type sourceFile struct{ Path, SHA256 string }

func (f *facts) record(p *gradebook.Person) (recordView, error) {
	head, err := f.frame("Competency record: " + strings.TrimSpace(p.ID+" "+p.Name))
	v := recordView{
		frame: head, Name: cmp.Or(p.Name, p.ID), ID: p.ID, Role: f.roles(p), Team: cmp.Or(p.Team, "–"),
		Start: cmp.Or(p.Start, "not stated"), Met: fmt.Sprintf("%d of %d", p.Met, p.Required),
		NoCells:  "Nothing is required of this role, and no evidence was received.",
		Gaps:     f.gaps([]*gradebook.Person{p}, false),
		NoGaps:   "None: every requirement is met.",
		Evidence: f.evidenceTable(p), Training: f.trainingOf(p), Claims: f.recordClaims(p), Files: f.sourcesOf(p),
	}
	switch p.Status {
	case competence.Left:
		v.Status, v.Met = "left on "+p.End, "–"
		v.NoCells = "People who have left have no requirements; the evidence stays on record."
		v.NoGaps = "None: people who have left have no requirements."
	case competence.NotStarted:
		v.Status, v.Met = "starts on "+p.Start, "–"
		v.NoCells, v.NoGaps = "The person has not started on this date.",
			"None: the person has not started on this date."
	}
	for _, c := range f.cells(p.ID) {
		v.Cells = append(v.Cells, f.cellRow(c, ""))
	}
	return v, err
}

// sourcesOf returns the files that a record rests on, sorted, each once.
func (f *facts) sourcesOf(p *gradebook.Person) []sourceFile {
	var out []sourceFile
	for _, e := range f.evidence(p.ID) {
		out = append(out, sourceFile{e.Source, e.FileSHA256})
	}
	for _, t := range f.training(p.ID) {
		out = append(out, sourceFile{t.Source, t.FileSHA256})
	}
	slices.SortFunc(out, func(a, b sourceFile) int { return strings.Compare(a.Path+a.SHA256, b.Path+b.SHA256) })
	return slices.Compact(out)
}

// recordClaims says how far this person's evidence can be trusted, with counts. It says
// only what applies to it.
func (f *facts) recordClaims(p *gradebook.Person) []string {
	var claims competence.Claims
	for _, e := range f.evidence(p.ID) {
		claims.Add(e)
	}
	out := words.PersonalClaims(claims)
	if len(f.training(p.ID)) > 0 {
		out = append(out, "Minutes of modules of this site are those that their authors planned, once a module and year; "+
			"nobody measured how long the person took.")
	}
	out = append(out, words.Shared(p.Reflections, p.PracticeLogs)...)
	out = append(out, words.Caveats()...)
	return append(out, "Made from the results, roster and standards as of "+f.Matrix.AsOf+". "+
		"Anybody who holds a printed record can change it; check it against matrix.json and the files below.")
}

func (f *facts) recordPage(p *gradebook.Person) ([]byte, error) {
	v, err := f.record(p)
	if err != nil {
		return nil, err
	}
	return render("record.html", v)
}

func (r *Records) index() ([]byte, error) {
	type row struct{ Page, Workbook, Name, ID, Role, Team, Met string }
	head, err := r.f.frame("Competency records")
	if err != nil {
		return nil, err
	}
	var rows []row
	for i, p := range r.staff {
		rows = append(rows, row{r.names[i] + ".html", r.names[i] + ".xlsx", cmp.Or(p.Name, p.ID), p.ID, r.f.roles(p),
			p.Team, met(p)})
	}
	return render("index.html", struct {
		frame
		Caption string
		Rows    []row
	}{head, count.Of(len(rows), "record", "records"), rows})
}

// recordBook returns the same record as a workbook: a page to print and sign, followed
// by the tables.
func (f *facts) recordBook(p *gradebook.Person) ([]byte, error) {
	v, err := f.record(p)
	if err != nil {
		return nil, err
	}
	sheets := []spreadsheet.Sheet{recordSheet(v), requirementsSheet(v), gapsSheet(v), evidenceSheet(v)}
	if len(v.Training.Rows) > 0 {
		sheets = append(sheets, trainingSheet(v))
	}
	var b bytes.Buffer
	err = spreadsheet.Write(&b, spreadsheet.Workbook{
		Properties: spreadsheet.Properties{Title: v.Title, Subject: "Competency record as of " + v.AsOf,
			Organisation: v.Organisation, Application: v.Tool, Language: "en", Date: f.AsOf},
		Sheets: sheets,
	})
	return b.Bytes(), err
}

// recordSheet is the page to print and sign.
func recordSheet(v recordView) spreadsheet.Sheet {
	p := &spreadsheet.Prose{}
	if v.Provisional != "" {
		p.Banner(words.ProvisionalTopic, words.ProvisionalText)
	}
	for _, l := range []words.Line{
		{Topic: "Name", Text: v.Name}, {Topic: "Staff ID", Text: v.ID}, {Topic: "Role", Text: v.Role},
		{Topic: "Team", Text: v.Team},
		{Topic: "In service since", Text: v.Start}, {Topic: "Status", Text: v.Status},
		{Topic: "Organisation", Text: v.Organisation}, {Topic: "As of", Text: v.AsOf},
		{Topic: "Standards", Text: v.Framework},
		{Topic: "Requirements met", Text: v.Met},
	} {
		p.Say(l.Topic, l.Text)
	}
	recordLevels(p, v)
	p.Heading("Signatures")
	for _, who := range []string{"Employee", "Assessor", "HR"} {
		p.Line()
		p.Say(who, "Name, date and signature: ______________________________________________")
	}
	recordBasis(p, v)
	p.Say("Made by", v.Tool)
	return p.Sheet("Record", "Competency record", 30)
}

// recordLevels says what was shown, and how much training there was.
func recordLevels(p *spreadsheet.Prose, v recordView) {
	p.Heading("Requirements")
	for _, c := range v.Cells {
		p.Say(c.Title, fmt.Sprintf("%s %s (required: %s). %s", c.Standing.Symbol, c.Standing.Text, c.Required, c.Why))
	}
	if len(v.Cells) == 0 {
		p.Line(spreadsheet.Cell{}, spreadsheet.Text(v.NoCells))
	}
	if len(v.Training.Years) == 0 {
		return
	}
	p.Heading("Training")
	for _, year := range v.Training.Years {
		p.Line(spreadsheet.Cell{}, spreadsheet.Text(year))
	}
}

// recordBasis says how far the record can be trusted, and names the files.
func recordBasis(p *spreadsheet.Prose, v recordView) {
	p.Heading("What this record says, and what it does not")
	for _, c := range v.Claims {
		p.Line(spreadsheet.Cell{}, spreadsheet.Text(c))
	}
	for _, file := range v.Files {
		p.Line(spreadsheet.Text("File"), spreadsheet.Text(file.Path))
		p.Line(spreadsheet.Text("its SHA-256"), spreadsheet.Text(file.SHA256))
	}
}

func requirementsSheet(v recordView) spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: "Requirements", Identity: 2, Empty: "Nothing is required."}
	return spreadsheet.Lay(s, []spreadsheet.Field[cellRow]{
		spreadsheet.Line("Competency ID", 14, func(c cellRow) string { return c.ID }),
		spreadsheet.Wrapped("Competency", 28, func(c cellRow) string { return c.Title }),
		spreadsheet.Line("Required", 14, func(c cellRow) string { return c.Required }),
		spreadsheet.Wrapped("Shown", 16, func(c cellRow) string { return c.Standing.Symbol + " " + c.Standing.Text }),
		spreadsheet.Wrapped("Remark", 28, func(c cellRow) string { return c.Standing.More }),
		spreadsheet.Calendar("Valid from", 11, func(c cellRow) string { return c.ValidFrom }),
		spreadsheet.Calendar("Valid until", 11, func(c cellRow) string { return c.Expires }),
		spreadsheet.Wrapped("How this came about", 60, func(c cellRow) string { return c.Why }),
	}, slices.Values(v.Cells))
}

func gapsSheet(v recordView) spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: "Gaps", Identity: 1, Empty: v.NoGaps}
	return spreadsheet.Lay(s, []spreadsheet.Field[gapRow]{
		spreadsheet.Wrapped("Competency", 28, func(g gapRow) string { return g.Title }),
		spreadsheet.Line("Required", 14, func(g gapRow) string { return g.Required }),
		spreadsheet.Line("Now", 14, func(g gapRow) string { return g.Now }),
		spreadsheet.Wrapped("Why", 32, func(g gapRow) string { return g.Why }),
		spreadsheet.Calendar("Due", 11, func(g gapRow) string { return g.Due }),
		spreadsheet.Wrapped("Due when", 18, func(g gapRow) string { return g.When }),
		spreadsheet.Wrapped("Next step", 50, func(g gapRow) string { return g.Next }),
	}, slices.Values(v.Gaps))
}

func evidenceSheet(v recordView) spreadsheet.Sheet {
	s := spreadsheet.Sheet{Name: "Evidence", Identity: 2, Empty: "No evidence was received."}
	return spreadsheet.Lay(s, []spreadsheet.Field[evidenceRow]{
		spreadsheet.Calendar("Date", 11, func(e evidenceRow) string { return e.Date }),
		spreadsheet.Wrapped("Competency", 24, func(e evidenceRow) string { return e.Competency }),
		spreadsheet.Wrapped("What", 30, func(e evidenceRow) string { return e.What }),
		spreadsheet.Wrapped("Assessor", 20, func(e evidenceRow) string { return e.By }),
		spreadsheet.Wrapped("Result", 34, func(e evidenceRow) string { return e.Result }),
		spreadsheet.Line("Counts", 8, func(e evidenceRow) string { return e.Counts }),
		spreadsheet.Wrapped("Why not", 30, func(e evidenceRow) string { return e.WhyNot }),
		spreadsheet.Calendar("Valid until", 11, func(e evidenceRow) string { return e.Expires }),
		spreadsheet.Wrapped("File", 30, func(e evidenceRow) string { return e.File }),
		spreadsheet.Wrapped("Receipt", 28, func(e evidenceRow) string { return e.Receipt }),
		spreadsheet.Wrapped("Integrity flags", 22, func(e evidenceRow) string { return e.Flags }),
		spreadsheet.Line("Evidence ID", 14, func(e evidenceRow) string { return e.ID }),
	}, slices.Values(v.Evidence.Rows))
}
