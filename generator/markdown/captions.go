package markdown

import (
	"bytes"
	"fmt"
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
	fault := func(offset int, what, hint string) { faults.Add(diag.At(file, source, offset, what, hint)) }
	if len(source) > maxCaptionSize {
		faults.Add(diag.Fault{File: file, What: fmt.Sprintf("the file has %d KB; at most %d KB are read", len(source)>>10, maxCaptionSize>>10), Hint: "captions of an hour have about 100 KB"})
		return nil, faults
	}
	first, _, _ := bytes.Cut(source, []byte("\n"))
	if head := string(first); head != "WEBVTT" && !strings.HasPrefix(head, "WEBVTT ") && !strings.HasPrefix(head, "WEBVTT\t") {
		hint := "the first line of captions is WEBVTT, with an empty line below"
		if srtTimes.Match(source) {
			hint = "this is SRT: write WEBVTT and an empty line above it, and full stops instead of the commas in the times"
		}
		fault(0, "these are no captions in WebVTT", hint)
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
				fault(at, "this caption ends before it begins", "the first time is the earlier one")
			case from < last:
				fault(at, "this caption begins before the one above it", "captions stand in the order in which they are shown")
			case len(cues) == maxCues:
				fault(at, fmt.Sprintf("more than %d captions", maxCues), "cut the video into several")
				return nil, faults
			}
			last = from
			cues = append(cues, cue{From: from, To: to})
			open = true
		case strings.Contains(line, "-->"):
			fault(at, "the times of this caption are not understood", "write 00:01.000 --> 00:04.500, or with hours 00:00:01.000 --> 00:00:04.500")
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
		fault(0, "there is no caption in this file", "write below the first line:\n00:01.000 --> 00:04.500\nSam, I am Ines. I would like to help.")
	}
	return cues, faults
}

// seconds reads 01:02:03.004; the pattern of cueTimes saw to its form.
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
