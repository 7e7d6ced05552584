package markdown

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// Bounds of a file of captions.
const (
	maxCaptionSize = 1 << 20
	maxCues        = 5000
)

// cue is one caption. Its times are in seconds.
type cue struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	Text string  `json:"text"`
}

const cueTime = `((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})`

var (
	cueTimes = regexp.MustCompile(`^` + cueTime + `[ \t]+-->[ \t]+` + cueTime + `(?:[ \t].*)?$`)
	srtTimes = regexp.MustCompile(`\d\d:\d\d:\d\d,\d{3} *-->`)
)

// parseCaptions reads WebVTT (W3C, https://www.w3.org/TR/webvtt1/). It returns the
// times and texts of the cues; the browser decides where on the picture they go.
func parseCaptions(file string, source []byte) ([]cue, diag.List) {
	c := captionsFile{file: file, source: source}
	if len(source) > maxCaptionSize {
		c.faults.Add(captionsTooLarge.With(len(source)>>10, maxCaptionSize>>10).In(file))
		return nil, c.faults
	}
	if !c.isWebVTT() {
		return nil, c.faults
	}
	for at := 0; at < len(source) && c.faults.Len() < maxFaults && len(c.cues) <= maxCues; {
		next := lineEnd(source, at)
		c.line(at, strings.TrimRight(string(source[at:next]), " \t\n"))
		at = next
	}
	if len(c.cues) == 0 && c.faults.Len() == 0 {
		c.report(0, noCaptions.With())
	}
	return c.cues, c.faults
}

// captionsFile is a file of captions while it is being read.
type captionsFile struct {
	file   string
	source []byte
	cues   []cue
	open   bool // the next lines belong to the last cue
	faults diag.List
}

func (c *captionsFile) report(offset int, m diag.Message) {
	c.faults.Add(m.At(c.file, c.source, offset))
}

// isWebVTT reports whether the file begins as WebVTT must; if not, that is a fault.
func (c *captionsFile) isWebVTT() bool {
	first, _, _ := bytes.Cut(c.source, []byte("\n"))
	head := string(first)
	if head == "WEBVTT" || strings.HasPrefix(head, "WEBVTT ") || strings.HasPrefix(head, "WEBVTT\t") {
		return true
	}
	kind := notWebVTT
	if srtTimes.Match(c.source) {
		kind = isSRT
	}
	c.report(0, kind.With())
	return false
}

// line reads the line that begins at an offset.
func (c *captionsFile) line(at int, line string) {
	m := cueTimes.FindStringSubmatch(line)
	switch {
	case m != nil:
		c.begin(at, cue{From: seconds(m[1]), To: seconds(m[2])})
		c.open = true
	case strings.Contains(line, "-->"):
		c.report(at, captionTimes.With())
		c.open = false
	case line == "":
		c.open = false
	case c.open:
		last := &c.cues[len(c.cues)-1]
		last.Text = strings.TrimPrefix(last.Text+"\n"+line, "\n")
	}
}

// begin adds a cue whose times are at an offset.
func (c *captionsFile) begin(at int, next cue) {
	switch {
	case next.To <= next.From:
		c.report(at, captionBackwards.With())
	case len(c.cues) > 0 && next.From < c.cues[len(c.cues)-1].From:
		c.report(at, captionOrder.With())
	case len(c.cues) == maxCues:
		c.report(at, tooManyCaptions.With(maxCues))
	}
	c.cues = append(c.cues, next)
}

// seconds parses a time such as 01:02:03.004 that has matched cueTime.
func seconds(time string) float64 {
	sum := 0.0
	for part := range strings.SplitSeq(time, ":") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return 0
		}
		sum = sum*60 + n
	}
	return sum
}
