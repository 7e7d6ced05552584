// Package inbox opens what came in: files, folders, zips, mails, lists with one file on
// each line, texts that results were pasted into, and standard input. Bytes go in;
// documents come out, or the reason why something was not opened. It knows where results
// begin and end, and nothing about the records in them.
package inbox

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
)

// Document is a file that came in: on disk, or inside a zip, a mail, a list or
// another text.
type Document struct {
	Path   string // as shown: slash-separated, the container's name before what is inside
	SHA256 string // of its bytes, or of the text that it was pasted into; "" = it was not read

	// Verdict is "" for a document that was opened, and Container for one that counts
	// as what is inside it. Of any other, Why says why it was not opened.
	Verdict verdict.Verdict
	Why     verdict.Note
	Note    verdict.Note // a remark on a document that was opened nevertheless

	Content []byte // valid until the next document
	Inside  bool   // it was inside another file

	read func() ([]byte, error)
}

// Container is the verdict of a file that counts as what is inside it.
const Container verdict.Verdict = "container"

// Read reads the content once more.
func (d Document) Read() ([]byte, error) { return d.read() }

// source is a document before it is opened.
type source struct {
	path    string
	verdict verdict.Verdict // "" = to be read
	why     verdict.Note
	note    verdict.Note
	read    func() ([]byte, error)

	again func() ([]byte, error) // reads it once more, without keeping what is around it in memory; nil = read
	sum   string                 // SHA-256
	whole bool                   // nothing is looked for inside it
	depth int                    // of containers around it
	trail []string               // SHA-256 of the zips around it
	allow allowance              // for what is inside it
}

// allowance is how much the containers inside a container may still hold. It is divided
// among them before any is opened, so that what is refused does not depend on which one
// is opened first.
type allowance struct {
	bytes   uint64
	entries int
}

// onDisk returns how much a file on disk may hold.
func onDisk() allowance { return allowance{maxNested, maxEntries} }

// refused returns a source that is not opened.
func refused(path string, v verdict.Verdict, why verdict.Note) source {
	return source{path: path, verdict: v, why: why}
}

func tooLarge(shown string, size, most int64) source {
	return refused(shown, verdict.Quarantined, verdict.TooLarge.With(size>>20, most>>20))
}

func (s source) document() Document {
	again := s.again // and not the source, which holds on to what is around it
	if again == nil {
		again = s.read
	}
	return Document{Path: s.path, SHA256: s.sum, Verdict: s.verdict, Why: s.why, Note: s.note, Inside: s.depth > 0,
		read: again}
}

func (s source) refuse(v verdict.Verdict, why verdict.Note) Document {
	s.verdict, s.why = v, why
	return s.document()
}

// member returns a file inside this one.
func (s source) member(path string, read func() ([]byte, error)) source {
	return source{path: path, note: conflictCopy(path), read: read, depth: s.depth + 1, trail: s.trail}
}

// tooDeep refuses containers in containers in containers.
func (s source) tooDeep(code verdict.Code) verdict.Note {
	if s.depth < maxDepth {
		return verdict.Note{}
	}
	return code.With(s.depth)
}

// share divides an allowance among those members that may hold others.
func share(members []source, whole allowance) {
	n := 0
	for _, m := range members {
		if m.mayHold() {
			n++
		}
	}
	for i := range members {
		if members[i].mayHold() {
			members[i].allow = allowance{min(whole.bytes/uint64(n), maxNested),
				max(min(whole.entries/n, maxEntries), 0)}
		}
	}
}

func (s source) mayHold() bool {
	ext := strings.ToLower(path.Ext(s.path))
	return s.verdict == "" && !s.whole && ext != ".json" && ext != ".txt"
}

// unreadable says why something cannot be read.
func unreadable(code verdict.Code, err error) verdict.Note {
	switch {
	case errors.Is(err, errChanged):
		return verdict.ChangedWhileRead.With()
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrAlgorithm),
		errors.Is(err, io.ErrUnexpectedEOF):
		return verdict.DamagedMember.With()
	}
	return code.With(diag.Plain(err))
}

var errChanged = errors.New("the file changed while it was read")
