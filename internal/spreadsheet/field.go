package spreadsheet

import "iter"

// Field is a column of a table together with what it shows of a value.
type Field[T any] struct {
	Column
	Show func(T) Cell
}

// Line is a column of short texts.
func Line[T any](header string, width float64, show func(T) string) Field[T] {
	return Field[T]{Column{Header: header, Width: width}, func(v T) Cell { return Text(show(v)) }}
}

// Wrapped is a column of texts that may take several lines.
func Wrapped[T any](header string, width float64, show func(T) string) Field[T] {
	f := Line(header, width, show)
	f.Wrap = true
	return f
}

// Figure is a column of numbers or dates of a kind; whole numbers and percentages are
// centred.
func Figure[T any](header string, width float64, kind Kind, show func(T) Cell) Field[T] {
	return Field[T]{Column{Header: header, Width: width, Kind: kind, Middle: kind == Integer || kind == Share}, show}
}

// Calendar is a column of dates written 2006-01-02.
func Calendar[T any](header string, width float64, show func(T) string) Field[T] {
	return Figure(header, width, Day, func(v T) Cell { return Date(show(v)) })
}

// Shaded is the field with its header in a shade.
func (f Field[T]) Shaded(shade int) Field[T] {
	f.Shade = shade
	return f
}

// Lay puts values onto a sheet, a row for each, in the columns of the fields.
func Lay[T any](s Sheet, fields []Field[T], values iter.Seq[T]) Sheet {
	s.Columns = make([]Column, len(fields))
	for i, f := range fields {
		s.Columns[i] = f.Column
	}
	s.Rows = func(yield func([]Cell) bool) {
		row := make([]Cell, len(fields))
		for v := range values {
			for i, f := range fields {
				row[i] = f.Show(v)
			}
			if !yield(row) {
				return
			}
		}
	}
	return s
}
