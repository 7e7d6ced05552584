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
	maxZipRatio     = 200 // text like ours shrinks to about a tenth
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
	number := func(at int) int64 { return int64(binary.LittleEndian.Uint32(end[at:])) }
	entries, directory, offset := int(binary.LittleEndian.Uint16(end[10:])), number(12), number(16)
	if entries > most || directory > maxZipDirectory || size-offset > maxZipDirectory+1<<17 {
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

// entry adds one file in a zip.
func (u *unzipper) entry(entry *zip.File) {
	name := strings.ReplaceAll(entry.Name, `\`, "/") // as some programs on Windows write them
	shown := u.around.path + "/" + verdict.Printable(strings.TrimLeft(name, "/"))
	folded := strings.ToLower(path.Clean(name))
	switch v, why := u.wrong(entry, name, u.seen[folded]); {
	case !why.IsZero():
		u.members = append(u.members, refused(shown, v, why))
	default:
		u.left -= entry.UncompressedSize64
		u.members = append(u.members, u.around.member(shown, func() ([]byte, error) { return unpacked(entry) }))
	}
	u.seen[folded] = true
}

// wrong says why a file in a zip is not opened.
func (u *unzipper) wrong(entry *zip.File, name string, seen bool) (verdict.Verdict, verdict.Note) {
	size, most := entry.UncompressedSize64, sizeLimit(name)
	why := verdict.Note{}
	switch {
	case strings.Contains("/"+strings.ToUpper(name), "/__MACOSX/"):
		return verdict.PassedOver, verdict.SystemMember.With()
	case clutter(name) != "":
		return verdict.PassedOver, clutter(name).With()
	case leadsOut(name) || entry.Mode()&fs.ModeType != 0:
		why = verdict.NameLeadsOut.With()
	case seen:
		why = verdict.NameTwice.With()
	case entry.Flags&1 != 0:
		why = verdict.LockedMember.With()
	case size > uint64(most):
		why = verdict.TooLarge.With(size>>20, most>>20)
	case size > 1<<20 && size/max(entry.CompressedSize64, 1) > maxZipRatio:
		why = verdict.ZipRatio.With(maxZipRatio)
	case size > u.left:
		why = verdict.ZipFull.With(u.around.allow.bytes >> 20)
	}
	return verdict.Quarantined, why
}

func leadsOut(name string) bool {
	return path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") || hasDriveLetter(name) ||
		strings.ContainsRune(name, 0)
}

func unpacked(entry *zip.File) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	size := entry.UncompressedSize64
	b, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err == nil && uint64(len(b)) > size {
		err = zip.ErrFormat // it claims to be smaller than it is
	}
	return b, err
}
