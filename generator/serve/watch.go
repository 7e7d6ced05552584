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
	quiet    = 10 * time.Millisecond  // editors write a file in several steps
	patience = 250 * time.Millisecond // and a checkout goes on and on
	pollTime = 500 * time.Millisecond
)

// watcher finds out which files and folders have changed. It hears of them from the system
// where that works, and otherwise looks at sizes and times.
type watcher struct {
	changes chan []string // as the system writes them; nil: anything may have changed
	notes   chan diag.Message
	ready   chan struct{} // closed once nothing is missed any more

	roots   []generator.Root
	renewed chan []generator.Root
	poll    bool
}

func newWatcher(roots []generator.Root, poll bool) *watcher {
	return &watcher{
		changes: make(chan []string), notes: make(chan diag.Message, 1), ready: make(chan struct{}),
		roots: roots, renewed: make(chan []generator.Root), poll: poll,
	}
}

// follow goes over to other roots.
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
		w.notes <- notWatching.With(plainly(err))
	}
	w.look(ctx)
}

// plainly says why the system does not watch.
func plainly(err error) string {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		err = onPath.Err
	}
	return err.Error()
}

// batch collects changes until it is quiet.
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
	b.due = time.After(max(0, min(quiet, b.first.Add(patience).Sub(now))))
}

// list is what changed; nil: anything may have.
func (b *batch) list() []string {
	if b.all {
		return nil
	}
	return slices.Sorted(maps.Keys(b.names))
}

// listen watches with the system's help. An error is one that keeps it from
// watching everything; what was not handed on by then counts as missed.
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
			out = nil // together with those that were not taken yet
		case <-system.Errors: // too many at once, most often: folders may have come among them
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

// concerns reports whether a change may be one of the project.
func (w *watcher) concerns(name string) bool {
	return slices.ContainsFunc(w.roots, func(root generator.Root) bool {
		return within(root.Path, name) && !hidden(root.Path, name) || within(name, root.Path)
	})
}

func within(folder, name string) bool {
	rest, err := filepath.Rel(folder, name)
	return err == nil && filepath.IsLocal(rest)
}

// hidden reports whether a name, or a folder on the way to it, begins with a dot:
// editors keep their notes in such files, and no project is made of them.
func hidden(root, name string) bool {
	rest, err := filepath.Rel(root, name)
	dotted := func(part string) bool { return strings.HasPrefix(part, ".") }
	return err == nil && rest != "." && slices.ContainsFunc(strings.Split(filepath.ToSlash(rest), "/"), dotted)
}

// addRoots watches all roots. Of one that is not there, and of a file, the folder
// above is watched that is.
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

// added watches what has come. Files may have come into a folder before it was
// watched; whoever hears of the folder looks at them too.
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
			return nil // gone again; what cannot be read is reported when it is read
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

// forget stops watching a folder that is gone: one that was moved would go on
// reporting itself under its old name.
func forget(system *fsnotify.Watcher, name string) {
	for _, watched := range system.WatchList() {
		if within(name, watched) {
			_ = system.Remove(watched) // the system may have done so
		}
	}
}

// stamp is what distinguishes a changed file from one that is as it was.
type stamp struct {
	size  int64
	mtime time.Time
}

// look watches by looking at all files again and again.
func (w *watcher) look(ctx context.Context) {
	seen := w.stamps()
	var b batch
	select {
	case <-w.ready: // the system's help has failed later
		b.add("")
	default:
		close(w.ready)
	}
	ticker := time.NewTicker(pollTime)
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

// stamps looks at all files.
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
				seen[name] = stamp{} // its files speak for themselves
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
