package publish

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/spf13/afero"
	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/internal/files"
)

const journalFormat = "coursemark-journal/1"

// unwritten marks a journal that is still being written.
const unwritten = ".tmp"

// journal lists the changes to the output folder. Once it is written, the new version
// will be published: applying the journal can be repeated from any point.
type journal struct {
	Format  string   `json:"format"`
	Staging string   `json:"staging"` // ID of the publication that the staging folder belongs to
	Folders []string `json:"folders"` // to make, parents first
	Phases  [][]move `json:"phases"`  // in this order; the moves of a phase in any order
	Delete  []file   `json:"delete"`
}

// move moves a staged file into place.
type move struct {
	From string `json:"from"` // in the staging folder
	To   file   `json:"to"`
	Was  *file  `json:"was,omitempty"` // what it replaces
}

func (j *journal) empty() bool { return len(j.Phases)+len(j.Delete) == 0 }

func (p *Publication) journalName() string { return p.stateName("journal") }

// save writes the journal, whole or not at all.
func (j *journal) save(state afero.Fs, name string) error {
	content, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return files.Replace(state, name, content)
}

// apply does what the journal lists and has not been done yet. It returns the
// modification times of the staged files.
func (j *journal) apply(out afero.Fs) (mtimes map[string]int64, err error) {
	staged, err := listing(out, stagingDir)
	if err != nil {
		return nil, err
	}
	mtimes = make(map[string]int64, len(staged))
	for _, info := range staged {
		mtimes[info.Name()] = info.ModTime().UnixNano()
	}

	depth := func(name string) int { return strings.Count(name, "/") }
	for folders := range chunks(j.Folders, func(a, b string) bool { return depth(a) == depth(b) }) {
		if err := each(folders, func(name string) error {
			err := out.Mkdir(name, 0o755)
			if errors.Is(err, fs.ErrExist) {
				return nil
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	for _, phase := range j.Phases {
		if err := each(phase, func(m move) error {
			if _, waits := mtimes[m.From]; !waits {
				return nil // moved before the build was killed
			}
			return out.Rename(stagingDir+"/"+m.From, m.To.Path)
		}); err != nil {
			return nil, err
		}
	}
	if err := each(j.Delete, func(f file) error {
		err := out.Remove(f.Path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}); err != nil {
		return nil, err
	}
	return mtimes, j.prune(out)
}

// prune removes the folders that the deletions left empty.
func (j *journal) prune(out afero.Fs) error {
	folders := map[string]bool{}
	for _, f := range j.Delete {
		for dir := path.Dir(f.Path); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	deepestFirst := slices.SortedFunc(maps.Keys(folders), func(a, b string) int { return strings.Compare(b, a) })
	for _, dir := range deepestFirst {
		// Not every file system refuses to remove a folder that holds something.
		infos, err := listing(out, dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		case len(infos) > 0:
			continue
		}
		if err := out.Remove(dir); err != nil {
			return err
		}
	}
	return nil
}

// each calls do for all elements, several at a time, until one returns an error.
func each[T any](all []T, do func(T) error) error {
	workers := min(runtime.GOMAXPROCS(0), (len(all)+15)/16)
	if workers <= 1 {
		for _, element := range all {
			if err := do(element); err != nil {
				return err
			}
		}
		return nil
	}
	var together errgroup.Group
	for part := range slices.Chunk(all, (len(all)+workers-1)/workers) {
		together.Go(func() error {
			for _, element := range part {
				if err := do(element); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return together.Wait()
}

// chunks splits a list where an element differs from the first of its chunk.
func chunks[T any](all []T, alike func(a, b T) bool) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && alike(all[0], all[n]) {
				n++
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// rollForward finishes a publication that was interrupted.
func (p *Publication) rollForward() error {
	_ = p.state.Remove(p.journalName() + unwritten) // it rarely exists, and does no harm
	content, err := afero.ReadFile(p.state, p.journalName())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return p.trouble(journalUnreadable, "", err)
	}
	var j journal
	if err := json.Unmarshal(content, &j); err == nil && j.Format != journalFormat {
		return p.refuse("", otherJournal.With(j.Format))
	}
	// The staging folder is deleted after the journal. If it is missing, or belongs to
	// another publication, somebody has emptied the output folder, and the journal is
	// void. So is a journal that a power cut has cut short.
	mark, err := afero.ReadFile(p.out, stagingDir+"/"+stagingMark)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return p.trouble(unreadable, stagingDir, err)
	}
	if j.Staging == "" || string(mark) != j.Staging {
		return p.dropJournal()
	}

	whole, err := p.checkInterrupted(&j)
	if err != nil {
		return err
	}
	if !whole {
		return p.salvage(&j)
	}
	if _, err := j.apply(p.out); err != nil {
		return p.trouble(unfinished, "", err)
	}
	return p.dropJournal()
}

func (p *Publication) dropJournal() error {
	if err := p.state.Remove(p.journalName()); err != nil {
		return p.trouble(journalStays, "", err)
	}
	return nil
}

// checkInterrupted checks that nobody has changed what the journal would replace or
// delete. It also reports whether all staged files are whole: after a power cut they
// may not be.
func (p *Publication) checkInterrupted(j *journal) (whole bool, err error) {
	staged, err := listing(p.out, stagingDir)
	if err != nil {
		return false, p.trouble(unreadable, stagingDir, err)
	}
	waits := make(map[string]bool, len(staged))
	for _, info := range staged {
		waits[info.Name()] = true
	}
	whole = true
	for _, phase := range j.Phases {
		for _, m := range phase {
			if !waits[m.From] {
				continue
			}
			found, err := digest(p.out, stagingDir+"/"+m.From)
			if err != nil {
				return false, p.trouble(unreadable, stagingDir, err)
			}
			whole = whole && found == m.To.entry()
			if err := p.checkPlace(m.To.Path, m.Was, &m.To); err != nil {
				return false, err
			}
		}
	}
	for _, f := range j.Delete {
		if err := p.checkPlace(f.Path, &f, nil); err != nil {
			return false, err
		}
	}
	return whole, p.faults.Err()
}

// checkPlace adds a fault if a name holds neither the old file nor the new one.
func (p *Publication) checkPlace(name string, was, becomes *file) error {
	info, err := lstat(p.out, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return p.trouble(unreadable, name, err)
	case !info.Mode().IsRegular():
		p.add(inTheWay.With().In(name))
		return nil
	}
	found, err := digest(p.out, name)
	switch {
	case err != nil:
		return p.trouble(unreadable, name, err)
	case found.size == 0, was != nil && found == was.entry(), becomes != nil && found == becomes.entry():
	case was == nil:
		p.add(inTheWay.With().In(name))
	default:
		p.add(edited.With().In(name))
	}
	return nil
}

// salvage gives up an interrupted publication whose staged files a power cut has
// damaged. It writes a manifest of all files in place, of the old version or the new;
// the build that follows does the rest.
func (p *Publication) salvage(j *journal) error {
	if err := p.readManifest(); err != nil {
		return err
	}
	names := map[string]bool{}
	for name := range p.old {
		names[name] = true
	}
	for _, phase := range j.Phases {
		for _, m := range phase {
			names[m.To.Path] = true
		}
	}
	delete(names, manifestName)
	var list []file
	for name := range names {
		found, err := digest(p.out, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return p.trouble(unreadable, name, err)
		default:
			list = append(list, fileOf(name, found))
		}
	}
	if err := files.Replace(p.out, manifestName, encodeManifest(list)); err != nil {
		return p.trouble(unwritable, manifestName, err)
	}
	return p.dropJournal()
}
