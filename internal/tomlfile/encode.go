package tomlfile

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Encode returns a struct as TOML the way people write it by hand: keys in the
// order of the fields, without those that have their zero value; texts of several
// lines as such; structs as [tables] and lists of them as [[tables]] below the keys. Decode of it is the
// struct again, but for lists that are empty and the time zones of dates. Fields are
// those that Decode reads. v is a struct or a pointer to one.
func Encode(v any) []byte {
	var b bytes.Buffer
	encodeTable(&b, reflect.Indirect(reflect.ValueOf(v)), "")
	return b.Bytes()
}

// encodeTable writes the keys of a struct, and then its tables; name is its own in
// the file.
func encodeTable(b *bytes.Buffer, v reflect.Value, name string) {
	encodeKeys(b, v)
	for i := range v.NumField() {
		key, field := tagName(v.Type().Field(i)), v.Field(i)
		switch {
		case key == "" || field.IsZero():
		case isTable(field.Type()):
			fmt.Fprintf(b, "\n[%s]\n", name+key)
			encodeTable(b, field, name+key+".")
		case isTables(field.Type()):
			for n := range field.Len() {
				fmt.Fprintf(b, "\n[[%s]]\n", name+key)
				encodeTable(b, field.Index(n), name+key+".")
			}
		}
	}
}

// encodeKeys writes those fields of a struct that are no tables, aligned.
func encodeKeys(b *bytes.Buffer, v reflect.Value) {
	var lines [][2]string
	width := 0
	for i := range v.NumField() {
		key, field := tagName(v.Type().Field(i)), v.Field(i)
		empty := field.IsZero() || field.Kind() == reflect.Slice && field.Len() == 0
		if key == "" || empty || isTable(field.Type()) || isTables(field.Type()) {
			continue
		}
		lines = append(lines, [2]string{key, encodeValue(field)})
		width = max(width, len(key))
	}
	for _, l := range lines {
		fmt.Fprintf(b, "%-*s = %s\n", width, l[0], l[1])
	}
}

func isTable(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]()
}

func isTables(t reflect.Type) bool { return t.Kind() == reflect.Slice && isTable(t.Elem()) }

func encodeValue(v reflect.Value) string {
	if date, ok := v.Interface().(time.Time); ok {
		return encodeTime(date)
	}
	switch v.Kind() {
	case reflect.Pointer:
		return encodeValue(v.Elem())
	case reflect.String:
		return encodeText(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Float64:
		return encodeNumber(v.Float())
	case reflect.Slice:
		return encodeList(v)
	}
	return strconv.FormatInt(v.Int(), 10)
}

// encodeTime writes midnight as a date.
func encodeTime(t time.Time) string {
	if t.Equal(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

// encodeNumber writes whole numbers without a fraction, where an integer of TOML can
// hold them.
func encodeNumber(n float64) string {
	switch {
	case math.IsNaN(n):
		return "nan"
	case math.IsInf(n, 0):
		return strings.TrimPrefix(strings.ToLower(strconv.FormatFloat(n, 'f', -1, 64)), "+")
	case n != 0 && (math.Abs(n) >= 1e15 || math.Abs(n) < 1e-6):
		return strconv.FormatFloat(n, 'e', -1, 64)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// listWidth is how long a list may be that stands on one line.
const listWidth = 80

func encodeList(v reflect.Value) string {
	items := make([]string, v.Len())
	for i := range items {
		items[i] = encodeValue(v.Index(i))
	}
	line := "[" + strings.Join(items, ", ") + "]"
	if len(items) < 2 || utf8.RuneCountInString(line) <= listWidth && !strings.Contains(line, "\n") {
		return line
	}
	return "[\n  " + strings.Join(items, ",\n  ") + ",\n]"
}

// encodeText writes a text in the quotes that need the fewest marks in it.
func encodeText(s string) string {
	switch {
	case strings.Contains(s, "\n"):
		return "\"\"\"\n" + escape(s, true) + `"""`
	case strings.ContainsAny(s, `"\`) &&
		!strings.ContainsFunc(s, func(r rune) bool { return r == '\'' || isControl(r) }):
		return "'" + s + "'"
	}
	return Quote(s)
}

// Quote returns a text of TOML on one line.
func Quote(s string) string { return `"` + escape(s, false) + `"` }

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// escape marks what cannot stand in a text between quotes. In a text of several
// lines that is a quote only where three would follow each other, or the last.
func escape(s string, lines bool) string {
	var b strings.Builder
	quotes := 0 // in a row
	for i, r := range s {
		if r != '"' {
			quotes = 0
		}
		switch {
		case r == '"':
			quotes++
			if last := i == len(s)-1; !lines || quotes == 3 || last {
				b.WriteByte('\\')
				quotes = 0
			}
			b.WriteRune(r)
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\n' && lines:
			b.WriteRune(r)
		case r == '\t':
			b.WriteString(`\t`)
		case isControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
