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

// node is a file or folder that lies in the output folder, or that is going to.
type node struct {
	name        string
	kind        kind
	lies        bool // it lies there
	claimed     bool // the new version wants it
	ours        bool // the manifest lists it
	trusted     bool // what it holds is what the manifest says
	size, mtime int64
}

// same reports whether a file is as it was when the folder was read.
func (n *node) same(info fs.FileInfo) bool {
	return info.Mode().IsRegular() && info.Size() == n.size && info.ModTime().UnixNano() == n.mtime
}

// tree is the output folder. Its keys are folded: on Windows and macOS names
// that differ only in case are one.
type tree struct {
	nodes   map[string]*node
	foreign int // files that are not ours
}

// readTree reads the output folder. Listing it is several times cheaper than
// asking for each file, and finds the files that are not ours too.
func readTree(out afero.Fs, ours map[string]entry) (*tree, error) {
	r := &treeReader{out: out, ours: ours, tree: &tree{nodes: make(map[string]*node, len(ours)*5/4)}}
	r.others.SetLimit(runtime.GOMAXPROCS(0))
	err := r.list("")
	return r.tree, cmp.Or(r.others.Wait(), err)
}

// treeReader reads the output folder by several workers.
type treeReader struct {
	out    afero.Fs
	ours   map[string]entry
	mu     sync.Mutex // for the tree
	tree   *tree
	others errgroup.Group
}

// list enters what lies in a folder, and in those below it.
func (r *treeReader) list(dir string) error {
	infos, err := listing(r.out, dir)
	if err != nil {
		return err
	}
	nodes := make([]node, 0, len(infos))
	var below []string
	for _, info := range infos {
		n := node{name: path.Join(dir, info.Name()), lies: true, size: info.Size(), mtime: info.ModTime().UnixNano()}
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
		r.tree.enter(&nodes[i])
	}
	r.mu.Unlock()
	for _, name := range below {
		// The one that finds no free worker does it itself: no deadlock.
		if !r.others.TryGo(func() error { return r.list(name) }) {
			if err := r.list(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// enter notes what lies there. Of two that differ only in case, which only some
// systems allow, ours counts, or else the first: so the order does not matter.
func (t *tree) enter(n *node) {
	if n.kind != folder && !n.ours && !(path.Dir(n.name) == "." && mayLie(n.name)) {
		t.foreign++
	}
	key := fold(n.name)
	if rival := t.nodes[key]; rival != nil && (rival.ours || !n.ours && rival.name < n.name) {
		return
	}
	t.nodes[key] = n
}

// lies returns what lies under exactly this name, or nil.
func (t *tree) lies(name string) *node {
	if n := t.nodes[fold(name)]; n != nil && n.lies && n.name == name {
		return n
	}
	return nil
}

// claim takes a name for a file of the new version and returns the file of ours
// that lies there, if one does. It is bad where something stands in the way.
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

// claimFolder takes a name for a folder, and those above it.
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

// missingFolders are those to be made, upper ones first.
func (t *tree) missingFolders() []string {
	var missing []string
	for _, n := range t.nodes {
		if n.kind == folder && !n.lies {
			missing = append(missing, n.name)
		}
	}
	slices.SortFunc(missing, func(a, b string) int {
		return cmp.Or(strings.Count(a, "/")-strings.Count(b, "/"), strings.Compare(a, b))
	})
	return missing
}

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

// lstat describes what lies under a name without following a link.
func lstat(from afero.Fs, name string) (fs.FileInfo, error) {
	if l, can := from.(afero.Lstater); can {
		info, _, err := l.LstatIfPossible(name)
		return info, err
	}
	return from.Stat(name)
}
