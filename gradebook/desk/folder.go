package desk

import (
	"archive/zip"
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
)

// registerFile is HR's register of receipt. Where it lies in the folder, it is kept
// up to date; who wants none deletes it.
const registerFile = "received.csv"

const kitFile = project.KitFile

// resultsFolder is where HR puts what staff hand in. Where there is a folder for
// records, everybody's record is written into it; who wants none deletes it.
const (
	resultsFolder = "results"
	recordsFolder = "records"
)

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
		case isSheet && slices.ContainsFunc(sheets.All(), func(s sheets.Sheet) bool { return s.File == base }):
			if f.sheets[base] != "" {
				f.twice = append(f.twice, base)
			}
			f.sheets[base] = name
		case ending == ".zip" && strings.Contains(base, "kit"):
			k, err := readKit(filepath.Join(dir, name))
			if err != nil {
				f.unread = append(f.unread, remark{name, "its name is that of a grading kit, but it is not one"})
				continue
			}
			k.name = name
			f.kits = append(f.kits, k)
		case strings.HasPrefix(base, "results") && slices.Contains([]string{".json", ".zip", ".eml", ".txt", ".ndjson"}, ending):
			f.results = append(f.results, name)
		case ending == ".zip" || ending == ".eml" || ending == ".msg":
			f.unread = append(f.unread, remark{name, "results belong in the folder " + resultsFolder})
		case isSheet || ending == ".xls" || ending == ".ods":
			for _, s := range sheets.All() {
				if strings.HasPrefix(base, s.File) {
					f.misnamed[s.File] = name
				}
			}
		}
	}
	slices.SortStableFunc(f.kits, func(a, b kit) int {
		return cmp.Or(cmp.Compare(b.keys, a.keys), b.saved.Compare(a.saved), cmp.Compare(a.name, b.name))
	})
	return f, nil
}

// readKit reads no more of a grading kit than the list of its files. Another zip is an
// error.
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

// paths is where several files of the folder lie.
func (f folder) paths(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, f.path(name))
	}
	return out
}

// path is where a file of the folder lies.
func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

// hasResults reports whether there is a folder for what staff hand in.
func (f folder) hasResults() bool {
	return slices.ContainsFunc(f.results, func(name string) bool { return strings.EqualFold(name, resultsFolder) })
}

// isOurs reports whether HR works in this folder.
func (f folder) isOurs() bool {
	return !f.project && (len(f.kits) > 0 || f.hasResults())
}

// blank reports whether a sheet is still as it was laid down: nothing below its
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

// previous returns the name of the matrix of an earlier day to compare with, or "". One
// that cannot be used must not keep HR from today's.
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
		file, err := os.Open(f.path(e.name))
		if err != nil {
			continue
		}
		m, faults := gradebook.ReadMatrix(e.name, file, site)
		_ = file.Close() // read only
		// An extract says nothing about the others.
		if !faults.Failed() && !m.Narrowed {
			return e.name
		}
	}
	return ""
}
