package markdown

import (
	"bytes"
	"slices"
)

// IncludesFolder holds the fragments that pages of any folder include.
const IncludesFolder = "content/_includes"

// origin is a file that some of a page's text comes from.
type origin struct {
	file string
	text []byte
	from *origin // the file that includes it; nil for the page
}

// chain returns the names of the files that lead here, the page first.
func (o *origin) chain() []string {
	if o == nil {
		return nil
	}
	return append(o.from.chain(), o.file)
}

// piece is a stretch of a text that comes from one file unchanged.
type piece struct {
	start  int // in the text
	origin *origin
	offset int // in the file
}

// composed is a page's markdown with its includes in their places, and where
// each byte of it comes from.
type composed struct {
	bytes  []byte
	pieces []piece // ascending by start; never empty
}

func (c *composed) add(o *origin, from, to int) {
	c.pieces = append(c.pieces, piece{len(c.bytes), o, from})
	c.bytes = append(c.bytes, o.text[from:to]...)
}

// addBlank adds an empty line; a fault in it is reported at an offset of a file.
func (c *composed) addBlank(o *origin, at int) {
	c.pieces = append(c.pieces, piece{len(c.bytes), o, at})
	c.bytes = append(c.bytes, "\n\n"...)
}

// place returns the file that an offset comes from, and the offset in that file.
func (c *composed) place(offset int) (*origin, int) {
	i, found := slices.BinarySearchFunc(c.pieces, offset, func(p piece, offset int) int { return p.start - offset })
	if !found {
		i = max(0, i-1)
	}
	p := c.pieces[i]
	return p.origin, min(p.offset+max(0, offset-p.start), len(p.origin.text))
}

// without returns the text with some stretches cut out.
func (c *composed) without(cuts []span) *composed {
	var kept composed
	at := 0
	keep := func(to int) {
		for i, p := range c.pieces {
			end := len(c.bytes)
			if i+1 < len(c.pieces) {
				end = c.pieces[i+1].start
			}
			start, stop := max(p.start, at), min(end, to)
			if start < stop {
				kept.pieces = append(kept.pieces, piece{len(kept.bytes), p.origin, p.offset + start - p.start})
				kept.bytes = append(kept.bytes, c.bytes[start:stop]...)
			}
		}
	}
	for _, cut := range cuts {
		keep(cut.start)
		at = max(at, cut.end)
	}
	keep(len(c.bytes))
	if len(kept.pieces) == 0 {
		kept.pieces = c.pieces[:1]
	}
	return &kept
}

// span is a stretch of a text.
type span struct{ start, end int }

// uncomposed returns a page's text with its includes unresolved.
func uncomposed(source *Source) *composed {
	c := &composed{}
	c.add(&origin{file: source.File, text: source.Text}, source.Body, len(source.Text))
	return c
}

// lineEnd returns the offset after the line that contains an offset.
func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}
