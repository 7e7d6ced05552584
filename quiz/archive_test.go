package quiz

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func record(t *testing.T, a *Archive, source string) (*Published, error) {
	t.Helper()
	b, faults := ParseBank("bank.toml", []byte(source))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	p, faults := b.Publish(competency)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	faults = a.Record(p)
	return p, faults.Err()
}

func encode(t *testing.T, a *Archive) []byte {
	t.Helper()
	out, err := a.Encode("sample")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestArchiveOnlyGrows(t *testing.T) {
	a := NewArchive()
	first, err := record(t, a, sound)
	if err != nil {
		t.Fatal(err)
	}
	before := encode(t, a)
	if _, err := record(t, a, sound); err != nil || !bytes.Equal(encode(t, a), before) {
		t.Fatalf("the same bank changed the archive: %v", err)
	}
	second, err := record(t, a, strings.Replace(sound, "Who speaks?", "Who talks?", 1))
	if err != nil {
		t.Fatal(err)
	}
	after := encode(t, a)
	lines := strings.Split(string(after), "\n")
	for _, line := range strings.Split(string(before), "\n") {
		if !slices.Contains(lines, line) {
			t.Errorf("a line went: %s", line)
		}
	}
	again := NewArchive()
	if faults := again.Read("sample.ndjson", after); faults.Len() > 0 {
		t.Fatal(faults.Err())
	}
	if !bytes.Equal(encode(t, again), after) {
		t.Error("reading and writing changed the archive")
	}
	for _, p := range []*Published{first, second} {
		s := again.Snapshot(p.Revision)
		if s == nil {
			t.Fatalf("no snapshot of %s", p.Revision)
		}
		for public, rev := range s.Revisions {
			if k, _ := again.Key("sample", public, rev); k == nil {
				t.Errorf("no key of %s %s", public, rev)
			}
		}
	}
}

func TestArchiveMergesByUnion(t *testing.T) {
	ours, theirs, both := NewArchive(), NewArchive(), NewArchive()
	_, _ = record(t, ours, sound)
	_, _ = record(t, theirs, strings.Replace(sound, "Who speaks?", "Who talks?", 1))
	union := append(encode(t, ours), encode(t, theirs)...)
	if faults := both.Read("sample.ndjson", union); faults.Len() > 0 {
		t.Fatal(faults.Err())
	}
	if !slices.IsSorted(strings.Split(strings.TrimSpace(string(encode(t, both))), "\n")) {
		t.Error("the lines are not sorted")
	}
	faults := both.Read("sample.ndjson", []byte("<<<<<<< HEAD\n"))
	if err := faults.Err(); err == nil || !strings.Contains(err.Error(), "sample.ndjson:1: a merge conflict was left") {
		t.Error(err)
	}
}

// other makes "Everybody" the right answer of the first question.
var other = strings.Replace(strings.Replace(sound, "text = \"One person\"\ncorrect = true", `text = "One person"`, 1),
	`text = "Everybody"`, "text = \"Everybody\"\ncorrect = true", 1)

func TestChangedKeyNeedsACorrection(t *testing.T) {
	a := NewArchive()
	p, err := record(t, a, sound)
	if err != nil {
		t.Fatal(err)
	}
	before := encode(t, a)
	_, err = record(t, a, other)
	if err == nil || !strings.Contains(err.Error(),
		`bank.toml:12:6: the key of question "first" differs from the one published with the same text`) {
		t.Fatalf("got %v", err)
	}
	if !bytes.Equal(encode(t, a), before) {
		t.Error("a refused bank changed the archive")
	}
	rev := p.Questions[slices.IndexFunc(p.Questions,
		func(q PublishedQuestion) bool { return q.Source.ID == "first" })].Revision
	correction := "\n[[questions.corrections]]\nrevisions = [\"" + rev +
		"\"]\ndate = 2026-06-01\nreason = \"Everybody speaks\"\nchange = \"key\"\n"
	corrected := strings.Replace(other, "\n[[questions]]\nid = \"second\"",
		correction+"\n[[questions]]\nid = \"second\"", 1)
	if _, err := record(t, a, corrected); err != nil {
		t.Fatal(err)
	}
	k, amendments := a.Key("sample", PublicID("sample", "first"), rev)
	if len(amendments) != 1 {
		t.Fatalf("%d amendments", len(amendments))
	}
	everybody := OptionID("sample", "first", "option", "Everybody")
	if m, err := Grade(k, amendments, "2026-07-01", &Response{Choice: everybody}); err != nil || m.Points != 1 {
		t.Errorf("%+v %v", m, err)
	}
	settled := encode(t, a)
	if _, err := record(t, a, corrected); err != nil || !bytes.Equal(encode(t, a), settled) {
		t.Errorf("the same correction was archived twice: %v", err)
	}
	// Turning the key back without saying so is refused as well.
	if _, err := record(t, a, sound); err == nil {
		t.Error("the key was turned back silently")
	}
}

func FuzzArchive(f *testing.F) {
	a := NewArchive()
	b, _ := ParseBank("bank.toml", []byte(sound))
	p, _ := b.Publish(competency)
	a.Record(p)
	seed, _ := a.Encode("sample")
	f.Add(seed)
	f.Fuzz(func(t *testing.T, src []byte) {
		a := NewArchive()
		a.Read("sample.ndjson", src)
		_, _ = a.Encode("sample")
		for rev, s := range a.snapshots {
			Draw("site", rev, "X", 1, s.Groups)
		}
	})
}
