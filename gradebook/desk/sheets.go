package desk

import (
	"bytes"
	"strings"
	"unicode/utf16"

	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/standards"
)

// template is a sheet for HR to fill in, as a workbook.
type template struct {
	base    string // its file name without .xlsx
	what    string
	content []byte
}

// plan is a template before it is a workbook.
type plan struct {
	base    string
	what    string
	intro   []string
	columns []spreadsheet.Column
	example [][]string
	lists   []spreadsheet.Sheet
}

// templates makes the sheets that a first run lays down. With a kit they offer its
// roles, competencies and indicators.
func templates(kit *project.Project, tool string) ([]template, diag.List) {
	var framework *standards.Framework
	organisation := ""
	if kit != nil {
		f, broken := kit.LoadFramework()
		if broken.Failed() {
			return nil, broken
		}
		framework, organisation = f, kit.Config.Site.Organisation
	}
	var out []template
	var faults diag.List
	add := func(base, what string, w spreadsheet.Workbook) {
		var b bytes.Buffer
		if err := spreadsheet.Write(&b, w); err != nil {
			faults.Add(diag.Fault{File: base + ".xlsx", What: "the sheet cannot be made: " + err.Error(), Hint: "show this to whoever keeps the standards"})
		}
		out = append(out, template{base, what, b.Bytes()})
	}
	for _, p := range plans(framework) {
		add(p.base, p.what, p.workbook(organisation, tool))
	}
	add("decisions", "optional: fills by itself when something needs your decision", intake.CaseBook{Organisation: organisation, Tool: tool}.Blank())
	return out, faults
}

// field is a column to fill in.
func field(header string, width float64, about string) spreadsheet.Column {
	return spreadsheet.Column{Header: header, Width: width, Open: true, Prompt: about}
}

func score(header string, width float64, about string) spreadsheet.Column {
	c := field(header, width, about)
	c.Kind = spreadsheet.Decimal
	return c
}

// literal is a column whose leading zeros count.
func literal(header string, width float64, about string) spreadsheet.Column {
	c := field(header, width, about)
	c.Kind = spreadsheet.Literal
	return c
}

func id(header, about string) spreadsheet.Column { return literal(header, 14, about) }

func day(header, about string) spreadsheet.Column {
	c := field(header, 14, about)
	c.Kind = spreadsheet.Day
	return c
}

// oneOf offers choices; what else is written is taken as well where free.
func oneOf(c spreadsheet.Column, choices []string, free bool) spreadsheet.Column {
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
			base: "roster", what: "who works here: fill this in first",
			intro: []string{
				"A row for each member of staff. Paste the list from your staff system, or type it.",
				"Rows and columns may stand in any order; columns that are not named here are passed over.",
			},
			columns: []spreadsheet.Column{
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
			base: "titles", what: "optional: which role belongs to which job title",
			intro: []string{
				"Only needed where the roster holds job titles of your own and not the roles of the standards.",
				"A row for each job title. A title that is not listed here and is no role stands on the sheet Exceptions.",
			},
			columns: []spreadsheet.Column{
				field("Title", 34, "The job title, as it stands in the roster."),
				oneOf(field("Role", 28, roleWords), roles, true),
			},
			example: [][]string{{"Registered nurse, nights", anyRole}},
			lists:   roleLists(f),
		},
		{
			base: "observations", what: "optional: what was observed at work and in simulations",
			intro: []string{
				"A row for each indicator that somebody rated. Rows of one person, competency, method, date and observer are one observation.",
				"What people observed of themselves does not count.",
			},
			columns: []spreadsheet.Column{
				id("Staff ID", "Required. The person who was observed."),
				oneOf(field("Competency", 18, "Required. Its ID in the standards."), competencies, false),
				field("Indicator", 16, "Required. Its ID in the standards."),
				score("Rating", 10, "Required. From 0 to the top of the scale of the standards, or to Max rating."),
				score("Max rating", 12, "The top of your own scale; empty = that of the standards."),
				oneOf(field("Method", 14, "Required. practice = at work; simulation = role play or simulated situation; written = marks of a written answer."), []string{"practice", "simulation", "written"}, false),
				day("Observed on", "Required. The day."),
				id("Observer ID", "The staff ID of the observer; this or the name is required."),
				field("Observer name", 26, "Who observed."),
				field("Setting", 22, "Where."),
				field("Record", 22, "Only for written: the ID or the receipt of the written answer. gradebook inspect shows both."),
				field("Note", 40, "Nothing about patients."),
			},
			example: [][]string{
				{"00417", anyCompetency, anyIndicator, "3", "", "practice", "2026-05-12", "00418", "Another Example", "Ward Alder", "", ""},
			},
			lists: indicatorLists(f),
		},
		{
			base: "assessors", what: "optional: who may observe",
			intro: []string{
				"A row for each person who may observe others. While this table is empty, nobody's qualification is checked.",
				"As soon as it names one person, observations by anybody else await confirmation.",
			},
			columns: []spreadsheet.Column{
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
			base: "training", what: "optional: training from elsewhere",
			intro: []string{
				"A row for each training of a person, with its minutes or hours. They stand on the sheet Training hours and in the person's record.",
				"Modules of the training site need no row: they are counted by themselves, with the minutes that their authors planned.",
			},
			columns: []spreadsheet.Column{
				id("Staff ID", "Required. The person who was trained. Zeros at the front count."),
				field("Course", 34, "Required. What the training was called."),
				field("Version", 12, "Edition of the course, where there is one."),
				day("Date", "Required. The day on which it was completed."),
				field("Type", 16, "Workshop, e-learning, conference, supervision, in your own words."),
				score("Minutes", 10, "Required. How long it took, in minutes. In place of it you can have a column Hours."),
				field("Provider", 28, "Who gave it."),
				field("Presenter's qualification", 28, "What qualifies whoever presented it. Reviewers ask for it."),
				literal("Certificate ID", 18, "Number of the certificate."),
				field("Note", 40, "Nothing about patients."),
			},
			example: [][]string{{"00417", "Trauma-informed care, day 1", "2026", "2026-04-09", "workshop", "360", "Example Academy", "registered psychologist", "EA-2026-0117", ""}},
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
func (p plan) workbook(organisation, tool string) spreadsheet.Workbook {
	name := strings.ToUpper(p.base[:1]) + p.base[1:]
	form := spreadsheet.Form{
		Table: spreadsheet.Sheet{Name: name, Identity: 1, Columns: p.columns, Rows: spreadsheet.Blank()},
		Intro: p.intro, Examples: p.example, Lists: p.lists,
	}
	return spreadsheet.Workbook{
		Properties: spreadsheet.Properties{Title: name, Organisation: organisation, Application: tool, Language: "en"},
		Sheets:     form.Sheets(),
	}
}
