package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/sourcetext"
	"github.com/coursemark/coursemark/internal/spreadsheet"
	"github.com/coursemark/coursemark/project"
)

// documents returns the files that are the same for every platform.
func (r *release) documents(ctx context.Context) (map[string]content, error) {
	files := map[string]content{}
	source := os.DirFS(r.repository)
	take := func(from, to string) error {
		b, err := fs.ReadFile(source, from)
		files[to] = content{bytes: b}
		return err
	}
	for _, name := range []string{"README.md", "CHANGELOG.md", "LICENSE", "LICENSE-CONTENT"} {
		if err := take(name, name); err != nil {
			return nil, err
		}
	}
	err := fs.WalkDir(source, "docs", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains([]string{".md", ".png", ".json"}, path.Ext(name)) {
			return err
		}
		return take(name, name)
	})
	if err != nil {
		return nil, err
	}
	// Office computers cannot show markdown, but they have a browser.
	for _, name := range []string{"docs/hr", "docs/it"} {
		page, err := webPage(files[name+".md"].bytes)
		if err != nil {
			return nil, err
		}
		files[name+".html"] = content{bytes: page}
	}
	if err := r.sample(files); err != nil {
		return nil, err
	}
	licences, err := r.licences(ctx)
	if err != nil {
		return nil, err
	}
	files["THIRD-PARTY-LICENSES.txt"] = content{bytes: licences}
	return files, nil
}

// sample adds the sample folder to practise with: the fictional hospital as HR would have
// it, with its sheets in Excel's format.
func (r *release) sample(files map[string]content) error {
	const hospital = "examples/hospital"
	results, err := fs.ReadDir(os.DirFS(r.repository), path.Join(hospital, "results"))
	if err != nil {
		return err
	}
	for _, f := range results {
		b, err := os.ReadFile(filepath.Join(r.repository, hospital, "results", f.Name()))
		if err != nil {
			return err
		}
		files["sample/results/"+f.Name()] = content{bytes: b}
	}
	for _, name := range []string{"roster", "observations", "training"} {
		b, err := os.ReadFile(filepath.Join(r.repository, hospital, name+".csv"))
		if err != nil {
			return err
		}
		book, err := r.workbook(name, b)
		if err != nil {
			return err
		}
		files["sample/"+name+".xlsx"] = content{bytes: book}
	}
	kit, faults := generator.Kit(context.Background(), generator.Options{Dir: r.repository, Version: r.version})
	if err := faults.Err(); err != nil {
		return err
	}
	files["sample/"+project.KitFile] = content{bytes: kit}
	files["sample/READ ME FIRST.txt"] = content{bytes: []byte(strings.ReplaceAll(sampleText, "\n", "\r\n"))}
	return nil
}

// sampleText has the line ends of Windows: old editors there need them.
const sampleText = `A folder to rehearse with
=========================

Riverbend Community Hospital and its staff are invented.

1. Copy the program gradebook (gradebook.exe on Windows) into this folder.
2. Double-click it. It reads roster.xlsx, observations.xlsx, the grading kit and
   the files in the folder results, and writes a workbook: matrix- with the date.
3. Open the workbook and begin with the sheet Read me.

The guide with pictures is docs/hr.html in the folder above this one.
`

// workbook converts a CSV file to a workbook, with real dates and numbers. Staff IDs stay
// text, so that they keep leading zeros.
func (r *release) workbook(name string, csv []byte) ([]byte, error) {
	t, err := spreadsheet.ReadTable(name+".csv", csv)
	if err != nil {
		return nil, err
	}
	columns := make([]spreadsheet.Column, len(t.Header))
	widths := map[string]float64{"name": 26, "role": 20, "team": 18, "competency": 16, "indicator": 14,
		"observer_name": 24, "setting": 18, "note": 40, "course": 34, "provider": 28, "presenter": 28,
		"certificate": 16}
	dates := []string{"start", "end", "observed_on", "date"}
	for i, header := range t.Header {
		columns[i] = spreadsheet.Column{Header: header, Width: widths[header]}
		switch {
		case slices.Contains(dates, header):
			columns[i].Kind, columns[i].Width = spreadsheet.Day, 14
		case header == "rating", header == "minutes":
			columns[i].Kind = spreadsheet.Decimal
		}
	}
	var rows iter.Seq[[]spreadsheet.Cell] = func(yield func([]spreadsheet.Cell) bool) {
		for _, row := range t.Rows {
			cells := make([]spreadsheet.Cell, len(columns))
			for i := range columns {
				cells[i] = spreadsheet.Text(row.Cells[i])
				switch columns[i].Kind {
				case spreadsheet.Day:
					cells[i] = spreadsheet.Date(row.Cells[i])
				case spreadsheet.Decimal:
					if n, err := strconv.ParseFloat(row.Cells[i], 64); err == nil {
						cells[i] = spreadsheet.Number(n)
					}
				}
			}
			if !yield(cells) {
				return
			}
		}
	}
	var b bytes.Buffer
	err = spreadsheet.Write(&b, spreadsheet.Workbook{
		Properties: spreadsheet.Properties{Title: "Sample " + name,
			Organisation: "Riverbend Community Hospital (fictional)", Application: "coursemark", Language: "en",
			Date: r.date},
		Sheets: []spreadsheet.Sheet{
			{Name: strings.ToUpper(name[:1]) + name[1:], Columns: columns, Rows: rows, Identity: 1},
		},
	})
	return b.Bytes(), err
}

// licences collects the licences of everything that is linked into the commands, most of
// which must accompany the binary.
func (r *release) licences(ctx context.Context) ([]byte, error) {
	where := map[string]string{}
	for _, p := range r.platforms {
		out, err := r.goTool(ctx, p, "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/...")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(out)) {
			if module, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				where[module] = dir
			}
		}
	}
	root, err := r.goTool(ctx, r.platforms[0], "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	where["The Go standard library"] = strings.TrimSpace(string(root))
	var modules []string
	for module := range where {
		modules = append(modules, module)
	}
	slices.Sort(modules)
	var b bytes.Buffer
	b.WriteString("coursemark and gradebook contain the following software, under the following terms.\n")
	for _, module := range modules {
		entries, err := os.ReadDir(where[module])
		if err != nil {
			return nil, err
		}
		found := false
		for _, e := range entries {
			if e.IsDir() || !licenceName.MatchString(e.Name()) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(where[module], e.Name()))
			if err != nil {
				return nil, err
			}
			found = true
			text = bytes.TrimSpace(sourcetext.Lines(text))
			fmt.Fprintf(&b, "\n%s\n%s (%s)\n\n%s\n", strings.Repeat("-", 78), module, e.Name(), text)
		}
		if !found {
			return nil, fmt.Errorf("%s has no licence file", module)
		}
	}
	return b.Bytes(), nil
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

var (
	title    = regexp.MustCompile(`(?m)^# (.+)$`)
	document = regexp.MustCompile(`href="(hr|it)\.md`)
)

// webPage converts a document to a web page that opens with a double-click.
func webPage(markdown []byte) ([]byte, error) {
	heading := title.FindSubmatch(markdown)
	if heading == nil {
		return nil, fmt.Errorf("a document has no title")
	}
	var body bytes.Buffer
	m := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	if err := m.Convert(markdown, &body); err != nil {
		return nil, err
	}
	var page bytes.Buffer
	fmt.Fprintf(&page, pageText, html.EscapeString(string(heading[1])),
		document.ReplaceAll(body.Bytes(), []byte(`href="$1.html`)))
	return page.Bytes(), nil
}

const pageText = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<style>
body { font: 1.05rem/1.6 system-ui, sans-serif; color: #1f2933; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.25 }
h2 { margin-top: 2.5rem }
img { max-width: 100%%; border: 1px solid #9aa5b1 }
pre, code { font-family: ui-monospace, Consolas, monospace; font-size: .9em; background: #f0f2f5 }
pre { padding: .8rem; overflow-x: auto }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border: 1px solid #9aa5b1; padding: .35rem .6rem; text-align: left; vertical-align: top }
a { color: #0b4f8a }
</style>
</head>
<body>
<main>
%s</main>
</body>
</html>
`
