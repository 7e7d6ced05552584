// Package desk is gradebook without a command line: HR's folder, graded by a
// double-click. It finds out which folder is meant and what is in it. If there is no
// roster yet, it creates sheets to fill in; otherwise it grades the folder. It says in
// plain words what it did.
package desk

import (
	"context"
	"io"
	"path/filepath"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

// Desk is a folder in which HR works.
type Desk struct {
	dir    string
	env    environment
	stdin  io.Reader
	stdout io.Writer
}

// Find returns the folder that a start without arguments is meant for: the one that the
// program is in, or in which it was started, if HR works there; otherwise nil.
func Find(stdin io.Reader, stdout io.Writer) *Desk {
	env := readEnvironment(stdin, stdout)
	dir := env.ownFolder()
	if dir == "" {
		return nil
	}
	return &Desk{dir, env, stdin, stdout}
}

// Hold waits for the Enter key if the window would close with the program, and returns
// at once if nobody sees it.
func (d *Desk) Hold(ctx context.Context) { d.env.hold(ctx, d.stdin, d.stdout) }

// Run does what the folder is ready for: it creates sheets to fill in, or grades. The
// faults are the reasons why it did not.
func (d *Desk) Run(ctx context.Context, r run.Run, console *terminal.Console) diag.List {
	if d.env.insideZip() {
		return diag.ListOf(startedInsideZip.With().In(""))
	}
	shown, err := filepath.Abs(d.dir)
	if err != nil {
		shown = d.dir
	}
	p := program{r, console}
	p.sayf("%s, in the folder %s\n", p.Tool, shown)
	f, err := lookInto(d.dir)
	if err != nil {
		return diag.ListOf(folderUnreadable.With(diag.Plain(err)).In(shown))
	}
	if faults := f.ambiguous(); faults.Failed() {
		return faults
	}
	if f.sheets["roster"] == "" {
		return p.firstRun(f)
	}
	return p.grade(ctx, f)
}

// ambiguous returns what must be cleared up before anything is read or written.
func (f *folder) ambiguous() (faults diag.List) {
	if f.project {
		return diag.ListOf(folderOfProject.With().In(project.ConfigFile))
	}
	for _, sheet := range f.twice {
		faults.Add(sheetTwice.With(sheet).In(sheet))
	}
	if other := f.misnamed["roster"]; f.sheets["roster"] == "" && other != "" && !faults.Failed() {
		return diag.ListOf(rosterMisnamed.With().In(other))
	}
	return faults
}
