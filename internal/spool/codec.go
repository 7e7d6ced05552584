package spool

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"math"
	"reflect"
	"time"
)

// codec turns rows of one type into bytes and back. It is made from the type, so
// that a field that is added to a row is never forgotten.
type codec struct {
	encode  func([]byte, reflect.Value) []byte
	decode  func(*decoder, reflect.Value)
	scratch []byte
}

func codecOf[T any]() *codec { return compile(reflect.TypeFor[T]()) }

// append adds a row, with its length before it.
func (c *codec) append(b []byte, row any) []byte {
	c.scratch = c.encode(c.scratch[:0], reflect.ValueOf(row).Elem())
	b = binary.AppendUvarint(b, uint64(len(c.scratch)))
	return append(b, c.scratch...)
}

func (c *codec) read(d *decoder, row any) { c.decode(d, reflect.ValueOf(row).Elem()) }

// decoder reads what a codec wrote. It knows the texts that come often, so that a
// million rows do not hold as many copies of one.
type decoder struct {
	block []byte // what was read at once
	rest  []byte // of it
	seed  maphash.Seed
	known []string
}

const (
	knownTexts = 1 << 10
	knownBytes = 128 // of a text that may come often
)

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) text() string {
	n := d.uvarint()
	b := d.rest[:n]
	d.rest = d.rest[n:]
	if n == 0 || n > knownBytes {
		return string(b)
	}
	if d.known == nil {
		d.known, d.seed = make([]string, knownTexts), maphash.MakeSeed()
	}
	at := &d.known[maphash.Bytes(d.seed, b)%knownTexts]
	if *at != string(b) {
		*at = string(b)
	}
	return *at
}

// compile makes the codec of a type. A kind of field that no row has is a mistake
// of ours, and found by the first test that fills a table.
func compile(t reflect.Type) *codec {
	if t == reflect.TypeFor[time.Time]() {
		return &codec{encode: encodeTime, decode: decodeTime}
	}
	switch t.Kind() {
	case reflect.String:
		return &codec{encode: encodeText, decode: func(d *decoder, v reflect.Value) { v.SetString(d.text()) }}
	case reflect.Bool:
		return &codec{encode: encodeBool, decode: func(d *decoder, v reflect.Value) { v.SetBool(d.bool()) }}
	case reflect.Int, reflect.Int64:
		return &codec{encode: encodeInt, decode: func(d *decoder, v reflect.Value) { v.SetInt(d.varint()) }}
	case reflect.Uint32:
		return &codec{encode: encodeUint, decode: func(d *decoder, v reflect.Value) { v.SetUint(d.uvarint()) }}
	case reflect.Float64:
		return &codec{encode: encodeFloat, decode: decodeFloat}
	case reflect.Array: // of bytes: a hash
		return &codec{encode: encodeBytes, decode: decodeBytes}
	case reflect.Pointer:
		return pointers(t)
	case reflect.Slice:
		return lists(t)
	case reflect.Struct:
		return structs(t)
	}
	panic(fmt.Sprintf("spool: rows cannot hold %s", t))
}

func encodeTime(b []byte, v reflect.Value) []byte {
	at := v.Addr().Interface().(*time.Time)
	return binary.AppendVarint(binary.AppendVarint(b, at.Unix()), int64(at.Nanosecond()))
}

func decodeTime(d *decoder, v reflect.Value) {
	seconds, nanoseconds := d.varint(), d.varint()
	*v.Addr().Interface().(*time.Time) = time.Unix(seconds, nanoseconds).UTC()
}

func encodeText(b []byte, v reflect.Value) []byte {
	s := v.String()
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func encodeBool(b []byte, v reflect.Value) []byte {
	if v.Bool() {
		return append(b, 1)
	}
	return append(b, 0)
}

func encodeInt(b []byte, v reflect.Value) []byte { return binary.AppendVarint(b, v.Int()) }

func encodeUint(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, v.Uint()) }

func encodeFloat(b []byte, v reflect.Value) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Float()))
}

func decodeFloat(d *decoder, v reflect.Value) {
	v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(d.rest)))
	d.rest = d.rest[8:]
}

func encodeBytes(b []byte, v reflect.Value) []byte { return append(b, v.Bytes()...) }

func decodeBytes(d *decoder, v reflect.Value) { d.rest = d.rest[copy(v.Bytes(), d.rest):] }

// pointers is the codec of a pointer: whether there is something, and what.
func pointers(t reflect.Type) *codec {
	of := compile(t.Elem())
	return &codec{
		encode: func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			return of.encode(append(b, 1), v.Elem())
		},
		decode: func(d *decoder, v reflect.Value) {
			if d.bool() {
				v.Set(reflect.New(t.Elem()))
				of.decode(d, v.Elem())
			}
		},
	}
}

// lists is the codec of a slice: its length and 1, or 0 for nil, and the elements.
func lists(t reflect.Type) *codec {
	of := compile(t.Elem())
	return &codec{
		encode: func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			b = binary.AppendUvarint(b, uint64(v.Len())+1)
			for i := range v.Len() {
				b = of.encode(b, v.Index(i))
			}
			return b
		},
		decode: func(d *decoder, v reflect.Value) {
			n := int(d.uvarint()) - 1
			if n < 0 {
				return
			}
			v.Set(reflect.MakeSlice(t, n, n))
			for i := range n {
				of.decode(d, v.Index(i))
			}
		},
	}
}

func structs(t reflect.Type) *codec {
	fields := make([]*codec, t.NumField())
	for i := range fields {
		fields[i] = compile(t.Field(i).Type)
	}
	return &codec{
		encode: func(b []byte, v reflect.Value) []byte {
			for i, f := range fields {
				b = f.encode(b, v.Field(i))
			}
			return b
		},
		decode: func(d *decoder, v reflect.Value) {
			for i, f := range fields {
				f.decode(d, v.Field(i))
			}
		},
	}
}

func (d *decoder) bool() bool {
	set := d.rest[0] == 1
	d.rest = d.rest[1:]
	return set
}
