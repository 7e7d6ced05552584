package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// A document is decided about by itself, whatever it is.
func TestFile(t *testing.T) {
	g := New(Options{Site: "ward", Location: time.UTC, Now: time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC),
		Archive: quiz.NewArchive()})
	head := results.Header{ID: strings.Repeat("a", 26), Site: "ward", Staff: "H1", Lang: "en",
		At: "2026-03-01T10:00:00Z"}
	record := func(change func(h *results.Header)) results.Record {
		h := head
		change(&h)
		r, err := results.EntryRecord(&results.Completion{Header: h, Module: "a/b", Version: "m1"})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	file := &results.File{Site: "ward", Records: []results.Record{
		record(func(*results.Header) {}),
		record(func(h *results.Header) { h.Site = "other" }),
		record(func(h *results.Header) { h.At = "2026-12-01T10:00:00Z" }),
		{Kind: "dream", ID: head.ID, Bytes: []byte("{}")},
	}}
	content, err := file.Encode()
	if err != nil {
		t.Fatal(err)
	}
	f := g.File(inbox.Document{Path: "a.json", Content: content})
	var got []string
	for _, r := range f.Records {
		got = append(got, string(r.Verdict)+" "+string(r.Why.Code))
	}
	if want := "accepted , quarantined other-site, quarantined future-date/handed-in, quarantined unknown-kind"; strings.Join(got, ", ") != want {
		t.Errorf("%q", got)
	}
	if a := f.Records[0].Activity; a == nil || a.Staff != "H1" || a.Date != "2026-03-01" || a.Module != "a/b" ||
		f.Content != nil {
		t.Errorf("%+v", a)
	}
	if listed := List(inbox.Document{Path: "a.json", Content: content}); len(listed.Records) != 4 ||
		listed.Records[1].Verdict != verdict.Accepted || listed.Records[1].Hash != f.Records[1].Hash {
		t.Errorf("%+v", listed.Records)
	}
	for text, want := range map[string]verdict.Code{
		`{"format":"coursemark-matrix/1"}`:                                          verdict.EarlierMatrix,
		`{"format":"coursemark-results/1","site":"ward","player":"p","records":[]}`: verdict.NothingHandedIn,
		"hello": verdict.Malformed,
		`{"format":"coursemark-results/1","site":"wa` + "\n" + `rd","player":"p","records":[]}`: verdict.PastedBroken,
	} {
		if f := g.File(inbox.Document{Path: "a.txt", Content: []byte(text)}); f.Why.Code != want || f.Records != nil {
			t.Errorf("%s: %v", text, f.Why)
		}
	}
}
