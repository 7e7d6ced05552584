package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// source is what the Go files of a repository say about faults.
type source struct {
	kinds    []kind
	fills    []fill
	names    map[string]int    // how often each "folder.name" stands anywhere
	texts    map[string]string // constants by "folder.name", as far as they are texts
	codeless []string          // places that make a fault without a kind
}

// kind is a diag.Kind that is declared.
type kind struct {
	folder, name     string // the package's folder, and the variable; name is "" within a function
	place            string
	code, what, hint string
}

// key is how a kind is looked up from a use of it.
func (k kind) key() string { return k.folder + "." + k.name }

// needs is how many arguments the words use.
func (k kind) needs() int { return max(highest(k.what), highest(k.hint)) }

// fill is a call that fills a kind in: kind.With(…).
type fill struct {
	key, place string
	args       int
	open       bool // the last argument is a slice…
}

const diagFolder = "internal/diag"

// read parses every Go file below a folder that is not a test.
func read(root string) (*source, error) {
	s := &source{names: map[string]int{}, texts: map[string]string{}}
	set, files := token.NewFileSet(), []file{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || len(d.Name()) > 1 &&
			d.Name()[0] == '.' && d.Name() != "..") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f := file{source: s, set: set, syntax: parsed, name: filepath.ToSlash(relative), imports: imports(parsed)}
		f.folder = path.Dir(f.name)
		files = append(files, f)
		return nil
	})
	for _, f := range files {
		f.constants()
	}
	for _, f := range files {
		f.read()
	}
	return s, err
}

// imports are the folders of this repository's packages by the names that a file uses.
func imports(f *ast.File) map[string]string {
	const module = "github.com/coursemark/coursemark/"
	byName := map[string]string{}
	for _, i := range f.Imports {
		target, _ := strconv.Unquote(i.Path.Value)
		if folder, ours := strings.CutPrefix(target, module); ours {
			name := path.Base(folder)
			if i.Name != nil {
				name = i.Name.Name
			}
			byName[name] = folder
		}
	}
	return byName
}

// file is one file as it is read.
type file struct {
	*source
	set          *token.FileSet
	syntax       *ast.File
	folder, name string
	imports      map[string]string
}

func (f *file) place(n ast.Node) string {
	return f.name + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

// constants keeps the texts of a file's constants.
func (f *file) constants() {
	for _, d := range f.syntax.Decls {
		block, ok := d.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		for _, spec := range block.Specs {
			values := spec.(*ast.ValueSpec)
			for i, v := range values.Values {
				f.texts[f.folder+"."+values.Names[i].Name] = f.text(v)
			}
		}
	}
}

func (f *file) read() {
	named := map[*ast.CompositeLit]string{}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, v := range n.Values {
				if lit, ok := v.(*ast.CompositeLit); ok && i < len(n.Names) {
					named[lit] = n.Names[i].Name
				}
			}
		case *ast.CompositeLit:
			f.literal(n, named[n])
		case *ast.CallExpr:
			f.call(n)
		case *ast.SelectorExpr, *ast.Ident:
			if key := f.key(n.(ast.Expr)); key != "" {
				f.names[key]++
			}
		}
		return true
	})
}

// key is "folder.name" of a name of this package or of another one.
func (f *file) key(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return f.folder + "." + e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			if folder, ours := f.imports[x.Name]; ours {
				return folder + "." + e.Sel.Name
			}
		}
	}
	return ""
}

func (f *file) literal(n *ast.CompositeLit, name string) {
	fields := map[string]ast.Expr{}
	for _, e := range n.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok {
				fields[key.Name] = pair.Value
			}
		}
	}
	switch f.key(n.Type) {
	case diagFolder + ".Kind":
		k := kind{folder: f.folder, name: name, place: f.place(n)}
		k.code, k.what, k.hint = f.text(fields["Code"]), f.text(fields["What"]), f.text(fields["Hint"])
		f.kinds = append(f.kinds, k)
	case diagFolder + ".Fault":
		if fields["What"] != nil && f.folder != diagFolder {
			f.codeless = append(f.codeless, f.place(n))
		}
	}
}

func (f *file) call(n *ast.CallExpr) {
	called, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || called.Sel.Name != "With" {
		return
	}
	if key := f.key(called.X); key != "" {
		f.fills = append(f.fills, fill{key, f.place(n), len(n.Args), n.Ellipsis.IsValid()})
	}
}

// text is the value of a text that is written as literals and constants; "" for any
// other expression.
func (f *file) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return f.text(e.X) + f.text(e.Y)
	case *ast.Ident, *ast.SelectorExpr:
		return f.texts[f.key(e)]
	}
	return ""
}

// verbs calls do with each verb of a format of package fmt, and with the number of the
// argument that it takes, from 1.
func verbs(format string, do func(from, to, argument int)) {
	next := 1
	for at := 0; at < len(format); at++ {
		if format[at] != '%' {
			continue
		}
		from := at
		for at++; at < len(format) && strings.IndexByte("+-# 0123456789.[]", format[at]) >= 0; at++ {
			if format[at] == '[' {
				end := at + max(strings.IndexByte(format[at:], ']'), 0)
				if n, err := strconv.Atoi(format[at+1 : max(end, at+1)]); err == nil {
					next = n
				}
				at = end
			}
		}
		if at < len(format) && format[at] != '%' {
			do(from, at+1, next)
			next++
		}
	}
}

// highest is the number of the last argument that a format uses.
func highest(format string) (n int) {
	verbs(format, func(_, _, argument int) { n = max(n, argument) })
	return n
}

// shown is a format for readers: what is filled in is an ellipsis.
func shown(format string) string {
	var b strings.Builder
	last := 0
	verbs(format, func(from, to, _ int) {
		b.WriteString(format[last:from] + "…")
		last = to
	})
	b.WriteString(format[last:])
	return strings.ReplaceAll(b.String(), "%%", "%")
}

// byCode are the kinds that have a code, sorted by it and in the order of the source.
func (s *source) byCode() []kind {
	coded := slices.DeleteFunc(slices.Clone(s.kinds), func(k kind) bool { return k.code == "" })
	slices.SortStableFunc(coded, func(a, b kind) int { return strings.Compare(a.code, b.code) })
	return coded
}
