package inbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/sourcetext"
)

// open opens a source and yields its document, or the container and then each document
// inside it. It reports whether to go on.
func (s source) open(yield func(Document) bool) bool {
	if s.verdict != "" {
		return yield(s.document())
	}
	content, err := s.read()
	if err != nil {
		return yield(s.refuse(verdict.Quarantined, unreadable(verdict.Unreadable, err)))
	}
	if s.sum == "" {
		sum := sha256.Sum256(content)
		s.sum = hex.EncodeToString(sum[:])
	}
	if s.whole {
		return yield(s.asWhole(content))
	}
	members, why := s.members(content)
	switch {
	case why.Code.Reason() == verdict.KitAmongResults.Reason():
		return yield(s.refuse(verdict.PassedOver, why))
	case !why.IsZero():
		return yield(s.refuse(verdict.Quarantined, why))
	case members == nil:
		return yield(s.asWhole(content))
	}
	return s.openMembers(members, yield)
}

func (s source) openMembers(members []source, yield func(Document) bool) bool {
	// Results in the middle of a text: the text is the file.
	inText := len(members) == 1 && members[0].path == s.path
	if !inText && !yield(s.refuse(Container, verdict.Note{})) {
		return false
	}
	for i := range members {
		members[i].again = s.memberAgain(i)
		if !members[i].open(yield) {
			return false
		}
	}
	return true
}

// memberAgain returns a function that reads a member once more. It must not keep what was
// just read in memory.
func (s source) memberAgain(i int) func() ([]byte, error) {
	again, origin := s.again, source{path: s.path, depth: s.depth, trail: s.trail, allow: s.allow, sum: s.sum}
	if again == nil {
		again = s.read
	}
	return func() ([]byte, error) {
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
}

// members lists what is inside a file, always in the same order. nil without a note means
// that there is nothing inside.
func (s source) members(content []byte) ([]source, verdict.Note) {
	switch {
	case isZip(content):
		if slices.Contains(s.trail, s.sum) {
			return nil, verdict.ZipInItself.With()
		}
		if why := s.tooDeep(verdict.ZipTooDeep); !why.IsZero() {
			return nil, why
		}
		s.trail = append(slices.Clip(s.trail), s.sum)
		return unzip(bytes.NewReader(content), int64(len(content)), s)
	case foreign(content) != "":
		return nil, verdict.Note{} // asWhole refuses it
	case isMail(s.path, content):
		if why := s.tooDeep(verdict.MailTooDeep); !why.IsZero() {
			return nil, why
		}
		return s.mail(content)
	}
	text := sourcetext.Open(content)
	if isListName(s.path) || looksLikeList(text) {
		return s.listed(text)
	}
	return s.pasted(text)
}
