package publish

import (
	"cmp"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/afero"
	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/internal/diag"
)

type kind int

const (
	regular kind = iota
	folder
	other // a symbolic link or a device: never ours
)

// node is a file or folder in the output folder or in the new version.
type node struct {
	name        string
	kind        kind
	exists      bool // it is in the output folder
	claimed     bool // it is in the new version
	ours        bool // the manifest lists it
	trusted     bool // its content is known to be as in the manifest
	size, mtime int64
}

// same reports whether a file has not changed since the folder was read.
func (n *node) same(info fs.FileInfo) bool {
	return info.Mode().IsRegular() && info.Size() == n.size && info.ModTime().UnixNano() == n.mtime
}

// tree is the output folder and the new version. Its keys are folded, because names that
// differ only in case are the same on Windows and macOS.
type tree struct {
	nodes   map[string]*node
	foreign int // files that are not ours
}

// readTree reads the output folder. Listing it is several times faster than looking up
// each file, and it also finds the files that are not ours.
func readTree(out afero.Fs, ours map[string]entry) (*tree, error) {
	r := &treeReader{out: out, ours: ours, tree: &tree{nodes: make(map[string]*node, len(ours)*5/4)}}
	r.workers.SetLimit(runtime.GOMAXPROCS(0))
	err := r.list("")
	return r.tree, cmp.Or(r.workers.Wait(), err)
}

// treeReader reads the output folder with several workers.
type treeReader struct {
	out     afero.Fs
	ours    map[string]entry
	mu      sync.Mutex // protects tree
	tree    *tree
	workers errgroup.Group
}

// list adds what is in a folder and in the folders below it.
func (r *treeReader) list(dir string) error {
	infos, err := listing(r.out, dir)
	if err != nil {
		return err
	}
	nodes := make([]node, 0, len(infos))
	var below []string
	for _, info := range infos {
		n := node{name: path.Join(dir, info.Name()), exists: true, size: info.Size(), mtime: info.ModTime().UnixNano()}
		switch {
		case n.name == manifestName, n.name == stagingDir:
			continue
		case info.IsDir():
			n.kind = folder
			if n.name != ".git" {
				below = append(below, n.name)
			}
		case !info.Mode().IsRegular():
			n.kind = other
		}
		_, n.ours = r.ours[n.name]
		nodes = append(nodes, n)
	}
	r.mu.Lock()
	for i := range nodes {
		r.tree.add(&nodes[i])
	}
	r.mu.Unlock()
	for _, name := range below {
		// If no worker is free, this one does it itself: no deadlock.
		if !r.workers.TryGo(func() error { return r.list(name) }) {
			if err := r.list(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds a file or folder that exists. Of two whose names differ only in case, which
// some systems allow, ours counts, or else the first by name: so the result does not
// depend on the order of calls.
func (t *tree) add(n *node) {
	if n.kind != folder && !n.ours && !(path.Dir(n.name) == "." && isHarmless(n.name)) {
		t.foreign++
	}
	key := fold(n.name)
	if rival := t.nodes[key]; rival != nil && (rival.ours || !n.ours && rival.name < n.name) {
		return
	}
	t.nodes[key] = n
}

// existing returns the file or folder with exactly this name in the output folder, or nil.
func (t *tree) existing(name string) *node {
	if n := t.nodes[fold(name)]; n != nil && n.exists && n.name == name {
		return n
	}
	return nil
}

// claim takes a name for a file of the new version. It returns the file of ours that has
// the name now, or nil, or a fault if the name cannot be used.
func (t *tree) claim(name string) (there *node, fault diag.Fault, bad bool) {
	if fault, bad := t.claimFolder(path.Dir(name)); bad {
		return nil, fault, true
	}
	key := fold(name)
	n := t.nodes[key]
	switch {
	case n == nil:
		t.nodes[key] = &node{name: name, claimed: true}
		return nil, fault, false
	case n.name != name:
		return nil, clash(name, n), true
	case n.claimed && n.kind == folder:
		return nil, fileAndFolder.With().In(name), true
	case n.kind == folder:
		return nil, folderInTheWay.With().In(name), true
	case n.kind != regular || !n.ours:
		return nil, inTheWay.With().In(name), true
	}
	n.claimed = true
	return n, fault, false
}

// claimFolder takes a name for a folder, and the names of its parents.
func (t *tree) claimFolder(name string) (fault diag.Fault, bad bool) {
	if name == "." {
		return fault, false
	}
	key := fold(name)
	n := t.nodes[key]
	if n != nil && n.name == name && n.kind == folder && n.claimed {
		return fault, false
	}
	if fault, bad := t.claimFolder(path.Dir(name)); bad {
		return fault, true
	}
	switch {
	case n == nil:
		t.nodes[key] = &node{name: name, kind: folder, claimed: true}
		return fault, false
	case n.name != name:
		return clash(name, n), true
	case n.kind != folder && n.claimed:
		return fileAndFolder.With().In(name), true
	case n.ours:
		return fileInTheWay.With().In(name), true
	case n.kind != folder:
		return inTheWay.With().In(name), true
	}
	n.claimed = true
	return fault, false
}

// missingFolders returns the folders to make, parents first.
func (t *tree) missingFolders() []string {
	var missing []string
	for _, n := range t.nodes {
		if n.kind == folder && !n.exists {
			missing = append(missing, n.name)
		}
	}
	slices.SortFunc(missing, func(a, b string) int {
		return cmp.Or(strings.Count(a, "/")-strings.Count(b, "/"), strings.Compare(a, b))
	})
	return missing
}

// listing returns what is in a folder. "" is the root.
func listing(from afero.Fs, dir string) ([]fs.FileInfo, error) {
	if dir == "" {
		dir = "."
	}
	f, err := from.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdir(-1)
}

// lstat describes a file without following a symbolic link.
func lstat(from afero.Fs, name string) (fs.FileInfo, error) {
	if l, can := from.(afero.Lstater); can {
		info, _, err := l.LstatIfPossible(name)
		return info, err
	}
	return from.Stat(name)
}
