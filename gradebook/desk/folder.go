package desk

import (
	"archive/zip"
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
)

// Names in HR's folder.
const (
	kitFile       = project.KitFile
	resultsFolder = "results" // where HR puts what staff hand in
	recordsFolder = "records" // where everybody's record is written, unless HR deletes it
)

// folder is what is in HR's folder. Sheets are listed by their names in package sheets.
type folder struct {
	dir      string
	project  bool // it is a trainer's project, whose files are not HR's
	sheets   map[string]string
	misnamed map[string]string // files that may be meant as a sheet
	twice    []string          // sheets that are there as .xlsx and as .csv, by file name
	results  []string          // the results folder and loose files
	records  string            // the folder for everybody's record; "" = there is no such folder
	kits     []kit             // the newest first
	open     []string          // open in Excel at this moment
	unread   []remark
}

// remark is something to say about a file.
type remark struct{ file, text string }

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
		if e.IsDir() {
			f.addFolder(e.Name())
		} else {
			f.addFile(e.Name())
		}
	}
	slices.SortStableFunc(f.kits, func(a, b kit) int {
		return cmp.Or(cmp.Compare(b.keys, a.keys), b.saved.Compare(a.saved), cmp.Compare(a.name, b.name))
	})
	return f, nil
}

func (f *folder) addFolder(name string) {
	switch strings.ToLower(name) {
	case resultsFolder:
		f.results = append(f.results, name)
	case recordsFolder:
		f.records = name
	}
}

func (f *folder) addFile(name string) {
	lower := strings.ToLower(name)
	ending := filepath.Ext(lower)
	base := strings.TrimSuffix(lower, ending)
	isSheet := ending == ".xlsx" || ending == ".csv"
	i := slices.IndexFunc(sheets.All(), func(s sheets.Sheet) bool { return s.File == base })
	switch {
	case lower == project.ConfigFile:
		f.project = true
	case strings.HasPrefix(lower, "~$"):
		f.open = append(f.open, name[2:])
	case isSheet && i >= 0:
		f.addSheet(sheets.All()[i], name)
	case ending == ".zip" && strings.Contains(base, "kit"):
		f.addKit(name)
	case strings.HasPrefix(base, "results") &&
		slices.Contains([]string{".json", ".zip", ".eml", ".txt", ".ndjson"}, ending):
		f.results = append(f.results, name)
	case ending == ".zip" || ending == ".eml" || ending == ".msg":
		f.unread = append(f.unread, remark{name, "results belong in the folder " + resultsFolder})
	case isSheet || ending == ".xls" || ending == ".ods":
		for _, s := range sheets.All() {
			if strings.HasPrefix(base, s.File) {
				f.misnamed[s.Name] = name
			}
		}
	}
}

func (f *folder) addSheet(s sheets.Sheet, name string) {
	if f.sheets[s.Name] != "" {
		f.twice = append(f.twice, s.File)
	}
	f.sheets[s.Name] = name
}

func (f *folder) addKit(name string) {
	k, ok := readKit(f.path(name))
	if !ok {
		f.unread = append(f.unread, remark{name, "it is named like a grading kit, but it is not one"})
		return
	}
	k.name = name
	f.kits = append(f.kits, k)
}

// readKit reads only the list of files in a grading kit; ok is false if it is not a
// grading kit.
func readKit(name string) (k kit, ok bool) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return k, false
	}
	defer z.Close()
	for _, f := range z.File {
		ok = ok || f.Name == "kit.json"
		if strings.HasPrefix(f.Name, "answerkeys/") {
			k.keys += f.UncompressedSize64
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		return k, false
	}
	k.saved = info.ModTime()
	return k, ok
}

// paths returns the paths of several files of the folder.
func (f folder) paths(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, f.path(name))
	}
	return out
}

// path returns the path of a file of the folder.
func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

// hasResults reports whether there is a folder for what staff hand in.
func (f folder) hasResults() bool {
	return slices.ContainsFunc(f.results, func(name string) bool { return strings.EqualFold(name, resultsFolder) })
}

// isOurs reports whether HR works in this folder.
func (f folder) isOurs() bool {
	return !f.project && (len(f.kits) > 0 || f.hasResults())
}

// isEmpty reports whether a sheet has nothing below its header, as when it was created.
// If it cannot be read, grading says so.
func (f folder) isEmpty(name string) bool {
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

// previous returns the name of the matrix of an earlier day to compare with, or "". One
// that cannot be used is passed over, so that HR gets today's nevertheless; so is an
// extract, which says nothing about the rest of the staff.
func (f folder) previous(today, site string) string {
	for _, name := range f.earlier(today) {
		file, err := os.Open(f.path(name))
		if err != nil {
			continue
		}
		m, faults := gradebook.ReadMatrix(name, file, site)
		_ = file.Close() // read only
		if !faults.Failed() && !m.Narrowed {
			return name
		}
	}
	return ""
}

// earlier lists the matrices of earlier days, the latest first.
func (f folder) earlier(today string) (names []string) {
	entries, _ := os.ReadDir(f.dir) // it was listed a moment ago
	named := regexp.MustCompile(`^matrix-(\d{4}-\d\d-\d\d)(?:-(\d+))?\.json$`)
	type order struct {
		day string
		n   int
	}
	orders := map[string]order{}
	for _, e := range entries {
		if parts := named.FindStringSubmatch(e.Name()); parts != nil && parts[1] < today {
			n, _ := strconv.Atoi(parts[2]) // "" is the first of its day
			orders[e.Name()] = order{parts[1], n}
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(orders[b].day, orders[a].day), cmp.Compare(orders[b].n, orders[a].n))
	})
	return names
}

func (f *folder) makeResults() diag.List {
	if err := os.Mkdir(f.path(resultsFolder), 0o755); err != nil {
		return diag.ListOf(folderNotMade.With(diag.Plain(err)).In(resultsFolder))
	}
	f.results = append(f.results, resultsFolder)
	return diag.List{}
}
