// Package publish updates the output folder from one version of a site to the next, in
// place, while people read it.
//
// At every moment each file is whole, and every link of every page that can be reached
// from the start page has its target. The order ensures this: everything new is first
// staged on the same file system, then moved into place: assets, new pages, changed
// pages, the start page, the manifest. Files that are no longer wanted are deleted last.
// A journal, written before the first move, lets the next build finish a publication
// that was killed.
//
// The manifest in the output folder lists the files that are ours. All other files, and
// files of ours that somebody has changed, are left alone.
package publish

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"maps"
	"path"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/spf13/afero"
	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
)

// Class says when a file is moved into place.
type Class int

const (
	Asset Class = iota // a file that pages load and that links to nothing
	Page               // a file that links to others
)

const (
	startPage   = "index.html"
	stagingDir  = ".coursemark-staging"
	stagingMark = "publication" // a file in stagingDir with the ID of its publication
)

// Summary counts what a publication did.
type Summary struct {
	Written   int   // files that were new or changed
	Unchanged int   // files left as they were
	Deleted   int   // files of the last version that the new one does not have
	Foreign   int   // files in the folder that are not ours
	Bytes     int64 // size of what was written
}

// Publication is a new version of the site that is being put into the output folder.
type Publication struct {
	out, state afero.Fs
	name       string // the output folder, as people know it

	manifest []byte           // as it was read; nil if no earlier build left one
	old      map[string]entry // the files that the manifest lists
	tree     *tree            // what is in the output folder
	times    []byte           // modification times of our files, as they were read

	stageOnce sync.Once
	stageErr  error
	stageID   string
	staged    atomic.Int64

	mu     sync.Mutex // protects the fields below
	wanted map[string]*wanted
	faults diag.List
	failed error // the first error of the file system
	done   bool
}

// wanted is a file of the new version.
type wanted struct {
	entry
	class  Class
	mtime  int64  // of the file in place, if its content is right
	staged string // name of the new file in the staging folder
	was    *file  // the file that the new one replaces
}

// Begin begins a publication. It first finishes one that was interrupted.
//
// name is what faults call the output folder. State is stored under it too, so the same
// folder must always have the same name. state is a folder of the project that outlives
// the build. The caller must hold the lock of the project, and end the publication with
// Commit or Abandon.
func Begin(out, state afero.Fs, name string) (*Publication, error) {
	p := &Publication{out: out, state: state, name: name, wanted: map[string]*wanted{}}
	if err := p.rollForward(); err != nil {
		return nil, err
	}
	if err := out.RemoveAll(stagingDir); err != nil {
		return nil, p.trouble(stagingStays, stagingDir, err)
	}
	if err := p.readManifest(); err != nil {
		return nil, err
	}
	if p.manifest == nil {
		if err := p.refuseForeignFolder(); err != nil {
			return nil, err
		}
	}
	var err error
	if p.tree, err = readTree(out, p.old); err != nil {
		return nil, p.trouble(unreadable, "", err)
	}
	p.recallTimes()
	return p, nil
}

// Put adds a file to the new version. Content that is already in place is not written
// again; new content is written to a staging folder, so that each caller holds only one
// file in memory. It is safe for concurrent use.
//
// Faults (a name that Windows does not allow, somebody else's file in the way) are
// collected for Commit. Put returns an error only for the file system; the publication
// cannot succeed then. The same content may be put twice under the same name.
func (p *Publication) Put(name string, class Class, content []byte) error {
	w := &wanted{entry: entry{size: int64(len(content)), sum: sha256.Sum256(content)}, class: class}
	there, ok, err := p.claim(name, w)
	if !ok {
		return err
	}
	if there != nil {
		found, err := p.found(there)
		if err != nil {
			return p.fail(p.trouble(unreadable, name, err))
		}
		switch {
		case found == w.entry:
			w.mtime = there.mtime
			return nil
		case found != p.old[name] && found.size > 0:
			p.fault(edited.With().In(name))
			return nil
		}
		was := fileOf(name, found)
		w.was = &was
	}
	if w.staged, err = p.write(content); err != nil {
		return p.fail(p.trouble(unwritable, name, err))
	}
	return nil
}

// claim adds a file to the new version. It returns the file of ours that is in its
// place, or nil. ok is false if there is nothing left to do.
func (p *Publication) claim(name string, w *wanted) (there *node, ok bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return nil, false, errors.New("publish: the publication has ended")
	}
	if p.failed != nil {
		return nil, false, p.failed
	}
	if fault, bad := unportable(name); bad {
		p.add(fault)
		return nil, false, nil
	}
	if first, twice := p.wanted[name]; twice {
		if first.entry != w.entry {
			p.add(wantedTwice.With().In(name))
		}
		return nil, false, nil
	}
	there, fault, bad := p.tree.claim(name)
	if bad {
		p.add(fault)
		return nil, false, nil
	}
	p.wanted[name] = w
	return there, true, nil
}

// found returns the entry of a file of ours as it is now. It reads the file unless its
// size and time have not changed.
func (p *Publication) found(there *node) (entry, error) {
	if there.trusted {
		return p.old[there.name], nil
	}
	return digest(p.out, there.name)
}

// write stages content. It does not sync: pages can be made again, and a sync for each
// file makes a build several times slower.
func (p *Publication) write(content []byte) (staged string, err error) {
	p.stageOnce.Do(func() {
		p.stageID = rand.Text()
		p.stageErr = p.out.Mkdir(stagingDir, 0o755)
		if p.stageErr == nil {
			p.stageErr = files.Create(p.out, stagingDir+"/"+stagingMark, []byte(p.stageID))
		}
	})
	if p.stageErr != nil {
		return "", p.stageErr
	}
	staged = strconv.FormatInt(p.staged.Add(1), 10)
	return staged, files.Create(p.out, stagingDir+"/"+staged, content)
}

// Commit puts the new version in place. If it fails before the first move, nothing has
// changed; if it fails later, the site works, and the next Begin finishes the rest.
func (p *Publication) Commit() (Summary, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return Summary{}, errors.New("publish: the publication has ended")
	}
	j, summary, err := p.prepare()
	if err != nil {
		p.abandon()
		return Summary{}, err
	}
	p.done = true
	mtimes := map[string]int64{}
	if !j.empty() {
		if mtimes, err = j.apply(p.out); err != nil {
			return summary, p.trouble(unfinished, "", err)
		}
		if err := p.state.Remove(p.journalName()); err != nil {
			return summary, p.trouble(unfinished, "", err)
		}
		// If this fails, the next build deletes the folder.
		_ = p.out.RemoveAll(stagingDir)
	}
	p.rememberTimes(mtimes)
	return summary, nil
}

// Abandon discards the new version and leaves the output folder as it is. After Commit
// it does nothing, so that it can be deferred.
func (p *Publication) Abandon() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.done {
		p.abandon()
	}
}

func (p *Publication) abandon() {
	p.done = true
	_ = p.out.RemoveAll(stagingDir) // if this fails, the next build deletes it
}

// prepare writes the journal, after checking that its changes overwrite nobody's work.
func (p *Publication) prepare() (*journal, Summary, error) {
	if p.failed != nil {
		return nil, Summary{}, p.failed
	}
	j := &journal{Format: journalFormat}
	var summary Summary
	j.Delete, summary.Deleted = p.leftovers()
	if p.failed != nil {
		return nil, Summary{}, p.failed
	}
	if err := p.faults.Err(); err != nil {
		return nil, Summary{}, err
	}
	phases := p.moves(&summary)
	listed, err := p.listFiles()
	if err != nil {
		return nil, Summary{}, p.trouble(unwritable, manifestName, err)
	}
	phases = append(phases, listed)
	j.Phases = slices.DeleteFunc(phases, func(phase []move) bool { return len(phase) == 0 })
	if j.empty() {
		return j, summary, nil
	}
	j.Folders = p.tree.missingFolders()
	j.Staging = p.stageID

	// The folder may have changed since it was read, perhaps a minute ago.
	p.checkUntouched(j)
	if err := p.faults.Err(); err != nil {
		return nil, Summary{}, err
	}
	if err := j.save(p.state, p.journalName()); err != nil {
		return nil, Summary{}, p.trouble(journalUnwritable, "", err)
	}
	return j, summary, nil
}

// The phases in which files are moved. Their order keeps every link working.
const (
	assetPhase = iota
	newPagePhase
	changedPagePhase
	startPhase
	phaseCount
)

// moves assigns the staged files to phases and counts them.
func (p *Publication) moves(summary *Summary) [][]move {
	summary.Foreign, summary.Unchanged = p.tree.foreign, len(p.wanted)
	phases := make([][]move, phaseCount)
	for _, name := range sortedNames(p.wanted) {
		w := p.wanted[name]
		if w.staged == "" {
			continue
		}
		summary.Written++
		summary.Unchanged--
		summary.Bytes += w.size
		at := changedPagePhase
		switch {
		case name == startPage:
			at = startPhase
		case w.class == Asset:
			at = assetPhase
		case w.was == nil:
			at = newPagePhase
		}
		phases[at] = append(phases[at], move{From: w.staged, To: fileOf(name, w.entry), Was: w.was})
	}
	return phases
}

// listFiles stages the manifest if it differs from the one in place.
func (p *Publication) listFiles() ([]move, error) {
	list := make([]file, 0, len(p.wanted))
	for _, name := range sortedNames(p.wanted) {
		list = append(list, fileOf(name, p.wanted[name].entry))
	}
	manifest := encodeManifest(list)
	if bytes.Equal(manifest, p.manifest) {
		return nil, nil
	}
	staged, err := p.write(manifest)
	if err != nil {
		return nil, err
	}
	m := move{From: staged, To: fileOf(manifestName, entryOf(manifest))}
	if p.manifest != nil {
		was := fileOf(manifestName, entryOf(p.manifest))
		m.Was = &was
	}
	p.manifest = manifest
	return []move{m}, nil
}

// leftovers returns the files to delete, which the new version does not have. deleted is
// how many of them still exist.
func (p *Publication) leftovers() (gone []file, deleted int) {
	for _, name := range sortedNames(p.old) {
		if _, stays := p.wanted[name]; stays {
			continue
		}
		there := p.tree.existing(name)
		if there == nil {
			// Somebody has deleted it already; its folder may now be empty.
			if dir := p.tree.existing(path.Dir(name)); dir != nil && dir.kind == folder {
				gone = append(gone, fileOf(name, p.old[name]))
			}
			continue
		}
		if there.kind != regular {
			continue // somebody has put something else there
		}
		deleted++
		found, err := p.found(there)
		switch {
		case err != nil:
			p.failed = p.trouble(unreadable, name, err)
		case found != p.old[name] && found.size > 0:
			p.add(edited.With().In(name))
		default:
			gone = append(gone, fileOf(name, found))
		}
	}
	return gone, deleted
}

// checkUntouched checks again that nobody has changed what will be replaced or deleted.
func (p *Publication) checkUntouched(j *journal) {
	var (
		faults   diag.List
		mu       sync.Mutex
		together errgroup.Group
	)
	together.SetLimit(runtime.GOMAXPROCS(0))
	check := func(name string) {
		if folder := p.tree.existing(path.Dir(name)); folder == nil && path.Dir(name) != "." {
			return // the folder is new, and so is everything in it
		}
		together.Go(func() error {
			info, err := lstat(p.out, name)
			there := p.tree.existing(name)
			if err != nil || there != nil && there.same(info) {
				return nil // gone or unchanged; moving the file will report any other error
			}
			mu.Lock()
			defer mu.Unlock()
			if there == nil {
				faults.Add(inTheWay.With().In(name))
			} else {
				faults.Add(edited.With().In(name))
			}
			return nil
		})
	}
	for _, phase := range j.Phases {
		for _, m := range phase {
			if m.To.Path != manifestName {
				check(m.To.Path)
			}
		}
	}
	for _, f := range j.Delete {
		check(f.Path)
	}
	_ = together.Wait()
	p.add(faults.Sorted()...)
}

// add collects faults. The caller must hold the lock.
func (p *Publication) add(faults ...diag.Fault) {
	for _, f := range faults {
		f.File = path.Join(p.name, f.File)
		p.faults.Add(f)
	}
}

// fault is add for callers that do not hold the lock.
func (p *Publication) fault(f diag.Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.add(f)
}

// fail keeps the first error for Commit and returns err.
func (p *Publication) fail(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed == nil {
		p.failed = err
	}
	return err
}

func sortedNames[T any](of map[string]T) []string { return slices.Sorted(maps.Keys(of)) }
