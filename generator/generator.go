// Package generator turns a project into a site: it loads and checks everything,
// renders all pages, archives the keys of what is about to be asked, and brings
// the output folder to the new version. Where anything is at fault, nothing is
// written.
package generator

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/generator/publish"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
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
	// Preview is for the live preview: pages may connect to the server they come
	// from, and no smaller pictures are made.
	Preview bool
	Version string    // of the command, "0.1.0"
	Today   time.Time // for review dates; zero: they are not looked at

	// Check only.
	Advise   bool // also what could be better: questions, headings, links, readability
	External bool // with Advise: also whether addresses on other sites answer
	Progress func(done, total int)

	bundler *assets.Bundler // that several sessions share; nil: each has its own
}

// keepsKeys reports whether a build is the one that everybody sees: it alone
// archives keys and writes the kit.
func (o Options) keepsKeys() bool { return !o.Drafts && !o.Instructor }

// Report says what a build did.
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
	s, faults := Open(o)
	if s == nil {
		return Report{}, faults
	}
	defer s.Close()
	unlock, err := lock(s.project.Files, o.Dir)
	if err != nil {
		faults.Add(diskFault(notLocked, stateFolder, err))
		return Report{}, faults
	}
	defer unlock()
	site, archive, faults := s.prove(ctx)
	if o.Instructor {
		faults.Append(o.checkInstructor())
	}
	if faults.Failed() {
		return Report{}, faults
	}
	report, found := site.publish(ctx, o, archive)
	faults.Append(found)
	report.Duration = time.Since(start)
	return report, faults
}

// Check proves all that Build does and writes nothing.
func Check(ctx context.Context, o Options) (Report, diag.List) {
	start := time.Now()
	s, faults := Open(o)
	if s == nil {
		return Report{}, faults
	}
	defer s.Close()
	site, _, faults := s.prove(ctx)
	if faults.Failed() {
		return Report{}, faults
	}
	report, found := site.write(ctx, func(string, publish.Class, []byte) error { return nil })
	faults.Append(found)
	report.Duration = time.Since(start)
	return report, faults
}

// prove loads the project and finds all that keeps its site from being written.
func (s *Session) prove(ctx context.Context) (site *Site, archive *keys, faults diag.List) {
	o := s.options
	site, faults = s.Load(ctx, nil)
	if s.keys.recorded != nil {
		var found diag.List
		archive, found = newKeys(s.project, s.keys.recorded, site)
		faults.Append(found)
		if o.Frozen && o.keepsKeys() {
			faults.Append(archive.frozen())
		}
	}
	if o.Advise {
		faults.Append(site.advise(ctx, o))
	}
	return site, archive, faults
}

// Kit makes the grading kit of a project without building its site: with the keys
// that the last build archived.
func Kit(ctx context.Context, o Options) ([]byte, diag.List) {
	s, faults := Open(o)
	if s == nil {
		return nil, faults
	}
	defer s.Close()
	site, faults := s.Load(ctx, nil)
	if faults.Failed() {
		return nil, faults
	}
	kit, err := s.project.Kit("coursemark "+o.Version, site.modules())
	if err != nil {
		faults.Add(diskFault(kitNotMade, project.KitFile, err))
	}
	return kit, faults
}

// modules lists the modules for the grading kit.
func (s *Site) modules() []project.Module {
	var out []project.Module
	for _, m := range s.model.Modules {
		listed := project.Module{Path: m.ID(), Course: m.Course.Front.Title, Title: m.Front.Title, Version: m.Version(), Minutes: m.Minutes()}
		for _, c := range m.Scenarios {
			if c.PublishedScenario != nil && c.Scenario.Mode == quiz.Assessed {
				listed.Scenarios = append(listed.Scenarios, project.Scenario{ID: c.Scenario.ID, Path: c.Address, Title: c.Scenario.Title, Revision: c.Revision, Limits: c.Scenario.Limits})
			}
		}
		out = append(out, listed)
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
func (s *Site) publish(ctx context.Context, o Options, archive *keys) (report Report, faults diag.List) {
	out, name, faults := openOutput(o)
	if faults.Failed() {
		return report, faults
	}
	defer out.Close()
	publication, err := publish.Begin(out, afero.NewBasePathFs(s.project.Files, stateFolder), name)
	if err != nil {
		faults.Append(failureOf(name, err))
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
			faults.Add(diskFault(keysNotWritten, s.project.Config.AnswerKeys.Dir, err))
			return report, faults
		}
	}
	summary, err := publication.Commit()
	if err != nil {
		faults.Append(failureOf(name, err))
		return report, faults
	}
	report.Written, report.Unchanged, report.Deleted, report.Foreign = summary.Written, summary.Unchanged, summary.Deleted, summary.Foreign
	if o.keepsKeys() { // what HR grades by is made of what everybody sees
		faults.Append(s.writeKit(o, &report))
	}
	return report, faults
}

// openOutput opens the output folder, unless it holds another edition. name is how
// faults call it.
func openOutput(o Options) (out *disk.Disk, name string, faults diag.List) {
	name, output := outputOf(o)
	if err := os.MkdirAll(output, 0o755); err != nil {
		faults.Add(diskFault(outputNotMade, name, err))
		return nil, name, faults
	}
	out, err := disk.Open(output)
	if err != nil {
		faults.Add(diskFault(outputNotOpened, name, err))
		return nil, name, faults
	}
	if fault, other := otherEdition(out, o.Instructor); other {
		_ = out.Close() // it was only read
		faults.Add(fault.In(name))
		return nil, name, faults
	}
	return out, name, faults
}

// outputOf is the output folder: as faults call it, and as the system does.
func outputOf(o Options) (name, output string) {
	if o.Output == "" {
		return outputFolder, filepath.Join(o.Dir, outputFolder)
	}
	return filepath.ToSlash(filepath.Clean(o.Output)), o.Output
}

func (s *Site) writeKit(o Options, report *Report) (faults diag.List) {
	kit, err := s.project.Kit("coursemark "+o.Version, s.modules())
	if err == nil {
		err = keep(s.project.Files, project.KitFile, kit)
	}
	if err != nil {
		faults.Add(diskFault(kitNotWritten, project.KitFile, err))
		return faults
	}
	report.Kit = project.KitFile
	return faults
}

// keep writes a file so that it survives a power cut. What holds the same bytes
// already is left as it is.
func keep(to afero.Fs, name string, content []byte) error {
	if old, err := afero.ReadFile(to, name); err == nil && bytes.Equal(old, content) {
		return nil
	}
	return files.Replace(to, name, content)
}

// failureOf is an error of writing the site as faults: some errors hold their own.
func failureOf(file string, err error) (faults diag.List) {
	var failure diag.Failure
	var picture *images.Problem
	switch {
	case errors.As(err, &failure):
		faults.Add(failure.Faults...)
	case errors.As(err, &picture):
		faults.Add(picture.In(file))
	default:
		faults.Add(diskFault(siteNotWritten, file, err))
	}
	return faults
}

// diskFault is what the system refused. kind has the reason for its argument.
func diskFault(kind diag.Kind, file string, err error) diag.Fault {
	var locked *disk.Locked
	switch {
	case errors.As(err, &locked) && locked.PID > 0:
		return lockedBy.With(locked.PID).In(locked.Name)
	case errors.As(err, &locked):
		return lockedByOther.With().In(locked.Name)
	}
	return kind.With(diag.Plain(err)).In(file)
}
