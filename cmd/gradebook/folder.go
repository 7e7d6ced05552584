package main

import (
	"archive/zip"
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

// registerFile is HR's register of receipt. Where it lies in the folder, it is kept
// up to date; who wants none deletes it.
const registerFile = "received.csv"

// resultsFolder is where HR puts what staff hand in. Where there is a folder for
// records, everybody's record is written into it; who wants none deletes it.
const (
	resultsFolder = "results"
	recordsFolder = "records"
)

// sheetFile is a sheet of HR's that the folder may hold.
type sheetFile struct {
	base string // its file name without .xlsx or .csv
	flag string // the option of grade that reads it
	what string
}

// sheetFiles lists the sheets in the order in which they are told.
func sheetFiles() []sheetFile {
	return []sheetFile{
		{"roster", "roster", "who works here, in which role"},
		{"titles", "titles", "which role belongs to which job title"},
		{"observations", "observations", "what was observed at work and in simulations"},
		{"assessors", "assessors", "who may observe"},
		{"decisions", "decisions", "what was decided about open cases"},
		{"received", "register", "what came in when"},
	}
}

// folder is what lies in HR's folder.
type folder struct {
	dir      string
	project  bool // it is a trainer's project, whose files are not HR's
	sheets   map[string]string
	results  []string // the results folder and loose files
	records  string   // the folder for everybody's record; "" = there is none
	kits     []kit
	open     []string // open in Excel at this moment
	unread   []remark
	twice    []string // sheets that are there as .xlsx and as .csv
	misnamed map[string]string
}

type remark struct{ file, why string }

// kit is a grading kit, with what orders several of them.
type kit struct {
	name  string
	keys  uint64 // bytes of key archive: keys are only ever added, so the newest kit has the most
	saved time.Time
}

// lookInto lists what is in a folder that gradebook would use.
func lookInto(dir string) (folder, error) {
	f := folder{dir: dir, sheets: map[string]string{}, misnamed: map[string]string{}}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return f, err
	}
	for _, e := range entries {
		name, lower := e.Name(), strings.ToLower(e.Name())
		ending := filepath.Ext(lower)
		base := strings.TrimSuffix(lower, ending)
		isSheet := ending == ".xlsx" || ending == ".csv"
		switch {
		case e.IsDir():
			switch lower {
			case resultsFolder:
				f.results = append(f.results, name)
			case recordsFolder:
				f.records = name
			}
		case lower == project.ConfigFile:
			f.project = true
		case strings.HasPrefix(lower, "~$"):
			f.open = append(f.open, name[2:])
		case isSheet && slices.ContainsFunc(sheetFiles(), func(s sheetFile) bool { return s.base == base }):
			if f.sheets[base] != "" {
				f.twice = append(f.twice, base)
			}
			f.sheets[base] = name
		case ending == ".zip" && strings.Contains(base, "kit"):
			k, err := readKit(filepath.Join(dir, name))
			if err != nil {
				f.unread = append(f.unread, remark{name, "it is named like a grading kit and is none"})
				continue
			}
			k.name = name
			f.kits = append(f.kits, k)
		case ending == ".json" && strings.HasPrefix(base, "results"):
			f.results = append(f.results, name)
		case ending == ".zip" || ending == ".eml" || ending == ".msg":
			f.unread = append(f.unread, remark{name, "results belong into the folder " + resultsFolder})
		case isSheet || ending == ".xls" || ending == ".ods":
			for _, s := range sheetFiles() {
				if strings.HasPrefix(base, s.base) {
					f.misnamed[s.base] = name
				}
			}
		}
	}
	slices.SortStableFunc(f.kits, func(a, b kit) int {
		return cmp.Or(cmp.Compare(b.keys, a.keys), b.saved.Compare(a.saved), cmp.Compare(a.name, b.name))
	})
	return f, nil
}

// readKit tells whether a zip is a grading kit; it reads no more than the list of
// its files.
func readKit(name string) (kit, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return kit{}, err
	}
	defer z.Close()
	k, is := kit{}, false
	for _, f := range z.File {
		is = is || f.Name == "kit.json"
		if strings.HasPrefix(f.Name, "answerkeys/") {
			k.keys += f.UncompressedSize64
		}
	}
	if !is {
		return kit{}, errors.New("it has no kit.json")
	}
	info, err := os.Stat(name)
	if err != nil {
		return kit{}, err
	}
	k.saved = info.ModTime()
	return k, nil
}

// path is where a file of the folder lies.
func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

// isOurs tells whether HR works in this folder.
func (f folder) isOurs() bool {
	return !f.project && (len(f.kits) > 0 || slices.ContainsFunc(f.results, func(r string) bool { return strings.EqualFold(r, resultsFolder) }))
}

// surroundings are what tells which folder is meant by a call without arguments.
type surroundings struct {
	system     string
	clicked    bool // by a double-click, as far as the system tells
	working    string
	executable string // folder of the program
	home, temp string
	attended   bool // somebody sits at a terminal
}

func surround(stdin io.Reader, stdout io.Writer) surroundings {
	s := surroundings{system: runtime.GOOS, clicked: mousetrap.StartedByExplorer(), temp: os.TempDir(), attended: terminal.Interactive(stdin) && terminal.Interactive(stdout)}
	if exe, err := os.Executable(); err == nil {
		s.executable = filepath.Dir(exe)
	}
	// What is not known stays empty and matches nothing.
	s.working, _ = os.Getwd()
	s.home, _ = os.UserHomeDir()
	return s
}

// ownFolder finds the folder to grade; "" is none.
func (s surroundings) ownFolder() string {
	ours := func(dir string) bool {
		f, err := lookInto(dir)
		return err == nil && f.isOurs()
	}
	switch {
	case s.working != "" && s.working == s.executable, s.working != "" && ours(s.working):
		return "."
	case s.clicked: // a shortcut may start it elsewhere, and then means that folder
		return s.executable
	case s.executable != "" && ours(s.executable):
		return s.executable
	case s.system == "darwin" && s.attended && s.working == s.home:
		return s.executable // the Finder starts programs in the home folder
	}
	return ""
}

// insideZip tells that the program runs from a folder that the system throws away:
// Explorer unpacks a single program there that is started inside a zip.
func (s surroundings) insideZip() bool {
	if !s.clicked || s.temp == "" {
		return false
	}
	within, err := filepath.Rel(s.temp, s.executable)
	return err == nil && filepath.IsLocal(within)
}

// holdWindow keeps a window open that would close with the program.
func holdWindow(ctx context.Context, s surroundings, stdin io.Reader, stdout io.Writer) {
	if !s.attended || s.system == "windows" && !s.clicked {
		return
	}
	fmt.Fprint(stdout, "\nPress Enter to close. ")
	pressed := make(chan struct{})
	go func() {
		_, _ = bufio.NewReader(stdin).ReadString('\n') // whatever it is, the program ends
		close(pressed)
	}()
	select {
	case <-pressed:
	case <-ctx.Done(): // Ctrl-C
	}
}

// ownFolder is gradebook without arguments: it grades the folder that it lies in.
func (a *app) ownFolder(cmd *cobra.Command) error {
	s := surround(a.stdin, a.stdout)
	dir := s.ownFolder()
	if dir == "" {
		return cmd.Help()
	}
	a.hold = func() { holdWindow(cmd.Context(), s, a.stdin, a.stdout) }
	if s.insideZip() {
		return fail(diag.Fault{What: "gradebook was started inside the zip, where it can keep nothing", Hint: "right-click the zip, choose Extract All, and start gradebook in the folder that appears"})
	}
	console := terminal.New(a.stdout, a.stderr, false)
	say := func(format string, args ...any) {
		for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
			console.Printf("%s\n", terminal.Clean(strings.TrimRight(line, " ")))
		}
	}
	shown, err := filepath.Abs(dir)
	if err != nil {
		shown = dir
	}
	say("%s, in the folder %s\n", tool(), shown)
	f, err := lookInto(dir)
	if err != nil {
		return fail(diag.Fault{File: shown, What: "the folder cannot be read: " + diag.Plain(err)})
	}
	if f.project {
		return fail(diag.Fault{File: project.ConfigFile, What: "this is the folder of a trainer's project, not HR's; nothing was written", Hint: "put gradebook into a folder of its own, with the roster, the results and the grading kit"})
	}
	for _, base := range f.twice {
		return fail(diag.Fault{File: base, What: fmt.Sprintf("the folder holds %[1]s.xlsx and %[1]s.csv, and only one of them can be meant", base), Hint: "move the older one out of the folder"})
	}
	if f.sheets["roster"] == "" {
		if other := f.misnamed["roster"]; other != "" {
			return fail(diag.Fault{File: other, What: "the roster is sought under the name roster.xlsx or roster.csv", Hint: "rename this file, or save it as Excel Workbook under the name roster.xlsx"})
		}
		return a.firstRun(f, say)
	}
	return a.gradeFolder(cmd.Context(), f, say, func(faults diag.List) { console.Faults(faults.Sorted()) })
}

// blank tells whether a sheet is still as it was laid down: nothing below its
// header. What cannot be read is for grade to complain about.
func (f folder) blank(name string) bool {
	const muchLonger = 1 << 20
	info, err := os.Stat(f.path(name))
	if err != nil || info.Size() > muchLonger {
		return false
	}
	content, err := os.ReadFile(f.path(name))
	if err != nil {
		return false
	}
	t, err := spreadsheet.ReadTable(name, content)
	return err == nil && len(t.Rows) == 0
}

// gradeFolder grades what lies in the folder, by the same way as gradebook grade.
func (a *app) gradeFolder(ctx context.Context, f folder, say func(string, ...any), complain func(diag.List)) error {
	grade := a.gradeCommand()
	grade.SetContext(ctx)
	a.folder = true
	var missing diag.List
	if f.blank(f.sheets["roster"]) {
		missing.Add(diag.Fault{File: f.sheets["roster"], What: "the roster names nobody yet", Hint: "open it in Excel, write or paste a row for each member of staff, save it, and start gradebook again"})
	}
	if len(f.kits) == 0 {
		missing.Add(diag.Fault{File: project.KitFile, What: "the grading kit is not in this folder: without it nothing can be scored", Hint: "ask the trainer for the newest " + project.KitFile + " and put it here, as it is"})
	}
	if !slices.ContainsFunc(f.results, func(r string) bool { return strings.EqualFold(r, resultsFolder) }) {
		if err := os.Mkdir(f.path(resultsFolder), 0o755); err != nil {
			return fail(diag.Fault{File: resultsFolder, What: "the folder cannot be made: " + diag.Plain(err)})
		}
		f.results = append(f.results, resultsFolder)
	}
	if missing.Failed() {
		return failure{missing}
	}
	var results []string
	for _, name := range f.results {
		results = append(results, f.path(name))
	}
	if name := f.sheets["received"]; name != "" {
		if faults := a.keepRegister(ctx, f.path(name), results); faults.Failed() {
			complain(faults)
			f.sheets["received"] = ""
			f.unread = append(f.unread, remark{name, "see above; rename it, and put an empty file of this name in its place to begin a new register"})
		}
	}
	if f.sheets["received"] != "" {
		say("")
	}
	var args []string
	var told strings.Builder
	table := tabwriter.NewWriter(&told, 0, 0, 3, ' ', 0)
	read := func(name, what string) { fmt.Fprintf(table, "  %s\t%s\n", terminal.Clean(name), what) }
	for i, k := range f.kits {
		args = append(args, "--kit="+f.path(k.name))
		what := "the grading kit: keys and standards"
		if i > 0 {
			what = "an older grading kit: further keys"
		}
		read(k.name, what)
	}
	for _, s := range sheetFiles() {
		name := f.sheets[s.base]
		switch {
		case name == "" && f.misnamed[s.base] != "":
			f.unread = append(f.unread, remark{f.misnamed[s.base], fmt.Sprintf("if it is meant to be read, name it %s.xlsx", s.base)})
		case name == "":
		case grade.Flags().Lookup(s.flag) == nil:
			f.unread = append(f.unread, remark{name, "this version does not use it"})
		case s.base != "received" && f.blank(name):
			fmt.Fprintf(table, "  %s\tpassed over: it is still empty\n", terminal.Clean(name))
		default:
			args = append(args, "--"+s.flag+"="+f.path(name))
			read(name, s.what)
		}
	}
	for _, name := range f.results {
		if strings.EqualFold(name, resultsFolder) {
			read(name, "the folder of results")
		} else {
			read(name, "results, beside the folder")
		}
	}
	for _, r := range f.unread {
		fmt.Fprintf(table, "  %s\tNOT read: %s\n", terminal.Clean(r.file), r.why)
	}
	_ = table.Flush() // into memory
	say("This is read:")
	say("%s", strings.TrimSuffix(told.String(), "\n"))
	for _, name := range f.open {
		say("\n%s is open in Excel: what is not saved there is not seen here.", name)
	}
	say("")
	p, _, _, faults := openKit(f.path(f.kits[0].name))
	if faults.Failed() {
		return failure{faults}
	}
	today := a.now().In(p.Location).Format(time.DateOnly)
	site := p.Config.Site.ID
	_ = p.Close() // read only
	if previous := f.previous(today, site); previous != "" && grade.Flags().Lookup("previous") != nil {
		args = append(args, "--previous="+f.path(previous))
		say("What changed is told against %s.\n", previous)
	}
	args = append(args, "--output="+f.path("matrix-"+today+".xlsx"))
	if err := grade.ParseFlags(args); err != nil {
		return err
	}
	if err := grade.RunE(grade, results); err != nil {
		return err
	}
	if f.records != "" {
		say("")
		complain(a.writeRecords(ctx, f, today))
	}
	return nil
}

// writeRecords writes everybody's record from the matrix of this run. What goes
// wrong is told and stops nothing: the matrix stands by itself.
func (a *app) writeRecords(ctx context.Context, f folder, today string) diag.List {
	var faults failure
	matrix := ""
	var newest time.Time
	entries, err := os.ReadDir(f.dir)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "matrix-"+today) || filepath.Ext(e.Name()) != ".json" {
			continue
		}
		if info, err := e.Info(); err == nil && !info.ModTime().Before(newest) {
			matrix, newest = f.path(e.Name()), info.ModTime()
		}
	}
	record := a.recordCommand()
	record.SetContext(ctx)
	args := []string{"--all", "--matrix=" + matrix, "--output=" + f.path(f.records)}
	for _, k := range f.kits {
		args = append(args, "--kit="+f.path(k.name))
	}
	if err == nil {
		err = record.ParseFlags(args)
	}
	if err == nil {
		err = record.RunE(record, nil)
	}
	if err != nil && !errors.As(err, &faults) {
		faults.Add(diag.Fault{File: recordsFolder, What: err.Error()})
	}
	return faults.List
}

// again is how to grade with what was decided about open cases.
func (a *app) again() string {
	if a.folder {
		return "start gradebook again"
	}
	return "grade again with --decisions"
}

// keepRegister writes what came in into the register of receipt, with today's date.
func (a *app) keepRegister(ctx context.Context, register string, results []string) diag.List {
	receive := a.receiveCommand()
	receive.SetContext(ctx)
	err := receive.ParseFlags([]string{"--register=" + register})
	if err == nil {
		err = receive.RunE(receive, results)
	}
	var faults failure
	if err != nil && !errors.As(err, &faults) {
		faults.Add(diag.Fault{File: registerFile, What: err.Error()})
	}
	return faults.List
}

// previous finds the matrix of an earlier day to compare with; "" is none. One that
// cannot be used must not keep HR from today's.
func (f folder) previous(today, site string) string {
	named := regexp.MustCompile(`^matrix-(\d{4}-\d\d-\d\d)(?:-(\d+))?\.json$`)
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return ""
	}
	type earlier struct {
		name, day string
		n         int
	}
	var found []earlier
	for _, e := range entries {
		if parts := named.FindStringSubmatch(e.Name()); parts != nil && parts[1] < today {
			n, _ := strconv.Atoi(parts[2]) // "" is the first of its day
			found = append(found, earlier{e.Name(), parts[1], n})
		}
	}
	slices.SortFunc(found, func(a, b earlier) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.n, a.n)) })
	for _, e := range found {
		if isExtract(f.path(e.name)) {
			continue
		}
		if _, _, _, faults := readMatrix(f.path(e.name), site); !faults.Failed() {
			return e.name
		}
	}
	return ""
}

// firstRun lays down what HR fills in, and says what to do. Nothing that is there
// is touched.
func (a *app) firstRun(f folder, say func(string, ...any)) error {
	var kitProject *project.Project
	if len(f.kits) > 0 {
		p, _, _, faults := openKit(f.path(f.kits[0].name))
		if faults.Failed() {
			return failure{faults}
		}
		defer func() { _ = p.Close() }() // read only
		kitProject = p
	}
	grade := a.gradeCommand()
	laid, err := a.templates(kitProject, func(flag string) bool { return grade.Flags().Lookup(flag) != nil })
	if err != nil {
		return err
	}
	var told strings.Builder
	table := tabwriter.NewWriter(&told, 0, 0, 3, ' ', 0)
	for _, t := range laid {
		if f.sheets[strings.TrimSuffix(t.name, ".xlsx")] != "" {
			continue
		}
		switch err := layDown(f.path(t.name), t.content); {
		case errors.Is(err, fs.ErrExist):
			continue
		case err != nil:
			return fail(diag.Fault{File: t.name, What: "it cannot be written: " + diag.Plain(err), Hint: "put gradebook into a folder of your own, such as one in Documents, and start it there"})
		}
		fmt.Fprintf(table, "  %s\t%s\n", t.name, t.what)
	}
	if f.sheets["received"] == "" && layDown(f.path(registerFile), nil) == nil {
		fmt.Fprintf(table, "  %s\tthe register of what came in when; gradebook keeps it, do not change it\n", registerFile)
	}
	if f.records == "" && os.Mkdir(f.path(recordsFolder), 0o755) == nil {
		fmt.Fprintf(table, "  %s\ta folder for a printable page on each person; delete it if you want none\n", recordsFolder)
	}
	if !slices.ContainsFunc(f.results, func(r string) bool { return strings.EqualFold(r, resultsFolder) }) {
		if err := os.Mkdir(f.path(resultsFolder), 0o755); err != nil {
			return fail(diag.Fault{File: resultsFolder, What: "the folder cannot be made: " + diag.Plain(err)})
		}
		fmt.Fprintf(table, "  %s\tan empty folder for the files that staff hand in\n", resultsFolder)
	}
	_ = table.Flush() // into memory
	say("There is no roster here yet, so this is the first time. Laid down for you:")
	say("%s", strings.TrimSuffix(told.String(), "\n"))
	say("\nWhat to do next:")
	steps := []string{"Open roster.xlsx in Excel, write or paste a row for each member of staff, and save it."}
	if kitProject == nil {
		steps = append(steps, "Ask the trainer for the grading kit ("+project.KitFile+") and put it into this folder, as it is.")
	}
	steps = append(steps, "Put the files that staff hand in into the folder "+resultsFolder+", with whatever names they came.",
		"Start gradebook again. It writes a workbook with the competency matrix.")
	for i, step := range steps {
		say("  %d. %s", i+1, step)
	}
	say("\nThe other sheets are optional; each has a page that explains it.")
	return nil
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
