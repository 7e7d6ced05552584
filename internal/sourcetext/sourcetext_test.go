package sourcetext

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

const sample = "naam;Zoë\nprijs;€ 3\n"

func utf16(t *testing.T, text string, order unicode.Endianness, mark unicode.BOMPolicy) string {
	t.Helper()
	out, err := unicode.UTF16(order, mark).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source   string
		encoding Encoding
	}{
		"plain":                         {sample, UTF8},
		"with a mark":                   {"\xef\xbb\xbf" + sample, UTF8},
		"UTF-16 LE with a mark":         {utf16(t, sample, unicode.LittleEndian, unicode.UseBOM), UTF16},
		"UTF-16 BE with a mark":         {utf16(t, sample, unicode.BigEndian, unicode.UseBOM), UTF16},
		"UTF-16 LE without a mark":      {utf16(t, sample, unicode.LittleEndian, unicode.IgnoreBOM), UTF16},
		"UTF-16 BE without a mark":      {utf16(t, sample, unicode.BigEndian, unicode.IgnoreBOM), UTF16},
		"UTF-16 with half a unit left":  {utf16(t, sample, unicode.LittleEndian, unicode.UseBOM) + "\n", UTF16},
		"Windows-1252, as Excel has it": {"naam;Zo\xeb\nprijs;\x80 3\n", Other},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := []byte(c.source)
			if got := Detect(source); got != c.encoding {
				t.Errorf("the encoding is %v, not %v", got, c.encoding)
			}
			if got := string(OpenOld(source)); got != sample {
				t.Errorf("OpenOld returns %q", got)
			}
			want := sample
			if c.encoding == Other {
				want = c.source
			}
			if got := string(Open(source)); got != want {
				t.Errorf("Open returns %q", got)
			}
		})
	}
}

func TestOpenAs(t *testing.T) {
	t.Parallel()
	for charset, source := range map[string]string{
		"utf-8": "10 €", "": "10 \x80", "windows-1252": "10 \x80", "iso-8859-15": "10 \xa4",
		"no-such-charset": "10 \x80", "UTF-16": "\xff\xfe1\x000\x00 \x00\xac\x20",
	} {
		if got := string(OpenAs([]byte(source), charset)); got != "10 €" {
			t.Errorf("in %q it is %q", charset, got)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	if got := string(Lines([]byte("a\r\nb\rc\nd"))); got != "a\nb\nc\nd" {
		t.Errorf("the lines are %q", got)
	}
}

func TestInvalid(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": -1, "Zoë\uFFFD": -1, "Zo\xeb": 2} {
		if got := Invalid([]byte(text)); got != want {
			t.Errorf("%q: %d, not %d", text, got, want)
		}
	}
}

// Whatever the bytes are, what is opened as an old text can be shown.
func FuzzOpenOld(f *testing.F) {
	for _, seed := range []string{sample, "\xff\xfea\x00", "\xfe\xff\xd8", "\xef\xbb\xbf\xff", "\x81\x8d",
		"a\x00b\x00c"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		if text := OpenOld(source); !utf8.Valid(text) || Invalid(text) != -1 {
			t.Errorf("%q gives %q", source, text)
		}
	})
}
