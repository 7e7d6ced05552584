package intake

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// shipped is the framework that the repository ships.
func shipped(t testing.TB) *standards.Framework {
	t.Helper()
	const file = "../../standards/frameworks/recovery-oriented-services.toml"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := standards.Parse(file, src)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// A zip may claim anything about itself.
func TestZipThatListsMillions(t *testing.T) {
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	end[10], end[11] = 0xff, 0xff
	if _, err := openZip(bytes.NewReader(end), 22, maxZipEntries); err == nil || !strings.Contains(err.Error(), string(verdict.ZipListsTooMuch)) {
		t.Errorf("%v", err)
	}
	// A directory of 30 MB, whatever the end record says of its length.
	big := append(make([]byte, 30<<20), end...)
	big[len(big)-12], big[len(big)-11] = 1, 0
	if _, err := openZip(bytes.NewReader(big), int64(len(big)), maxZipEntries); err == nil {
		t.Error("it was opened")
	}
}

func TestZipEntryThatLiesAboutItsSize(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("a.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte("x"), 4096)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	src := b.Bytes()
	at := bytes.LastIndex(src, []byte("PK\x01\x02"))
	src[at+24], src[at+25] = 16, 0 // uncompressed size
	received := readAll(t, "lie.zip", src)
	if len(received.Exceptions) != 1 || received.Exceptions[0].Reason != "unreadable" || received.Files != (verdict.Count{In: 1, Quarantined: 1}) {
		t.Errorf("%+v", received)
	}
}

// readAll reads one file as the only result, from memory.
func readAll(t testing.TB, name string, src []byte) *Received {
	t.Helper()
	shelf := &shelf{}
	if strings.HasSuffix(name, ".zip") {
		shelf.unzip(bytes.NewReader(src), name, int64(len(src)))
	} else {
		shelf.add(source{path: name, read: func() ([]byte, error) { return src, nil }, allow: allowance{maxNested, maxZipEntries}})
	}
	return readBy(t, shelf, Options{Site: "ward", Location: time.UTC, Now: time.Now(), Archive: quiz.NewArchive(), Roster: &sheets.Roster{}})
}

// readBy reads what is on a shelf, and holds it to the count equations.
func readBy(t testing.TB, shelf *shelf, o Options) *Received {
	t.Helper()
	g := newGrader(o)
	l := newLedger(shelf, g.questions)
	for i, s := range shelf.sources {
		l.take(place{source: uint32(i)}, g.open(s))
	}
	received := l.close(o)
	for _, c := range []verdict.Count{received.Files, received.Records} {
		if c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Fatalf("%+v", c)
		}
	}
	return received
}

func FuzzRecord(f *testing.F) {
	a := &results.Attempt{ID: strings.Repeat("a", 26), Site: "ward", Bank: "talk", BankRevision: "b1-x", Ordinal: 1, Staff: "H1", Started: "2026-01-01T00:00:00Z", Submitted: "2026-01-01T00:00:00Z", Log: []string{`{"e":"start"}`, `{"e":"submit"}`}}
	record, err := a.Record()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record.Bytes)
	f.Add([]byte(`{"format":"coursemark-attempt/1","responses":[{"question":"q","response":{"choice":1}}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		file := &results.File{Site: "ward", Records: []results.Record{{Kind: results.KindAttempt, ID: strings.Repeat("a", 26), Bytes: src}, {Kind: results.KindAttempt, ID: strings.Repeat("a", 26), Bytes: record.Bytes}}}
		encoded, err := file.Encode()
		if err != nil {
			t.Skip()
		}
		if received := readAll(t, "a.json", encoded); received.Records.In > 2 {
			t.Errorf("%+v", received)
		}
		readAll(t, "b.json", src)
	})
}

func FuzzZip(f *testing.F) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"a.json", "../b.json", "d/"} {
		if _, err := z.Create(name); err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, src []byte) { readAll(t, "a.zip", src) })
}
