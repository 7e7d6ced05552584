package sheets

import (
	"bytes"
	"strings"
	"testing"

	"github.com/coursemark/coursemark/gradebook/verdict"
)

func TestRegister(t *testing.T) {
	a, b, c := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64)
	first := []Arrival{{Path: "ann.json", SHA256: a, Records: []string{b}},
		{Path: "=x.pdf", SHA256: c, Problem: verdict.PDFDocument.With()},
		{Path: "locked", Problem: verdict.Unreadable.With("locked")}}
	r, _ := ReadRegister("received.csv", nil)
	content, added := r.Add(first, "2026-11-23")
	want := registerHeader + "\n" + a + "," + b + ",2026-11-23,ann.json\n" + c + ",,2026-11-23,'=x.pdf\n"
	if string(content) != want || added != (Added{2, 1, 0}) {
		t.Errorf("%s%+v", content, added)
	}
	// The same again, on an earlier day: nothing changes.
	r, faults := ReadRegister("received.csv", content)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if again, added := r.Add(first, "2026-11-20"); string(again) != want || added != (Added{0, 0, 1}) {
		t.Errorf("%s%+v", again, added)
	}
	// The record in a newer file is written down, and keeps its first date.
	later, _ := r.Add([]Arrival{{Path: "ann (1).json", SHA256: strings.Repeat("d", 64), Records: []string{b, c}}},
		"2026-11-01")
	r, faults = ReadRegister("received.csv", later)
	if err := faults.Err(); err != nil || r.first[b] != "2026-11-23" || r.first[c] != "2026-11-01" ||
		bytes.Count(later, []byte("\n")) != 5 {
		t.Errorf("%v %v\n%s", err, r.first, later)
	}
	const hint = "\n  hint: only gradebook receive writes it: restore the last good copy from a backup, or start a new register beside it"
	for src, want := range map[string]string{
		"file_sha256;record_sha256;received_on;name\n": `received.csv:1: the register of receipt does not begin with the line "file_sha256,record_sha256,received_on,name"; it was probably saved by Excel, which changes its dates` + hint,
		string(content[:len(content)-3]):               "received.csv: the register of receipt ends in the middle of a line" + hint,
		registerHeader + "\n" + a + "," + b +
			",23-11-2026,ann.json\n": `received.csv:2: the register of receipt has the date "23-11-2026" in this line, which is not written as 2026-11-30` + hint,
		registerHeader + "\n" + a +
			",short,2026-11-23,ann.json\n": "received.csv:2: the register of receipt has something other than a SHA-256 in this line" + hint,
		registerHeader + "\n" + a +
			"\n": "received.csv:2: the register of receipt cannot be read in this line" + hint,
	} {
		if _, faults := ReadRegister("received.csv", []byte(src)); faults.Err() == nil || faults.Err().Error() != want {
			t.Errorf("got  %v\nwant %s", faults.Err(), want)
		}
	}
}

func FuzzRegister(f *testing.F) {
	f.Add([]byte(registerHeader + "\n" + strings.Repeat("a", 64) + ",,2026-11-23,\"a\"\"b\"\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		r, faults := ReadRegister("r.csv", src)
		if faults.Failed() {
			return
		}
		grown, _ := r.Add([]Arrival{{Path: "x", SHA256: strings.Repeat("b", 64)}}, "2026-11-23")
		if !bytes.HasPrefix(grown, src) {
			t.Error("a line was changed")
		}
		if _, faults := ReadRegister("r.csv", grown); faults.Failed() {
			t.Error(faults.Err())
		}
	})
}
