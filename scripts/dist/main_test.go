package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/internal/spreadsheet"
)

// Two runs, with nothing in common but the source, give the same bytes. run itself
// checks the sums, opens the archives and asks the commands for their version.
func TestSameTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds both commands")
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1767225600")
	host := runtime.GOOS + "/" + runtime.GOARCH
	var sums []string
	for _, name := range []string{"first", "second"} {
		out := filepath.Join(t.TempDir(), name)
		args := []string{"-repository", "../..", "-o", out, "-version", "9.8.7", "-sbom=false", "-platforms",
			host + ",windows/" + runtime.GOARCH}
		var said bytes.Buffer
		if err := run(t.Context(), args, &said); err != nil {
			t.Fatalf("%v\n%s", err, said.String())
		}
		b, err := os.ReadFile(filepath.Join(out, sumsFile))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, string(b))
		// A second run replaces the first; a folder of somebody else's it leaves alone.
		r := release{output: out}
		if err := r.replace(t.TempDir()); err != nil {
			t.Error(err)
		}
	}
	if sums[0] != sums[1] || strings.Count(sums[0], "\n") < 1 {
		t.Errorf("the sums differ:\n%s\n%s", sums[0], sums[1])
	}
}

func TestForeignFolder(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious.txt")
	if err := os.WriteFile(precious, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	r := release{output: dir}
	if err := r.replace(t.TempDir()); err == nil || !strings.Contains(err.Error(), "was not written by this program") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

func TestVersions(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1767225601")
	for version, fine := range map[string]bool{"1.2.0": true, "1.2.0-rc.1": true, "../x": false,
		"1 -X main.x=y": false} {
		r := release{repository: "../..", version: version}
		if err := r.identify(t.Context()); (err == nil) != fine {
			t.Errorf("%q: %v", version, err)
		}
		if fine && r.date.Unix() != 1767225600 {
			t.Errorf("dated %v", r.date)
		}
	}
}

// Excel must not turn 00139 into 139, nor a date into text.
func TestSampleWorkbook(t *testing.T) {
	r := release{}
	b, err := r.workbook("roster", []byte("staff_id,name,start\n00139,Emma,2026-01-05\n"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := spreadsheet.ReadTable("roster.xlsx", b)
	if err != nil || len(table.Rows) != 1 || strings.Join(table.Rows[0].Cells, "|") != "00139|Emma|2026-01-05" {
		t.Errorf("%+v %v", table, err)
	}
}

func TestWebPage(t *testing.T) {
	page, err := webPage([]byte("# A <b> & c\n\nSee [their page](it.md#x) and [formats](formats/README.md).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>A &lt;b&gt; &amp; c</title>", `href="it.html#x"`, `href="formats/README.md"`,
		"<td>1</td>", "max-width: 100%;"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("it has no %s\n%s", want, page)
		}
	}
}

// What is left out of a bill is the tool's own sums, and nothing else.
func TestBill(t *testing.T) {
	got, err := withoutToolSums([]byte(`{"metadata":{"tools":[{"name":"t","hashes":[{"alg":"MD5"}]}]},"components":[{"hashes":[1]}]}`))
	if err != nil || strings.Contains(string(got), "MD5") || !strings.Contains(string(got), `"hashes"`) {
		t.Errorf("%s %v", got, err)
	}
	if _, err := withoutToolSums([]byte(`{}`)); err == nil {
		t.Error("a bill without a tool was taken")
	}
}
