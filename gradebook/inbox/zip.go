package inbox

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

// Bounds of a zip.
const (
	maxZipSize      = 256 << 20
	maxZipDirectory = 8 << 20
	maxZipUnpacked  = 2 << 30
	maxZipRatio     = 200 // text like ours packs some ten times
)

func isZip(content []byte) bool {
	return bytes.HasPrefix(content, []byte("PK\x03\x04")) || bytes.HasPrefix(content, []byte("PK\x05\x06"))
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
		u.members = append(u.members, source{path: shown, verdict: v, why: n})
	}
	bad := func(n verdict.Note) { refuse(verdict.Quarantined, n) }
	size, key := entry.UncompressedSize64, strings.ToLower(path.Clean(name))
	switch {
	case strings.Contains("/"+strings.ToUpper(name), "/__MACOSX/"):
		refuse(verdict.PassedOver, verdict.SystemMember.With())
	case clutter(name) != "":
		refuse(verdict.PassedOver, clutter(name).With())
	case path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") || hasDriveLetter(name) || strings.ContainsRune(name, 0) || entry.Mode()&fs.ModeType != 0:
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
