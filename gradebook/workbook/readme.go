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
	"github.com/coursemark/coursemark/standards"
)

// readMe is the page that a reviewer reads first: what this is, how to read a
// cell, what was counted, by which rules, and what it does not prove.
func (b *book) readMe() spreadsheet.Sheet {
	var rows [][]spreadsheet.Cell
	line := func(cells ...spreadsheet.Cell) { rows = append(rows, cells) }
	say := func(topic, text string) {
		if text != "" {
			line(spreadsheet.Text(topic).As(spreadsheet.Strong), spreadsheet.Text(text))
		}
	}
	heading := func(s string) {
		line()
		line(spreadsheet.Text(s).As(spreadsheet.Heading))
	}

	if p := b.Provisional(); p != "" {
		word, rest, _ := strings.Cut(p, ": ")
		line(spreadsheet.Text(word).As(spreadsheet.Banner), spreadsheet.Text(words.Upper(rest)).As(spreadsheet.Banner))
	}
	say("Organisation", b.Matrix.Organisation)
	line(spreadsheet.Text("As of").As(spreadsheet.Strong), spreadsheet.Date(b.Matrix.AsOf))
	say("Standards", b.Framework())
	if b.Matrix.Framework.Adopted && b.Standards.AdoptedBy != "" {
		say("Adopted by", b.Standards.AdoptedBy+", "+b.Standards.AdoptedOn.Format("2006-01-02"))
	}
	say("Published by", strings.TrimSuffix(b.Standards.Publisher+", licence "+b.Standards.Licence, ", licence "))
	say("Site", strings.TrimSuffix(b.Matrix.Site+" (dates are of the time zone "+b.Matrix.TimeZone+")", " (dates are of the time zone )"))
	say("Made by", b.Matrix.Tool)
	for i, n := range b.Matrix.Notices {
		topic := ""
		if i == 0 {
			topic = "Please note"
		}
		line(spreadsheet.Text(topic).As(spreadsheet.Banner), spreadsheet.Text(n).As(spreadsheet.Banner))
	}

	heading("The sheets")
	gaps, expires := 0, 0
	for _, p := range b.Active {
		for c := range b.Cells(p.ID) {
			if c.Required > 0 && !c.Met {
				gaps++
			}
			if c.Required > 0 && c.Expires != "" {
				expires++
			}
		}
	}
	continued := func(sheet string, n int) string {
		if n <= spreadsheet.MaxRows {
			return ""
		}
		return fmt.Sprintf(" It is longer than a sheet can be and goes on in %q and so forth.", sheet+" (2)")
	}
	link := func(sheet, text string) {
		line(spreadsheet.Link(sheet, sheet), spreadsheet.Text(text))
	}
	link(sheetSummary, "Staff, requirements met, pending, missing and expired, for each role and each team, with a chart.")
	matrix := fmt.Sprintf("%s by %s: level, symbol and reason.", count.Of(len(b.Active), "member of staff", "members of staff"), count.Of(len(b.Competencies), "competency", "competencies"))
	if len(b.Competencies) > tooWide {
		matrix += " An overview by domain; each domain has a sheet of its own behind it."
	}
	link(sheetMatrix, matrix)
	link(sheetGaps, count.Of(gaps, "requirement", "requirements")+" not met, the first due at the top: cause, next step, and columns for the owner and the plan to be filled in."+continued(sheetGaps, gaps))
	link(sheetEvidence, count.Of(b.Matrix.Evidence.Len(), "row", "rows")+", one for each piece of evidence and competency: where it came from, how it was scored, whether it counts."+continued(sheetEvidence, b.Matrix.Evidence.Len()))
	link(sheetRenewals, count.Of(expires, "level", "levels")+" with an end, the soonest first."+continued(sheetRenewals, expires))
	link(sheetStandards, "The competencies and indicators with their sources, the evidence demanded, the cuts and who set them, and how long a level holds.")
	uncounted := verdict.Uncounted(b.Matrix.Exceptions)
	settled := ""
	if n := len(b.Matrix.Exceptions) - uncounted; n > 0 {
		settled = " " + count.Of(n, "more was decided, or counts with a word about it", "more were decided, or count with a word about them") + "."
	}
	link(sheetExceptions, count.Of(uncounted, "file, record or row", "files, records and rows")+" not counted, each with the reason and the way out."+settled+continued(sheetExceptions, len(b.Matrix.Exceptions)))

	if b.has(sheetTraining) {
		link(sheetTraining, count.Of(b.Matrix.Training.Len(), "piece", "pieces")+" of training. Minutes of modules of this site are those that their authors planned, once a module and year; other minutes are stated by HR."+continued(sheetTraining, b.Matrix.Training.Len()))
	}
	if b.has(sheetRoles) {
		link(sheetRoles, "What each role requires: the level, by when, and whether people may work supervised until then.")
	}
	if b.has(sheetChanges) {
		link(sheetChanges, count.Of(len(b.Matrix.Changes), "change", "changes")+" since the earlier matrix, each with its reason."+continued(sheetChanges, len(b.Matrix.Changes)))
	}
	if b.has(sheetSignOff) {
		link(sheetSignOff, "A row for each person, to be signed: employee, assessor, HR, date. The protection of the sheet guards against slips; it is no signature, and neither is a typed name.")
	}
	if n := len(b.stray); n > 0 {
		link(sheetCarriedOver, count.Of(n, "entry", "entries")+" of an earlier workbook whose row is not in this one, each with the reason.")
	}
	if b.has(sheetInputs) {
		link(sheetInputs, "Every file that was read, with its SHA-256.")
	}
	if n := len(b.carried[sheetGaps]) + len(b.carried[sheetSignOff]); n > 0 {
		say("Carried over", words.Upper(count.Of(n, "row", "rows"))+" of Gaps and Sign-off hold what people typed into an earlier workbook. Where the level has changed since, the row says so.")
	}
	say("To the evidence", "A role or team on Summary leads to Matrix, a staff ID on Matrix to the person's rows on Evidence, and an evidence ID on Gaps to its row there.")

	heading("How to read a cell of the matrix")
	top := b.Level(max(len(b.Standards.Levels)-1, 1))
	one := b.Level(1)
	for _, l := range [][2]string{
		{top + " ✓", "The level reached, in date; the requirement is met. \"Borderline\": the score is so near the cut that chance may have decided."},
		{one + " ✓ · observation missing", "This level is shown, but the role requires more, which only an observation can show. Not met."},
		{"▲ " + one + ", needs " + top, "A gap: the level reached is below the level required, or there is none, or the evidence is too thin. Not met."},
		{"⌛ 12 days", "Met, and it expires in so many days."},
		{"✗ expired " + b.Matrix.AsOf, "Was met, and expired on that date. Not met."},
		{"? pending", "Evidence is in, but awaits marking or confirmation. Not met, and not failed."},
		{"– not required", "Not required of this person; a level behind it was shown all the same."},
	} {
		line(spreadsheet.Text(l[0]), spreadsheet.Text(l[1]))
	}
	var scale []string
	for _, l := range b.Standards.Levels {
		scale = append(scale, fmt.Sprintf("%d %s: %s", l.Ordinal, l.Label, strings.TrimSuffix(l.Descriptor, ".")))
	}
	say("The scale", strings.Join(scale, "\n"))

	heading("What was counted")
	say("Files", words.Equation(b.Matrix.Counts.Files))
	say("Records", words.Equation(b.Matrix.Counts.Records))
	if b.Matrix.Counts.Training.In > 0 {
		say("Rows of training", words.Equation(b.Matrix.Counts.Training))
	}
	staff := count.Of(len(b.Active), "active member", "active members") + " on the roster, and no others, are in the matrix."
	if b.Inactive() > 0 {
		staff += " " + count.Of(b.Inactive(), "person who has left or not yet started is", "people who have left or not yet started are") + " not shown."
	}
	say("Staff", staff)
	occur := map[verdict.Verdict]bool{}
	for _, e := range b.Matrix.Exceptions {
		occur[e.Verdict] = true
	}
	for _, v := range slices.Sorted(maps.Keys(occur)) {
		if meaning := words.Verdict(v); meaning != "" {
			say(words.Upper(words.Spaced(v)), words.Sentence(meaning))
		}
	}
	say("Percent met", "Requirements met, divided by the requirements of the person's roles on the as-of date; nothing that a learner hands in changes the number divided by. Pending, missing and expired requirements are not met. Blank where nothing is required.")
	say("By role", "On the Summary, a role counts what that role itself requires. Who has two roles is counted in both, so that the rows of the roles do not add up to the row of all staff.")

	heading("How levels are found")
	say("Percentages", "For every kind of evidence: points over the points that could be had, pooled over the questions of the competency in the attempt that counts. A blank answer scores 0. The cuts turn the percentage into a level, and no kind of evidence gives more than its highest level: a quiz shows knowledge, not skill.")
	say("Several demands", "Where a competency demands several kinds of evidence, they stack by their highest level: the lower kind carries the lower levels, and the higher levels need both. What is missing is named.")
	say("Too little evidence", "Fewer scored questions than the least number is insufficient evidence: no level, neither passed nor failed.")
	say("Caps", "A critical question that is not fully right, a critical choice in a scenario, or a mandatory indicator below its percentage, caps the level of its competency.")
	for _, rule := range b.Standards.Defaults() {
		text := words.Upper(b.Cuts(rule)) + ". "
		if len(rule.Cuts) > 0 {
			if rule.Kind == standards.Scenario {
				text += fmt.Sprintf("At most %s. Points of the path over those of the best path. %s. Cuts: %s.", b.Level(rule.MaxLevel), words.Upper(words.Policy(rule)), words.Provenance(rule.Provenance))
				say(b.Kind(rule.Kind), text)
				continue
			}
			text += fmt.Sprintf("At most %s. At least %s. %s. Cuts: %s.", b.Level(rule.MaxLevel), count.Of(rule.MinItems, "scored item", "scored items"), words.Upper(words.Policy(rule)), words.Provenance(rule.Provenance))
		}
		say(b.Kind(rule.Kind), strings.TrimSpace(text))
	}
	own := 0
	for _, c := range b.Standards.Competencies {
		if c.Rule != nil && (c.Rule.Validity != nil || len(c.Rule.Kinds) > 0) {
			own++
		}
	}
	if len(b.Standards.Competencies) > 0 {
		text := words.Upper(words.Validity(b.Standards.DefaultValidity())) + "."
		if own > 0 {
			text += " " + words.Upper(count.Of(own, "competency departs", "competencies depart")) + " from these rules: see Standards."
		}
		say("Validity", text)
	}

	heading("What this workbook claims, and what it does not")
	for _, c := range words.Claims(b.claims) {
		line(spreadsheet.Text(c.Topic).As(spreadsheet.Strong), spreadsheet.Text(c.Text))
	}

	heading("Inputs, with their SHA-256")
	if b.Matrix.Inputs.Len() == 0 {
		line(spreadsheet.Cell{}, spreadsheet.Text("No inputs are recorded."))
	}
	results := 0
	for _, in := range b.Matrix.Inputs.All() {
		if b.has(sheetInputs) && in.Role == "results" {
			results++
			continue
		}
		line(spreadsheet.Text(in.Role), spreadsheet.Text(in.Path+"\n"+in.SHA256))
	}
	if results > 0 {
		line(spreadsheet.Link("results", sheetInputs), spreadsheet.Text(count.Of(results, "file of results is", "files of results are")+" on the sheet Inputs."))
	}
	return spreadsheet.Sheet{
		Name:    sheetReadMe,
		Page:    true,
		Columns: []spreadsheet.Column{{Header: b.title(), Width: 27, Wrap: true}, {Width: 92, Wrap: true}},
		Marks:   cellMarks(0, 0),
		Tab:     "1F3A4D",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, r := range rows {
				if !yield(r) {
					return
				}
			}
		},
	}
}

// fewInputs is how many inputs Read me lists; more have a sheet of their own.
const fewInputs = 10

// inputs lists every file that was read.
func (b *book) inputs() spreadsheet.Sheet {
	columns := []spreadsheet.Column{{Header: "Kind", Width: 14}, {Header: "File", Width: 60, Wrap: true}, {Header: "SHA-256", Width: 68}}
	return spreadsheet.Sheet{
		Name:     sheetInputs,
		Columns:  columns,
		Identity: 2,
		Tab:      "A9B4BE",
		Empty:    "No inputs are recorded.",
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			row := make([]spreadsheet.Cell, len(columns))
			for _, in := range b.Matrix.Inputs.All() {
				row[0], row[1], row[2] = spreadsheet.Text(in.Role), spreadsheet.Text(in.Path), spreadsheet.Text(in.SHA256)
				if !yield(row) {
					return
				}
			}
		},
	}
}
