package workbook

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// office has LibreOffice convert a workbook into a folder.
func office(t *testing.T, dir string, book []byte) (convert func(to string)) {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("soffice is not installed")
		}
		t.Skip("soffice is not installed: no independent reading of the workbook")
	}
	if testing.Short() {
		t.Skip("short")
	}
	file := filepath.Join(dir, "matrix.xlsx")
	if err := os.WriteFile(file, book, 0o666); err != nil {
		t.Fatal(err)
	}
	// A profile of its own: a running LibreOffice would take the file over.
	profile := "-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(t.TempDir(), "profile"))
	return func(to string) {
		t.Helper()
		cmd := exec.Command(soffice, profile, "--headless", "--convert-to", to, "--outdir", dir, file)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}

// everySheet is the conversion to CSV files, one a sheet.
const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

// A large organisation's workbook opens whole, and its first pages print.
func TestLibreOfficeReadsAThousandStaff(t *testing.T) {
	t.Parallel()
	m := sample(shipped(t), 1000)
	dir := t.TempDir()
	convert := office(t, dir, writeBook(t, m, Options{}))
	convert(everySheet)
	active := 0
	for _, p := range m.Staff {
		if p.Status == "active" {
			active++
		}
	}
	for name, want := range map[string]int{"Matrix": active, "Gaps": len(gapsOf(m))} {
		f, err := os.Open(filepath.Join(dir, "matrix-"+name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil || len(rows) != want+1 {
			t.Errorf("%s: %d rows, not %d, and a header: %v", name, len(rows), want, err)
		}
	}
	convert(`pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-4"}}`)
	if info, err := os.Stat(filepath.Join(dir, "matrix.pdf")); err != nil || info.Size() < 10_000 {
		t.Errorf("no PDF: %v", err)
	}
}

// TestLibreOffice has an independent program open the workbook and print it. Set
// WORKBOOK_OUT to a folder to look at the pages.
func TestLibreOffice(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if out := os.Getenv("WORKBOOK_OUT"); out != "" {
		dir = out
	}
	convert := office(t, dir, writeBook(t, sample(shipped(t), 40), Options{}))
	convert("pdf")
	if info, err := os.Stat(filepath.Join(dir, "matrix.pdf")); err != nil || info.Size() < 10_000 {
		t.Fatalf("no PDF: %v", err)
	}
	convert(everySheet)
	for name, want := range map[string][]string{
		"Read me":    {"PROVISIONAL", "2026-11-30", "43 in = 40 accepted + 1 duplicate + 2 quarantined"},
		"Summary":    {"All,All active staff,38,246,171,69.5121951219512%,6,60,9,7,15,27"},
		"Matrix":     {`H0019,Brian O'Brien,Nurse,Ward 2,7,5,71.4285714285714%,✗ expired 2026-10-02,shows how ✓`},
		"Evidence":   {"2026-03-25,10,12,83.3333333333333%,80%,12,knows,2026-03-25 14:05:00,"},
		"Exceptions": {"the whole file,,same bytes,"},
	} {
		got, err := os.ReadFile(filepath.Join(dir, "matrix-"+name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(got), w) {
				t.Errorf("%s: no %q in %.600s", name, w, got)
			}
		}
	}
}
