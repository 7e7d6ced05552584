// Package generator turns a project into a site: it loads and checks everything,
// renders all pages, archives the keys of what is about to be asked, and brings
// the output folder to the new version. Where anything is at fault, nothing is
// written.
package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/publish"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/project/disk"
	"github.com/coursemark/coursemark/quiz"
)

// Options say what to build, and how.
type Options struct {
	Dir    string // the project's folder
	Output string // the output folder; "" for public/ in the project
	Drafts bool   // also what is marked as a draft; then no keys are archived
	Frozen bool   // the key archive must not change
	Minify bool
	// Instructor makes the trainer's edition, with trainer's notes and the answers
	// of practice. It needs an Output of its own, and writes neither keys nor kit.
	Instructor bool
	Version    string    // of the command, "0.1.0"
	Today      time.Time // for review dates; zero: they are not looked at

	// Check only.
	Review   bool // also what could be better: questions, headings, links, readability
	External bool // with Review: also whether addresses on other sites answer
	Progress func(done, total int)
}

// keepsKeys tells whether a build is the one that everybody sees: it alone
// archives keys and writes the kit.
func (o Options) keepsKeys() bool { return !o.Drafts && !o.Instructor }

// Report tells what a build did.
type Report struct {
	Output    string   `json:"output,omitempty"`
	Pages     int      `json:"pages"`
	Files     int      `json:"files"` // styles, the player, pictures and the like
	Bytes     int64    `json:"bytes"` // of all pages and files
	Written   int      `json:"written"`
	Unchanged int      `json:"unchanged"`
	Deleted   int      `json:"deleted"`
	Foreign   int      `json:"foreign,omitempty"` // files in the output folder that are not ours
	Keys      []string `json:"keys,omitempty"`    // archives that were written
	Kit       string   `json:"kit,omitempty"`
	Questions int      `json:"questions"` // assessed

	Instructor bool          `json:"instructor,omitempty"` // the trainer's edition
	Duration   time.Duration `json:"duration_ns"`
}

const (
	outputFolder = "public"
	stateFolder  = ".coursemark"
	lockFile     = stateFolder + "/lock"
)

// Build builds the site of a project into its output folder.
func Build(ctx context.Context, o Options) (Report, diag.List) {
	start := time.Now()
	p, faults := project.Open(o.Dir)
	if p == nil {
		return Report{}, faults
	}
	defer p.Close()
	if o.Instructor {
		faults.Append(o.checkInstructor())
	}
	unlock, err := lock(p.Files, o.Dir)
	if err != nil {
		faults.Add(diskFault(stateFolder, "the project cannot be locked", err))
		return Report{}, faults
	}
	defer unlock()
	site, found := load(ctx, p, o)
	faults.Append(found)
	archive, found := newKeys(p, site.model)
	faults.Append(found)
	if o.Frozen && o.keepsKeys() {
		faults.Append(archive.frozen())
	}
	if faults.Failed() {
		return Report{}, faults
	}
	report, found := site.publish(ctx, p, o, archive)
	faults.Append(found)
	report.Duration = time.Since(start)
	return report, faults
}

// Check proves all that Build does and writes nothing.
func Check(ctx context.Context, o Options) (Report, diag.List) {
	start := time.Now()
	p, faults := project.Open(o.Dir)
	if p == nil {
		return Report{}, faults
	}
	defer p.Close()
	site, found := load(ctx, p, o)
	faults.Append(found)
	archive, found := newKeys(p, site.model)
	faults.Append(found)
	if o.Frozen && o.keepsKeys() {
		faults.Append(archive.frozen())
	}
	if o.Review {
		faults.Append(site.review(ctx, o))
	}
	if faults.Failed() {
		return Report{}, faults
	}
	report, found := site.write(ctx, func(string, publish.Class, []byte) error { return nil })
	faults.Append(found)
	report.Duration = time.Since(start)
	return report, faults
}

// Preview builds the site into a file system and writes neither keys nor kit.
func Preview(ctx context.Context, o Options, into afero.Fs) (Report, diag.List) {
	start := time.Now()
	p, faults := project.Open(o.Dir)
	if p == nil {
		return Report{}, faults
	}
	defer p.Close()
	site, found := load(ctx, p, o)
	faults.Append(found)
	_, found = newKeys(p, site.model)
	faults.Append(found)
	if faults.Failed() {
		return Report{}, faults
	}
	report, found := site.write(ctx, func(name string, _ publish.Class, content []byte) error {
		return errors.Join(into.MkdirAll(path.Dir(name), 0o755), afero.WriteFile(into, name, content, 0o644))
	})
	faults.Append(found)
	report.Duration = time.Since(start)
	return report, faults
}

// Kit makes the grading kit of a project without building its site: with the keys
// that the last build archived.
func Kit(ctx context.Context, o Options) ([]byte, diag.List) {
	p, faults := project.Open(o.Dir)
	if p == nil {
		return nil, faults
	}
	defer p.Close()
	site, found := load(ctx, p, o)
	faults.Append(found)
	if faults.Failed() {
		return nil, faults
	}
	kit, err := p.Kit("coursemark "+o.Version, site.modules())
	if err != nil {
		faults.Add(diskFault(project.KitFile, "the grading kit cannot be made", err))
	}
	return kit, faults
}

// modules lists the modules for the grading kit.
func (s *site) modules() []project.Module {
	var out []project.Module
	for _, m := range s.model.Modules {
		out = append(out, project.Module{Path: m.ID(), Course: m.Course.Front.Title, Title: m.Front.Title, Version: m.Version(), Minutes: m.Minutes()})
	}
	slices.SortFunc(out, func(a, b project.Module) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// lock keeps two builds of one project from meeting.
func lock(files afero.Fs, dir string) (unlock func(), err error) {
	if err := files.MkdirAll(stateFolder, 0o755); err != nil {
		return nil, err
	}
	root, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	release, err := root.Lock(lockFile)
	if err != nil {
		_ = root.Close()
		return nil, err
	}
	return func() { release(); _ = root.Close() }, nil
}

// publish stages all pages, archives the keys, and only then makes the new
// version the one that people see: a learner never meets a question whose key is
// not safe.
func (s *site) publish(ctx context.Context, p *project.Project, o Options, archive *keys) (report Report, faults diag.List) {
	name, output := outputOf(o)
	if err := os.MkdirAll(output, 0o755); err != nil {
		faults.Add(diskFault(name, "the output folder cannot be made", err))
		return report, faults
	}
	out, err := disk.Open(output)
	if err != nil {
		faults.Add(diskFault(name, "the output folder cannot be opened", err))
		return report, faults
	}
	defer out.Close()
	if fault := otherEdition(out, name, o.Instructor); fault != nil {
		faults.Add(*fault)
		return report, faults
	}
	publication, err := publish.Begin(out, afero.NewBasePathFs(p.Files, stateFolder), name)
	if err != nil {
		addError(&faults, name, err)
		return report, faults
	}
	defer publication.Abandon()
	report, faults = s.write(ctx, publication.Put)
	report.Output, report.Instructor = name, o.Instructor
	if faults.Failed() {
		return report, faults
	}
	if o.keepsKeys() {
		if report.Keys, err = archive.write(); err != nil {
			faults.Add(diskFault(p.Config.AnswerKeys.Dir, "the key archive cannot be written; the site is as it was", err))
			return report, faults
		}
	}
	summary, err := publication.Commit()
	if err != nil {
		addError(&faults, name, err)
		return report, faults
	}
	report.Written, report.Unchanged, report.Deleted, report.Foreign = summary.Written, summary.Unchanged, summary.Deleted, summary.Foreign
	if !o.keepsKeys() {
		return report, faults // what HR grades by is made of what everybody sees
	}
	kit, err := p.Kit("coursemark "+o.Version, s.modules())
	if err == nil {
		err = writeDurably(p.Files, project.KitFile, kit)
	}
	if err != nil {
		faults.Add(diskFault(project.KitFile, "the grading kit cannot be written; the site is up to date", err))
		return report, faults
	}
	report.Kit = project.KitFile
	return report, faults
}

// outputOf gives the output folder: as faults call it, and as the system does.
func outputOf(o Options) (name, output string) {
	if o.Output == "" {
		return outputFolder, filepath.Join(o.Dir, outputFolder)
	}
	return filepath.ToSlash(filepath.Clean(o.Output)), o.Output
}

// keys are the archives of the banks and scenarios that a build asks.
type keys struct {
	project *project.Project
	changed map[string][]byte // by bank or scenario: what the archive file should hold
	added   map[string]bool   // likewise: it holds more than it did
}

// newKeys records what the site is about to ask.
func newKeys(p *project.Project, model *course.Model) (*keys, diag.List) {
	k := &keys{project: p, changed: map[string][]byte{}, added: map[string]bool{}}
	archive, faults := p.LoadArchive()
	if faults.Failed() {
		return k, faults
	}
	keep := func(id string) {
		encoded, err := archive.Encode(id)
		if err != nil {
			faults.Add(diag.Fault{File: id + ".ndjson", What: "the key archive cannot be written: " + err.Error()})
			return
		}
		old, err := afero.ReadFile(p.Keys, id+".ndjson")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults.Add(diskFault(id+".ndjson", "the key archive cannot be read", err))
			return
		}
		if !bytes.Equal(old, encoded) {
			k.changed[id] = encoded
			k.added[id] = !sameLines(old, encoded)
		}
	}
	for _, b := range model.Banks {
		if b.Module != nil && b.Revision != "" {
			faults.Append(archive.Record(b.Published))
			keep(b.Bank.ID)
		}
	}
	for _, m := range model.Modules {
		for _, s := range m.Scenarios {
			if s.PublishedScenario != nil && s.Scenario.Mode == quiz.Assessed {
				faults.Append(archive.RecordScenario(s.PublishedScenario))
				keep(s.Scenario.ID)
			}
		}
	}
	return k, faults
}

// sameLines tells whether two archives differ only in the order of their lines:
// a merge leaves them unsorted, and that is no change.
func sameLines(a, b []byte) bool {
	lines := func(s []byte) []string {
		list := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(s), "\r", "")), "\n")
		slices.Sort(list)
		return slices.Compact(list)
	}
	return slices.Equal(lines(a), lines(b))
}

// frozen reports each archive that a build would change.
func (k *keys) frozen() diag.List {
	var faults diag.List
	dir := k.project.Config.AnswerKeys.Dir
	if dir == "" {
		dir = "answerkeys"
	}
	for bank := range k.changed {
		if k.added[bank] {
			faults.Add(diag.Fault{File: path.Join(filepath.ToSlash(dir), bank+".ndjson"), What: "the key archive would change, and this build is frozen",
				Hint: "run coursemark build on your own machine and commit " + filepath.ToSlash(dir) + "/, so that no key exists on a build server alone"})
		}
	}
	return faults
}

// write writes the archives that changed and gives their names.
func (k *keys) write() (written []string, err error) {
	for bank, content := range k.changed {
		if err := k.project.Keys.MkdirAll(".", 0o755); err != nil {
			return written, err
		}
		if err := writeDurably(k.project.Keys, bank+".ndjson", content); err != nil {
			return written, err
		}
		written = append(written, bank+".ndjson")
	}
	slices.Sort(written)
	return written, nil
}

// writeDurably writes a file so that it survives a power cut. What holds the same bytes
// already is left as it is.
func writeDurably(files afero.Fs, name string, content []byte) error {
	if old, err := afero.ReadFile(files, name); err == nil && bytes.Equal(old, content) {
		return nil
	}
	return disk.SyncFile(files, name, content)
}

// addError adds an error of publishing, which holds faults of its own.
func addError(faults *diag.List, name string, err error) {
	var failure diag.Failure
	if errors.As(err, &failure) {
		faults.Add(failure.Faults...)
		return
	}
	faults.Add(diskFault(name, "the site cannot be written", err))
}

func diskFault(file, what string, err error) diag.Fault {
	var locked *disk.Locked
	if errors.As(err, &locked) {
		who := ""
		if locked.PID > 0 {
			who = fmt.Sprintf(" (process %d)", locked.PID)
		}
		return diag.Fault{File: locked.Name, What: "another coursemark is at work in this project" + who, Hint: "wait until it is done, or end it, and try again"}
	}
	return diag.Fault{File: file, What: what + ": " + diag.Plain(err), Hint: "see that there is room on the disk and that the folder may be written to"}
}
