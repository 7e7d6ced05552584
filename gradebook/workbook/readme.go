package workbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// readMe returns the sheet that a reviewer reads first: what this is, how to read a
// cell, what was counted, by which rules, and what it does not prove.
func (b *book) readMe() spreadsheet.Sheet {
	p := &page{}
	b.introduce(p)
	b.listSheets(p)
	p.Heading("How to read a cell of the matrix")
	for _, l := range b.CellGuide() {
		p.Line(spreadsheet.Text(l.Topic), spreadsheet.Text(l.Text))
	}
	p.Say("The scale", b.Scale())
	b.listCounts(p)
	p.Heading("How levels are found")
	p.sayAll(b.FindingLevels())
	p.Heading("What this workbook claims, and what it does not")
	p.sayAll(words.Claims(b.claims))
	b.listInputs(p)
	s := p.sheet(b.title(), "1F3A4D")
	s.Marks = cellMarks(0, 0)
	return s
}

// introduce says what this workbook is.
func (b *book) introduce(p *page) {
	m := b.Matrix
	if !b.Adopted() {
		p.Banner(words.ProvisionalTopic, words.ProvisionalText)
	}
	p.Say("Organisation", m.Organisation)
	p.Date("As of", m.AsOf)
	p.Say("Standards", b.Framework())
	if b.Adopted() && b.Standards.AdoptedBy != "" {
		p.Say("Adopted by", b.Standards.AdoptedBy+", "+b.Standards.AdoptedOn.Format("2006-01-02"))
	}
	p.Say("Published by", strings.TrimSuffix(b.Standards.Publisher+", licence "+b.Standards.Licence, ", licence "))
	site := m.Site
	if m.TimeZone != "" {
		site += " (dates are of the time zone " + m.TimeZone + ")"
	}
	p.Say("Site", site)
	p.Say("Made by", m.Tool)
	p.notices(m.Notices)
}

// listSheets leads to every sheet and says what is on it.
func (b *book) listSheets(p *page) {
	m := b.Matrix
	p.Heading("The sheets")
	p.link(sheetSummary, "Staff, requirements met, pending, missing and expired, for each role and each team, with a chart.")
	p.link(sheetMatrix, b.aboutMatrix())
	gaps, ends := b.gapsAndEnds()
	link := func(sheet string, n int, one, many, text string) {
		p.link(sheet, count.Of(n, one, many)+text+continued(sheet, n))
	}
	link(sheetGaps, gaps, "requirement", "requirements", " not met, the first due at the top: cause, next step, "+
		"and columns for the owner and the plan to be filled in.")
	link(sheetEvidence, m.Evidence.Len(), "row", "rows", ", one for each piece of evidence and competency: "+
		"where it came from, how it was scored, whether it counts.")
	link(sheetRenewals, ends, "level", "levels", " with an end, the soonest first.")
	p.link(sheetStandards, "The competencies and indicators with their sources, the evidence demanded, the cuts and who set them, "+
		"and how long a level holds.")
	p.link(sheetExceptions, b.aboutExceptions()+continued(sheetExceptions, len(m.Exceptions)))
	if b.has(sheetTraining) {
		link(sheetTraining, m.Training.Len(), "piece", "pieces",
			" of training. Minutes of modules of this site are those "+
				"that their authors planned, once a module and year; other minutes are stated by HR.")
	}
	if b.has(sheetRoles) {
		p.link(sheetRoles, "What each role requires: the level, by when, and whether people may work supervised until then.")
	}
	if b.has(sheetChanges) {
		link(sheetChanges, len(m.Changes), "change", "changes", " since the earlier matrix, each with its reason.")
	}
	b.listTypedSheets(p)
	if b.has(sheetInputs) {
		p.link(sheetInputs, "Every file that was read, with its SHA-256.")
	}
	if n := len(b.carried[sheetGaps]) + len(b.carried[sheetSignOff]); n > 0 {
		p.Say("Carried over", count.Of(n, "row", "rows")+
			" of Gaps and Sign-off hold what people typed into an earlier workbook. "+
			"Where the level has changed since, the row says so.")
	}
	p.Say("To the evidence",
		"A role or team on Summary leads to Matrix, a staff ID on Matrix to the person's rows on Evidence, "+
			"and an evidence ID on Gaps to its row there.")
}

// listTypedSheets leads to the sheets that people fill in.
func (b *book) listTypedSheets(p *page) {
	if b.has(sheetSignOff) {
		p.link(sheetSignOff, "A row for each person, to be signed: employee, assessor, HR, date. "+
			"The protection of the sheet guards against slips; it is not a signature, and neither is a typed name.")
	}
	if n := len(b.stray); n > 0 {
		p.link(sheetCarriedOver,
			count.Of(n, "entry", "entries")+
				" of an earlier workbook whose row is not in this one, each with the reason.")
	}
}

func (b *book) aboutMatrix() string {
	text := fmt.Sprintf("%s by %s: level, symbol and reason.",
		count.Of(len(b.Active), "member of staff", "members of staff"),
		count.Of(len(b.Competencies), "competency", "competencies"))
	if len(b.Competencies) > tooWide {
		text += " An overview by domain; each domain has a sheet of its own behind it."
	}
	return text
}

func (b *book) aboutExceptions() string {
	uncounted := verdict.Uncounted(b.Matrix.Exceptions)
	text := count.Of(uncounted, "file, record or row", "files, records and rows") +
		" not counted, each with the reason and the way out."
	if n := len(b.Matrix.Exceptions) - uncounted; n > 0 {
		text += " " + count.Of(n, "more was decided, or counts with a remark",
			"more were decided, or count with a remark") + "."
	}
	return text
}

// continued says that a table is longer than a sheet; "" if it is not.
func continued(sheet string, n int) string {
	if n <= spreadsheet.MaxRows {
		return ""
	}
	return fmt.Sprintf(" It is longer than a sheet can be and goes on in %q and so forth.", sheet+" (2)")
}

// gapsAndEnds counts the requirements that are not met, and the levels that expire.
func (b *book) gapsAndEnds() (gaps, ends int) {
	for _, p := range b.Active {
		for c := range b.Cells(p.ID) {
			if c.Required > 0 && !c.Met {
				gaps++
			}
			if c.Required > 0 && c.Expires != "" {
				ends++
			}
		}
	}
	return gaps, ends
}

// listCounts says what was counted, and what was not.
func (b *book) listCounts(p *page) {
	m := b.Matrix
	p.Heading("What was counted")
	p.Say("Files", words.Equation(m.Counts.Files))
	p.Say("Records", words.Equation(m.Counts.Records))
	if m.Counts.Training.In > 0 {
		p.Say("Rows of training", words.Equation(m.Counts.Training))
	}
	staff := count.Of(len(b.Active), "active member", "active members") +
		" on the roster, and no others, are in the matrix."
	if n := b.Inactive(); n > 0 {
		staff += " " + count.Of(n, "person who has left or not yet started is",
			"people who have left or not yet started are") + " not shown."
	}
	p.Say("Staff", staff)
	occur := map[verdict.Verdict]bool{}
	for _, e := range m.Exceptions {
		occur[e.Verdict] = true
	}
	for _, v := range slices.Sorted(maps.Keys(occur)) {
		p.Say(words.Upper(words.Spaced(v)), words.Sentence(words.Verdict(v)))
	}
	p.sayAll(words.Counting())
}

// listInputs lists what was read; many results have a sheet of their own.
func (b *book) listInputs(p *page) {
	p.Heading("Inputs, with their SHA-256")
	if b.Matrix.Inputs.Len() == 0 {
		p.Line(spreadsheet.Cell{}, spreadsheet.Text("No inputs are recorded."))
	}
	results := 0
	for _, in := range b.Matrix.Inputs.All() {
		if b.has(sheetInputs) && in.Role == "results" {
			results++
			continue
		}
		p.Line(spreadsheet.Text(in.Role), spreadsheet.Text(in.Path+"\n"+in.SHA256))
	}
	if results > 0 {
		p.Line(spreadsheet.Link("results", sheetInputs),
			spreadsheet.Text(count.Of(results, "file of results is", "files of results are")+" on the sheet Inputs."))
	}
}

// fewInputs is how many inputs Read me lists; more have a sheet of their own.
const fewInputs = 10

// inputs lists every file that was read.
func (b *book) inputs() spreadsheet.Sheet {
	type I = *verdict.Input
	fields := []spreadsheet.Field[I]{
		spreadsheet.Line("Kind", 14, func(in I) string { return in.Role }),
		spreadsheet.Wrapped("File", 60, func(in I) string { return in.Path }),
		spreadsheet.Line("SHA-256", 68, func(in I) string { return in.SHA256 }),
	}
	s := spreadsheet.Sheet{Name: sheetInputs, Identity: 2, Tab: "A9B4BE", Empty: "No inputs are recorded."}
	return spreadsheet.Lay(s, fields, second(b.Matrix.Inputs.All()))
}
