// Command reasoncodes lists the codes of exceptions and of notes on evidence in
// docs/formats/reasons.md, from the declarations in the source:
//
//	go run ./scripts/reasoncodes
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/files"
)

// page is the list, from the root of the repository.
const page = "docs/formats/reasons.md"

const head = `# Reason codes

Why a file, a record or a row of a sheet is not counted, and what there is to say about evidence, has a code: ` +
	"`reason/detail`" + ` or just ` + "`reason`" +
	`. A code keeps its meaning in every version and language; programs go by it, and by its arguments, and not by the words. In matrix.json an exception has ` + "`code`, `args` and `notes`" + `, a piece of evidence has ` + "`notes`" + ` ([matrix.md](matrix.md)).

An ellipsis stands for an argument. Some words depend on the arguments and say less where one is empty. This page is made from the source by ` + "`go run ./scripts/reasoncodes`" + `; a test compares.
`

func main() {
	text, err := list(".")
	if err == nil {
		err = files.Replace(files.OS(), filepath.FromSlash(page), text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// list is the page, of a repository.
func list(root string) ([]byte, error) {
	var b strings.Builder
	b.WriteString(head)
	for _, name := range []string{"reasons.go", "notes.go"} {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, filepath.Join(root, "gradebook", "verdict", name), nil,
			parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, d := range parsed.Decls {
			if group, ok := d.(*ast.GenDecl); ok && group.Tok == token.CONST {
				table(&b, group)
			}
		}
	}
	return []byte(b.String()), nil
}

// table lists a group of constants.
func table(b *strings.Builder, group *ast.GenDecl) {
	fmt.Fprintf(b, "\n## %s\n\n| Code | Arguments, or when | What it says | Hint |\n|---|---|---|---|\n",
		title(group.Doc.Text()))
	for _, spec := range group.Specs {
		v := spec.(*ast.ValueSpec)
		code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			continue // the compiler takes no such text
		}
		n := verdict.Code(code).With("…", "…", "…", "…", "…", "…")
		_, hint := words.Reason(n)
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", code, arguments(v), cell(words.Note(n)), cell(hint))
	}
}

// arguments is the comment beside a constant, or above it.
func arguments(v *ast.ValueSpec) string {
	return strings.Join(strings.Fields(v.Comment.Text()+v.Doc.Text()), " ")
}

// title is the first sentence of a comment, up to the part in brackets.
func title(comment string) string {
	comment, _, _ = strings.Cut(comment, ":")
	comment, _, _ = strings.Cut(comment, " (")
	return strings.TrimRight(strings.TrimSpace(comment), ".")
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
