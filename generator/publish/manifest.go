package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
)

const (
	manifestName   = "manifest.json"
	manifestFormat = "coursemark-manifest/1"
)

// entry is what a file holds.
type entry struct {
	size int64
	sum  sum
}

// sum is a SHA-256, in hex where it is written.
type sum [sha256.Size]byte

func (s sum) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

func (s *sum) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(s)) {
		return errors.New("not a SHA-256")
	}
	_, err := hex.Decode(s[:], text)
	return err
}

func entryOf(content []byte) entry {
	return entry{size: int64(len(content)), sum: sha256.Sum256(content)}
}

// digest reads a file for what it holds.
func digest(from afero.Fs, name string) (entry, error) {
	f, err := from.Open(name)
	if err != nil {
		return entry{}, err
	}
	defer f.Close()
	h := sha256.New()
	size, err := io.Copy(h, f)
	return entry{size: size, sum: sum(h.Sum(nil))}, err
}

// file is a path and what it holds, as manifest and journal write it.
type file struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 sum    `json:"sha256"`
}

func fileOf(name string, e entry) file { return file{name, e.size, e.sum} }

func (f file) entry() entry { return entry{f.Size, f.SHA256} }

// encodeManifest returns the same bytes for the same files: sorted, no times, a
// line a file so that a difference can be read.
func encodeManifest(files []file) []byte {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.Path, b.Path) })
	b := make([]byte, 0, 64+160*len(files))
	b = append(b, `{"format":"`+manifestFormat+`","files":[`...)
	for i, f := range files {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n{\"path\":"...)
		b, _ = jsontext.AppendQuote(b, f.Path) // it fails for invalid UTF-8 alone, which no path of ours is
		b = append(b, `,"size":`...)
		b = strconv.AppendInt(b, f.Size, 10)
		b = append(b, `,"sha256":"`...)
		b = hex.AppendEncode(b, f.SHA256[:])
		b = append(b, `"}`...)
	}
	return append(b, "\n]}\n"...)
}

// readManifest learns what is ours. A manifest.json of another kind (web apps
// have one too) is a foreign file like any other.
func (p *Publication) readManifest() error {
	content, err := afero.ReadFile(p.out, manifestName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return p.trouble(unreadable, manifestName, err)
	}
	if !bytes.Contains(content, []byte("coursemark-manifest/")) {
		return nil
	}
	var m struct {
		Format string `json:"format"`
		Files  []file `json:"files"`
	}
	if err := json.Unmarshal(content, &m); err != nil {
		return p.refuse(manifestName, damagedManifest.With())
	}
	if m.Format != manifestFormat {
		return p.refuse(manifestName, otherManifest.With(m.Format))
	}
	p.manifest = content
	p.old = make(map[string]entry, len(m.Files))
	for _, f := range m.Files {
		if _, bad := unportable(f.Path); bad {
			return p.refuse(manifestName, hostileManifest.With(f.Path))
		}
		p.old[f.Path] = f.entry()
	}
	return nil
}

// refuseForeignFolder fails for a folder that holds other people's files: -o was
// mistyped, most likely.
func (p *Publication) refuseForeignFolder() error {
	infos, err := listing(p.out, "")
	if err != nil {
		return p.trouble(unreadable, "", err)
	}
	var names []string
	for _, info := range infos {
		name := info.Name()
		if mayLie(name) {
			continue
		}
		if info.IsDir() {
			name += "/"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	what := strings.Join(names[:min(3, len(names))], ", ")
	if more := len(names) - 3; more > 0 {
		what += fmt.Sprintf(" and %d more", more)
	}
	return p.refuse("", foreignFolder.With(what))
}

func (p *Publication) refuse(name string, m diag.Message) error {
	p.add(m.In(name))
	return p.faults.Err()
}

// The times at which our files were written are kept beside the project, not in
// the manifest: the same site is the same bytes. A file whose size and time are
// as remembered need not be read. They stand in the order of the manifest, after
// its hash: with another manifest they say nothing.

func (p *Publication) timesName() string { return p.stateName("times") }

// stateName keys what is remembered by the output folder: a project may be
// built into several.
func (p *Publication) stateName(what string) string {
	key := sha256.Sum256([]byte(p.name))
	return "publish-" + hex.EncodeToString(key[:6]) + "." + what
}

func (p *Publication) recallTimes() {
	times, err := afero.ReadFile(p.state, p.timesName())
	digest := sha256.Sum256(p.manifest)
	if err != nil || len(times) != len(digest)+8*len(p.old) || !bytes.HasPrefix(times, digest[:]) {
		return // everything is read instead
	}
	p.times = times
	times = times[len(digest):]
	for i, name := range sortedNames(p.old) {
		there := p.tree.lies(name)
		if there == nil || there.kind != regular {
			continue
		}
		mtime := int64(binary.LittleEndian.Uint64(times[8*i:]))
		there.trusted = there.mtime == mtime && there.size == p.old[name].size
	}
}

// rememberTimes is for speed alone, so its failure is not one of the publication.
func (p *Publication) rememberTimes(moved map[string]int64) {
	digest := sha256.Sum256(p.manifest)
	times := digest[:]
	for _, name := range sortedNames(p.wanted) {
		w := p.wanted[name]
		mtime := w.mtime
		if w.staged != "" {
			mtime = moved[w.staged]
		}
		times = binary.LittleEndian.AppendUint64(times, uint64(mtime))
	}
	if !bytes.Equal(times, p.times) {
		_ = afero.WriteFile(p.state, p.timesName(), times, 0o644)
	}
}

// trouble is an error of the disk as a fault; what the system said can still be found
// with errors.Is.
type trouble struct {
	fault diag.Fault
	cause error
}

func (t *trouble) Error() string   { return t.failure().Error() }
func (t *trouble) Unwrap() []error { return []error{t.failure(), t.cause} }
func (t *trouble) failure() error  { return diag.Failure{Faults: []diag.Fault{t.fault}} }

// trouble is what the system refused to do with a file of the output folder. kind has
// the reason for its argument.
func (p *Publication) trouble(kind diag.Kind, name string, cause error) error {
	return &trouble{cause: cause, fault: kind.With(reason(cause)).In(path.Join(p.name, name))}
}

// reason is what the system said, without the name of a staged file, which says
// nothing to anybody.
func reason(err error) string {
	var (
		onPath *fs.PathError
		onLink *os.LinkError
	)
	switch {
	case errors.As(err, &onPath):
		return onPath.Err.Error()
	case errors.As(err, &onLink):
		return onLink.New + ": " + onLink.Err.Error()
	}
	return err.Error()
}
