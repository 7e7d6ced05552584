package serve

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/diag"
)

const (
	quietTime    = 10 * time.Millisecond  // how long to wait for the next change: editors write in several steps
	maxWait      = 250 * time.Millisecond // after which a batch is handed on even if changes keep coming
	pollInterval = 500 * time.Millisecond
)

// watcher finds out which files and folders have changed. The system reports changes;
// if it cannot, the watcher compares sizes and times.
type watcher struct {
	changes chan []string // paths as the system writes them; nil: anything may have changed
	notes   chan diag.Message
	ready   chan struct{} // closed once no change is missed any more

	roots   []generator.Root
	renewed chan []generator.Root // new roots from follow
	poll    bool
}

func newWatcher(roots []generator.Root, poll bool) *watcher {
	return &watcher{
		changes: make(chan []string), notes: make(chan diag.Message, 1), ready: make(chan struct{}),
		roots: roots, renewed: make(chan []generator.Root), poll: poll,
	}
}

// follow makes the watcher watch other roots.
func (w *watcher) follow(ctx context.Context, roots []generator.Root) {
	select {
	case w.renewed <- roots:
	case <-ctx.Done():
	}
}

// run watches until the context ends.
func (w *watcher) run(ctx context.Context) {
	if !w.poll {
		err := w.listen(ctx)
		if err == nil {
			return
		}
		w.notes <- notWatching.With(cause(err))
	}
	w.look(ctx)
}

// cause returns why the system does not watch, without the path.
func cause(err error) string {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		err = onPath.Err
	}
	return err.Error()
}

// batch collects changes that come shortly after each other.
type batch struct {
	names map[string]bool
	all   bool
	first time.Time
	due   <-chan time.Time
}

func (b *batch) add(name string) {
	now := time.Now()
	if b.names == nil {
		b.names, b.first = map[string]bool{}, now
	}
	if name == "" {
		b.all = true
	} else {
		b.names[name] = true
	}
	b.due = time.After(max(0, min(quietTime, b.first.Add(maxWait).Sub(now))))
}

// list returns what has changed; nil means that anything may have.
func (b *batch) list() []string {
	if b.all {
		return nil
	}
	return slices.Sorted(maps.Keys(b.names))
}

// listen watches with the system's help. It returns an error if it cannot watch
// everything; changes that were not handed on by then are lost.
func (w *watcher) listen(ctx context.Context) error {
	system, err := fsnotify.NewBufferedWatcher(4096)
	if err != nil {
		return err
	}
	defer system.Close()
	if err := w.addRoots(system); err != nil {
		return err
	}
	close(w.ready)
	var b batch
	var due []string
	var out chan []string // nil until a batch is due
	for {
		select {
		case <-ctx.Done():
			return nil
		case roots := <-w.renewed:
			w.roots = roots
			if err := w.addRoots(system); err != nil {
				return err
			}
		case event, open := <-system.Events:
			if !open {
				return errors.New("it stopped")
			}
			if event.Op == fsnotify.Chmod || !w.concerns(event.Name) {
				continue
			}
			if event.Has(fsnotify.Rename) || event.Has(fsnotify.Remove) {
				forget(system, event.Name)
			}
			if event.Has(fsnotify.Create) {
				if err := w.added(system, event.Name); err != nil {
					return err
				}
			}
			b.add(event.Name)
			out = nil // hand it on together with those that are still waiting
		case <-system.Errors: // most often too many at once: there may be new folders among them
			if err := w.addRoots(system); err != nil {
				return err
			}
			b.add("")
			out = nil
		case <-b.due:
			b.due, due, out = nil, b.list(), w.changes
		case out <- due:
			out, b = nil, batch{}
		}
	}
}

// concerns reports whether a change may concern the project.
func (w *watcher) concerns(name string) bool {
	return slices.ContainsFunc(w.roots, func(root generator.Root) bool {
		return within(root.Path, name) && !hidden(root.Path, name) || within(name, root.Path)
	})
}

// within reports whether a path is a folder or lies in it.
func within(folder, name string) bool {
	rest, err := filepath.Rel(folder, name)
	return err == nil && filepath.IsLocal(rest)
}

// hidden reports whether a file, or a folder above it, has a name that begins with a
// dot. Editors use such files for themselves.
func hidden(root, name string) bool {
	rest, err := filepath.Rel(root, name)
	if err != nil || rest == "." {
		return false
	}
	parts := strings.Split(filepath.ToSlash(rest), "/")
	return slices.ContainsFunc(parts, func(part string) bool { return strings.HasPrefix(part, ".") })
}

// addRoots watches all roots, and the nearest existing folder above each: a root may be
// a file, or not exist yet.
func (w *watcher) addRoots(system *fsnotify.Watcher) error {
	for _, root := range w.roots {
		if err := addFolders(system, root.Path); err != nil {
			return err
		}
		for above := filepath.Dir(root.Path); ; above = filepath.Dir(above) {
			if info, err := os.Stat(above); err == nil && info.IsDir() {
				if err := system.Add(above); err != nil {
					return err
				}
				break
			}
			if above == filepath.Dir(above) {
				break
			}
		}
	}
	return nil
}

// added watches a new folder. Files may have been added to it before it was watched;
// loading the folder finds them.
func (w *watcher) added(system *fsnotify.Watcher, name string) error {
	for _, root := range w.roots {
		if name != root.Path && within(name, root.Path) {
			return w.addRoots(system) // a folder above a root
		}
	}
	return addFolders(system, name)
}

// addFolders watches a folder and all in it.
func addFolders(system *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone again, or unreadable, which loading reports
		}
		if !d.IsDir() {
			return nil
		}
		if name != root && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if err := system.Add(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// forget stops watching a folder that is gone: a folder that was moved would go on
// reporting changes under its old name.
func forget(system *fsnotify.Watcher, name string) {
	for _, watched := range system.WatchList() {
		if within(name, watched) {
			_ = system.Remove(watched) // the system may have done so already
		}
	}
}

// stamp is what changes when a file changes.
type stamp struct {
	size  int64
	mtime time.Time
}

// look watches by checking all files again and again.
func (w *watcher) look(ctx context.Context) {
	seen := w.stamps()
	var b batch
	select {
	case <-w.ready: // the system stopped watching later
		b.add("")
	default:
		close(w.ready)
	}
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		var due []string
		var out chan []string
		if b.names != nil {
			due, out = b.list(), w.changes
		}
		select {
		case <-ctx.Done():
			return
		case w.roots = <-w.renewed:
		case out <- due:
			b = batch{}
		case <-ticker.C:
			now := w.stamps()
			for name, s := range now {
				if old, known := seen[name]; !known || old != s {
					b.add(name)
				}
			}
			for name := range seen {
				if _, there := now[name]; !there {
					b.add(name)
				}
			}
			seen = now
		}
	}
}

// stamps returns the stamps of all files and folders by path.
func (w *watcher) stamps() map[string]stamp {
	seen := map[string]stamp{}
	for _, root := range w.roots {
		_ = filepath.WalkDir(root.Path, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil // not there, or gone again
			case name != root.Path && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			case d.IsDir():
				seen[name] = stamp{} // its files have stamps of their own
				return nil
			}
			if info, err := d.Info(); err == nil {
				seen[name] = stamp{info.Size(), info.ModTime()}
			}
			return nil
		})
	}
	return seen
}
