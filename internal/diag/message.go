package diag

import (
	"fmt"
	"strings"
)

// Code names a kind of fault in kebab case, for example "bank-without-title". It
// stays the same in every version and every language: programs rely on it, and never on
// the words.
type Code string

// Kind is a kind of fault: its code, and its words in English. What and Hint are
// formats of package fmt over the same arguments; Hint numbers those that it uses
// ("%[2]s"). A package declares its kinds in one file, faults.go.
type Kind struct {
	Code Code   // "" for words around another message, whose code it is then
	What string // one line, lower case, no full stop
	Hint string // how to fix it; "" where What says so, or where the inner message has one
}

// With returns a message of the kind with its arguments. An argument may be another
// Message: its What is put in that place.
func (k Kind) With(args ...any) Message { return Message{k, args} }

// Around is a fault in the words of a kind, with its own words inside them. Its code,
// its hint and its place stay.
func (k Kind) Around(f Fault) Fault {
	f.What = fill(k.What, []any{f.What})
	return f
}

// Message is what a fault says: a kind with the arguments of its formats.
type Message struct {
	kind Kind
	args []any
}

// Code returns the code of the kind, or that of the message inside it.
func (m Message) Code() Code {
	if inner, ok := m.inner(); ok && m.kind.Code == "" {
		return inner.Code()
	}
	return m.kind.Code
}

// Args returns the arguments in order, with those of an inner message in its place.
func (m Message) Args() []any {
	var out []any
	for _, a := range m.args {
		if inner, ok := a.(Message); ok {
			out = append(out, inner.Args()...)
		} else {
			out = append(out, a)
		}
	}
	return out
}

// Is reports whether the message, or one inside it, is of a kind.
func (m Message) Is(k Kind) bool {
	inner, ok := m.inner()
	return m.kind == k || ok && inner.Is(k)
}

// What returns what is wrong, in English.
func (m Message) What() string { return fill(m.kind.What, m.args) }

// String returns What, so that a message can be printed inside another one.
func (m Message) String() string { return m.What() }

// Hint returns how to fix it, in English; "" where there is nothing to add.
func (m Message) Hint() string {
	if inner, ok := m.inner(); ok && m.kind.Hint == "" {
		return inner.Hint()
	}
	return fill(m.kind.Hint, m.args)
}

func (m Message) inner() (Message, bool) {
	for _, a := range m.args {
		if inner, ok := a.(Message); ok {
			return inner, true
		}
	}
	return Message{}, false
}

// fill formats words with arguments. The words need not use all of them: the hint or
// another language may.
func fill(words string, args []any) string {
	verbs := strings.Count(strings.ReplaceAll(words, "%%", ""), "%")
	if verbs == 0 {
		return strings.ReplaceAll(words, "%%", "%")
	}
	if !strings.Contains(words, "%[") {
		args = args[:min(verbs, len(args))]
	}
	return fmt.Sprintf(words, args...)
}

// Report takes one thing that is wrong, at a place in the input: keys and indexes
// from its root, as the reader of the format counts them.
type Report func(m Message, path ...any)

// In returns the fault of a file as a whole; file may be "".
func (m Message) In(file string) Fault {
	return Fault{File: file, Code: m.Code(), Args: m.Args(), What: m.What(), Hint: m.Hint()}
}

// At returns the fault at a byte offset of a source text, with its excerpt.
func (m Message) At(file string, source []byte, offset int) Fault {
	return m.AtPos(file, source, PosAt(source, offset))
}

// AtPos returns the fault at a line and column of a source text, with its excerpt.
func (m Message) AtPos(file string, source []byte, pos Pos) Fault {
	f := m.In(file)
	f.Pos, f.Excerpt = pos, Line(source, pos.Line)
	return f
}

// AtPlaceOf returns the fault at the place of another one.
func (m Message) AtPlaceOf(place Fault) Fault {
	f := m.In(place.File)
	f.Pos, f.Excerpt = place.Pos, place.Excerpt
	return f
}

// Notice returns the fault as one that does not stop the work.
func (f Fault) Notice() Fault {
	f.Severity = Notice
	return f
}
