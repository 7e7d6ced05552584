package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/report"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
)

type recordFlags struct {
	source
	all    bool
	output string
}

func (a *app) recordCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "record STAFF… | --team TEAM | --all",
		Short: "Write the record of named people, to be printed and signed",
		Long: `record writes a page and a workbook for each person: who they are, what their
role asks for, what is shown, on what evidence, what is missing and by when, with
lines to sign on. A surveyor asks for named people's files; these are they.

STAFF is a staff ID or a part of a name that only one person has. The files are
record-<staff ID>.html and .xlsx, and index.html lists them. A file that this
command did not write, or that somebody changed since, is never written over.

It reads a matrix.json that grade wrote, or grades anew from the same inputs.`,
		Example: `  gradebook record H0103 H0105 --matrix matrix.json --kit grading-kit.zip -o records
  gradebook record --team "Ward Alder" --results results --kit grading-kit.zip --roster roster.xlsx -o records`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.record(cmd.Context(), args, f) },
	}
	f.flags(c)
	c.Flags().StringVar(&f.team, "team", "", "everybody of this team")
	c.Flags().BoolVar(&f.all, "all", false, "everybody in the roster")
	c.Flags().StringVarP(&f.output, "output", "o", "records", "folder to write to")
	return c
}

func (a *app) record(ctx context.Context, args []string, f recordFlags) error {
	const line = "gradebook record"
	ways := 0
	for _, on := range []bool{len(args) > 0, f.team != "", f.all} {
		if on {
			ways++
		}
	}
	switch {
	case ways == 0:
		return usageError{"say whose records to write: name people, or --team, or --all", line + " H0103 --matrix matrix.json"}
	case ways > 1:
		return usageError{"name people, or --team, or --all: one of the three", "leave the others out"}
	}
	if err := f.check(line + " " + strings.Join(args, " ")); err != nil {
		return err
	}
	team := f.team
	f.team = "" // whom to write is decided below, for a matrix that was read as well
	console := terminal.New(a.stdout, a.stderr, false)
	m, faults, err := a.sourceMatrix(ctx, console, f.source)
	if err != nil {
		return err
	}
	var ids []string
	for _, typed := range args {
		p, fault := report.FindPerson(m, typed)
		if fault != nil {
			faults.Add(*fault)
		} else if !slices.Contains(ids, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	if team != "" {
		of, fault := report.FindTeam(m, team)
		if fault != nil {
			faults.Add(*fault)
		}
		ids = of
	}
	if len(m.Staff) == 0 {
		faults.Add(diag.Fault{What: "there is nobody in the matrix"})
	}
	if faults.Failed() {
		return failure{faults}
	}
	console.Faults(faults.Sorted()) // notices
	return writeRecords(console, m, ids, f.output)
}

// writeRecords looks at every file that is in the way before it writes the first.
func writeRecords(console *terminal.Console, m *gradebook.Matrix, ids []string, dir string) error {
	records := report.NewRecords(m, ids)
	var faults diag.List
	for _, name := range records.Names() {
		at := filepath.Join(dir, name)
		page, err := os.ReadFile(at)
		book, owned := "", true
		switch {
		case err == nil:
			book, owned = report.Owned(page)
		case !errors.Is(err, fs.ErrNotExist):
			faults.Add(diag.Fault{File: filepath.ToSlash(at), What: "the file cannot be read: " + diag.Plain(err), Hint: "close it if it is open, or choose another folder with -o"})
			continue
		}
		if !owned {
			faults.Add(diag.Fault{File: filepath.ToSlash(at), What: "this file was not written by record, or was changed since", Hint: "move it away, or choose another folder with -o"})
			continue
		}
		if other := report.WorkbookOf(name); other != "" {
			at := filepath.Join(dir, other)
			if same, err := unchanged(at, book); err != nil || !same {
				faults.Add(diag.Fault{File: filepath.ToSlash(at), What: "this workbook was not written by record, or was changed since", Hint: "move it away, or choose another folder with -o"})
			}
		}
	}
	if faults.Failed() {
		return failure{faults}
	}
	bad := func(name string, err error) error {
		return fail(diag.Fault{File: filepath.ToSlash(filepath.Join(dir, name)), What: "the record cannot be written: " + diag.Plain(err), Hint: "close it if it is open, or choose another folder with -o"})
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return bad("", err)
	}
	progress := console.Progress("writing records")
	written := 0
	var pending []file // the workbook waits for its page, which vouches for it
	err := records.Each(func(f report.File) error {
		pending = append(pending, file{what: "the record", name: filepath.Join(dir, f.Name), content: f.Content})
		if !strings.HasSuffix(f.Name, ".html") {
			return nil
		}
		_, err := writeAll(pending)
		pending = nil
		written++
		progress.Step(min(written, records.Len()), records.Len())
		if err != nil {
			return bad(f.Name, err)
		}
		return nil
	})
	progress.Done()
	if err != nil {
		return err
	}
	console.Printf("Wrote %s to %s. Open %s and print from there.\n", terminal.Count(records.Len(), "record", "records"), filepath.ToSlash(dir), filepath.ToSlash(filepath.Join(dir, "index.html")))
	return nil
}
