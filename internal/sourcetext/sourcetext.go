// Package sourcetext opens texts that people wrote with whatever program they have:
// UTF-8 with and without a byte order mark, UTF-16 (what Windows calls "Unicode"),
// and the older encodings of spreadsheets and mails.
package sourcetext

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is how the bytes of a text are to be read.
type Encoding int

const (
	UTF8  Encoding = iota // with or without a mark
	UTF16                 // of either byte order, with or without a mark
	Other                 // neither: an older encoding, or no text at all
)

const (
	mark8      = "\xef\xbb\xbf"
	mark16Low  = "\xff\xfe"
	mark16High = "\xfe\xff"
)

// Detect finds out the encoding of a text. UTF-16 without a mark is known by the zero
// in every other byte that Latin letters have.
func Detect(source []byte) Encoding {
	switch {
	case bytes.HasPrefix(source, []byte(mark8)):
		return UTF8
	case wide(source) != nil:
		return UTF16
	case utf8.Valid(source):
		return UTF8
	}
	return Other
}

// Open returns a text as UTF-8 without a mark. Bytes that are in neither UTF-8 nor
// UTF-16 are returned as they are.
func Open(source []byte) []byte {
	if bytes.HasPrefix(source, []byte(mark8)) {
		return WithoutMark(source)
	}
	if from := wide(source); from != nil {
		return decode(source[:len(source)&^1], from)
	}
	return source
}

// WithoutMark returns a text that is known to be UTF-8 without its byte order mark.
func WithoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte(mark8)) }

// OpenOld is Open for files of programs that still write Windows-1252, as Excel does:
// what is in neither UTF-8 nor UTF-16 is read as that. The result is valid UTF-8.
func OpenOld(source []byte) []byte {
	text := Open(source)
	switch {
	case utf8.Valid(text):
		return text
	case bytes.HasPrefix(source, []byte(mark8)):
		return bytes.ToValidUTF8(text, []byte("\uFFFD")) // it says that it is UTF-8
	}
	return decode(text, charmap.Windows1252)
}

// OpenAs is OpenOld for a text that names its encoding, as a part of a mail does with
// its charset. A text that is in UTF-8 although it says otherwise is left alone.
func OpenAs(source []byte, charset string) []byte {
	from, err := htmlindex.Get(charset)
	if err != nil || Detect(source) == UTF16 {
		return OpenOld(source)
	}
	if name, _ := htmlindex.Name(from); name == "utf-8" {
		return OpenOld(source)
	}
	return decode(source, from)
}

// Lines returns a text with LF line ends, whatever it had.
func Lines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
}

// Invalid returns the offset of the first byte that is not UTF-8; -1 where all is.
func Invalid(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// wide returns how to read a text in UTF-16; nil is any other text.
func wide(source []byte) encoding.Encoding {
	low, high := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch {
	case bytes.HasPrefix(source, []byte(mark16Low)):
		return low
	case bytes.HasPrefix(source, []byte(mark16High)):
		return high
	}
	head := source[:min(len(source), 2048)]
	var zeros [2]int // at even and at odd places
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	enough := len(head) * 3 / 10
	switch {
	case zeros[1] > enough && zeros[0] == 0:
		return low
	case zeros[0] > enough && zeros[1] == 0:
		return high
	}
	return nil
}

func decode(source []byte, from encoding.Encoding) []byte {
	text, err := from.NewDecoder().Bytes(source)
	if err != nil {
		return bytes.ToValidUTF8(source, []byte("\uFFFD"))
	}
	return text
}
