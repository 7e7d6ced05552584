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

// fileName makes a name of a staff ID that is safe in every file system. The word
// before it keeps it from being a name that Windows reserves.
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

// Len is how many people there are.
func (r *Records) Len() int { return len(r.staff) }

// Names are the pages of the records; the workbook of each has the same name with
// another ending. The last is the list.
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

// mark adds the comment by which the program knows its own pages again: with the
// hash of all that stands before it, so that a page that somebody changed is told
// from one that nobody did.
func mark(page, book []byte, tool string) []byte {
	text := fmt.Sprintf("<!-- coursemark-record/1 page-sha256:%s workbook-sha256:%s by %s -->\n", hash(page), hash(book), commentText(tool))
	return append(page, text...)
}

// commentText keeps what would end a comment out of it.
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
	v := recordView{frame: head, Name: cmp.Or(p.Name, p.ID), ID: p.ID, Role: f.roles(p), Team: cmp.Or(p.Team, "–"), Start: cmp.Or(p.Start, "not stated"), Met: fmt.Sprintf("%d of %d", p.Met, p.Required),
		Gaps: f.gaps([]*gradebook.Person{p}, false), NoGaps: "None: every requirement is met.", NoCells: "Nothing is required of this role, and no evidence was received.", Evidence: f.evidenceTable(p), Training: f.trainingOf(p), Claims: f.recordClaims(p)}
	switch p.Status {
	case competence.Left:
		v.Status, v.Met = "left on "+p.End, "–"
		v.NoCells, v.NoGaps = "Whoever has left has no requirements; the evidence stays on record.", "None: whoever has left has no requirements."
	case competence.NotStarted:
		v.Status, v.Met = "starts on "+p.Start, "–"
		v.NoCells, v.NoGaps = "The person has not started on this date.", "None: the person has not started on this date."
	}
	for _, c := range f.cells(p.ID) {
		v.Cells = append(v.Cells, f.cellRow(c, ""))
	}
	var sources []sourceFile
	for _, e := range f.evidence(p.ID) {
		sources = append(sources, sourceFile{e.Source, e.FileSHA256})
	}
	for _, t := range f.training(p.ID) {
		sources = append(sources, sourceFile{t.Source, t.FileSHA256})
	}
	for _, file := range sources {
		if !slices.Contains(v.Files, file) {
			v.Files = append(v.Files, file)
		}
	}
	slices.SortFunc(v.Files, func(a, b sourceFile) int { return strings.Compare(a.Path+a.SHA256, b.Path+b.SHA256) })
	return v, err
}

// recordClaims say what stands behind this person's evidence, with counts, and only
// what holds for it.
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
	out = append(out, shared(p)...)
	out = append(out, words.Caveats()...)
	return append(out, "Made from the results, roster and standards as of "+f.Matrix.AsOf+". "+
		"A printed record can be changed by whoever holds it; matrix.json and the files below are what it is held against.")
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
		rows = append(rows, row{r.names[i] + ".html", r.names[i] + ".xlsx", cmp.Or(p.Name, p.ID), p.ID, r.f.roles(p), p.Team, met(p)})
	}
	return render("index.html", struct {
		frame
		Caption string
		Rows    []row
	}{head, count.Of(len(rows), "record", "records"), rows})
}

// recordBook is the same record as a workbook: a page to print and sign, and the
// tables behind it.
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
		Properties: spreadsheet.Properties{Title: v.Title, Subject: "Competency record as of " + v.AsOf, Organisation: v.Organisation, Application: v.Tool, Language: "en", Date: f.AsOf},
		Sheets:     sheets,
	})
	return b.Bytes(), err
}

func recordSheet(v recordView) spreadsheet.Sheet {
	var rows [][]spreadsheet.Cell
	line := func(cells ...spreadsheet.Cell) { rows = append(rows, cells) }
	say := func(topic, text string) {
		if text != "" {
			line(spreadsheet.Text(topic).As(spreadsheet.Strong), spreadsheet.Text(text))
		}
	}
	if v.Provisional != "" {
		line(spreadsheet.Text(words.ProvisionalTopic).As(spreadsheet.Banner), spreadsheet.Text(words.ProvisionalText).As(spreadsheet.Banner))
	}
	say("Name", v.Name)
	say("Staff ID", v.ID)
	say("Role", v.Role)
	say("Team", v.Team)
	say("In service since", v.Start)
	say("Status", v.Status)
	say("Organisation", v.Organisation)
	say("As of", v.AsOf)
	say("Standards", v.Framework)
	say("Requirements met", v.Met)
	line()
	line(spreadsheet.Text("Requirements").As(spreadsheet.Heading))
	for _, c := range v.Cells {
		say(c.Title, fmt.Sprintf("%s %s (required: %s). %s", c.Standing.Symbol, c.Standing.Text, c.Required, c.Why))
	}
	if len(v.Cells) == 0 {
		line(spreadsheet.Cell{}, spreadsheet.Text(v.NoCells))
	}
	if len(v.Training.Years) > 0 {
		line()
		line(spreadsheet.Text("Training").As(spreadsheet.Heading))
		for _, year := range v.Training.Years {
			line(spreadsheet.Cell{}, spreadsheet.Text(year))
		}
	}
	line()
	line(spreadsheet.Text("Signatures").As(spreadsheet.Heading))
	for _, who := range []string{"Employee", "Assessor", "HR"} {
		line()
		say(who, "Name, date and signature: ______________________________________________")
	}
	line()
	line(spreadsheet.Text("What this record says, and what it does not").As(spreadsheet.Heading))
	for _, c := range v.Claims {
		line(spreadsheet.Cell{}, spreadsheet.Text(c))
	}
	for _, file := range v.Files {
		line(spreadsheet.Text("File"), spreadsheet.Text(file.Path))
		line(spreadsheet.Text("its SHA-256"), spreadsheet.Text(file.SHA256))
	}
	say("Made by", v.Tool)
	return spreadsheet.Sheet{Name: "Record", Page: true, Columns: []spreadsheet.Column{{Header: "Competency record", Width: 30, Wrap: true}, {Width: 92, Wrap: true}}, Rows: slices.Values(rows)}
}

func requirementsSheet(v recordView) spreadsheet.Sheet {
	var rows [][]spreadsheet.Cell
	for _, c := range v.Cells {
		rows = append(rows, []spreadsheet.Cell{spreadsheet.Text(c.ID), spreadsheet.Text(c.Title), spreadsheet.Text(c.Required), spreadsheet.Text(c.Standing.Symbol + " " + c.Standing.Text), spreadsheet.Text(c.Standing.More),
			spreadsheet.Date(c.ValidFrom), spreadsheet.Date(c.Expires), spreadsheet.Text(c.Why)})
	}
	return spreadsheet.Sheet{Name: "Requirements", Identity: 2, Empty: "Nothing is required.", Rows: slices.Values(rows), Columns: []spreadsheet.Column{
		{Header: "Competency ID", Width: 14}, {Header: "Competency", Width: 28, Wrap: true}, {Header: "Required", Width: 14}, {Header: "Shown", Width: 16, Wrap: true}, {Header: "Remark", Width: 28, Wrap: true},
		{Header: "Valid from", Width: 11, Kind: spreadsheet.Day}, {Header: "Valid until", Width: 11, Kind: spreadsheet.Day}, {Header: "How this came about", Width: 60, Wrap: true}}}
}

func gapsSheet(v recordView) spreadsheet.Sheet {
	var rows [][]spreadsheet.Cell
	for _, g := range v.Gaps {
		rows = append(rows, []spreadsheet.Cell{spreadsheet.Text(g.Title), spreadsheet.Text(g.Required), spreadsheet.Text(g.Now), spreadsheet.Text(g.Why), spreadsheet.Date(g.Due), spreadsheet.Text(g.When), spreadsheet.Text(g.Next)})
	}
	return spreadsheet.Sheet{Name: "Gaps", Identity: 1, Empty: v.NoGaps, Rows: slices.Values(rows), Columns: []spreadsheet.Column{
		{Header: "Competency", Width: 28, Wrap: true}, {Header: "Required", Width: 14}, {Header: "Now", Width: 14}, {Header: "Why", Width: 32, Wrap: true}, {Header: "Due", Width: 11, Kind: spreadsheet.Day},
		{Header: "Due when", Width: 18, Wrap: true}, {Header: "Next step", Width: 50, Wrap: true}}}
}

func evidenceSheet(v recordView) spreadsheet.Sheet {
	var rows [][]spreadsheet.Cell
	for _, e := range v.Evidence.Rows {
		row := []spreadsheet.Cell{spreadsheet.Date(e.Date)}
		for _, s := range []string{e.Competency, e.What, e.By, e.Result, e.Counts, e.WhyNot} {
			row = append(row, spreadsheet.Text(s))
		}
		row = append(row, spreadsheet.Date(e.Expires))
		for _, s := range []string{e.File, e.Receipt, e.Flags, e.ID} {
			row = append(row, spreadsheet.Text(s))
		}
		rows = append(rows, row)
	}
	return spreadsheet.Sheet{Name: "Evidence", Identity: 2, Empty: "No evidence was received.", Rows: slices.Values(rows), Columns: []spreadsheet.Column{
		{Header: "Date", Width: 11, Kind: spreadsheet.Day}, {Header: "Competency", Width: 24, Wrap: true}, {Header: "What", Width: 30, Wrap: true}, {Header: "Assessor", Width: 20, Wrap: true}, {Header: "Result", Width: 34, Wrap: true},
		{Header: "Counts", Width: 8}, {Header: "Why not", Width: 30, Wrap: true}, {Header: "Valid until", Width: 11, Kind: spreadsheet.Day}, {Header: "File", Width: 30, Wrap: true}, {Header: "Receipt", Width: 28, Wrap: true},
		{Header: "Integrity flags", Width: 22, Wrap: true}, {Header: "Evidence ID", Width: 14}}}
}
