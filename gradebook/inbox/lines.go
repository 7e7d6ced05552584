package inbox

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// list is a file with one results file on each line. It may be larger than memory: only
// the positions of the lines are kept.
type list struct {
	shown string
	file  io.ReaderAt
	lines []line
	sum   string // SHA-256 of the file; "" where it was not read to its end
}

type line struct {
	at     int64
	length uint32 // with its end
	number uint32 // from 1, blank ones counted
}

// readList finds the lines of a file, at most that many. If something goes wrong, the
// list holds the lines before it.
func readList(file io.ReaderAt, shown string, size int64, most int) (*list, verdict.Note) {
	hash := sha256.New()
	r := bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(file, 0, size), hash), 1<<18)
	l := &list{shown: shown, file: file}
	number, start, end, blank := uint32(1), int64(0), int64(0), true
	for {
		piece, err := r.ReadSlice('\n')
		end += int64(len(piece))
		blank = blank && len(bytes.Trim(piece, "\ufeff \t\r\n")) == 0
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if !blank {
			l.lines = append(l.lines, line{start, uint32(min(end-start, math.MaxUint32)), number})
		}
		switch {
		case errors.Is(err, io.EOF) && len(l.lines) == 0:
			return l, verdict.EmptyFile.With()
		case errors.Is(err, io.EOF):
			l.sum = hex.EncodeToString(hash.Sum(nil))
			return l, verdict.Note{}
		case err != nil:
			return l, unreadable(verdict.UnreadableEnd, err)
		case len(l.lines) > most:
			return l, verdict.TooManyFiles.With(maxFiles)
		}
		number, start, blank = number+1, end, true
	}
}

// appendPath appends the path under which a line is shown.
func (l *list) appendPath(b []byte, i int) []byte {
	return strconv.AppendUint(append(append(b, l.shown...), "/line "...), uint64(l.lines[i].number), 10)
}

// source returns a line as a file. Its content is valid until the buffer is used again.
func (l *list) source(i int, buffer *[]byte) source {
	at := l.lines[i]
	path := string(l.appendPath(nil, i))
	if at.length > results.MaxFileSize {
		return tooLarge(path, int64(at.length), results.MaxFileSize)
	}
	return source{path: path, whole: true, read: func() ([]byte, error) {
		if cap(*buffer) < int(at.length) {
			*buffer = make([]byte, at.length)
		}
		content := (*buffer)[:at.length]
		_, err := l.file.ReadAt(content, at.at)
		return content, err
	}}
}

// looksLikeList reports whether a text has one results file on each line, by its content:
// at least two lines, the first of which are whole objects of our format.
func looksLikeList(text []byte) bool {
	n := 0
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if !bytes.HasPrefix(line, []byte("{")) || !bytes.HasSuffix(line, []byte("}")) ||
			!bytes.Contains(line[:min(len(line), 64)], []byte(mark)) {
			return false
		}
		if n++; n == 3 {
			break
		}
	}
	return n > 1
}

// listed returns the lines of a list as files.
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
