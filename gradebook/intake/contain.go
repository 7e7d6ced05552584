package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// Bounds of what lies inside other files.
const (
	maxDepth     = 3         // a zip in a mail in a zip
	maxContainer = 64 << 20  // of a zip inside another, or a mail
	maxNested    = 256 << 20 // that the containers in one file unpack to
	maxLines     = 100_000   // of a list that is not a file by itself
)

// container is the verdict of a file that counts as what is inside it.
const container = "container"

// open reads a source and decides about it, or about each file inside it.
func (g *grader) open(src source) []*fileResult {
	if src.verdict != "" {
		return []*fileResult{src.result()}
	}
	content, err := src.read()
	if err != nil {
		return []*fileResult{src.refuse(unreadable(verdict.Unreadable, err))}
	}
	if src.sum == "" {
		sum := sha256.Sum256(content)
		src.sum = hex.EncodeToString(sum[:])
	}
	if src.whole {
		return []*fileResult{g.file(src, content)}
	}
	members, r := src.members(content)
	switch {
	case r.Code.Reason() == verdict.KitAmongResults.Reason():
		return []*fileResult{src.passOver(r)}
	case !r.IsZero():
		return []*fileResult{src.refuse(r)}
	case members == nil:
		return []*fileResult{g.file(src, content)}
	}
	around := src.result()
	around.verdict = container
	out := []*fileResult{around}
	if len(members) == 1 && members[0].path == src.path {
		out = nil // results in the middle of a text: the text is the file
	}
	// What reads a member again must not hold on to what was read just now.
	again, origin := src.again, source{path: src.path, depth: src.depth, trail: src.trail, allow: src.allow, sum: src.sum}
	if again == nil {
		again = src.read
	}
	for i := range members {
		members[i].again = func() ([]byte, error) {
			content, err := again()
			if err != nil {
				return nil, err
			}
			same, _ := origin.members(content)
			if i >= len(same) || same[i].read == nil {
				return nil, errChanged
			}
			return same[i].read()
		}
		out = append(out, g.open(members[i])...)
	}
	return out
}

var errChanged = fmt.Errorf("the file changed while it was read")

func (s source) result() *fileResult {
	again := s.again // and not the source, which holds on to what is around it
	if again == nil {
		again = s.read
	}
	return &fileResult{path: s.path, sha: s.sum, verdict: s.verdict, refused: s.refused, noted: s.noted, read: again, inside: s.depth > 0}
}

func (s source) refuse(r verdict.Note) *fileResult {
	s.verdict, s.refused = verdict.Quarantined, r
	return s.result()
}

func (s source) passOver(r verdict.Note) *fileResult {
	s.verdict, s.refused = verdict.PassedOver, r
	return s.result()
}

// member is a file inside this one.
func (s source) member(path string, read func() ([]byte, error)) source {
	return source{path: path, noted: conflictCopy(path), read: read, depth: s.depth + 1, trail: s.trail}
}

// share divides an allowance among those members that may hold others.
func share(members []source, whole allowance) {
	n := 0
	holds := func(m source) bool {
		ext := strings.ToLower(path.Ext(m.path))
		return m.verdict == "" && !m.whole && ext != ".json" && ext != ".txt"
	}
	for _, m := range members {
		if holds(m) {
			n++
		}
	}
	for i := range members {
		if holds(members[i]) {
			members[i].allow = allowance{min(whole.bytes/uint64(n), maxNested), max(min(whole.entries/n, maxZipEntries), 0)}
		}
	}
}

// members lists what is inside a file, always in the same order. nil and no
// refusal: it is a file by itself.
func (s source) members(content []byte) ([]source, verdict.Note) {
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")), bytes.HasPrefix(content, []byte("PK\x05\x06")):
		if slices.Contains(s.trail, s.sum) {
			return nil, verdict.ZipInItself.With()
		}
		if r := s.deep(verdict.ZipTooDeep); !r.IsZero() {
			return nil, r
		}
		s.trail = append(slices.Clip(s.trail), s.sum)
		return unzip(bytes.NewReader(content), int64(len(content)), s)
	case otherFile(content) != "":
		return nil, verdict.Note{} // told where the file is read
	case isMail(s.path, content):
		if r := s.deep(verdict.MailTooDeep); !r.IsZero() {
			return nil, r
		}
		return s.mail(content)
	}
	text := plainText(content)
	if isLines(s.path) || looksLikeLines(text) {
		return s.listed(text)
	}
	return s.pasted(text)
}

// deep refuses containers in containers in containers.
func (s source) deep(code verdict.Code) verdict.Note {
	if s.depth <= maxDepth-1 {
		return verdict.Note{}
	}
	return code.With(s.depth)
}

// isLines tells by its name whether a file has one results file a line.
func isLines(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".ndjson" || ext == ".jsonl"
}

// looksLikeLines tells it by the content: at least two lines, of which the first
// ones are whole objects of our format.
func looksLikeLines(text []byte) bool {
	n := 0
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if !bytes.HasPrefix(line, []byte("{")) || !bytes.HasSuffix(line, []byte("}")) || !bytes.Contains(line[:min(len(line), 64)], []byte(mark)) {
			return false
		}
		if n++; n == 3 {
			break
		}
	}
	return n > 1
}

// listed gives the lines of a list of results files.
func (s source) listed(text []byte) ([]source, verdict.Note) {
	var out []source
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if len(out) == maxLines {
			return nil, verdict.TooManyLines.With(maxLines)
		}
		m := s.member(fmt.Sprintf("%s/line %d", s.path, number), func() ([]byte, error) { return line, nil })
		m.whole = true
		out = append(out, m)
	}
	if out == nil {
		return nil, verdict.EmptyFile.With()
	}
	return out, verdict.Note{}
}

// plainText brings text to UTF-8: what Windows programs save as "Unicode" is
// UTF-16. What is no text stays as it is.
func plainText(content []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(content, []byte("\xfe\xff")):
		order = binary.BigEndian
	case len(content) > 3 && content[0] == '{' && content[1] == 0:
		order = binary.LittleEndian
	case len(content) > 3 && content[0] == 0 && content[1] == '{':
		order = binary.BigEndian
	default:
		return bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	}
	// A file of the largest size would take six times its length in runes.
	if len(content) > results.MaxFileSize {
		return content
	}
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = order.Uint16(content[2*i:])
	}
	return bytes.TrimPrefix([]byte(string(utf16.Decode(units))), []byte("\xef\xbb\xbf"))
}
