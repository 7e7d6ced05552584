package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/standards"
)

// blankRows is how many rows of a template are laid out. Whoever pastes more makes
// the table longer.
const blankRows = 400

// template is a sheet for HR to fill in: the table first, because that is what is
// read, then a page that explains it.
type template struct {
	name    string
	what    string
	content []byte
}

// plan is a template before it is a workbook.
type plan struct {
	flag    string // of grade that reads it; where grade has none, nobody needs the sheet
	base    string
	what    string
	intro   []string
	columns []planColumn
	example [][]string // shown on the page, never in the table
	lists   []spreadsheet.Sheet
}

type planColumn struct {
	spreadsheet.Column
	about string
}

// templates makes the sheets that a first run lays down. With a kit they offer its
// roles, competencies and indicators.
func (a *app) templates(kit *project.Project, used func(flag string) bool) ([]template, error) {
	var framework *standards.Framework
	organisation := ""
	if kit != nil {
		f, faults := kit.LoadFramework()
		if faults.Failed() {
			return nil, failure{faults}
		}
		framework, organisation = f, kit.Config.Site.Organisation
	}
	var out []template
	for _, p := range plans(framework) {
		if !used(p.flag) {
			continue
		}
		var b bytes.Buffer
		if err := spreadsheet.Write(&b, p.workbook(organisation)); err != nil {
			return nil, fmt.Errorf("%s.xlsx: %w", p.base, err)
		}
		out = append(out, template{p.base + ".xlsx", p.what, b.Bytes()})
	}
	return out, nil
}

// field is a column to fill in.
func field(header string, width float64, about string) planColumn {
	return planColumn{spreadsheet.Column{Header: header, Width: width, Open: true, Prompt: about}, about}
}

// id is a column whose leading zeros count.
func id(header, about string) planColumn {
	c := field(header, 14, about)
	c.Kind = spreadsheet.Literal
	return c
}

func day(header, about string) planColumn {
	c := field(header, 14, about)
	c.Kind = spreadsheet.Day
	return c
}

// oneOf offers choices; what else is written is taken as well where free.
func oneOf(c planColumn, choices []string, free bool) planColumn {
	if fitsList(choices) {
		c.Choices, c.Free = choices, free
	}
	return c
}

// fitsList tells whether Excel can hold the choices: 255 characters, and commas
// between them.
func fitsList(choices []string) bool {
	list := strings.Join(choices, ",")
	return len(choices) > 0 && len(utf16.Encode([]rune(list))) <= 255 && strings.Count(list, ",") == len(choices)-1 && !strings.HasPrefix(list, "=")
}

func plans(f *standards.Framework) []plan {
	roles, competencies := choicesOf(f)
	roleWords := "The role in the standards. Several roles of one person are separated by ;"
	anyRole, anyCompetency, anyIndicator := "Nurse", "ROS-DEESC", "ROS-COE-6"
	if f != nil {
		anyRole = roles[0]
		roleWords = "One of: " + strings.Join(roles, ", ") + ". Several are separated by ;"
		anyCompetency, anyIndicator = someIndicator(f)
	}
	return []plan{
		{
			flag: "roster", base: "roster", what: "who works here: fill this in first",
			intro: []string{
				"A row for each member of staff. Paste the list from your staff system, or type it.",
				"Rows and columns may stand in any order; columns that are not named here are passed over.",
			},
			columns: []planColumn{
				id("Staff ID", "Required. What the person types on the training site. Zeros at the front count."),
				field("Name", 28, "As it shall stand in the matrix."),
				oneOf(field("Role", 24, roleWords), roles, true),
				field("Team", 20, "Ward or department, as it shall stand in the matrix."),
				day("Start", "First day of work. What is due counts from it."),
				day("End", "Last day of work; empty while the person works here."),
			},
			example: [][]string{
				{"00417", "Example Person", anyRole, "Ward Alder", "2026-01-05", ""},
				{"00418", "Another Example", anyRole, "Ward Birch", "2024-09-02", "2026-10-31"},
			},
			lists: roleLists(f),
		},
		{
			flag: "titles", base: "titles", what: "optional: which role belongs to which job title",
			intro: []string{
				"Only needed where the roster holds job titles of your own and not the roles of the standards.",
				"A row for each job title. A title that is not listed here and is no role stands on the sheet Exceptions.",
			},
			columns: []planColumn{
				field("Title", 34, "The job title, as it stands in the roster."),
				oneOf(field("Role", 28, roleWords), roles, true),
			},
			example: [][]string{{"Registered nurse, nights", anyRole}},
			lists:   roleLists(f),
		},
		{
			flag: "observations", base: "observations", what: "optional: what was observed at work and in simulations",
			intro: []string{
				"A row for each indicator that somebody rated. Rows of one person, competency, method, date and observer are one observation.",
				"What people observed of themselves does not count.",
			},
			columns: []planColumn{
				id("Staff ID", "Required. The person who was observed."),
				oneOf(field("Competency", 18, "Required. Its ID in the standards."), competencies, false),
				field("Indicator", 16, "Required. Its ID in the standards."),
				planColumn{spreadsheet.Column{Header: "Rating", Width: 10, Open: true, Kind: spreadsheet.Decimal, Prompt: "Required. From 0 to the top of the scale."}, "Required. From 0 to the top of the scale of the standards, or to Max rating."},
				planColumn{spreadsheet.Column{Header: "Max rating", Width: 12, Open: true, Kind: spreadsheet.Decimal}, "The top of your own scale; empty = that of the standards."},
				oneOf(field("Method", 14, "Required. practice = at work; simulation = role play or simulated situation."), []string{"practice", "simulation"}, false),
				day("Observed on", "Required. The day."),
				id("Observer ID", "The staff ID of the observer; this or the name is required."),
				field("Observer name", 26, "Who observed."),
				field("Setting", 22, "Where."),
				field("Note", 40, "Nothing about patients."),
			},
			example: [][]string{
				{"00417", anyCompetency, anyIndicator, "3", "", "practice", "2026-05-12", "00418", "Another Example", "Ward Alder", ""},
			},
			lists: indicatorLists(f),
		},
		{
			flag: "assessors", base: "assessors", what: "optional: who may observe",
			intro: []string{
				"A row for each person who may observe others. While this table is empty, nobody's qualification is checked.",
				"As soon as it names one person, observations by anybody else await confirmation.",
			},
			columns: []planColumn{
				id("Assessor ID", "Required. The staff ID, as it stands under Observer ID in the observations."),
				field("Name", 28, "For people who read this table."),
				field("Competency", 26, "Which competencies the person may observe: IDs of the standards, separated by ;. Empty = all."),
				day("From", "First day of the qualification; empty = always."),
				day("Until", "Last day of the qualification; empty = without end."),
				field("Note", 40, "Which qualification, by whom."),
			},
			example: [][]string{{"00418", "Another Example", anyCompetency, "2026-01-01", "2027-12-31", "assessor course, January 2026"}},
			lists:   competencyLists(f),
		},
		{
			flag: "decisions", base: "decisions", what: "optional: what you decide about cases that were not counted",
			intro: []string{
				"What was not counted stands on the sheet Exceptions of the matrix, with the case that you can decide about.",
				"A row decides only with a reason, a name and a date. Nobody decides about their own results.",
			},
			columns: []planColumn{
				field("Case", 18, "Required. The key of the case, such as c-abcdefghijkl, copied from the matrix."),
				field("File", 30, "For people who read this table."),
				field("Problem", 24, "For people who read this table."),
				oneOf(field("Decision", 16, "count-as: the results are those of Staff ID. accept-stale: score what the keys at hand can score. confirm: the observation counts. reject: it stays out."),
					[]string{"count-as", "accept-stale", "confirm", "reject"}, false),
				id("Staff ID", "For count-as: the ID of the roster that the results belong to."),
				field("Reason", 40, "Why. It is printed with the evidence."),
				field("Decided by", 24, "Who decided."),
				day("Decided on", "When."),
			},
			example: [][]string{{"c-abcdefghijkl", "results/scan0017.json", "unknown-staff", "count-as", "00417", "Wrote the letter O for a zero; confirmed by phone", "A. Person", "2026-11-20"}},
		},
	}
}

func choicesOf(f *standards.Framework) (roles, competencies []string) {
	if f == nil {
		return nil, nil
	}
	for _, r := range f.Roles {
		name := r.Title
		if name == "" {
			name = r.ID
		}
		roles = append(roles, name)
	}
	for _, c := range f.Competencies {
		if c.Rule != nil {
			competencies = append(competencies, c.ID)
		}
	}
	return roles, competencies
}

// graded yields the indicators that can be observed of a person.
func graded(f *standards.Framework, yield func(*standards.Competency, *standards.Indicator) bool) {
	for i := range f.Competencies {
		c := &f.Competencies[i]
		for k := range c.Indicators {
			if c.Rule != nil && c.Indicators[k].Scope == standards.Person && !yield(c, &c.Indicators[k]) {
				return
			}
		}
	}
}

func someIndicator(f *standards.Framework) (competency, indicator string) {
	graded(f, func(c *standards.Competency, i *standards.Indicator) bool {
		competency, indicator = c.ID, i.ID
		return false
	})
	return competency, indicator
}

func roleLists(f *standards.Framework) []spreadsheet.Sheet {
	if f == nil {
		return nil
	}
	return []spreadsheet.Sheet{{
		Name:    "Roles",
		Columns: []spreadsheet.Column{{Header: "Role", Width: 30}, {Header: "ID in the standards", Width: 24}},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, r := range f.Roles {
				if !yield([]spreadsheet.Cell{spreadsheet.Text(r.Title), spreadsheet.Text(r.ID)}) {
					return
				}
			}
		},
	}}
}

func competencyLists(f *standards.Framework) []spreadsheet.Sheet {
	if f == nil {
		return nil
	}
	return []spreadsheet.Sheet{{
		Name:    "Competencies",
		Columns: []spreadsheet.Column{{Header: "Competency", Width: 18}, {Header: "Title", Width: 50}},
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			for _, c := range f.Competencies {
				if c.Rule != nil && !yield([]spreadsheet.Cell{spreadsheet.Text(c.ID), spreadsheet.Text(c.Title)}) {
					return
				}
			}
		},
	}}
}

func indicatorLists(f *standards.Framework) []spreadsheet.Sheet {
	if f == nil {
		return nil
	}
	return []spreadsheet.Sheet{{
		Name: "Indicators",
		Columns: []spreadsheet.Column{{Header: "Competency", Width: 18}, {Header: "Title", Width: 34, Wrap: true}, {Header: "Indicator", Width: 16},
			{Header: "What it says", Width: 90, Wrap: true}},
		Identity: 1,
		Rows: func(yield func([]spreadsheet.Cell) bool) {
			graded(f, func(c *standards.Competency, i *standards.Indicator) bool {
				return yield([]spreadsheet.Cell{spreadsheet.Text(c.ID), spreadsheet.Text(c.Title), spreadsheet.Text(i.ID), spreadsheet.Text(i.Text)})
			})
		},
	}}
}

// workbook lays a plan out.
func (p plan) workbook(organisation string) spreadsheet.Workbook {
	sheet := spreadsheet.Sheet{Name: strings.ToUpper(p.base[:1]) + p.base[1:], Identity: 1}
	for _, c := range p.columns {
		sheet.Columns = append(sheet.Columns, c.Column)
	}
	sheet.Rows = func(yield func([]spreadsheet.Cell) bool) {
		for range blankRows {
			if !yield(nil) {
				return
			}
		}
	}
	return spreadsheet.Workbook{
		Properties: spreadsheet.Properties{Title: sheet.Name, Organisation: organisation, Application: tool(), Language: "en"},
		Sheets:     slices.Concat([]spreadsheet.Sheet{sheet, p.page(sheet.Name)}, p.lists),
	}
}

// page explains the table. It stands behind it: the first sheet is what is read.
func (p plan) page(table string) spreadsheet.Sheet {
	page := spreadsheet.Sheet{Name: "Read me", Page: true, Columns: []spreadsheet.Column{{Header: "The sheet " + table, Width: 18}}}
	for len(page.Columns) < max(len(p.columns), 6) {
		page.Columns = append(page.Columns, spreadsheet.Column{Width: 16})
	}
	var rows [][]spreadsheet.Cell
	line := func(cells ...spreadsheet.Cell) { rows = append(rows, cells) }
	for _, s := range p.intro {
		line(spreadsheet.Text(s))
	}
	line()
	line(spreadsheet.Text("Columns").As(spreadsheet.Heading))
	for _, c := range p.columns {
		line(spreadsheet.Text(c.Header).As(spreadsheet.Strong), spreadsheet.Text(c.about))
	}
	line()
	line(spreadsheet.Text("Examples, which are shown here only and are never read").As(spreadsheet.Heading))
	var heads []spreadsheet.Cell
	for _, c := range p.columns {
		heads = append(heads, spreadsheet.Text(c.Header).As(spreadsheet.Strong))
	}
	line(heads...)
	for _, example := range p.example {
		var cells []spreadsheet.Cell
		for _, s := range example {
			cells = append(cells, spreadsheet.Text(s))
		}
		line(cells...)
	}
	line()
	line(spreadsheet.Text("Back to the table").As(spreadsheet.Heading))
	line(spreadsheet.Link(table, table))
	page.Rows = slices.Values(rows)
	return page
}
