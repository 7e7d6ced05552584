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

// Normalise brings a text to the form that is hashed: Unicode NFC, line ends as
// LF, no white space at either end.
func Normalise(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.Trim(norm.NFC.String(s), " \t\n")
}

// Fold brings a text to the form in which two texts count as the same: case and
// runs of white space do not matter.
func Fold(s string) string {
	return cases.Fold().String(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
}

// Digest is SHA-256 over length-prefixed parts: each part as its length in
// bytes (4 bytes, big-endian) followed by its bytes, so that no two lists of
// parts have the same input.
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

// Base32 writes bytes as RFC 4648 base32 in lower case without padding.
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

// PublicID is the name under which a question or task is published.
func PublicID(bank, question string) string {
	return publishedID("coursemark-question/1", bank, question)
}

// OptionID identifies a choice by its text, so that neither its place nor
// whether it is right shows in it.
func OptionID(bank, question, role, text string) string {
	return publishedID("coursemark-option/1", bank, question, role, Normalise(text))
}

// StemID identifies a stem of a match question by its text.
func StemID(bank, question, text string) string { return OptionID(bank, question, "stem", text) }

// SceneID identifies a scene by its words, so that nothing of the author's names
// and order shows in it.
func SceneID(scenario, title, text string) string {
	return publishedID("coursemark-scene/1", scenario, Normalise(title), Normalise(text))
}

// ChoiceID identifies a choice of a scene by its text.
func ChoiceID(scenario, scene, text string) string {
	return publishedID("coursemark-choice/1", scenario, scene, Normalise(text))
}

// revisionFormat is how revisions of one kind of thing are written and made.
type revisionFormat struct{ what, prefix, label string }

var (
	bankRevision     = revisionFormat{"bank", "b1-", "coursemark-bank-revision/1"}
	questionRevision = revisionFormat{"question", "r1-", "coursemark-question-revision/1"}
	scenarioRevision = revisionFormat{"scenario", "s1-", "coursemark-scenario-revision/1"}
	taskRevision     = revisionFormat{"task", "t1-", "coursemark-task-revision/1"}
)

// of is the revision of what consists of these parts.
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
