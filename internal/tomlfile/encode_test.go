package tomlfile

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

type written struct {
	Title  string    `toml:"title"`
	Text   string    `toml:"text"`
	Share  *float64  `toml:"share"`
	Points float64   `toml:"points"`
	Count  int       `toml:"count"`
	Sure   bool      `toml:"sure"`
	Tags   []string  `toml:"tags"`
	Date   time.Time `toml:"date"`
	Table  row       `toml:"table"`
	Rows   []row     `toml:"rows"`
	Notes  string    `toml:"-"`
}

type row struct {
	Name string `toml:"name"`
	Rows []row  `toml:"rows"`
}

// Keys are aligned, and absent where they say nothing; tables come after them.
func TestEncode(t *testing.T) {
	zero := 0.0
	got := string(Encode(&written{
		Title: `He says “stop”`, Text: "One.\n\nTwo.\n", Share: &zero, Points: 2.5, Sure: true,
		Tags: []string{`the "door"`, "it's"},
		Date: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Table: row{Name: "t"},
		Rows: []row{{Name: "a", Rows: []row{{Name: "b"}}}, {}}, Notes: "unseen",
	}))
	want := `title  = "He says “stop”"
text   = """
One.

Two.
"""
share  = 0
points = 2.5
sure   = true
tags   = ['the "door"', "it's"]
date   = 2026-06-01

[table]
name = "t"

[[rows]]
name = "a"

[[rows.rows]]
name = "b"

[[rows]]
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEncodeLongLists(t *testing.T) {
	long := strings.Repeat("x", 50)
	got := string(Encode(written{Tags: []string{long, "two\nlines"}}))
	if want := "tags = [\n  \"" + long + "\",\n  \"\"\"\ntwo\nlines\"\"\",\n]\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Whatever is written is read again, also what means something in TOML.
func TestEncodedIsDecoded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{`"`, `""`, `"""`, `\`, "'", "\n", "\r\n", "\t", "\x00", "\x7f", "#", "a", "é🙂", " ", `\"`, `\n`}
	text := func() string {
		var b strings.Builder
		for range rng.IntN(7) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		return b.String()
	}
	numbers := []float64{0, 1, -1, 0.1, 1e15, -2.5e300, 5e-324, math.MaxFloat64, 1e-7, 123456789012345, math.Inf(1),
		math.Inf(-1)}
	for range 5000 {
		n := numbers[rng.IntN(len(numbers))]
		w := written{Title: text(), Text: text(), Share: &n, Points: numbers[rng.IntN(len(numbers))],
			Count: rng.IntN(3) - 1}
		w.Table.Name = text()
		for range rng.IntN(3) {
			w.Tags = append(w.Tags, text())
			w.Rows = append(w.Rows, row{text(), []row{{Name: text()}}})
		}
		var got written
		source := Encode(w)
		if _, faults := Decode("x.toml", source, &got); faults.Len() > 0 || !reflect.DeepEqual(got, w) {
			t.Fatalf("%+v became\n%s\n%+v\n%v", w, source, got, faults.Err())
		}
	}
}
