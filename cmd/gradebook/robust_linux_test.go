package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coursemark/coursemark/project/disk"
)

// locked makes a file impossible to replace, as Excel does on Windows while it has
// it open.
func locked(t *testing.T, name string) (unlock func()) {
	t.Helper()
	if os.Getuid() != 0 {
		dir := filepath.Dir(name)
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		unlock = func() { _ = os.Chmod(dir, 0o755) }
	} else {
		if out, err := exec.Command("chattr", "+i", name).CombinedOutput(); err != nil {
			t.Skipf("files cannot be made immutable here: %v %s", err, out)
		}
		unlock = func() { _ = exec.Command("chattr", "-i", name).Run() }
	}
	t.Cleanup(unlock)
	return unlock
}

func hidden(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, ".gradebook-") })
}

func TestLockedOutput(t *testing.T) {
	d := gradedDesk(t, "--format", "xlsx,html")
	grade := strings.Fields("grade results --kit grading-kit.zip --roster roster.csv --as-of 2026-05-02 -o out --format xlsx,html")
	before := contents(t, "out")
	unlock := locked(t, "out/matrix.xlsx")
	status, stdout, stderr := d.run(grade...)
	want := "out/matrix.xlsx: the file cannot be written: the permission is missing, or it is open in another program\n  hint: close it if it is open in another program, or choose another place with -o\n1 fault, 0 notices\n"
	if status != 1 || stderr != want || stdout != "" || !equal(before, contents(t, "out")) {
		t.Errorf("status %d, %q\n%s%s", status, d.files("out"), stdout, stderr)
	}
	unlock()
	if status, _, stderr := d.run(grade...); status != 0 || hidden(d.files("out")) {
		t.Errorf("afterwards: status %d\n%s", status, stderr)
	}

	// One record that is open keeps nobody else's from being written.
	record := strings.Fields("record --all --matrix out/matrix.json")
	if status, _, stderr := d.run(record...); status != 0 {
		t.Fatal(stderr)
	}
	if os.Getuid() == 0 {
		unlock = locked(t, "records/record-H0002.html")
		status, stdout, stderr := d.run(record...)
		if status != 1 || !strings.HasPrefix(stdout, "Wrote 2 records to records.") ||
			!strings.HasPrefix(stderr, "records/record-H0002.html: the record cannot be written: ") {
			t.Errorf("status %d\n%s%s", status, stdout, stderr)
		}
		unlock()
	}

	// Two runs at once do not write one register.
	dir, err := disk.Open(".")
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	free, err := dir.Lock("received.csv.lock")
	if err != nil {
		t.Fatal(err)
	}
	status, _, stderr = d.run("receive", "results", "--register", "received.csv")
	if want := "received.csv: another run of gradebook is writing the register at this moment; nothing was written\n  hint: wait until it is done, and try again\n1 fault, 0 notices\n"; status != 1 || stderr != want {
		t.Errorf("status %d\n%s", status, stderr)
	}
	free()
	if status, _, stderr := d.run("receive", "results", "--register", "received.csv"); status != 0 {
		t.Error(stderr)
	}
}

// On a full disk nothing is lost and nothing is half written.
func TestFullDisk(t *testing.T) {
	d := newDesk(t)
	if err := os.Mkdir("small", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", "small", "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount("small", 0) })
	d.write("results/ann.json", d.sit("H0001", "2026-03-02", 0))
	d.write("results/typo.json", d.sit("HO001", "2026-03-02", 0))
	run := func(args string, status int, says string) {
		t.Helper()
		got, stdout, stderr := d.run(strings.Fields(args)...)
		if got != status || !strings.Contains(stdout+stderr, says) {
			t.Errorf("%s: status %d\n%s%s", args, got, stdout, stderr)
		}
		if hidden(d.files("small")) {
			t.Errorf("%s left %q", args, d.files("small"))
		}
	}
	grade := "grade results --kit grading-kit.zip --roster roster.csv -o small --as-of "
	receive := "receive results --register small/received.csv"
	run(grade+"2026-05-01", 0, "Wrote small/matrix.xlsx")
	run(receive, 0, "2 records new")

	// Full but for a few bytes.
	filler, err := os.Create("small/filler")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(filler, endless{}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if err := filler.Close(); err != nil {
		t.Fatal(err)
	}
	before := contents(t, "small")
	d.write("results/bob.json", d.sit("H0002", "2026-03-02", 0))
	d.write("results/typo2.json", d.sit("HO002", "2026-03-02", 0))
	run(grade+"2026-05-02", 1,
		"small/matrix.xlsx: the file cannot be written: the disk is full\n  hint: close it if it is open in another program, or choose another place with -o")
	run(receive, 1, "received.csv: the register cannot be written: the disk is full")
	run("items results --kit grading-kit.zip -o small", 1, "the disk is full")
	run("record --all --matrix small/matrix.json -o small/records", 1, "the disk is full")
	after := contents(t, "small")
	delete(after, "received.csv.lock")
	delete(after, "records/")
	delete(before, "received.csv.lock")
	if !equal(before, after) {
		t.Errorf("a file was changed: %q", d.files("small"))
	}

	if err := os.Remove("small/filler"); err != nil {
		t.Fatal(err)
	}
	run(grade+"2026-05-02", 0, "Wrote small/matrix.xlsx")
	run(receive, 0, "2 records new")
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// A run that is killed, or broken off with Ctrl-C, leaves every file whole, and the
// next one works.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many seconds")
	}
	p := buildProgram(t)
	d := hospital(t)
	d.write("received.csv", nil)
	if err := os.Rename("hospital/results", "results"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename("hospital/roster.csv", "roster.csv"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("records", 0o755); err != nil {
		t.Fatal(err)
	}
	// By turns with and without a person, so that each run has something to write.
	roster, err := os.ReadFile("roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	people := bytes.SplitAfter(roster, []byte("\n"))
	roster, shorter := bytes.Join(people[:8], nil), bytes.Join(people[:7], nil)
	d.write("roster.csv", roster)
	start := time.Now()
	if status, stdout, stderr := p.start(t, "."); status != 0 {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	whole := time.Since(start)
	random := rand.New(rand.NewPCG(1, 2))
	const kills, interrupts = 30, 10
	for i := range kills + interrupts {
		d.write("roster.csv", [][]byte{roster, shorter}[i%2])
		c := exec.Command(p.name)
		var says bytes.Buffer
		c.Stdout, c.Stderr = &says, &says
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(whole))))
		signal := os.Kill
		if i >= kills {
			signal = os.Interrupt
		}
		_ = c.Process.Signal(signal) // it may be done already
		_ = c.Wait()
		if i >= kills && c.ProcessState.ExitCode() > 1 {
			t.Errorf("broken off: %v\n%s", c.ProcessState, says.String())
		}
		if err := wholeFiles("."); err != nil {
			t.Fatalf("after %d: %v", i, err)
		}
	}
	// What was left behind goes once nobody can want it any more.
	d.write(".gradebook-1.tmp", []byte("half"))
	old := time.Now().Add(-2 * time.Hour)
	for _, name := range d.files(".") {
		if strings.HasPrefix(name, ".gradebook-") {
			if err := os.Chtimes(name, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if status, stdout, stderr := p.start(t, "."); status != 0 || hidden(d.files(".")) {
		t.Errorf("status %d, %q\n%s%s", status, d.files("."), stdout, stderr)
	}
}

// wholeFiles opens everything that was written into a folder.
func wholeFiles(dir string) error {
	return filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".gradebook-") ||
			strings.Contains(name, "hospital") {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		switch base := entry.Name(); {
		case filepath.Ext(base) == ".xlsx":
			z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			for _, f := range z.File {
				r, err := f.Open()
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				if _, err := io.Copy(io.Discard, r); err != nil { // the sum is checked at its end
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		case strings.HasPrefix(base, "matrix") && filepath.Ext(base) == ".json" &&
			!bytes.HasSuffix(bytes.TrimSpace(content), []byte("}")),
			filepath.Ext(base) == ".html" && !bytes.HasSuffix(content, []byte("-->\n")),
			base == "received.csv" && len(content) > 0 && content[len(content)-1] != '\n':
			return fmt.Errorf("%s is cut off", name)
		}
		return nil
	})
}
