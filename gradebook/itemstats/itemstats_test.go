package itemstats_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/gradebook/itemstats"
)

// matrix is a set of testdata/responses.json. An answer is [mark, option, …], or
// null where it was left blank.
type matrix struct {
	About string `json:"about"`
	Items map[string]struct {
		Max     float64  `json:"max"`
		Options []string `json:"options"`
	} `json:"items"`
	Attempts []map[string][]jsontext.Value `json:"attempts"`
}

func (m matrix) attempts(t *testing.T) []itemstats.Attempt {
	t.Helper()
	var list []itemstats.Attempt
	for _, form := range m.Attempts {
		var a itemstats.Attempt
		for id, cells := range form {
			answer := itemstats.Answer{Item: id, Max: m.Items[id].Max, Offered: m.Items[id].Options,
				Blank: cells == nil}
			for i, cell := range cells {
				var into any = &answer.Mark
				if i > 0 {
					answer.Chosen = append(answer.Chosen, "")
					into = &answer.Chosen[i-1]
				}
				if err := json.Unmarshal(cell, into); err != nil {
					t.Fatal(err)
				}
			}
			a.Answers = append(a.Answers, answer)
		}
		list = append(list, a)
	}
	return list
}

func read(t *testing.T, name string, into any) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(src, into); err != nil {
		t.Fatal(err)
	}
	return src
}

// TestAgainstIndependentFigures holds the package to testdata/itemstats.py, which
// computes the same figures with exact fractions and other formulas.
func TestAgainstIndependentFigures(t *testing.T) {
	var sets map[string]matrix
	var expected map[string]itemstats.Analysis
	read(t, "testdata/responses.json", &sets)
	read(t, "testdata/expected.json", &expected)
	if len(sets) == 0 || len(sets) != len(expected) {
		t.Fatalf("%d sets, %d expected", len(sets), len(expected))
	}
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			same(t, name, reflect.ValueOf(itemstats.Analyse(set.attempts(t))), reflect.ValueOf(expected[name]))
		})
	}
}

// same compares to 1e-9, and nil only with nil.
func same(t *testing.T, at string, got, want reflect.Value) {
	t.Helper()
	switch got.Kind() {
	case reflect.Pointer:
		if got.IsNil() || want.IsNil() {
			if got.IsNil() != want.IsNil() {
				t.Errorf("%s: got %v, want %v", at, text(got), text(want))
			}
			return
		}
		same(t, at, got.Elem(), want.Elem())
	case reflect.Float64:
		if !(math.Abs(got.Float()-want.Float()) <= 1e-9*math.Max(1, math.Abs(want.Float()))) {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	case reflect.Slice:
		if got.Len() != want.Len() {
			t.Fatalf("%s: %d, want %d", at, got.Len(), want.Len())
		}
		for i := range got.Len() {
			same(t, fmt.Sprintf("%s[%d]", at, i), got.Index(i), want.Index(i))
		}
	case reflect.Struct:
		for i := range got.NumField() {
			same(t, at+"."+got.Type().Field(i).Name, got.Field(i), want.Field(i))
		}
	default:
		if !got.Equal(want) {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	}
}

func text(v reflect.Value) any {
	if v.IsNil() {
		return "nothing"
	}
	return v.Elem()
}

// TestScriptGivesTheExpectedFigures keeps expected.json from being edited by hand,
// or from falling behind the script.
func TestScriptGivesTheExpectedFigures(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: expected.json is taken as it is")
	}
	got, err := exec.Command(python, "testdata/itemstats.py", "testdata/responses.json").Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
		t.Error("testdata/expected.json is not what testdata/itemstats.py writes; see the head of the script")
	}
}

// TestByHand is small enough to check with a pencil: four people, three questions,
// and whoever gets a harder question also gets the easier ones.
//
//	      q1 q2 q3   T   R1 R2 R3
//	Ann    1  1  1   3    2  2  2
//	Bob    1  1  0   2    1  1  2
//	Cas    1  0  0   1    0  1  1
//	Dee    0  0  0   0    0  0  0
//
// q1: mean 3/4, var 1/4; R1 has mean 3/4, var 11/12; cov 1/4; cov with T 1/2.
// q2: mean 1/2, var 1/3; R2 has mean 1, var 2/3; cov 1/3; cov with T 2/3.
// q3 mirrors q1. var T = 5/3, Σ var = 5/6, so α = 3/2 · (1 − 1/2) = 3/4.
func TestByHand(t *testing.T) {
	var attempts []itemstats.Attempt
	for _, marks := range [][3]float64{{1, 1, 1}, {1, 1, 0}, {1, 0, 0}, {0, 0, 0}} {
		var a itemstats.Attempt
		for i, m := range marks {
			a.Answers = append(a.Answers, itemstats.Answer{Item: fmt.Sprintf("q%d", i+1), Mark: m, Max: 1})
		}
		attempts = append(attempts, a)
	}
	got := itemstats.Analyse(attempts)
	roots := 2*math.Sqrt(1.0/2) + math.Sqrt(2.0/3)
	f := func(v float64) *float64 { return &v }
	item := func(id string, facility, variance, discrimination, covT float64) itemstats.Item {
		return itemstats.Item{ID: id, N: 4, Facility: f(facility), SD: f(100 * math.Sqrt(variance)),
			Discrimination: f(discrimination), Efficiency: f(100),
			EffectiveWeight: f(100 * math.Sqrt(covT) / roots), IntendedWeight: f(100.0 / 3)}
	}
	end := 100 * 0.25 / math.Sqrt(0.25*11/12)
	same(t, "analysis", reflect.ValueOf(got), reflect.ValueOf(itemstats.Analysis{
		Items: []itemstats.Item{item("q1", 75, 1.0/4, end, 1.0/2), item("q2", 50, 1.0/3, 100*math.Sqrt(0.5), 2.0/3),
			item("q3", 25, 1.0/4, end, 1.0/2)},
		Form: itemstats.Form{N: 4, Items: 3, Fixed: true, Mean: f(50), Median: f(50),
			SD: f(100 * math.Sqrt(5.0/3) / 3), CIC: f(75), ErrorRatio: f(50), SE: f(50 * math.Sqrt(5.0/3) / 3)},
	}))
}

// TestProperties: whatever people answered, figures stay within what they mean,
// and the order of attempts and answers changes nothing.
func TestProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		attempts := random(r)
		got := itemstats.Analyse(attempts)
		within := func(name string, f *float64, low, high float64) {
			t.Helper()
			if f != nil && !(*f >= low && *f <= high) {
				t.Errorf("%s is %v", name, *f)
			}
		}
		weights, shares := 0.0, 0.0
		for _, i := range got.Items {
			within("facility", i.Facility, 0, 100)
			within("discrimination", i.Discrimination, -100, 100)
			within("efficiency", i.Efficiency, math.Inf(-1), 100+1e-9)
			within("effective weight", i.EffectiveWeight, 0, 100)
			within("intended weight", i.IntendedWeight, 0, 100)
			within("SD", i.SD, 0, 100)
			if i.Facility == nil || i.Blanks > i.N || i.N == 0 {
				t.Errorf("%+v", i)
			}
			if i.EffectiveWeight != nil {
				weights += *i.EffectiveWeight
			}
			if got.Form.Fixed {
				shares += *i.IntendedWeight
			}
			for _, o := range i.Options {
				if o.Chosen > o.Offered || (o.MeanRest == nil) != (o.Chosen == 0) {
					t.Errorf("%+v", o)
				}
			}
		}
		if weights != 0 && math.Abs(weights-100) > 1e-9 {
			t.Errorf("effective weights add up to %v", weights)
		}
		if got.Form.Fixed && math.Abs(shares-100) > 1e-9 {
			t.Errorf("intended weights add up to %v", shares)
		}
		within("CIC", got.Form.CIC, math.Inf(-1), 100)
		if (got.Form.CIC == nil) != (got.Form.SE == nil) || got.Form.CIC != nil && !got.Form.Fixed {
			t.Errorf("%+v", got.Form)
		}

		for _, a := range attempts {
			r.Shuffle(len(a.Answers), func(i, k int) { a.Answers[i], a.Answers[k] = a.Answers[k], a.Answers[i] })
		}
		r.Shuffle(len(attempts), func(i, k int) { attempts[i], attempts[k] = attempts[k], attempts[i] })
		if again := itemstats.Analyse(attempts); !reflect.DeepEqual(got, again) {
			t.Fatalf("another order gives other figures:\n%s\n%s", dump(got), dump(again))
		}
	}
}

// random gives attempts at fixed or drawn forms with marks that are not exact.
func random(r *rand.Rand) []itemstats.Attempt {
	items, fixed := 1+r.IntN(6), r.IntN(2) == 0
	options := []string{"a", "b", "c"}
	var attempts []itemstats.Attempt
	for range 1 + r.IntN(20) {
		var a itemstats.Attempt
		for i := range items {
			if !fixed && i > 0 && r.IntN(2) == 0 {
				continue
			}
			max := float64(1 + i%3)
			answer := itemstats.Answer{Item: fmt.Sprint(i), Max: max, Offered: options}
			if r.IntN(10) == 0 {
				answer.Blank = true
			} else {
				answer.Mark = max * float64(r.IntN(4)) / 3
				answer.Chosen = options[:1+r.IntN(3)]
			}
			a.Answers = append(a.Answers, answer)
		}
		attempts = append(attempts, a)
	}
	return attempts
}

func dump(a itemstats.Analysis) string {
	b, err := json.Marshal(a)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// TestRoundingIsNoVariance: thirds and tenths do not add up exactly in binary, and
// the rests of people with the same marks differ by what was rounded.
func TestRoundingIsNoVariance(t *testing.T) {
	var attempts []itemstats.Attempt
	for i := range 30 {
		a := itemstats.Attempt{Answers: []itemstats.Answer{{Item: "a", Mark: 0.1, Max: 1},
			{Item: "b", Mark: 0.2, Max: 1}, {Item: "c", Mark: 0.3, Max: 1}}}
		// The same rest, summed otherwise.
		if i%2 == 0 {
			a.Answers[1].Mark, a.Answers[2].Mark = 0.3, 0.2
		}
		attempts = append(attempts, a)
	}
	for _, i := range itemstats.Analyse(attempts).Items {
		if i.ID == "a" && (i.Discrimination != nil || *i.SD != 0) {
			t.Errorf("%+v", i)
		}
	}
}

func TestVoidAnswersArePassedOver(t *testing.T) {
	with := func(extra ...itemstats.Answer) itemstats.Attempt {
		return itemstats.Attempt{Answers: append([]itemstats.Answer{{Item: "a", Mark: 1, Max: 1}}, extra...)}
	}
	void := itemstats.Answer{Item: "void", Max: 0}
	got := itemstats.Analyse([]itemstats.Attempt{with(void), with(), {Answers: []itemstats.Answer{void}}, {}})
	if len(got.Items) != 1 || got.Form.N != 2 || !got.Form.Fixed || got.Form.Items != 1 {
		t.Errorf("%+v", got)
	}
	if got := itemstats.Analyse(nil); got.Form.Fixed || got.Form.N != 0 || got.Form.Mean != nil || got.Items != nil {
		t.Errorf("%+v", got)
	}
}

func TestBandsAndFlags(t *testing.T) {
	for facility, want := range map[float64]itemstats.Band{0: itemstats.SuspiciouslyLow, 5: itemstats.SuspiciouslyLow,
		5.1: itemstats.Hard, 34.9: itemstats.Hard, 35: itemstats.AboutRight,
		64.9: itemstats.AboutRight, 65: itemstats.Easy, 94.9: itemstats.Easy, 95: itemstats.SuspiciouslyHigh,
		100: itemstats.SuspiciouslyHigh} {
		if got := itemstats.BandOf(facility); got != want {
			t.Errorf("%v: %s, want %s", facility, got, want)
		}
	}
	f := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		name string
		item itemstats.Item
		want []itemstats.Flag
	}{
		{"easy items are no fault", itemstats.Item{N: 30, Facility: f(100)}, nil},
		{"works backwards", itemstats.Item{N: 30, Facility: f(50), Discrimination: f(-0.1)},
			[]itemstats.Flag{itemstats.NegativeDiscrimination}},
		{"hardly anybody", itemstats.Item{N: 30, Facility: f(20), Discrimination: f(0)},
			[]itemstats.Flag{itemstats.VeryLowFacility}},
		{"few", itemstats.Item{N: 29, Facility: f(4), Discrimination: f(-9)},
			[]itemstats.Flag{itemstats.NegativeDiscrimination, itemstats.VeryLowFacility, itemstats.FewAnswers}},
		{"never asked", itemstats.Item{}, []itemstats.Flag{itemstats.FewAnswers}},
	} {
		if got := c.item.Flags(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if got := (itemstats.Item{}).Band(); got != "" {
		t.Errorf("%q", got)
	}
}
