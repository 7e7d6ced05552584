package spool

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	fewRows = 8192 // are kept as they are
	perRead = 8    // rows that are read at once

	maxSpans = 1 << 21 // groups, and pieces of groups, of a table from outside: they are kept in memory
)

// Table is a list of rows. A long one is kept in a file. Rows are structs of
// exported fields. The zero Table is empty; a copy of a Table is the same list.
// Several may read it at once, but not while rows are added.
//
// Rows with a method Group() string can be asked for by their group. In
// JSON it is an array, read and written row by row.
type Table[T any] struct{ *list[T] }

type list[T any] struct {
	rows  []T // while there are few
	n     int
	group map[string][]span
	spans int // in group

	file    File
	blocks  []int64 // where each block of rows begins in the file
	pending []byte  // the last block
	codec   *codec

	decoders sync.Pool
	failing  sync.Mutex
	err      error
}

func (t *list[T]) fail(err error) {
	t.failing.Lock()
	defer t.failing.Unlock()
	if t.err == nil {
		t.err = err
	}
}

type span struct{ from, to int }

// Of makes a table of a few rows.
func Of[T any](rows ...T) Table[T] {
	var t Table[T]
	for i := range rows {
		t.Add(&rows[i])
	}
	return t
}

// Add appends a copy of a row. What goes wrong on disk is kept for Err.
func (t *Table[T]) Add(row *T) {
	if t.list == nil {
		t.list = &list[T]{group: map[string][]span{}}
	}
	if g, ok := any(row).(interface{ Group() string }); ok {
		name := g.Group()
		spans := t.group[name]
		if last := len(spans) - 1; last >= 0 && spans[last].to == t.n {
			spans[last].to++
		} else {
			t.group[name] = append(spans, span{t.n, t.n + 1})
			t.spans++
		}
	}
	t.n++
	if t.codec == nil {
		if t.n <= fewRows {
			t.rows = append(t.rows, *row)
			return
		}
		t.codec = codecOf[T]()
		for i := range t.rows {
			t.append(i, &t.rows[i])
		}
		t.rows = nil
	}
	t.append(t.n-1, row)
}

// append writes row number i.
func (t *list[T]) append(i int, row *T) {
	if i%perRead == 0 && i > 0 {
		t.blocks = append(t.blocks, t.file.Size())
		if _, err := t.file.Write(t.pending); err != nil {
			t.fail(err)
		}
		t.pending = t.pending[:0]
	}
	t.pending = t.codec.append(t.pending, row)
}

// Err says what went wrong on disk since the table was made; rows are missing then.
func (t Table[T]) Err() error {
	if t.list == nil {
		return nil
	}
	t.failing.Lock()
	defer t.failing.Unlock()
	return t.err
}

// Len is the number of rows.
func (t Table[T]) Len() int {
	if t.list == nil {
		return 0
	}
	return t.n
}

// At returns a row by its number, from 0.
func (t Table[T]) At(i int) *T {
	for _, row := range t.Range(i, i+1) {
		return row
	}
	return new(T) // the disk failed: see Err
}

// All returns the rows with their numbers.
func (t Table[T]) All() iter.Seq2[int, *T] { return t.Range(0, t.Len()) }

// Range returns the rows from one number up to another.
func (t Table[T]) Range(from, to int) iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		switch {
		case t.list == nil:
		case t.codec == nil:
			for i := from; i < to && yield(i, &t.rows[i]); i++ {
			}
		case t.Err() == nil:
			t.rangeFile(from, to, yield)
		}
	}
}

// rangeFile yields rows of a list that lies in its file.
func (t Table[T]) rangeFile(from, to int, yield func(int, *T) bool) {
	d, _ := t.decoders.Get().(*decoder)
	if d == nil {
		d = &decoder{}
	}
	defer t.decoders.Put(d)
	for i := from; i < to; {
		block := i / perRead
		if err := t.open(d, block); err != nil {
			t.fail(err)
			return
		}
		end := min((block+1)*perRead, to)
		for n := block * perRead; n < end; n++ {
			size, used := binary.Uvarint(d.rest)
			next := d.rest[used+int(size):]
			if n >= i {
				row := new(T)
				d.rest = d.rest[used:]
				t.codec.read(d, row)
				if !yield(n, row) {
					return
				}
			}
			d.rest = next
		}
		i = end
	}
}

// open reads a block into a decoder.
func (t Table[T]) open(d *decoder, block int) error {
	if block == len(t.blocks) {
		d.rest = t.pending
		return nil
	}
	end := t.file.Size()
	if block+1 < len(t.blocks) {
		end = t.blocks[block+1]
	}
	size := int(end - t.blocks[block])
	if cap(d.block) < size {
		d.block = make([]byte, 2*size)
	}
	d.rest = d.block[:size]
	_, err := t.file.ReadAt(d.rest, t.blocks[block])
	return err
}

// Group returns the rows of a group with their numbers.
func (t Table[T]) Group(name string) iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		if t.list == nil {
			return
		}
		for _, s := range t.group[name] {
			for i, row := range t.Range(s.from, s.to) {
				if !yield(i, row) {
					return
				}
			}
		}
	}
}

// MarshalJSONTo writes an array.
func (t Table[T]) MarshalJSONTo(e *jsontext.Encoder) error {
	if err := e.WriteToken(jsontext.BeginArray); err != nil {
		return err
	}
	for _, row := range t.All() {
		if err := json.MarshalEncode(e, row); err != nil {
			return err
		}
	}
	if err := t.Err(); err != nil {
		return err
	}
	return e.WriteToken(jsontext.EndArray)
}

// UnmarshalJSONFrom reads an array, or null for an empty one.
func (t *Table[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	*t = Table[T]{}
	first, err := d.ReadToken()
	if err != nil || first.Kind() == 'n' {
		return err
	}
	if first.Kind() != '[' {
		return fmt.Errorf("a list is needed, not %s", first.Kind())
	}
	for d.PeekKind() != ']' {
		var row T
		if err := json.UnmarshalDecode(d, &row); err != nil {
			return err
		}
		t.Add(&row)
		if err := t.Err(); err != nil {
			return err
		}
		if t.spans > maxSpans {
			return errors.New("its rows are of too many groups, or not in order")
		}
	}
	_, err = d.ReadToken()
	return err
}
