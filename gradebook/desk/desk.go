// Package desk is gradebook without a command line: HR's folder, graded by a
// double-click. It finds out which folder is meant and what lies in it, lays down
// sheets to fill in where there is no roster yet, has the folder graded otherwise,
// and says in plain words what it did.
package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

// Desk is a folder in which HR works.
type Desk struct {
	dir    string
	around surroundings
	stdin  io.Reader
	stdout io.Writer
}

// Find finds the folder that is meant by a start without arguments: the one in
// which the program lies, or in which it was started, if HR works there. nil is
// none.
func Find(stdin io.Reader, stdout io.Writer) *Desk {
	s := surround(stdin, stdout)
	dir := s.ownFolder()
	if dir == "" {
		return nil
	}
	return &Desk{dir, s, stdin, stdout}
}

// Hold waits for the Enter key where the window would close with the program, and
// returns at once where nobody sees it.
func (d *Desk) Hold(ctx context.Context) { d.around.hold(ctx, d.stdin, d.stdout) }

// Inputs are the files of a folder that a matrix is made of; "" is one that is not
// there.
type Inputs struct {
	Kits         []string // the newest first
	Results      []string
	Roster       string
	Titles       string
	Observations string
	Assessors    string
	Training     string
	Decisions    string
	Register     string
	Previous     string // the last matrix.json of an earlier day
	Output       string // the workbook to write
}

// sheets tells where the path of each sheet of the folder goes.
func (in *Inputs) sheets() map[string]*string {
	return map[string]*string{"roster": &in.Roster, "titles": &in.Titles, "observations": &in.Observations, "assessors": &in.Assessors, "training": &in.Training, "decisions": &in.Decisions, "received": &in.Register}
}

// Work is what the commands do, as the folder asks for it. It tells what it did
// by itself, and gives the faults for which it did not.
type Work interface {
	OpenKit(name string) (*project.Project, diag.List)
	Receive(ctx context.Context, register string, results []string) diag.List
	Grade(ctx context.Context, in Inputs) (matrix string, faults diag.List)
	Record(ctx context.Context, matrix string, kits []string, folder string) diag.List
}

// Program is what runs.
type Program struct {
	Tool    string // its name and version
	Now     time.Time
	Console *terminal.Console
	Work
}

func (p Program) say(format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		p.Console.Printf("%s\n", terminal.Clean(strings.TrimRight(line, " ")))
	}
}

// list says a list of names with a remark on each.
func (p Program) list(lines []remark) {
	var told strings.Builder
	table := tabwriter.NewWriter(&told, 0, 0, 3, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(table, "  %s\t%s\n", terminal.Clean(l.file), l.why)
	}
	_ = table.Flush() // into memory
	p.say("%s", strings.TrimSuffix(told.String(), "\n"))
}

// alone is a list of one fault.
func alone(f diag.Fault) (faults diag.List) {
	faults.Add(f)
	return faults
}

// Run does what the folder is ready for: it lays down sheets to fill in, or grades.
// The faults are why it did not.
func (d *Desk) Run(ctx context.Context, p Program) diag.List {
	if d.around.insideZip() {
		return alone(diag.Fault{What: "gradebook was started inside the zip, where it can keep nothing", Hint: "right-click the zip, choose Extract All, and start gradebook in the folder that appears"})
	}
	shown, err := filepath.Abs(d.dir)
	if err != nil {
		shown = d.dir
	}
	p.say("%s, in the folder %s\n", p.Tool, shown)
	f, err := lookInto(d.dir)
	if err != nil {
		return alone(diag.Fault{File: shown, What: "the folder cannot be read: " + diag.Plain(err)})
	}
	if f.project {
		return alone(diag.Fault{File: project.ConfigFile, What: "this is the folder of a trainer's project, not HR's; nothing was written", Hint: "put gradebook into a folder of its own, with the roster, the results and the grading kit"})
	}
	var twice diag.List
	for _, base := range f.twice {
		twice.Add(diag.Fault{File: base, What: fmt.Sprintf("the folder holds %[1]s.xlsx and %[1]s.csv, and only one of them can be meant", base), Hint: "move the older one out of the folder"})
	}
	if twice.Failed() {
		return twice
	}
	if f.sheets["roster"] == "" {
		if other := f.misnamed["roster"]; other != "" {
			return alone(diag.Fault{File: other, What: "the roster is sought under the name roster.xlsx or roster.csv", Hint: "rename this file, or save it as Excel Workbook under the name roster.xlsx"})
		}
		return p.firstRun(f)
	}
	return p.grade(ctx, f)
}

// ready makes the folder for results and tells what is missing before anything can
// be graded.
func (f *folder) ready() (missing diag.List) {
	if f.blank(f.sheets["roster"]) {
		missing.Add(diag.Fault{File: f.sheets["roster"], What: "the roster names nobody yet", Hint: "open it in Excel, write or paste a row for each member of staff, save it, and start gradebook again"})
	}
	if len(f.kits) == 0 {
		missing.Add(diag.Fault{File: project.KitFile, What: "the grading kit is not in this folder: without it nothing can be scored", Hint: "ask the trainer for the newest " + project.KitFile + " and put it here, as it is"})
	}
	if !f.hasResults() {
		if err := os.Mkdir(f.path(resultsFolder), 0o755); err != nil {
			return alone(diag.Fault{File: resultsFolder, What: "the folder cannot be made: " + diag.Plain(err)})
		}
		f.results = append(f.results, resultsFolder)
	}
	return missing
}

// grade has the folder graded and the records written.
func (p Program) grade(ctx context.Context, f folder) diag.List {
	if missing := f.ready(); missing.Failed() {
		return missing
	}
	var in Inputs
	for _, name := range f.results {
		in.Results = append(in.Results, f.path(name))
	}
	if name := f.sheets["received"]; name != "" {
		if faults := p.Receive(ctx, f.path(name), in.Results); faults.Failed() {
			p.Console.Faults(faults.Sorted())
			f.sheets["received"] = ""
			f.unread = append(f.unread, remark{name, "see above; rename it, and put an empty file of this name in its place to begin a new register"})
		}
		p.say("")
	}
	p.say("This is read:")
	p.list(f.assign(&in))
	for _, name := range f.open {
		p.say("\n%s is open in Excel: what is not saved there is not seen here.", name)
	}
	p.say("")
	kit, faults := p.OpenKit(in.Kits[0])
	if faults.Failed() {
		return faults
	}
	today := p.Now.In(kit.Location).Format(time.DateOnly)
	previous := f.previous(today, kit.Config.Site.ID)
	_ = kit.Close() // read only
	if previous != "" {
		in.Previous = f.path(previous)
		p.say("What changed is told against %s.\n", previous)
	}
	in.Output = f.path("matrix-" + today + ".xlsx")
	matrix, faults := p.Grade(ctx, in)
	if faults.Failed() || f.records == "" {
		return faults
	}
	p.say("")
	// What goes wrong with the records is told and stops nothing: the matrix stands
	// by itself.
	faults = p.Record(ctx, matrix, in.Kits, f.path(f.records))
	p.Console.Faults(faults.Sorted())
	return diag.List{}
}

// assign says which file is read for what, and tells it.
func (f folder) assign(in *Inputs) (told []remark) {
	for i, k := range f.kits {
		in.Kits = append(in.Kits, f.path(k.name))
		what := "the grading kit: keys and standards"
		if i > 0 {
			what = "an older grading kit: further keys"
		}
		told = append(told, remark{k.name, what})
	}
	at := in.sheets()
	for _, s := range sheets.All() {
		name := f.sheets[s.File]
		switch {
		case name == "" && f.misnamed[s.File] != "":
			f.unread = append(f.unread, remark{f.misnamed[s.File], fmt.Sprintf("if it is meant to be read, name it %s.xlsx", s.File)})
		case name == "":
		case s.File != "received" && f.blank(name):
			told = append(told, remark{name, "passed over: it is still empty"})
		default:
			*at[s.File] = f.path(name)
			told = append(told, remark{name, s.About})
		}
	}
	for _, name := range f.results {
		what := "results, beside the folder"
		if strings.EqualFold(name, resultsFolder) {
			what = "the folder of results"
		}
		told = append(told, remark{name, what})
	}
	for _, r := range f.unread {
		told = append(told, remark{r.file, "NOT read: " + r.why})
	}
	return told
}

// firstRun lays down what HR fills in, and says what to do. Nothing that is there
// is touched.
func (p Program) firstRun(f folder) diag.List {
	var kit *project.Project
	if len(f.kits) > 0 {
		k, faults := p.OpenKit(f.path(f.kits[0].name))
		if faults.Failed() {
			return faults
		}
		defer func() { _ = k.Close() }() // read only
		kit = k
	}
	templates, faults := templates(kit, p.Tool)
	if faults.Failed() {
		return faults
	}
	var laid []remark
	for _, t := range templates {
		if f.sheets[t.base] != "" {
			continue
		}
		name := t.base + ".xlsx"
		switch err := layDown(f.path(name), t.content); {
		case errors.Is(err, fs.ErrExist):
			continue
		case err != nil:
			return alone(diag.Fault{File: name, What: "it cannot be written: " + diag.Plain(err), Hint: "put gradebook into a folder of your own, such as one in Documents, and start it there"})
		}
		laid = append(laid, remark{name, t.what})
	}
	if f.sheets["received"] == "" && layDown(f.path(registerFile), nil) == nil {
		laid = append(laid, remark{registerFile, "the register of what came in when; gradebook keeps it, do not change it"})
	}
	if f.records == "" && os.Mkdir(f.path(recordsFolder), 0o755) == nil {
		laid = append(laid, remark{recordsFolder, "a folder for a printable page on each person; delete it if you want none"})
	}
	if !f.hasResults() {
		if err := os.Mkdir(f.path(resultsFolder), 0o755); err != nil {
			return alone(diag.Fault{File: resultsFolder, What: "the folder cannot be made: " + diag.Plain(err)})
		}
		laid = append(laid, remark{resultsFolder, "an empty folder for the files that staff hand in"})
	}
	p.say("There is no roster here yet, so this is the first time. Laid down for you:")
	p.list(laid)
	p.say("\nWhat to do next:")
	steps := []string{"Open roster.xlsx in Excel, write or paste a row for each member of staff, and save it."}
	if kit == nil {
		steps = append(steps, "Ask the trainer for the grading kit ("+project.KitFile+") and put it into this folder, as it is.")
	}
	steps = append(steps, "Put the files that staff hand in into the folder "+resultsFolder+", with whatever names they came.",
		"Start gradebook again. It writes a workbook with the competency matrix.")
	for i, step := range steps {
		p.say("  %d. %s", i+1, step)
	}
	p.say("\nThe other sheets are optional; each has a page that explains it.")
	return diag.List{}
}

// layDown writes a new file, whole or not at all.
func layDown(name string, content []byte) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(name)
	}
	return err
}
