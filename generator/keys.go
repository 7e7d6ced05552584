package generator

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// keys are the key archives that a build is about to write.
type keys struct {
	project *project.Project
	changed map[string][]byte // by bank or scenario: what the archive file should hold
	added   map[string]bool   // likewise: more than the order of its lines changes
}

// newKeys compares an archive, to which what the site asks has been added, with the
// files of the project's key archive.
func newKeys(p *project.Project, archive *quiz.Archive, site *Site) (*keys, diag.List) {
	k := &keys{project: p, changed: map[string][]byte{}, added: map[string]bool{}}
	var faults diag.List
	for _, a := range site.keySources() {
		encoded, err := archive.Encode(a.id)
		if err != nil {
			faults.Add(keysNotEncoded.With(err).In(a.id + ".ndjson"))
			continue
		}
		old, err := afero.ReadFile(p.Keys, a.id+".ndjson")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults.Add(diskFault(keysNotRead, a.id+".ndjson", err))
			continue
		}
		if !bytes.Equal(old, encoded) {
			k.changed[a.id] = encoded
			k.added[a.id] = !sameLines(old, encoded)
		}
	}
	return k, faults
}

// sameLines reports whether two archives differ only in the order of their lines. A
// merge in version control can leave them unsorted, which is not a change.
func sameLines(a, b []byte) bool {
	lines := func(s []byte) []string {
		list := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(s), "\r", "")), "\n")
		slices.Sort(list)
		return slices.Compact(list)
	}
	return slices.Equal(lines(a), lines(b))
}

// frozen reports each archive that a build would change.
func (k *keys) frozen() diag.List {
	var faults diag.List
	dir := filepath.ToSlash(cmp.Or(k.project.Config.AnswerKeys.Dir, "answerkeys"))
	for bank := range k.changed {
		if k.added[bank] {
			faults.Add(keysFrozen.With(dir).In(path.Join(dir, bank+".ndjson")))
		}
	}
	return faults
}

// write writes the archives that changed and returns their names.
func (k *keys) write() (written []string, err error) {
	for bank, content := range k.changed {
		if err := k.project.Keys.MkdirAll(".", 0o755); err != nil {
			return written, err
		}
		if err := replaceIfChanged(k.project.Keys, bank+".ndjson", content); err != nil {
			return written, err
		}
		written = append(written, bank+".ndjson")
	}
	slices.Sort(written)
	return written, nil
}
