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

// cue is a caption: from and to in seconds.
type cue struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	Text string  `json:"text"`
}

var (
	cueTimes = regexp.MustCompile(`^((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})(?:[ \t].*)?$`)
	srtTimes = regexp.MustCompile(`\d\d:\d\d:\d\d,\d{3} *-->`)
)

// parseCaptions reads WebVTT (W3C, https://www.w3.org/TR/webvtt1/). It takes the
// times and texts of its cues; where they stand on the picture is left to the
// browser.
func parseCaptions(file string, source []byte) ([]cue, diag.List) {
	var faults diag.List
	report := func(offset int, m diag.Message) { faults.Add(m.At(file, source, offset)) }
	if len(source) > maxCaptionSize {
		faults.Add(captionsTooLarge.With(len(source)>>10, maxCaptionSize>>10).In(file))
		return nil, faults
	}
	first, _, _ := bytes.Cut(source, []byte("\n"))
	if head := string(first); head != "WEBVTT" && !strings.HasPrefix(head, "WEBVTT ") && !strings.HasPrefix(head, "WEBVTT\t") {
		kind := notWebVTT
		if srtTimes.Match(source) {
			kind = isSRT
		}
		report(0, kind.With())
		return nil, faults
	}
	var cues []cue
	var open bool // the lines are those of the last cue
	last := 0.0
	for at := 0; at < len(source) && faults.Len() < maxFaults; {
		next := len(source)
		if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := strings.TrimRight(string(source[at:next]), " \t\n")
		m := cueTimes.FindStringSubmatch(line)
		switch {
		case m != nil:
			from, to := seconds(m[1]), seconds(m[2])
			switch {
			case to <= from:
				report(at, captionBackwards.With())
			case from < last:
				report(at, captionOrder.With())
			case len(cues) == maxCues:
				report(at, tooManyCaptions.With(maxCues))
				return nil, faults
			}
			last = from
			cues = append(cues, cue{From: from, To: to})
			open = true
		case strings.Contains(line, "-->"):
			report(at, captionTimes.With())
			open = false
		case line == "":
			open = false
		case open:
			c := &cues[len(cues)-1]
			c.Text = strings.TrimPrefix(c.Text+"\n"+line, "\n")
		}
		at = next
	}
	if len(cues) == 0 && faults.Len() == 0 {
		report(0, noCaptions.With())
	}
	return cues, faults
}

// seconds reads 01:02:03.004, in the form that cueTimes lets through.
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
