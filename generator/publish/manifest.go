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

// entry identifies the content of a file.
type entry struct {
	size int64
	sum  sum
}

// sum is a SHA-256 hash. It is written in hex.
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

// digest reads a file and returns its entry.
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

// file is a file as the manifest and the journal list it.
type file struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 sum    `json:"sha256"`
}

func fileOf(name string, e entry) file { return file{name, e.size, e.sum} }

func (f file) entry() entry { return entry{f.Size, f.SHA256} }

// encodeManifest returns the same bytes for the same files: it sorts them and leaves out
// times. Each file has a line of its own, for readable diffs.
func encodeManifest(files []file) []byte {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.Path, b.Path) })
	b := make([]byte, 0, 64+160*len(files))
	b = append(b, `{"format":"`+manifestFormat+`","files":[`...)
	for i, f := range files {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n{\"path\":"...)
		b, _ = jsontext.AppendQuote(b, f.Path) // fails only for invalid UTF-8, which no path has
		b = append(b, `,"size":`...)
		b = strconv.AppendInt(b, f.Size, 10)
		b = append(b, `,"sha256":"`...)
		b = hex.AppendEncode(b, f.SHA256[:])
		b = append(b, `"}`...)
	}
	return append(b, "\n]}\n"...)
}

// readManifest reads which files are ours. A manifest.json of another kind (web apps
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

// refuseForeignFolder returns an error if the folder holds other people's files: most
// likely -o was mistyped.
func (p *Publication) refuseForeignFolder() error {
	infos, err := listing(p.out, "")
	if err != nil {
		return p.trouble(unreadable, "", err)
	}
	var names []string
	for _, info := range infos {
		name := info.Name()
		if isHarmless(name) {
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

// timesName returns the name of the file with the modification times of our files. A
// file with the same size and time need not be read again. The times are not in the
// manifest, because the same site must have the same bytes. The file holds the hash of
// the manifest and then the times in its order; with another manifest it is void.
func (p *Publication) timesName() string { return p.stateName("times") }

// stateName returns a name for a file in state. It depends on the output folder, because
// a project may be built into several.
func (p *Publication) stateName(what string) string {
	key := sha256.Sum256([]byte(p.name))
	return "publish-" + hex.EncodeToString(key[:6]) + "." + what
}

// recallTimes marks the files whose size and time have not changed as trusted.
func (p *Publication) recallTimes() {
	times, err := afero.ReadFile(p.state, p.timesName())
	digest := sha256.Sum256(p.manifest)
	if err != nil || len(times) != len(digest)+8*len(p.old) || !bytes.HasPrefix(times, digest[:]) {
		return // read every file instead
	}
	p.times = times
	times = times[len(digest):]
	for i, name := range sortedNames(p.old) {
		there := p.tree.existing(name)
		if there == nil || there.kind != regular {
			continue
		}
		mtime := int64(binary.LittleEndian.Uint64(times[8*i:]))
		there.trusted = there.mtime == mtime && there.size == p.old[name].size
	}
}

// rememberTimes writes the times of our files. If it fails, the next build is only slower.
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

// diskError is an error of the file system as a fault. errors.Is still finds its cause.
type diskError struct {
	fault diag.Fault
	cause error
}

func (t *diskError) Error() string   { return t.failure().Error() }
func (t *diskError) Unwrap() []error { return []error{t.failure(), t.cause} }
func (t *diskError) failure() error  { return diag.Failure{Faults: []diag.Fault{t.fault}} }

// trouble returns the error of an operation on a file of the output folder. The argument
// of kind is the reason.
func (p *Publication) trouble(kind diag.Kind, name string, cause error) error {
	return &diskError{cause: cause, fault: kind.With(reason(cause)).In(path.Join(p.name, name))}
}

// reason returns the system's words without the name of a staged file, which means
// nothing to people.
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
