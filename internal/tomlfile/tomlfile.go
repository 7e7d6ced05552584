// Package tomlfile reads TOML written by people: it decodes into a Go struct and
// reports everything that is wrong with its place: syntax, keys that the struct
// does not know, values of the wrong type. For the faults that only the caller
// can see (a reference to nothing, a duplicate), it finds the position of any key.
package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/sourcetext"
)

// MaxSize bounds a TOML file in bytes.
const MaxSize = 8 << 20

// File is a decoded TOML text that knows where its keys stand.
type File struct {
	Name    string
	Source  []byte
	base    int  // lines before Source in the file that it was cut from
	sound   bool // it is TOML: only then is it safe to index
	indexed sync.Once
	offsets map[string]span // by joined path; made for the first fault, which most files never have
}

// span holds the byte offsets of a key and of its value.
type span struct{ key, value int }

// Decode reads source into the struct that into points to. Struct fields carry
// `toml:"name"` tags; a field without one is not read. The File is never nil.
func Decode(name string, source []byte, into any) (*File, diag.List) {
	return DecodeAt(name, source, 0, into)
}

// DecodeAt is Decode for a text that stands inside a larger file, such as front
// matter: linesBefore is added to every reported line.
func DecodeAt(name string, source []byte, linesBefore int, into any) (*File, diag.List) {
	var faults diag.List
	f := &File{Name: name, Source: source, base: linesBefore}
	if len(source) > MaxSize {
		faults.Add(tooLarge.With(len(source)>>20, MaxSize>>20).In(name))
		return f, faults
	}
	if sourcetext.Detect(source) == sourcetext.UTF16 {
		fault := utf16.With().In(name)
		fault.Pos = diag.Pos{Line: 1, Column: 1}
		faults.Add(fault)
		return f, faults
	}
	source = sourcetext.Open(source)
	f.Source = source
	if at := sourcetext.Invalid(source); at >= 0 {
		faults.Add(f.at(at, notUTF8.With()))
		return f, faults
	}
	if at := tooDeep(source); at >= 0 {
		faults.Add(f.at(at, tooDeeplyNested.With(maxDepth)))
		return f, faults
	}
	if fields := flatFields(reflect.TypeOf(into).Elem()); fields != nil {
		// Front matter comes by the thousand, and hardly ever has a fault.
		if meta, err := toml.Decode(string(source), into); err == nil && fits(meta, fields) {
			f.sound = true
			return f, faults
		}
		reflect.ValueOf(into).Elem().SetZero()
	}
	var tree map[string]any
	if _, err := toml.Decode(string(source), &tree); err != nil {
		faults.Add(f.syntax(err))
		return f, faults
	}
	f.sound = true
	f.check(tree, reflect.TypeOf(into).Elem(), nil, &faults)
	if faults.Failed() {
		// What is sound is still read, so that the caller can find further
		// faults; the first error of the decoder is known already.
		_, _ = toml.Decode(string(source), into)
		return f, faults
	}
	if _, err := toml.Decode(string(source), into); err != nil {
		faults.Add(f.syntax(err))
	}
	return f, faults
}

// flatFields returns the fields of a struct that holds no tables; nil for any other
// type.
func flatFields(t reflect.Type) map[string]reflect.Type {
	if t.Kind() != reflect.Struct {
		return nil
	}
	fields := structFields(t)
	for _, field := range fields {
		if field.Kind() == reflect.Slice {
			field = field.Elem()
		}
		switch field.Kind() {
		case reflect.String, reflect.Int, reflect.Int64, reflect.Float64, reflect.Bool:
		default:
			if field != reflect.TypeOf(time.Time{}) {
				return nil
			}
		}
	}
	return fields
}

// fits reports whether all keys of a decoded text are fields of a flat struct. The
// decoder itself takes names in other capitals, and texts for dates.
func fits(meta toml.MetaData, fields map[string]reflect.Type) bool {
	for _, key := range meta.Keys() {
		field, known := fields[key[0]]
		text := meta.Type(key...) == "String"
		switch {
		case !known, len(key) > 1,
			text && field == reflect.TypeOf(time.Time{}),
			!text && field.Kind() == reflect.String:
			return false
		case field.Kind() == reflect.Slice && field.Elem().Kind() != reflect.String: // its elements were not looked at
			return false
		}
	}
	return true
}

// maxDepth bounds nesting and dotted names: decoders take quadratic time, or
// the whole stack, on deeper ones.
const maxDepth = 32

// tooDeep returns the offset at which source nests too deep, or −1. It looks at
// brackets and dots outside strings and comments only, so that it can run
// before any parser.
func tooDeep(source []byte) int {
	depth, dots := 0, 0
	for i := 0; i < len(source); i++ {
		switch c := source[i]; c {
		case '"', '\'':
			i = stringEnd(source, i)
		case '#':
			if end := bytes.IndexByte(source[i:], '\n'); end >= 0 {
				i += end
				dots = 0
			} else {
				return -1
			}
		case '[', '{':
			depth++
			dots = 0
		case ']', '}':
			depth = max(0, depth-1)
		case '.':
			dots++
		case '\n', ',', '=':
			dots = 0
		}
		if depth > maxDepth || dots > maxDepth {
			return i
		}
	}
	return -1
}

// stringEnd returns the offset of the last quote of the string that begins at i,
// or the end of the source.
func stringEnd(source []byte, i int) int {
	quote := source[i]
	if triple := bytes.Repeat([]byte{quote}, 3); bytes.HasPrefix(source[i:], triple) {
		for j := i + 3; j < len(source); j++ {
			if quote == '"' && source[j] == '\\' {
				j++
			} else if bytes.HasPrefix(source[j:], triple) {
				return j + 2
			}
		}
		return len(source)
	}
	for j := i + 1; j < len(source); j++ {
		switch {
		case quote == '"' && source[j] == '\\':
			j++
		case source[j] == quote, source[j] == '\n':
			return j
		}
	}
	return len(source)
}

// Fault makes a fault at the value of a path such as ("questions", 3, "type");
// where that key is not written, at its nearest ancestor.
func (f *File) Fault(m diag.Message, path ...any) diag.Fault {
	return f.at(f.lookup(path).value, m)
}

// FaultAtKey is Fault at the key instead of its value.
func (f *File) FaultAtKey(m diag.Message, path ...any) diag.Fault {
	return f.at(f.lookup(path).key, m)
}

func (f *File) at(offset int, m diag.Message) diag.Fault {
	fault := m.At(f.Name, f.Source, offset)
	fault.Pos.Line += f.base
	return fault
}

func (f *File) lookup(path []any) span {
	if f.sound {
		f.indexed.Do(f.index)
	}
	for n := len(path); n > 0; n-- {
		if at, ok := f.offsets[join(path[:n])]; ok {
			return at
		}
	}
	return span{}
}

// syntax turns the decoder's error into a fault, with a hint for the slips of
// word processors.
func (f *File) syntax(err error) diag.Fault {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return unreadable.With(strings.TrimPrefix(err.Error(), "toml: ")).In(f.Name)
	}
	pos := diag.Pos{Line: max(1, parse.Position.Line), Column: max(1, parse.Position.Col)}
	if parse.Position.Line == 0 {
		pos = diag.PosAt(f.Source, parse.Position.Start)
	}
	line := diag.Line(f.Source, pos.Line)
	what := strings.TrimSuffix(parse.Message, ".")
	usage, _, _ := strings.Cut(strings.TrimSpace(parse.Usage), "\n\n")
	m := notTOML.With(what, strings.TrimSpace(usage))
	curly, hard := strings.IndexAny(line, "“”„‘’"), strings.Index(line, "\u00a0")
	switch {
	case openString(parse):
		m = textWithoutEnd.With()
	case curly >= 0:
		m = curlyQuotes.With(what)
		pos.Column = 1 + utf8.RuneCountInString(line[:curly])
	case hard >= 0:
		m = hardSpace.With(what)
		pos.Column = 1 + utf8.RuneCountInString(line[:hard])
	}
	fault := m.AtPos(f.Name, f.Source, pos)
	fault.Pos.Line += f.base
	return fault
}

// openString reports whether a text in quotes runs past the end of its line. The
// decoder has no code for it, so its message is the only sign.
func openString(err toml.ParseError) bool {
	return strings.Contains(err.Message, "cannot contain newlines")
}

// index notes where every key and value stands.
func (f *File) index() {
	f.offsets = map[string]span{}
	counts := map[string]int{} // elements of arrays of tables so far
	var table []any
	var p unstable.Parser
	p.Reset(f.Source)
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			names, first := keyNames(&p, e)
			table = f.resolve(names, counts)
			if e.Kind == unstable.ArrayTable {
				parent := join(table)
				counts[parent]++
				if counts[parent] == 1 {
					f.offsets[parent] = span{first, first}
				}
				table = append(table, counts[parent]-1)
			}
			f.offsets[join(table)] = span{first, first}
		case unstable.KeyValue:
			f.indexValue(&p, e, table)
		}
	}
}

// resolve turns a dotted table name into a path: a name of an array of tables
// means its latest element.
func (f *File) resolve(names []string, counts map[string]int) []any {
	var path []any
	for i, name := range names {
		path = append(path, name)
		if n := counts[join(path)]; n > 0 && i < len(names)-1 {
			path = append(path, n-1)
		}
	}
	return path
}

func (f *File) indexValue(p *unstable.Parser, e *unstable.Node, table []any) {
	names, first := keyNames(p, e)
	path := append([]any(nil), table...)
	for _, name := range names {
		path = append(path, name)
		if _, ok := f.offsets[join(path)]; !ok {
			f.offsets[join(path)] = span{first, first}
		}
	}
	f.indexNode(p, e.Value(), path, first)
}

func (f *File) indexNode(p *unstable.Parser, v *unstable.Node, path []any, key int) {
	at := offsetOf(p, v, key)
	f.offsets[join(path)] = span{key, at}
	switch v.Kind {
	case unstable.Array:
		i := 0
		for it := v.Children(); it.Next(); i++ {
			child := it.Node()
			f.indexNode(p, child, append(path[:len(path):len(path)], i), offsetOf(p, child, at))
		}
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			f.indexValue(p, it.Node(), path)
		}
	}
}

func keyNames(p *unstable.Parser, e *unstable.Node) (names []string, first int) {
	for it := e.Key(); it.Next(); {
		n := it.Node()
		if len(names) == 0 {
			first = offsetOf(p, n, 0)
		}
		names = append(names, string(n.Data))
	}
	return names, first
}

// offsetOf returns where a node begins. Numbers, booleans and dates have no Raw;
// their Data is a piece of the input. Lists and inline tables have neither and
// begin, near enough, with their first element.
func offsetOf(p *unstable.Parser, n *unstable.Node, fallback int) int {
	switch {
	case n.Raw.Length > 0:
		return int(n.Raw.Offset)
	case n.Kind == unstable.InlineTable || n.Kind == unstable.Array:
		for it := n.Children(); it.Next(); {
			return offsetOf(p, firstOf(it.Node()), fallback)
		}
	case n.Kind != unstable.String && n.Kind != unstable.Key && len(n.Data) > 0:
		return int(p.Range(n.Data).Offset)
	}
	return fallback
}

// firstOf is the first written node of an element: the key of a key-value.
func firstOf(n *unstable.Node) *unstable.Node {
	if n.Kind == unstable.KeyValue {
		for it := n.Key(); it.Next(); {
			return it.Node()
		}
	}
	return n
}

func join(path []any) string {
	var b strings.Builder
	for _, p := range path {
		switch p := p.(type) {
		case string:
			b.WriteByte('.')
			b.WriteString(p)
		case int:
			b.WriteByte('#')
			b.WriteString(strconv.Itoa(p))
		default:
			panic(fmt.Sprintf("tomlfile: a path holds names and numbers, not %T", p))
		}
	}
	return b.String()
}

// check compares a decoded tree with the Go type it is for and reports every
// unknown key and every value of another type.
func (f *File) check(value any, t reflect.Type, path []any, faults *diag.List) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	fits := true
	switch kind := t.Kind(); {
	case t == reflect.TypeFor[time.Time]():
		_, fits = value.(time.Time)
	case kind == reflect.Struct:
		fits = f.checkStruct(value, t, path, faults)
	case kind == reflect.Map:
		fits = f.checkMap(value, t, path, faults)
	case kind == reflect.Slice:
		fits = f.checkList(value, t, path, faults)
	case kind == reflect.String:
		_, fits = value.(string)
	case kind == reflect.Bool:
		_, fits = value.(bool)
	case kind == reflect.Int, kind == reflect.Int64:
		_, fits = value.(int64)
	case kind == reflect.Float64:
		_, whole := value.(int64)
		_, broken := value.(float64)
		fits = whole || broken
	}
	if !fits {
		faults.Add(f.Fault(misfit(t).With(lastName(path), describe(value)), path...))
	}
}

// checkStruct reports whether a value is a table, and checks what is in it.
func (f *File) checkStruct(value any, t reflect.Type, path []any, faults *diag.List) bool {
	table, ok := value.(map[string]any)
	fields := structFields(t)
	for key, v := range table {
		at := append(path[:len(path):len(path)], key)
		if field, known := fields[key]; known {
			f.check(v, field, at, faults)
			continue
		}
		faults.Add(f.FaultAtKey(unknownKey(key, path, diag.Suggest(key, fieldNames(t))), at...))
	}
	return ok
}

func (f *File) checkMap(value any, t reflect.Type, path []any, faults *diag.List) bool {
	table, ok := value.(map[string]any)
	for key, v := range table {
		f.check(v, t.Elem(), append(path[:len(path):len(path)], key), faults)
	}
	return ok
}

func (f *File) checkList(value any, t reflect.Type, path []any, faults *diag.List) bool {
	elements, ok := value.([]any)
	if tables, list := value.([]map[string]any); list {
		ok = true
		for _, table := range tables {
			elements = append(elements, table)
		}
	}
	for i, e := range elements {
		f.check(e, t.Elem(), append(path[:len(path):len(path)], i), faults)
	}
	return ok
}

// fieldNames are the keys of a struct, in its order.
func fieldNames(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		if name := tagName(t.Field(i)); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func structFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		if name := tagName(t.Field(i)); name != "" {
			fields[name] = t.Field(i).Type
		}
	}
	return fields
}

func tagName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// lastName is the last name of a path; "" if it holds only indexes.
func lastName(path []any) string {
	for i := len(path) - 1; i >= 0; i-- {
		if name, ok := path[i].(string); ok {
			return name
		}
	}
	return ""
}
