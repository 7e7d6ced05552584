package spool

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
)

type part struct {
	Name  string
	Parts []string
}

type row struct {
	ID     string
	Owner  string
	N      int
	Small  uint32
	Points float64
	Level  *int
	Yes    bool
	Flags  []string
	Parts  []part
	Sum    [32]byte
	At     time.Time
}

func (r row) Group() string { return r.Owner }

// odd returns a row that differs from its neighbours in every field, with what is
// absent, empty, large and long among them.
func odd(i int) row {
	r := row{ID: fmt.Sprint("row ", i), Owner: fmt.Sprint("person ", i/7), N: -i, Small: uint32(i),
		Points: float64(i) / 3, Yes: i%2 == 0, Sum: [32]byte{byte(i), 31: byte(i >> 8)},
		At: time.Date(i%9000+1, 2, 3, 4, 5, 6, i, time.UTC)}
	if i%3 == 0 {
		zero := 0
		r.Level, r.Flags = &zero, []string{}
	}
	if i%5 == 0 {
		r.Flags = []string{"", "é" + strings.Repeat("x", i%400)}
		r.Parts = []part{{"a", nil}, {"", []string{"b"}}}
		r.N, r.Points = math.MaxInt, math.Inf(1)
	}
	return r
}

func TestRowsComeBackAsTheyWere(t *testing.T) {
	for _, n := range []int{0, 1, fewRows, fewRows + 1, 3*fewRows + 5} {
		var table Table[row]
		for i := range n {
			r := odd(i)
			table.Add(&r)
		}
		next := 0
		for i, r := range table.All() {
			if want := odd(i); i != next || !reflect.DeepEqual(*r, want) {
				t.Fatalf("row %d of %d: %+v, not %+v", i, n, *r, want)
			}
			next++
		}
		if next != n || table.Len() != n || table.Err() != nil {
			t.Errorf("%d rows of %d, %v", next, n, table.Err())
		}
		for _, i := range []int{0, 7, n / 2, n - 1} {
			if i < 0 || i >= n {
				continue
			}
			if r := table.At(i); !reflect.DeepEqual(*r, odd(i)) {
				t.Errorf("at %d of %d: %+v", i, n, *r)
			}
			var group []string
			for _, r := range table.Group(odd(i).Owner) {
				group = append(group, r.ID)
			}
			from, to := i/7*7, min(i/7*7+7, n)
			if len(group) != to-from || group[0] != odd(from).ID || group[len(group)-1] != odd(to-1).ID {
				t.Errorf("the group of row %d of %d: %q", i, n, group)
			}
		}
	}
}

// A group that is torn apart is found all the same.
func TestScatteredGroups(t *testing.T) {
	var table Table[row]
	for i := range fewRows + 10 {
		table.Add(&row{N: i, Owner: fmt.Sprint(i % 3)})
	}
	next := 1
	for i, r := range table.Group("1") {
		if i != next || r.N != next {
			t.Fatalf("row %d is %d, not %d", i, r.N, next)
		}
		next += 3
	}
	if next < fewRows {
		t.Errorf("only %d", next)
	}
}

func TestJSONIsThatOfASlice(t *testing.T) {
	type list struct{ Rows Table[part] }
	for _, n := range []int{0, 3, fewRows + 3} {
		var table list
		plain := struct{ Rows []part }{}
		for i := range n {
			p := part{fmt.Sprint(i), []string{"<x>"}}
			table.Rows.Add(&p)
			plain.Rows = append(plain.Rows, p)
		}
		got, err := json.Marshal(table)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(plain)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d rows: %.200s, not %.200s", n, got, want)
		}
		var back list
		if err := json.Unmarshal(got, &back); err != nil || back.Rows.Len() != n {
			t.Errorf("%d rows of %d: %v", back.Rows.Len(), n, err)
		}
		var rows []part
		for _, r := range back.Rows.All() {
			rows = append(rows, *r)
		}
		if !reflect.DeepEqual(rows, plain.Rows) {
			t.Errorf("%d rows differ", n)
		}
	}
	for _, bad := range []string{`{"Rows":{}}`, `{"Rows":[{]}`, `{"Rows":[{"Name":1}]}`,
		`{"Rows":[{"Name":"a","Name":"b"}]}`, `{"Rows":[`} {
		if err := json.Unmarshal([]byte(bad), new(list)); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

// Nothing lies in the folder for temporary files, not even while a table is in use;
// and a small table does not need the folder.
func TestNothingIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	var table Table[row]
	for i := range 30_000 {
		table.Add(&row{ID: strings.Repeat("x", 100), N: i})
	}
	if table.file.disk == nil {
		t.Fatal("the table is not on disk")
	}
	if gone == 0 {
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%v %v", left, err)
		}
	}
	t.Setenv("TMPDIR", filepath.Join(dir, "nowhere"))
	t.Setenv("TMP", filepath.Join(dir, "nowhere"))
	small := Of(slices.Repeat([]row{{ID: "x"}}, fewRows)...)
	if small.Err() != nil || small.Len() != fewRows {
		t.Error(small.Err())
	}
	for range 30_000 {
		small.Add(&row{ID: strings.Repeat("x", 100)})
	}
	if small.Err() == nil {
		t.Error("nothing is said about rows that cannot be kept")
	}
}

func TestFile(t *testing.T) {
	var f File
	want := bytes.Repeat([]byte("0123456789abcdef"), inMemory/5)
	for piece := range slices.Chunk(want, 12_345) {
		if _, err := f.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	var got bytes.Buffer
	if n, err := f.WriteTo(&got); err != nil || n != int64(len(want)) || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%d bytes of %d, %v", n, len(want), err)
	}
	for _, at := range []int64{0, f.written - 5, f.written, f.Size() - 10} {
		b := make([]byte, 10)
		if _, err := f.ReadAt(b, at); err != nil || !bytes.Equal(b, want[at:at+10]) {
			t.Errorf("at %d: %q %v", at, b, err)
		}
	}
	if n, err := f.ReadAt(make([]byte, 10), f.Size()-3); n != 3 || err == nil {
		t.Errorf("behind the end: %d %v", n, err)
	}
}

func BenchmarkTable(b *testing.B) {
	rows := make([]row, 100_000)
	for i := range rows {
		rows[i] = odd(i)
	}
	for b.Loop() {
		table := Of(rows...)
		for range table.All() {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(rows)), "ns/row")
}
