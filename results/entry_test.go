package results

import (
	"bytes"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// entries returns one good entry of every kind.
func entries() []Entry {
	head := func(last string) Header {
		return Header{ID: "abcdefghijklmnopqrstuvwxy" + last, Site: "recovery-demo", Staff: "H0001", Name: "Ann",
			Lang: "en", At: "2026-11-23T09:41:40+01:00"}
	}
	return []Entry{
		&Observation{Header: head("2"), Subject: "H0002", Competency: "ROS-DEESC",
			Ratings: []IndicatorRating{{"ROS-COE-6", 3}, {"ROS-COE-7", 2.5}}, MaxRating: 4, ObservedOn: "2026-11-20",
			Method: "simulation", Setting: "training room", Note: "日本 🙂"},
		&Written{Header: head("3"), Competency: "ROS-DEESC", Indicators: []string{"ROS-COE-6"},
			Task: "Describe a conversation that you calmed.", Text: "I stepped back\nand spoke slowly."},
		&Reflection{Header: head("4"), Page: "de-escalation/05-verbal-de-escalation/05-afterwards",
			Text: "What I would do anew."},
		&Rating{Header: head("5"), Competency: "ROS-DEESC", Rating: 3, MaxRating: 4},
		&Completion{Header: head("6"), Module: "de-escalation/05-verbal-de-escalation", Title: "Verbal de-escalation",
			Version: "m1-abcdefghij"},
		&PracticeLog{Header: head("7"), Page: "de-escalation/05-verbal-de-escalation/02-before-you-speak", Answered: 4},
		&Written{Header: head("a"), Competency: "ROS-DEESC", Task: "Describe it.", Text: "I <waited> & listened.",
			Asked: Asked{"verbal-de-escalation", "abcdefghij"}},
		&Rating{Header: head("b"), Competency: "ROS-DEESC", Rating: 1, MaxRating: 5,
			Asked: Asked{"verbal-de-escalation", "bcdefghijk"}},
		&Reflection{Header: head("c"), Page: "de-escalation/05-verbal-de-escalation/assessment", Text: "日本 🙂",
			Asked: Asked{"verbal-de-escalation", "cdefghijkl"}},
	}
}

// The browser's own code is held to these bytes.
func TestVectorsEntries(t *testing.T) {
	type vector struct{ Kind, ID, Bytes, Receipt string }
	var out []vector
	for _, e := range entries() {
		r, err := EntryRecord(e)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, vector{r.Kind, r.ID, string(r.Bytes), Receipt(r.Bytes)})
	}
	golden(t, "entries.json", out)
}

func TestEntryRoundTrip(t *testing.T) {
	for _, e := range entries() {
		r, err := EntryRecord(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseEntry(r)
		if err != nil {
			t.Errorf("%s: %v", r.Kind, err)
			continue
		}
		again, err := EntryRecord(got)
		if err != nil || !bytes.Equal(again.Bytes, r.Bytes) {
			t.Errorf("%s: %s became %s, %v", r.Kind, r.Bytes, again.Bytes, err)
		}
		// A newer player may say more.
		r.Bytes = bytes.Replace(r.Bytes, []byte(`{"format"`), []byte(`{"mood":"calm","format"`), 1)
		if _, err := ParseEntry(r); err != nil {
			t.Errorf("%s: a member that is not known: %v", r.Kind, err)
		}
	}
	if _, err := ParseEntry(Record{Kind: "portfolio", Bytes: []byte("{}")}); !UnknownKind(err) {
		t.Error(err)
	}
}

func TestEntriesThatAreRefused(t *testing.T) {
	text := func(n int) string { return strings.Repeat("x", n) }
	for name, c := range map[string]struct {
		change func(o *Observation, w *Written, r *Rating, c *Completion)
		kind   int // among entries
		want   string
	}{
		"nobody observed": {func(o *Observation, _ *Written, _ *Rating, _ *Completion) { o.Subject = "h0002" }, 0,
			"the observation does not say who was observed, by a staff ID in canonical form"},
		"no ratings": {func(o *Observation, _ *Written, _ *Rating, _ *Completion) { o.Ratings = nil }, 0,
			"the observation rates 0 indicators; 1 to 200 are possible"},
		"beyond the scale": {func(o *Observation, _ *Written, _ *Rating,
			_ *Completion) {
			o.Ratings[0].Rating = 4.5
		}, 0, "the rating of ROS-COE-6 is not a number from 0 to 4"},
		"below the scale": {func(o *Observation, _ *Written, _ *Rating,
			_ *Completion) {
			o.Ratings[0].Rating = -1
		}, 0, "the rating of ROS-COE-6 is not a number from 0 to 4"},
		"no scale": {func(o *Observation, _ *Written, _ *Rating, _ *Completion) { o.MaxRating = 0 }, 0,
			"the top of the scale is not a number above 0"},
		"rated twice": {func(o *Observation, _ *Written, _ *Rating,
			_ *Completion) {
			o.Ratings[1].Indicator = "ROS-COE-6"
		}, 0, `the indicator "ROS-COE-6" is missing or rated twice`},
		"no day": {func(o *Observation, _ *Written, _ *Rating,
			_ *Completion) {
			o.ObservedOn = "20 November"
		}, 0, "the day of the observation cannot be read"},
		"hearsay": {func(o *Observation, _ *Written, _ *Rating, _ *Completion) { o.Method = "hearsay" },
			0, `the method "hearsay" is not known`},
		"nothing written": {func(_ *Observation, w *Written, _ *Rating, _ *Completion) { w.Text = " \n" }, 1,
			"the written answer is empty"},
		"a bank that is a book": {func(_ *Observation, w *Written, _ *Rating,
			_ *Completion) {
			w.Bank = text(maxLine + 1)
		}, 1, "the bank has more than 500 characters"},
		"a whole book": {func(_ *Observation, w *Written, _ *Rating,
			_ *Completion) {
			w.Text = text(maxText + 1)
		}, 1, "the text has more than 100000 characters"},
		"a rating of nothing": {func(_ *Observation, _ *Written, r *Rating, _ *Completion) { r.Rating = 0 }, 3,
			"the self-rating is not a whole number from 1 to the top of its scale"},
		"an absolute address": {func(_ *Observation, _ *Written, _ *Rating,
			c *Completion) {
			c.Module = "/etc/passwd"
		}, 4, "the record names no page of the site"},
		"no version": {func(_ *Observation, _ *Written, _ *Rating, c *Completion) { c.Version = "" }, 4,
			"the record does not say which version of the module was read"},
		"no time": {func(_ *Observation, _ *Written, _ *Rating, c *Completion) { c.At = "yesterday" }, 4,
			"the time of handing in cannot be read"},
		"a long name": {func(_ *Observation, _ *Written, _ *Rating, c *Completion) { c.Name = text(501) }, 4,
			"the name has more than 500 characters"},
	} {
		all := entries()
		c.change(all[0].(*Observation), all[1].(*Written), all[3].(*Rating), all[4].(*Completion))
		r, err := EntryRecord(all[c.kind])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseEntry(r); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, _ := EntryRecord(entries()[3])
	for name, c := range map[string]struct{ bytes, want string }{
		"another kind": {strings.Replace(string(r.Bytes), "coursemark-rating/1", "coursemark-written/1", 1),
			`the record has the format "coursemark-written/1", which this version does not know`},
		"another id": {strings.Replace(string(r.Bytes), "vwxy5", "vwxy6", 1),
			"the id inside the record is not the record's"},
		"twice the same": {strings.Replace(string(r.Bytes), `{"format"`, `{"rating":4,"format"`, 1),
			"a name occurs twice in the same JSON object"},
		"half a rating": {strings.Replace(string(r.Bytes), `"rating":3`, `"rating":3.5`, 1),
			"the record does not have the form of a record of kind rating"},
		"deep": {strings.Repeat("[", 20_000), "the file is nested more than 64 deep"},
	} {
		if _, err := ParseEntry(Record{Kind: r.Kind, ID: r.ID, Bytes: []byte(c.bytes)}); err == nil ||
			err.Error() != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is accepted can be written again, and is then the same.
func FuzzParseEntry(f *testing.F) {
	kinds := []string{}
	for i, e := range entries() {
		r, err := EntryRecord(e)
		if err != nil {
			f.Fatal(err)
		}
		kinds = append(kinds, r.Kind)
		f.Add(uint8(i), r.Bytes)
	}
	f.Fuzz(func(t *testing.T, kind uint8, src []byte) {
		var head struct {
			ID string `json:"id"`
		}
		_ = json.Unmarshal(src, &head)
		e, err := ParseEntry(Record{Kind: kinds[int(kind)%len(kinds)], ID: head.ID, Bytes: src})
		if err != nil {
			return
		}
		r, err := EntryRecord(e)
		if err != nil {
			t.Fatalf("it was read and cannot be written: %v", err)
		}
		again, err := ParseEntry(r)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, r.Bytes)
		}
		if twice, err := EntryRecord(again); err != nil || !bytes.Equal(twice.Bytes, r.Bytes) {
			t.Errorf("%s became %s, %v", r.Bytes, twice.Bytes, err)
		}
	})
}
