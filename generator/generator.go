// Package generator turns a project into a site: it loads and checks everything,
// renders all pages, archives the answer keys of the assessed questions, and brings
// the output folder up to date. If the project has any fault, nothing is written.
package generator

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/publish"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/project/disk"
	"github.com/coursemark/coursemark/quiz"
)

// Build builds the site of a project into its output folder.
func Build(ctx context.Context, o Options) (Report, diag.List) {
	start := time.Now()
	s, faults := Open(o)
	if s == nil {
		return Report{}, faults
	}
	defer s.Close()
	unlock, err := lockProject(s.project.Files, o.Dir)
	if err != nil {
		faults.Add(diskFault(notLocked, stateFolder, err))
		return Report{}, faults
	}
	defer unlock()
	site, archive, faults := s.loadAndCheck(ctx)
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

// Check makes every check that Build makes, and writes no site, answer keys or kit.
func Check(ctx context.Context, o Options) (Report, diag.List) {
	start := time.Now()
	s, faults := Open(o)
	if s == nil {
		return Report{}, faults
	}
	defer s.Close()
	site, _, faults := s.loadAndCheck(ctx)
	if faults.Failed() {
		return Report{}, faults
	}
	report, found := site.write(ctx, func(string, publish.Class, []byte) error { return nil })
	faults.Append(found)
	report.Duration = time.Since(start)
	return report, faults
}

// loadAndCheck loads the project and finds everything that would stop a build. The keys
// are nil if the key archive cannot be used.
func (s *Session) loadAndCheck(ctx context.Context) (site *Site, archive *keys, faults diag.List) {
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

// Kit returns the grading kit of a project without building its site. It holds the
// answer keys that the last build archived.
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
		listed := project.Module{
			Path: m.ID(), Course: m.Course.Front.Title, Title: m.Front.Title, Version: m.Version(),
			Minutes: m.Minutes(),
		}
		for _, c := range m.Scenarios {
			if c.PublishedScenario != nil && c.Scenario.Mode == quiz.Assessed {
				listed.Scenarios = append(listed.Scenarios, project.Scenario{
					ID: c.Scenario.ID, Path: c.Address, Title: c.Scenario.Title, Revision: c.Revision,
					Limits: c.Scenario.Limits,
				})
			}
		}
		out = append(out, listed)
	}
	slices.SortFunc(out, func(a, b project.Module) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// publish stages all pages, then archives the answer keys, and only then puts the new
// version in place, so that no learner ever sees a question whose key could be lost.
func (s *Site) publish(ctx context.Context, o Options, archive *keys) (report Report, faults diag.List) {
	out, name, faults := openOutput(o)
	if faults.Failed() {
		return report, faults
	}
	defer out.Close()
	publication, err := publish.Begin(out, afero.NewBasePathFs(s.project.Files, stateFolder), name)
	if err != nil {
		faults.Append(faultsOf(name, err))
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
		faults.Append(faultsOf(name, err))
		return report, faults
	}
	report.Written, report.Unchanged = summary.Written, summary.Unchanged
	report.Deleted, report.Foreign = summary.Deleted, summary.Foreign
	if o.keepsKeys() { // the kit comes last, so that it matches the published site
		faults.Append(s.writeKit(o, &report))
	}
	return report, faults
}

// openOutput opens the output folder, unless it holds another edition. name is the
// folder's name in faults.
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

// writeKit writes the grading kit into the project's folder, if it changed.
func (s *Site) writeKit(o Options, report *Report) (faults diag.List) {
	kit, err := s.project.Kit("coursemark "+o.Version, s.modules())
	if err == nil {
		err = replaceIfChanged(s.project.Files, project.KitFile, kit)
	}
	if err != nil {
		faults.Add(diskFault(kitNotWritten, project.KitFile, err))
		return faults
	}
	report.Kit = project.KitFile
	return faults
}
