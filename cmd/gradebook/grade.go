package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/workbook"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

type gradeFlags struct {
	keyFlags
	roster       string
	observations string
	titles       string
	assessors    string
	training     string
	decisions    string
	register     string
	dates        string
	asOf         string
	staff        []string
	team         string
	output       string
	previous     string
	formats      string
	sheets       string
	carryFrom    string
	again        string // how to grade with what was decided about open cases
}

func (a *app) gradeCommand() *cobra.Command {
	f := gradeFlags{again: "grade again with --decisions"}
	c := &cobra.Command{
		Use:   "grade RESULTS…",
		Short: "Grade results into a competency matrix",
		Long: `grade reads results (files, folders, zips, mails, text that they were pasted into;
- is standard input), checks and scores every record,
and writes matrix.xlsx and matrix.json.

A file or record that cannot be counted never stops the others: it is listed with
the reason and the way out, here and on the sheet Exceptions. A workbook that
somebody edited is never written over: the new one gets the date in its name.

The roster has a row for each person: staff_id (as typed on the site), name, role
(of the standards; several are separated by ;), team, start, end.

A job title that is no role of the standards is looked up in --titles. A person
who changed roles has a row for each, with start and end.

Observations have a row for each indicator that was rated: staff_id, competency,
indicator, rating, max_rating (the top of the framework's scale where it is
empty), method (practice or simulation), observed_on, observer_id, observer_name,
setting, note. Rows of one person, competency, method, date and observer are one
observation; what people observed of themselves does not count, and with
--assessors only what registered assessors observed.

What could not be counted is written to decisions.xlsx beside the workbook: fill in
what is decided, by whom, when and why, and name the file with --decisions.

Dates are written 2026-11-30, or are dates in Excel; figures in another order are
read with --dates.`,
		Example: `  gradebook grade results --kit grading-kit.zip --roster roster.xlsx -o .
  gradebook grade results mail.zip --kit grading-kit.zip --roster roster.xlsx --observations observations.xlsx --as-of 2026-11-30 -o november.xlsx`,
		Args: someResults("gradebook grade results --kit " + project.KitFile + " --roster roster.xlsx"),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, err := a.grade(cmd.Context(), args, f)
			return err
		},
	}
	f.inputs(c)
	flags := c.Flags()
	flags.StringArrayVar(&f.staff, "staff", nil, "only the person with this staff ID; may be given several times")
	flags.StringVar(&f.team, "team", "", "only this team")
	flags.StringVar(&f.previous, "previous", "", "matrix.json of an earlier run: what changed since is listed with its reason")
	flags.StringVar(&f.formats, "format", defaultFormats, "what to write: xlsx, json, csv, html; json is always written")
	flags.StringVar(&f.sheets, "sheets", "", "more sheets for the workbook: roles, sign-off, changes, inputs")
	flags.StringVar(&f.carryFrom, "carry", "", "workbook whose typed entries are carried over (default the last one in the output folder)")
	flags.StringVarP(&f.output, "output", "o", ".", "folder, or workbook (.xlsx), to write")
	flags.BoolVar(&a.json, "json", false, "print the summary, or faults, as JSON")
	return c
}

// inputs are the flags that say what to grade by, shared by all commands that
// grade.
func (f *gradeFlags) inputs(c *cobra.Command) {
	f.keyFlags.flags(c)
	flags := c.Flags()
	flags.StringVar(&f.roster, "roster", "", "roster, .xlsx or .csv, with the columns staff_id, name, role, team, start, end")
	flags.StringVar(&f.observations, "observations", "", "observations, .xlsx or .csv")
	flags.StringVar(&f.titles, "titles", "", "job titles and the roles they stand for, .xlsx or .csv, with the columns title, role")
	flags.StringVar(&f.assessors, "assessors", "", "register of assessors, .xlsx or .csv, with the columns assessor_id, name, competency, from, until")
	flags.StringVar(&f.training, "training", "", "training from elsewhere, .xlsx or .csv, with the columns staff_id, course, date, minutes, and others")
	flags.StringVar(&f.decisions, "decisions", "", "decisions.xlsx of an earlier run, with what was decided about open cases")
	flags.StringVar(&f.register, "register", "", "register of receipt that gradebook receive keeps")
	flags.StringVar(&f.dates, "dates", "", "how dates in figures are meant in the tables: dmy (30/11/2026) or mdy (11/30/2026)")
	flags.StringVar(&f.asOf, "as-of", "", "date that the matrix is for, such as 2026-11-30 (default today)")
}

// check finds what is wrong with the flags; line is the command as it should begin.
func (f gradeFlags) check(line string) error {
	if err := f.keyFlags.check(line, " --roster "+cmp.Or(f.roster, "roster.xlsx")); err != nil {
		return err
	}
	if f.roster == "" {
		keys := " --project " + f.project
		if len(f.kits) > 0 {
			keys = " --kit " + strings.Join(f.kits, " --kit ")
		}
		return usageError{"name the roster: it says who works here and in which role", line + keys + " --roster roster.xlsx"}
	}
	switch intake.DateOrder(f.dates) {
	case intake.DatesUnstated, intake.DayFirst, intake.MonthFirst:
	default:
		return usageError{fmt.Sprintf("--dates %q is not an order of dates", f.dates), "write --dates dmy where 30/11/2026 is in November, --dates mdy where 11/30/2026 is"}
	}
	if f.asOf != "" {
		if _, err := time.Parse(time.DateOnly, f.asOf); err != nil {
			return usageError{fmt.Sprintf("--as-of %q is not a date", f.asOf), "write it as --as-of 2026-11-30"}
		}
	}
	return nil
}

// grade grades and writes; the faults of what it could do without are told.
func (a *app) grade(ctx context.Context, args []string, f gradeFlags) (output, error) {
	if err := f.check("gradebook grade " + strings.Join(args, " ")); err != nil {
		return output{}, err
	}
	formats, err := parseFormats(f.formats)
	if err != nil {
		return output{}, err
	}
	sheets, err := sheetsAsked(f.sheets)
	if err != nil {
		return output{}, err
	}
	console := terminal.New(a.stdout, a.stderr, a.json)
	m, faults, err := a.matrix(ctx, console, args, f)
	if err != nil {
		return output{}, err
	}
	last, more := f.carry(m.AsOf)
	faults.Append(more)
	if faults.Failed() {
		return output{}, failure{faults}
	}
	out, err := write(m, f.output, formats, workbook.Options{Sheets: sheets, Carry: last.entries})
	if err != nil {
		return output{}, err
	}
	beside := writeBesides(m, filepath.Dir(out.matrix), f.decisions)
	faults.Append(beside.notices)
	if a.json {
		return out, summaryJSON(console, m, out, beside, faults.Sorted())
	}
	console.Faults(faults.Sorted()) // notices
	if len(last.entries) > 0 {
		whose := ""
		if m.Narrowed {
			whose = ", as far as it is about the people in this one"
		}
		console.Printf("What people typed into %s was carried over%s.\n\n", terminal.Clean(filepath.ToSlash(last.from)), whose)
	}
	summary(console, m, out)
	for _, line := range beside.lines(m, f.again) {
		console.Printf("%s\n", terminal.Clean(line))
	}
	return out, nil
}

// matrix reads what the flags name and grades it. The faults that come without
// an error are notices.
func (a *app) matrix(ctx context.Context, console *terminal.Console, args []string, f gradeFlags) (*gradebook.Matrix, diag.List, error) {
	o := grading.Options{Results: args, AsOf: f.asOf, Now: a.now(), Staff: f.staff, Team: f.team, Tool: tool(), Stdin: a.stdin, Dates: intake.DateOrder(f.dates)}
	var faults diag.List
	o.Projects, o.Inputs, o.Skip, faults = f.open()
	defer closeAll(o.Projects)
	read := func(name string) grading.Document {
		d, info, fault := readDocument(name)
		if fault != nil {
			faults.Add(*fault)
		} else {
			o.Skip = append(o.Skip, info)
		}
		return d
	}
	o.Roster = read(f.roster)
	for _, in := range []struct {
		name string
		into *grading.Document
	}{{f.observations, &o.Observations}, {f.titles, &o.Titles}, {f.assessors, &o.Assessors}, {f.training, &o.Training}, {f.decisions, &o.Decisions}} {
		if in.name != "" {
			*in.into = read(in.name)
		}
	}
	if f.register != "" {
		d, info, fault := readBounded(f.register, maxRegister)
		if fault != nil {
			faults.Add(*fault)
		} else {
			o.Register, o.Skip = d, append(o.Skip, info)
		}
	}
	var previous *gradebook.Matrix
	if f.previous != "" && len(o.Projects) > 0 {
		m, input, info, more := readMatrix(f.previous, o.Projects[0].Config.Site.ID)
		faults.Append(more)
		previous, o.Skip, o.Inputs = m, append(o.Skip, info), append(o.Inputs, input)
	}
	if faults.Failed() {
		return nil, faults, failure{faults}
	}
	progress := console.Progress("grading")
	o.Progress = progress.Step
	m, more := grading.Grade(ctx, o)
	progress.Done()
	faults.Append(more)
	if faults.Failed() {
		return nil, faults, failure{faults}
	}
	m.Narrowed = len(f.staff) > 0 || f.team != ""
	if previous != nil {
		m.Compare(previous)
	}
	return m, faults, nil
}

// maxDocument bounds a roster or table of observations in bytes.
const maxDocument = 64 << 20

func readDocument(name string) (grading.Document, os.FileInfo, *diag.Fault) {
	return readBounded(name, maxDocument)
}

// readMatrix reads the matrix.json of an earlier run, which may be larger than
// memory; site is as in gradebook.ReadMatrix.
func readMatrix(name, site string) (*gradebook.Matrix, verdict.Input, os.FileInfo, diag.List) {
	var faults diag.List
	shown := shownAs(name)
	bad := func(what, hint string) (*gradebook.Matrix, verdict.Input, os.FileInfo, diag.List) {
		faults.Add(diag.Fault{File: shown, What: what, Hint: hint})
		return nil, verdict.Input{}, nil, faults
	}
	f, err := os.Open(name)
	if err != nil {
		return bad("the file cannot be read: "+diag.Plain(err), "check its name and place")
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return bad("the file cannot be read: "+diag.Plain(err), "check its name and place")
	case info.IsDir():
		return bad("this is a folder, not a file", "name the matrix.json in it")
	}
	hash := sha256.New()
	m, more := gradebook.ReadMatrix(shown, io.TeeReader(f, hash), site)
	faults.Append(more)
	return m, verdict.Input{Path: shown, Role: "previous", SHA256: hex.EncodeToString(hash.Sum(nil))}, info, faults
}

func readBounded(name string, most int64) (grading.Document, os.FileInfo, *diag.Fault) {
	shown := shownAs(name)
	bad := func(what, hint string) (grading.Document, os.FileInfo, *diag.Fault) {
		return grading.Document{}, nil, &diag.Fault{File: shown, What: what, Hint: hint}
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return bad("the file cannot be read: "+diag.Plain(err), "check its name and place")
	case info.IsDir():
		return bad("this is a folder, not a file", "name the workbook or CSV file in it")
	case info.Size() > most:
		return bad(fmt.Sprintf("the file has %d MB; at most %d MB are read", info.Size()>>20, most>>20), "delete sheets and pictures that are not needed")
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return bad("the file cannot be read: "+diag.Plain(err), "is it open in another program?")
	}
	return grading.Document{Path: shown, Content: content}, info, nil
}

func openKit(name string) (*project.Project, verdict.Input, os.FileInfo, diag.List) {
	var faults diag.List
	shown := shownAs(name)
	bad := func(err error) (*project.Project, verdict.Input, os.FileInfo, diag.List) {
		faults.Add(diag.Fault{File: shown, What: "the grading kit cannot be read: " + diag.Plain(err), Hint: "ask the trainer for the file " + project.KitFile + " that coursemark build writes"})
		return nil, verdict.Input{}, nil, faults
	}
	f, err := os.Open(name)
	if err != nil {
		return bad(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return bad(err)
	}
	if info.IsDir() {
		return bad(errors.New("it is a folder; a project's folder is named with --project"))
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return bad(err)
	}
	p, more := project.OpenKit(shown, f, info.Size())
	faults.Append(more)
	return p, verdict.Input{Path: shown, Role: "kit", SHA256: hex.EncodeToString(h.Sum(nil))}, info, faults
}

// shownAs names a file as typed, without where the machine keeps it.
func shownAs(name string) string {
	if clean := filepath.Clean(name); filepath.IsLocal(clean) {
		return filepath.ToSlash(clean)
	}
	return filepath.Base(name)
}
