package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

type gradeFlags struct {
	kits         []string
	project      string
	roster       string
	observations string
	asOf         string
	staff        []string
	team         string
	output       string
}

func (a *app) gradeCommand() *cobra.Command {
	var f gradeFlags
	c := &cobra.Command{
		Use:   "grade RESULTS…",
		Short: "Grade results into a competency matrix",
		Long: `grade reads results (files, folders and zips), checks and scores every record,
and writes matrix.xlsx and matrix.json.

A file or record that cannot be counted never stops the others: it is listed with
the reason and the way out, here and on the sheet Exceptions. A workbook that
somebody edited is never written over: the new one gets the date in its name.

The roster has a row for each person: staff_id (as typed on the site), name, role
(of the standards; several are separated by ;), team, start, end.

Observations have a row for each indicator that was rated: staff_id, competency,
indicator, rating, max_rating (the top of the framework's scale where it is
empty), method (practice or simulation), observed_on, observer_id, observer_name,
setting, note. Rows of one person, competency, method, date and observer are one
observation; what people observed of themselves does not count.

Dates are written 2026-11-30, or are dates in Excel.`,
		Example: `  gradebook grade results --kit grading-kit.zip --roster roster.xlsx -o .
  gradebook grade results mail.zip --kit grading-kit.zip --roster roster.xlsx --observations observations.xlsx --as-of 2026-11-30 -o november.xlsx`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"name the results: a folder, files or zips", "gradebook grade results --kit " + project.KitFile + " --roster roster.xlsx"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.grade(cmd.Context(), args, f) },
	}
	flags := c.Flags()
	flags.StringArrayVar(&f.kits, "kit", nil, "grading kit; give it several times to use the keys of several, the newest first")
	flags.StringVar(&f.project, "project", "", "folder of the project, in place of a kit")
	flags.StringVar(&f.roster, "roster", "", "roster, .xlsx or .csv, with the columns staff_id, name, role, team, start, end")
	flags.StringVar(&f.observations, "observations", "", "observations, .xlsx or .csv")
	flags.StringVar(&f.asOf, "as-of", "", "date that the matrix is for, such as 2026-11-30 (default today)")
	flags.StringArrayVar(&f.staff, "staff", nil, "only the person with this staff ID; may be given several times")
	flags.StringVar(&f.team, "team", "", "only this team")
	flags.StringVarP(&f.output, "output", "o", ".", "folder, or workbook (.xlsx), to write")
	flags.BoolVar(&a.json, "json", false, "print the summary, or faults, as JSON")
	return c
}

// check finds what is wrong with the command line and says how it should read.
func (f gradeFlags) check(args []string) error {
	line := "gradebook grade " + strings.Join(args, " ")
	switch {
	case len(f.kits) == 0 && f.project == "":
		return usageError{"name what to grade by: --kit with the trainer's grading kit, or --project", line + " --kit " + project.KitFile + " --roster roster.xlsx"}
	case len(f.kits) > 0 && f.project != "":
		return usageError{"--kit and --project exclude each other", "leave one of them out"}
	case f.roster == "":
		return usageError{"name the roster: it says who works here and in which role", line + " --roster roster.xlsx"}
	}
	if f.asOf != "" {
		if _, err := time.Parse(time.DateOnly, f.asOf); err != nil {
			return usageError{fmt.Sprintf("--as-of %q is not a date", f.asOf), "write it as --as-of 2026-11-30"}
		}
	}
	return nil
}

func (a *app) grade(ctx context.Context, args []string, f gradeFlags) error {
	if err := f.check(args); err != nil {
		return err
	}
	console := terminal.New(a.stdout, a.stderr, a.json)
	o := gradebook.Options{Results: args, AsOf: f.asOf, Now: a.now(), Staff: f.staff, Team: f.team, Tool: tool()}
	var faults diag.List
	if f.project != "" {
		p, more := project.Open(f.project)
		faults.Append(more)
		if p != nil {
			o.Projects = append(o.Projects, p)
		}
	}
	for _, kit := range f.kits {
		p, input, info, more := openKit(kit)
		faults.Append(more)
		if p != nil {
			o.Projects = append(o.Projects, p)
			o.Inputs = append(o.Inputs, input)
			o.Skip = append(o.Skip, info)
		}
	}
	defer func() {
		for _, p := range o.Projects {
			_ = p.Close() // read only
		}
	}()
	read := func(name string) gradebook.Document {
		d, info, fault := readDocument(name)
		if fault != nil {
			faults.Add(*fault)
		} else {
			o.Skip = append(o.Skip, info)
		}
		return d
	}
	o.Roster = read(f.roster)
	if f.observations != "" {
		o.Observations = read(f.observations)
	}
	if faults.Failed() {
		return failure{faults}
	}
	progress := console.Progress("grading")
	o.Progress = progress.Step
	m, more := gradebook.Grade(ctx, o)
	progress.Done()
	faults.Append(more)
	if faults.Failed() {
		return failure{faults}
	}
	out, err := write(m, f.output)
	if err != nil {
		return err
	}
	if !a.json {
		console.Faults(faults.Sorted()) // notices
	}
	return summary(console, a.json, m, out)
}

// maxDocument bounds a roster or table of observations in bytes.
const maxDocument = 64 << 20

func readDocument(name string) (gradebook.Document, os.FileInfo, *diag.Fault) {
	shown := shownAs(name)
	bad := func(what, hint string) (gradebook.Document, os.FileInfo, *diag.Fault) {
		return gradebook.Document{}, nil, &diag.Fault{File: shown, What: what, Hint: hint}
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return bad("the file cannot be read: "+plain(err), "check its name and place")
	case info.IsDir():
		return bad("this is a folder, not a file", "name the workbook or CSV file in it")
	case info.Size() > maxDocument:
		return bad(fmt.Sprintf("the file has %d MB; at most %d MB are read", info.Size()>>20, maxDocument>>20), "delete sheets and pictures that are not needed")
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return bad("the file cannot be read: "+plain(err), "is it open in another program?")
	}
	return gradebook.Document{Path: shown, Content: content}, info, nil
}

func openKit(name string) (*project.Project, intake.Input, os.FileInfo, diag.List) {
	var faults diag.List
	shown := shownAs(name)
	bad := func(err error) (*project.Project, intake.Input, os.FileInfo, diag.List) {
		faults.Add(diag.Fault{File: shown, What: "the grading kit cannot be read: " + plain(err), Hint: "ask the trainer for the file " + project.KitFile + " that coursemark build writes"})
		return nil, intake.Input{}, nil, faults
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
	return p, intake.Input{Path: shown, Role: "kit", SHA256: hex.EncodeToString(h.Sum(nil))}, info, faults
}

// shownAs names a file as typed, without where the machine keeps it.
func shownAs(name string) string {
	if clean := filepath.Clean(name); filepath.IsLocal(clean) {
		return filepath.ToSlash(clean)
	}
	return filepath.Base(name)
}

// plain is an error of the system without its call and path.
func plain(err error) string {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		err = onPath.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "the permission is missing, or it is open in another program"
	}
	return err.Error()
}
