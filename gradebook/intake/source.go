package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/results"
)

// Bounds of a zip.
const (
	maxZipSize      = 256 << 20
	maxZipEntries   = 20_000
	maxZipDirectory = 8 << 20
	maxZipUnpacked  = 2 << 30
	maxZipRatio     = 200 // text like ours packs some ten times
)

// maxFiles bounds one run.
const maxFiles = 2_000_000

// maxStdin bounds what is read from standard input: it is kept in memory.
const maxStdin = 128 << 20

// stdinName is how standard input is named and shown.
const stdinName, stdinShown = "-", "standard input"

// source is a file that came in: on disk, or inside a zip, a mail or a list.
type source struct {
	path    string          // as shown: slash-separated, the container's name before what is inside
	verdict verdict.Verdict // "" = to be read
	refused verdict.Note
	noted   verdict.Note // a word about a file that is read all the same
	read    func() ([]byte, error)

	again func() ([]byte, error) // reads it a second time, without keeping what is around it in memory; nil = read
	sum   string                 // SHA-256 of the file that it was taken out of, where that is the file to name
	whole bool                   // nothing is looked for inside it
	depth int                    // of containers around it
	trail []string               // SHA-256 of the zips around it
	allow allowance              // for what is inside it

	lines *lineFile // one results file a line, in place of all the rest but path
}

// lineFile is a file of one results file a line. It may be longer than memory:
// only where the lines lie is kept.
type lineFile struct {
	shown string
	f     io.ReaderAt
	lines []line
}

type line struct {
	at     int64
	length uint32 // with its end
	number uint32 // from 1, blank ones counted
}

// appendPath appends how a line is shown.
func (l *lineFile) appendPath(b []byte, i int) []byte {
	return strconv.AppendUint(append(append(b, l.shown...), "/line "...), uint64(l.lines[i].number), 10)
}

// source gives a line as a file. What it reads is valid until the buffer is used
// again.
func (l *lineFile) source(i int, buffer *[]byte) source {
	at := l.lines[i]
	path := string(l.appendPath(nil, i))
	if at.length > results.MaxFileSize {
		return tooLarge(path, int64(at.length), results.MaxFileSize)
	}
	return source{path: path, whole: true, read: func() ([]byte, error) {
		if cap(*buffer) < int(at.length) {
			*buffer = make([]byte, at.length)
		}
		content := (*buffer)[:at.length]
		_, err := l.f.ReadAt(content, at.at)
		return content, err
	}}
}

// allowance is what the containers inside a container may still hold. It is
// divided among them before any is opened, so that what is refused does not
// depend on which was opened first.
type allowance struct {
	bytes   uint64
	entries int
}

// shelf holds the sources of a run and the folders and zips they are read from.
type shelf struct {
	sources []source
	count   int             // of files: a source of lines is as many as it has
	inputs  []verdict.Input // zips and lists as a whole
	roots   map[string]*os.Root
	closers []io.Closer
	skip    []os.FileInfo
	stdin   io.Reader // nil once it was read
}

func newShelf(o Options) *shelf {
	return &shelf{roots: map[string]*os.Root{}, skip: o.Skip, stdin: o.Stdin}
}

func (s *shelf) close() {
	for _, c := range s.closers {
		_ = c.Close() // opened for reading only
	}
}

func (s *shelf) add(src source) {
	s.sources = append(s.sources, src)
	s.count++
	if src.lines != nil {
		s.count += len(src.lines.lines) - 1
	}
}

func (s *shelf) refuse(path string, v verdict.Verdict, n verdict.Note) {
	s.add(source{path: path, verdict: v, refused: n})
}

// root opens a folder once. Nothing that is read through it leads out of it.
func (s *shelf) root(dir string) (*os.Root, error) {
	if r, ok := s.roots[dir]; ok {
		return r, nil
	}
	r, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	s.roots[dir] = r
	s.closers = append(s.closers, r)
	return r, nil
}

// shownAs is how a path is shown: as typed, but never where the machine keeps it.
func shownAs(typed string) string {
	clean := filepath.Clean(typed)
	if filepath.IsLocal(clean) && clean != "." {
		return verdict.Printable(filepath.ToSlash(clean))
	}
	if clean == "." || clean == ".." {
		return ""
	}
	return verdict.Printable(filepath.Base(clean))
}

// collect lists what the arguments name: files, folders with all that is in
// them, and the files inside zips. A name that leads nowhere is a fault.
func (s *shelf) collect(ctx context.Context, args []string) diag.List {
	var faults diag.List
	for _, arg := range args {
		if arg == stdinName {
			if fault := s.standardInput(); fault != nil {
				faults.Add(*fault)
			}
			continue
		}
		shown := shownAs(arg)
		info, err := os.Stat(arg)
		switch {
		case err != nil:
			faults.Add(unreadableResults.With(diag.Plain(err)).In(arg))
		case info.IsDir():
			root, err := s.root(arg)
			if err != nil {
				faults.Add(unreadableFolder.With(diag.Plain(err)).In(arg))
				continue
			}
			s.walk(ctx, root, shown, &faults)
		default:
			root, err := s.root(filepath.Dir(arg))
			if err != nil {
				faults.Add(unreadableParent.With(diag.Plain(err)).In(arg))
				continue
			}
			s.file(root, filepath.Base(arg), shown)
		}
	}
	slices.SortStableFunc(s.sources, func(a, b source) int { return strings.Compare(a.path, b.path) })
	return faults
}

// standardInput takes what is piped in for a file.
func (s *shelf) standardInput() *diag.Fault {
	if s.stdin == nil {
		fault := noStandardInput.With().In(stdinShown)
		return &fault
	}
	content, err := io.ReadAll(io.LimitReader(s.stdin, maxStdin+1))
	s.stdin = nil
	switch {
	case err != nil:
		fault := unreadableInput.With(diag.Plain(err)).In(stdinShown)
		return &fault
	case len(content) > maxStdin:
		s.refuse(stdinShown, verdict.Quarantined, verdict.TooLargeStandardInput.With(maxStdin>>20))
	default:
		s.add(source{path: stdinShown, read: func() ([]byte, error) { return content, nil }, allow: allowance{maxNested, maxZipEntries}})
	}
	return nil
}

func (s *shelf) walk(ctx context.Context, root *os.Root, shown string, faults *diag.List) {
	err := fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		at := path.Join(shown, verdict.Printable(name))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case s.count > maxFiles:
			return fmt.Errorf("more than %d files", maxFiles)
		case err != nil:
			s.refuse(at, verdict.Quarantined, unreadable(verdict.UnreadableEntry, err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() && name != "." && strings.EqualFold(entry.Name(), "__MACOSX"):
			s.refuse(at, verdict.PassedOver, verdict.SystemFolder.With())
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		s.file(root, name, at)
		return nil
	})
	if err != nil && ctx.Err() == nil {
		faults.Add(unreadableEnd.With(diag.Plain(err)).In(shown))
	}
}

// ownOutput are the names that gradebook gives what it writes; none of these can
// hold results.
var ownOutput = regexp.MustCompile(`^((matrix|items|decisions|record-).*\.xlsx|(matrix|suspicions|gaps|evidence|exceptions|training-hours|received).*\.csv|(matrix|record-).*\.html|received\.csv\.(lock|tmp))$`)

// clutter says which file a system, Office or gradebook left there; "" for any other.
func clutter(name string) verdict.Code {
	switch base := strings.ToLower(path.Base(name)); {
	case base == "desktop.ini" || base == "thumbs.db" || base == "ehthumbs.db":
		return verdict.WindowsFile
	case base == ".ds_store" || strings.HasPrefix(base, "._"):
		return verdict.MacOSFile
	case strings.HasPrefix(base, "~$"):
		return verdict.OfficeFile
	case strings.HasPrefix(base, ".gradebook-") && strings.HasSuffix(base, ".tmp"):
		return verdict.UnfinishedFile
	case ownOutput.MatchString(base):
		return verdict.EarlierOutput
	}
	return ""
}

// file adds one file on disk.
func (s *shelf) file(root *os.Root, name, shown string) {
	if code := clutter(name); code != "" {
		s.refuse(shown, verdict.PassedOver, code.With())
		return
	}
	info, err := root.Stat(name)
	if err != nil {
		if link, errLink := root.Lstat(name); errLink == nil && link.Mode()&fs.ModeSymlink != 0 {
			s.refuse(shown, verdict.Quarantined, verdict.LeadsOut.With())
			return
		}
		s.refuse(shown, verdict.Quarantined, unreadable(verdict.Unreadable, err))
		return
	}
	switch {
	case info.IsDir():
		s.refuse(shown, verdict.PassedOver, verdict.LinkedFolder.With())
	case slices.ContainsFunc(s.skip, func(other os.FileInfo) bool { return os.SameFile(info, other) }):
		s.refuse(shown, verdict.PassedOver, verdict.OtherInput.With())
	case !info.Mode().IsRegular():
		s.refuse(shown, verdict.Quarantined, verdict.NotAFile.With())
	case isZip(root, name):
		s.zip(root, name, shown, info.Size())
	case isLines(name):
		s.lines(root, name, shown, info.Size())
	case info.Size() > sizeLimit(name):
		s.add(tooLarge(shown, info.Size(), sizeLimit(name)))
	default:
		// A little more than the limit, so that a file that grows is refused.
		most := sizeLimit(name) + 1
		s.add(source{path: shown, noted: conflictCopy(name), allow: allowance{maxNested, maxZipEntries}, read: func() ([]byte, error) {
			f, err := root.Open(name)
			if err != nil {
				return nil, err
			}
			defer f.Close()
			return io.ReadAll(io.LimitReader(f, most))
		}})
	}
}

// sizeLimit bounds a file: one that holds others may be larger.
func sizeLimit(name string) int64 {
	if isMailName(name) || strings.EqualFold(path.Ext(name), ".zip") {
		return maxContainer
	}
	return results.MaxFileSize
}

func tooLarge(shown string, size, most int64) source {
	return source{path: shown, verdict: verdict.Quarantined, refused: verdict.TooLarge.With(size>>20, most>>20)}
}

// conflictCopy has a word for copies that OneDrive and the like make when two
// people, or two computers, change one file: they may be the only one that is
// whole, and are read like any other.
func conflictCopy(name string) verdict.Note {
	base := strings.ToLower(path.Base(name))
	if conflictName.MatchString(base) {
		return verdict.ConflictCopy.With()
	}
	return verdict.Note{}
}

// As OneDrive (the computer's name behind the file's), Dropbox, Nextcloud and
// Google Drive name them.
var conflictName = regexp.MustCompile(`-(desktop|laptop)-[0-9a-z]{6,8}(-\d+)?\.|conflicted copy|conflict(ing)? copy|conflicterende kopie|copia en conflicto|\(conflict\)|\[conflict\]`)

// lines adds a file of one results file a line.
func (s *shelf) lines(root *os.Root, name, shown string, size int64) {
	f, err := root.Open(name)
	if err != nil {
		s.refuse(shown, verdict.Quarantined, unreadable(verdict.Unreadable, err))
		return
	}
	s.closers = append(s.closers, f)
	hash := sha256.New()
	r := bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(f, 0, size), hash), 1<<18)
	list := &lineFile{shown: shown, f: f}
	// What was read before something goes wrong counts all the same.
	bad := func(n verdict.Note) {
		if len(list.lines) > 0 {
			s.add(source{path: shown, lines: list})
		}
		s.refuse(shown, verdict.Quarantined, n)
	}
	number, start, end, blank := uint32(1), int64(0), int64(0), true
	for {
		piece, err := r.ReadSlice('\n')
		end += int64(len(piece))
		blank = blank && len(bytes.Trim(piece, "\ufeff \t\r\n")) == 0
		if err == bufio.ErrBufferFull {
			continue
		}
		if !blank {
			list.lines = append(list.lines, line{start, uint32(min(end-start, math.MaxUint32)), number})
		}
		switch {
		case errors.Is(err, io.EOF) && len(list.lines) == 0:
			bad(verdict.EmptyFile.With())
			return
		case errors.Is(err, io.EOF):
			s.add(source{path: shown, lines: list})
			s.inputs = append(s.inputs, verdict.Input{Path: shown, Role: "results", SHA256: hex.EncodeToString(hash.Sum(nil))})
			return
		case err != nil:
			bad(unreadable(verdict.UnreadableEnd, err))
			return
		case s.count+len(list.lines) > maxFiles:
			bad(verdict.TooManyFiles.With(maxFiles))
			return
		}
		number, start, blank = number+1, end, true
	}
}

func isZip(root *os.Root, name string) bool {
	if strings.HasSuffix(strings.ToLower(name), ".json") {
		return false // most files: spares opening each twice
	}
	f, err := root.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var magic [4]byte
	_, err = io.ReadFull(f, magic[:])
	return err == nil && (string(magic[:]) == "PK\x03\x04" || string(magic[:]) == "PK\x05\x06")
}

// zip adds the files inside a zip. The zip stays open until the end of the run.
func (s *shelf) zip(root *os.Root, name, shown string, size int64) {
	bad := func(n verdict.Note) { s.refuse(shown, verdict.Quarantined, n) }
	if size > maxZipSize {
		bad(verdict.TooLargeZip.With(size>>20, maxZipSize>>20))
		return
	}
	f, err := root.Open(name)
	if err != nil {
		bad(unreadable(verdict.Unreadable, err))
		return
	}
	s.closers = append(s.closers, f)
	s.unzip(f, shown, size)
}

// unzip adds the files inside an opened zip.
func (s *shelf) unzip(f io.ReaderAt, shown string, size int64) {
	members, r := unzip(f, size, source{path: shown, allow: allowance{maxZipUnpacked, maxZipEntries}})
	if !r.IsZero() {
		v := verdict.Quarantined
		if r.Code.Reason() == verdict.KitAmongResults.Reason() {
			v = verdict.PassedOver
		}
		s.refuse(shown, v, r)
		return
	}
	if sum, err := hashOf(io.NewSectionReader(f, 0, size)); err == nil {
		s.inputs = append(s.inputs, verdict.Input{Path: shown, Role: "results", SHA256: sum})
	}
	for _, m := range members {
		s.add(m)
	}
}

// unzip lists the files inside a zip, or says why it is not opened.
func unzip(f io.ReaderAt, size int64, around source) ([]source, verdict.Note) {
	z, err := openZip(f, size, around.allow.entries)
	if err != nil {
		if r := (verdict.Note{}); errors.As(err, &r) {
			return nil, r
		}
		return nil, verdict.DamagedZip.With()
	}
	has := func(name string) bool {
		return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == name })
	}
	switch {
	case has("kit.json"):
		return nil, verdict.KitAmongResults.With()
	case has("[Content_Types].xml"):
		return nil, verdict.OfficeDocument.With()
	}
	u := unzipper{around: around, seen: map[string]bool{}, left: around.allow.bytes}
	for _, entry := range z.File {
		if !strings.HasSuffix(entry.Name, "/") {
			u.entry(entry)
		}
	}
	if len(u.members) == 0 {
		return nil, verdict.EmptyZip.With()
	}
	share(u.members, allowance{u.left, around.allow.entries - len(u.members)})
	return u.members, verdict.Note{}
}

// openZip reads the directory of a zip, which is bounded before it is read: a
// hostile one lists millions of files.
func openZip(f io.ReaderAt, size int64, most int) (*zip.Reader, error) {
	tail := make([]byte, min(size, 22+1<<16))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	at := strings.LastIndex(string(tail), "PK\x05\x06")
	if at < 0 || len(tail)-at < 22 {
		return nil, zip.ErrFormat
	}
	end := tail[at:]
	entries, directory, offset := binary.LittleEndian.Uint16(end[10:]), int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	if int(entries) > most || directory > maxZipDirectory || size-offset > maxZipDirectory+1<<17 {
		return nil, verdict.ZipListsTooMuch.With(max(most, 0))
	}
	return zip.NewReader(f, size)
}

// unzipper goes through the entries of one zip.
type unzipper struct {
	around  source
	members []source
	seen    map[string]bool
	left    uint64 // of the zip's allowance, in bytes
}

// entry adds one file of a zip.
func (u *unzipper) entry(entry *zip.File) {
	name := strings.ReplaceAll(entry.Name, `\`, "/") // as some programs on Windows write them
	shown := u.around.path + "/" + verdict.Printable(strings.TrimLeft(name, "/"))
	refuse := func(v verdict.Verdict, n verdict.Note) {
		u.members = append(u.members, source{path: shown, verdict: v, refused: n})
	}
	bad := func(n verdict.Note) { refuse(verdict.Quarantined, n) }
	size, key := entry.UncompressedSize64, strings.ToLower(path.Clean(name))
	switch {
	case strings.Contains("/"+strings.ToUpper(name), "/__MACOSX/"):
		refuse(verdict.PassedOver, verdict.SystemMember.With())
	case clutter(name) != "":
		refuse(verdict.PassedOver, clutter(name).With())
	case path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") || driveLetter(name) || strings.ContainsRune(name, 0) || entry.Mode()&fs.ModeType != 0:
		bad(verdict.NameLeadsOut.With())
	case u.seen[key]:
		bad(verdict.NameTwice.With())
	case entry.Flags&1 != 0:
		bad(verdict.LockedMember.With())
	case size > uint64(sizeLimit(name)):
		u.members = append(u.members, tooLarge(shown, int64(min(size, 1<<62)), sizeLimit(name)))
	case size > 1<<20 && size/max(entry.CompressedSize64, 1) > maxZipRatio:
		bad(verdict.ZipRatio.With(maxZipRatio))
	case size > u.left:
		bad(verdict.ZipFull.With(u.around.allow.bytes >> 20))
	default:
		u.left -= size
		u.members = append(u.members, u.around.member(shown, func() ([]byte, error) {
			r, err := entry.Open()
			if err != nil {
				return nil, err
			}
			defer r.Close()
			b, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
			if err == nil && uint64(len(b)) > size {
				err = zip.ErrFormat // it claims to be smaller than it is
			}
			return b, err
		}))
	}
	u.seen[key] = true
}

func driveLetter(name string) bool {
	return len(name) > 1 && name[1] == ':' && unicode.IsLetter(rune(name[0]))
}

func hashOf(f io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// unreadable says why something cannot be read.
func unreadable(code verdict.Code, err error) verdict.Note {
	switch {
	case errors.Is(err, errChanged):
		return verdict.ChangedWhileRead.With()
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, io.ErrUnexpectedEOF):
		return verdict.DamagedMember.With()
	}
	return code.With(diag.Plain(err))
}
