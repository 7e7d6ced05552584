package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// maxStdin bounds standard input in bytes: it is kept in memory.
const maxStdin = 128 << 20

// stdinName is how standard input is named and shown.
const stdinName, stdinShown = "-", "standard input"

// entry is a source, or instead a file with one results file on each line.
type entry struct {
	source
	list *list
}

// collection lists what the arguments name, and keeps open the folders and zips that it
// is read from.
type collection struct {
	entries []entry
	count   int             // of files: a list is as many as it has lines
	inputs  []verdict.Input // zips and lists as a whole
	roots   map[string]*os.Root
	closers []io.Closer
	skip    []os.FileInfo
	stdin   io.Reader // nil once it was read
	faults  diag.List
}

func (c *collection) add(s source) {
	c.entries = append(c.entries, entry{source: s})
	c.count++
}

func (c *collection) refuse(path string, v verdict.Verdict, why verdict.Note) {
	c.add(refused(path, v, why))
}

// root opens a folder once. Nothing outside the folder can be read through it.
func (c *collection) root(dir string) (*os.Root, error) {
	if r, ok := c.roots[dir]; ok {
		return r, nil
	}
	r, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	c.roots[dir] = r
	c.closers = append(c.closers, r)
	return r, nil
}

// collect lists what the arguments name: files, folders with all that is in them,
// and the files inside zips. A name that does not exist is a fault.
func (c *collection) collect(ctx context.Context, args []string) {
	for _, arg := range args {
		if arg == stdinName {
			c.standardInput()
		} else {
			c.named(ctx, arg)
		}
	}
	slices.SortStableFunc(c.entries, func(a, b entry) int { return strings.Compare(a.path, b.path) })
}

func (c *collection) named(ctx context.Context, arg string) {
	info, err := os.Stat(arg)
	if err != nil {
		c.faults.Add(unreadableResults.With(diag.Plain(err)).In(arg))
		return
	}
	dir, unreadable := arg, unreadableFolder
	if !info.IsDir() {
		dir, unreadable = filepath.Dir(arg), unreadableParent
	}
	root, err := c.root(dir)
	switch {
	case err != nil:
		c.faults.Add(unreadable.With(diag.Plain(err)).In(arg))
	case info.IsDir():
		c.walk(ctx, root, shownAs(arg))
	default:
		c.file(root, filepath.Base(arg), shownAs(arg))
	}
}

// standardInput adds what is piped in, as a file.
func (c *collection) standardInput() {
	if c.stdin == nil {
		c.faults.Add(noStandardInput.With().In(stdinShown))
		return
	}
	content, err := io.ReadAll(io.LimitReader(c.stdin, maxStdin+1))
	c.stdin = nil
	switch {
	case err != nil:
		c.faults.Add(unreadableInput.With(diag.Plain(err)).In(stdinShown))
	case len(content) > maxStdin:
		c.refuse(stdinShown, verdict.Quarantined, verdict.TooLargeStandardInput.With(maxStdin>>20))
	default:
		c.add(source{path: stdinShown, read: func() ([]byte, error) { return content, nil }, allow: onDisk()})
	}
}

func (c *collection) walk(ctx context.Context, root *os.Root, shown string) {
	err := fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		at := path.Join(shown, verdict.Printable(name))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case c.count > maxFiles:
			return errTooManyFiles
		case err != nil:
			c.refuse(at, verdict.Quarantined, unreadable(verdict.UnreadableEntry, err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() && name != "." && strings.EqualFold(entry.Name(), "__MACOSX"):
			c.refuse(at, verdict.PassedOver, verdict.SystemFolder.With())
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		c.file(root, name, at)
		return nil
	})
	switch {
	case err == nil || ctx.Err() != nil:
	case errors.Is(err, errTooManyFiles):
		c.faults.Add(tooManyFiles.With(maxFiles).In(shown))
	default:
		c.faults.Add(unreadableEnd.With(diag.Plain(err)).In(shown))
	}
}

var errTooManyFiles = errors.New("too many files")

// file adds one file on disk.
func (c *collection) file(root *os.Root, name, shown string) {
	if code := clutter(name); code != "" {
		c.refuse(shown, verdict.PassedOver, code.With())
		return
	}
	info, err := root.Stat(name)
	if err != nil {
		c.refuse(shown, verdict.Quarantined, whyNot(root, name, err))
		return
	}
	switch {
	case info.IsDir():
		c.refuse(shown, verdict.PassedOver, verdict.LinkedFolder.With())
	case slices.ContainsFunc(c.skip, func(other os.FileInfo) bool { return os.SameFile(info, other) }):
		c.refuse(shown, verdict.PassedOver, verdict.OtherInput.With())
	case !info.Mode().IsRegular():
		c.refuse(shown, verdict.Quarantined, verdict.NotAFile.With())
	case holdsZip(root, name):
		c.zip(root, name, shown, info.Size())
	case isListName(name):
		c.list(root, name, shown, info.Size())
	case info.Size() > sizeLimit(name):
		c.add(tooLarge(shown, info.Size(), sizeLimit(name)))
	default:
		c.add(source{path: shown, note: conflictCopy(name), allow: onDisk(), read: reader(root, name)})
	}
}

// whyNot says why a file cannot be found.
func whyNot(root *os.Root, name string, err error) verdict.Note {
	if link, errLink := root.Lstat(name); errLink == nil && link.Mode()&fs.ModeSymlink != 0 {
		return verdict.LeadsOut.With()
	}
	return unreadable(verdict.Unreadable, err)
}

// reader reads a file on disk: a little more than its limit, so that one that grows
// is refused.
func reader(root *os.Root, name string) func() ([]byte, error) {
	most := sizeLimit(name) + 1
	return func() ([]byte, error) {
		f, err := root.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, most))
	}
}

// keepOpen opens a file until the end of the run; nil if it is refused.
func (c *collection) keepOpen(root *os.Root, name, shown string) *os.File {
	f, err := root.Open(name)
	if err != nil {
		c.refuse(shown, verdict.Quarantined, unreadable(verdict.Unreadable, err))
		return nil
	}
	c.closers = append(c.closers, f)
	return f
}

// list adds a file with one results file on each line.
func (c *collection) list(root *os.Root, name, shown string, size int64) {
	f := c.keepOpen(root, name, shown)
	if f == nil {
		return
	}
	l, why := readList(f, shown, size, maxFiles-c.count)
	if len(l.lines) > 0 {
		c.entries = append(c.entries, entry{source: source{path: shown}, list: l})
		c.count += len(l.lines)
	}
	if !why.IsZero() {
		c.refuse(shown, verdict.Quarantined, why)
		return
	}
	c.inputs = append(c.inputs, verdict.Input{Path: shown, Role: "results", SHA256: l.sum})
}

func holdsZip(root *os.Root, name string) bool {
	if strings.HasSuffix(strings.ToLower(name), ".json") {
		return false // most files: spares opening each twice
	}
	f, err := root.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := make([]byte, 4)
	_, err = io.ReadFull(f, magic)
	return err == nil && isZip(magic)
}

// zip adds the files inside a zip.
func (c *collection) zip(root *os.Root, name, shown string, size int64) {
	if size > maxZipSize {
		c.refuse(shown, verdict.Quarantined, verdict.TooLargeZip.With(size>>20, maxZipSize>>20))
		return
	}
	f := c.keepOpen(root, name, shown)
	if f == nil {
		return
	}
	members, why := unzip(f, size, source{path: shown, allow: allowance{maxZipUnpacked, maxEntries}})
	switch {
	case why.Code.Reason() == verdict.KitAmongResults.Reason():
		c.refuse(shown, verdict.PassedOver, why)
		return
	case !why.IsZero():
		c.refuse(shown, verdict.Quarantined, why)
		return
	}
	if sum, err := hashOf(io.NewSectionReader(f, 0, size)); err == nil {
		c.inputs = append(c.inputs, verdict.Input{Path: shown, Role: "results", SHA256: sum})
	}
	for _, m := range members {
		c.add(m)
	}
}

func hashOf(f io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
