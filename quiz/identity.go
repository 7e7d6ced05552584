package quiz

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"regexp"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Normalise returns a text in the form that is hashed: Unicode NFC, LF line ends, no white
// space at either end.
func Normalise(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.Trim(norm.NFC.String(s), " \t\n")
}

// Fold returns a text in the form in which texts are compared: case and runs of white
// space do not matter.
func Fold(s string) string {
	return cases.Fold().String(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
}

// Digest returns the SHA-256 over length-prefixed parts: each part as its length in bytes
// (4 bytes, big-endian) followed by its bytes, so that no two lists of parts are hashed
// from the same input.
func Digest(parts ...string) [sha256.Size]byte {
	h := sha256.New()
	var length [4]byte
	for _, p := range parts {
		binary.BigEndian.PutUint32(length[:], uint32(len(p)))
		h.Write(length[:])
		h.Write([]byte(p))
	}
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	return sum
}

// Base32 returns bytes as RFC 4648 base32 in lower case without padding.
func Base32(b []byte) string { return lowerBase32.EncodeToString(b) }

var lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// slugPattern is the form of the names that authors choose.
var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const (
	idLength       = 10 // characters of published IDs: 50 bits
	revisionLength = 32 // characters of revisions: 160 bits
)

func publishedID(parts ...string) string {
	sum := Digest(parts...)
	return Base32(sum[:])[:idLength]
}

// PublicID returns the ID under which a question or task is published.
func PublicID(bank, question string) string {
	return publishedID("coursemark-question/1", bank, question)
}

// OptionID returns the public ID of an option: a hash of its text, which shows neither its
// place nor whether it is right.
func OptionID(bank, question, role, text string) string {
	return publishedID("coursemark-option/1", bank, question, role, Normalise(text))
}

// stemID returns the public ID of a stem of a match question.
func stemID(bank, question, text string) string { return OptionID(bank, question, "stem", text) }

// SceneID returns the public ID of a scene: a hash of its words, which shows nothing of
// the author's names and order.
func SceneID(scenario, title, text string) string {
	return publishedID("coursemark-scene/1", scenario, Normalise(title), Normalise(text))
}

// ChoiceID returns the public ID of a choice in a scene.
func ChoiceID(scenario, scene, text string) string {
	return publishedID("coursemark-choice/1", scenario, scene, Normalise(text))
}

// revisionFormat says how the revisions of one kind of thing are written and hashed.
type revisionFormat struct{ what, prefix, label string }

var (
	bankRevision     = revisionFormat{"bank", "b1-", "coursemark-bank-revision/1"}
	questionRevision = revisionFormat{"question", "r1-", "coursemark-question-revision/1"}
	scenarioRevision = revisionFormat{"scenario", "s1-", "coursemark-scenario-revision/1"}
	taskRevision     = revisionFormat{"task", "t1-", "coursemark-task-revision/1"}
)

// of returns the revision of something that consists of these parts.
func (f revisionFormat) of(parts ...string) string {
	sum := Digest(append([]string{f.label}, parts...)...)
	return f.prefix + Base32(sum[:])[:revisionLength]
}

var revisionPattern = regexp.MustCompile(`^[a-z2-7]{32}$`)

// fits reports whether a text has the form of a revision.
func (f revisionFormat) fits(revision string) bool {
	rest, ok := strings.CutPrefix(revision, f.prefix)
	return ok && revisionPattern.MatchString(rest)
}
