package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/report"
)

const defaultFormats = "xlsx,json"

// formats says what grade writes beside matrix.json, which it always writes: the
// next run compares with it, and it vouches for the other files.
type formats struct{ xlsx, csv, html bool }

func parseFormats(list string) (formats, error) {
	var f formats
	for name := range strings.SplitSeq(list, ",") {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "xlsx":
			f.xlsx = true
		case "csv":
			f.csv = true
		case "html":
			f.html = true
		case "json":
		default:
			return f, usageError{fmt.Sprintf("--format %q is not known", strings.TrimSpace(name)), someOf("--format", name, []string{"xlsx", "json", "csv", "html"})}
		}
	}
	return f, nil
}

// otherNames are the files beside the workbook and matrix.json.
func otherNames(out output, f formats) []string {
	base := strings.TrimSuffix(out.matrix, ".json")
	var names []string
	if f.html {
		names = append(names, base+".html")
	}
	if f.csv {
		names = append(names, base+".csv")
		prefix := base + "-"
		if filepath.Base(base) == "matrix" {
			prefix = filepath.Dir(base) + string(filepath.Separator)
		}
		for _, table := range []string{"gaps", "evidence", "exceptions", "training-hours"} {
			names = append(names, filepath.Clean(prefix+table+".csv"))
		}
	}
	return names
}

// pages makes the files beside the workbook and matrix.json.
func pages(m *gradebook.Matrix, out output, f formats) ([]file, error) {
	names := otherNames(out, f)
	var files []file
	if f.html {
		page, err := report.HTML(m)
		if err != nil {
			return nil, err
		}
		files = append(files, file{what: "the page", name: names[0], content: page})
		names = names[1:]
	}
	if f.csv {
		for i, t := range report.CSV(m) {
			files = append(files, file{what: "the table " + t.Name, name: names[i], stream: t.Write})
		}
	}
	return files, nil
}

// listed is "a, b and c".
func listed(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
