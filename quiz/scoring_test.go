package quiz

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func key(t Type, scoring Scoring, points float64, fractions ...float64) *Key {
	k := &Key{Type: t, Scoring: scoring, Points: points}
	for i, f := range fractions {
		k.Options = append(k.Options, KeyOption{ID: string(rune('a' + i)), Fraction: f})
	}
	return k
}

func TestScore(t *testing.T) {
	for name, c := range map[string]struct {
		key      *Key
		response *Response
		points   float64
		right    bool
		blank    bool
	}{
		"single right":             {key(Single, "", 1, 0, 1, 0), &Response{Choice: "b"}, 1, true, false},
		"single wrong":             {key(Single, "", 1, 0, 1, 0), &Response{Choice: "a"}, 0, false, false},
		"single partly right":      {key(Single, "", 2, 0.5, 1, 0), &Response{Choice: "a"}, 1, false, false},
		"single negative fraction": {key(Single, "", 2, -0.5, 1, 0), &Response{Choice: "a"}, 0, false, false},
		"blank":                    {key(Single, "", 1, 0, 1, 0), nil, 0, false, true},
		"multiple all right": {key(Multiple, Partial, 1, 1, 1, 0, 0), &Response{Choices: []string{"a", "b"}},
			1, true, false},
		"multiple half": {key(Multiple, Partial, 1, 1, 1, 0, 0), &Response{Choices: []string{"a"}}, 0.5,
			false, false},
		"multiple right less wrong": {key(Multiple, Partial, 1, 1, 1, 0, 0),
			&Response{Choices: []string{"a", "b", "c"}}, 0.5, false, false},
		"multiple not below 0": {key(Multiple, Partial, 1, 1, 1, 0, 0), &Response{Choices: []string{"c", "d"}},
			0, false, false},
		"multiple everything": {key(Multiple, Partial, 1, 1, 1, 0, 0),
			&Response{Choices: []string{"a", "b", "c", "d"}}, 0, false, false},
		"all or nothing, all": {key(Multiple, AllOrNothing, 3, 1, 1, 0),
			&Response{Choices: []string{"b", "a"}}, 3, true, false},
		"all or nothing, one too many": {key(Multiple, AllOrNothing, 3, 1, 1, 0),
			&Response{Choices: []string{"a", "b", "c"}}, 0, false, false},
		"all or nothing, one too few": {key(Multiple, AllOrNothing, 3, 1, 1, 0), &Response{Choices: []string{"a"}}, 0,
			false, false},
		"weights": {key(Multiple, Weights, 1, 0.75, 0.25, -0.5),
			&Response{Choices: []string{"a", "c"}}, 0.25, false, false},
		"weights not above 1": {key(Multiple, Weights, 1, 0.75, 0.75, -0.5),
			&Response{Choices: []string{"a", "b"}}, 1, true, false},
	} {
		m, err := c.key.Score(c.response)
		if err != nil || math.Abs(m.Points-c.points) > 1e-12 || m.Right != c.right || m.Blank != c.blank ||
			m.Max != c.key.Points {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestForeignOptionsAreRefused(t *testing.T) {
	for _, c := range []struct {
		key *Key
		r   *Response
	}{
		{key(Single, "", 1, 1, 0), &Response{Choice: "z"}},
		{key(Multiple, Partial, 1, 1, 0), &Response{Choices: []string{"a", "z"}}},
	} {
		if _, err := c.key.Score(c.r); !errors.Is(err, ErrForeignOption) {
			t.Errorf("%+v: %v", c.r, err)
		}
	}
	if _, err := key(Multiple, Partial, 1, 1, 1, 0, 0).Score(&Response{Choices: []string{"a", "a"}}); err == nil {
		t.Error("an option chosen twice was counted twice")
	}
}

func TestParseResponse(t *testing.T) {
	for _, c := range []struct {
		t    Type
		raw  string
		ok   bool
		null bool
	}{
		{Single, `{"choice":"abc"}`, true, false},
		{Single, `null`, true, true},
		{Single, `{}`, false, false},
		{Single, `{"choice":"abc","score":1}`, false, false},
		{Single, `{"choices":["abc"]}`, false, false},
		{Multiple, `{"choices":["a","b"]}`, true, false},
		{Multiple, `{"choices":[]}`, false, false},
		{Multiple, `"a"`, false, false},
		{"essay", `{"text":"x"}`, false, false},
	} {
		r, err := ParseResponse(c.t, jsontext.Value(c.raw))
		if (err == nil) != c.ok || c.ok && (r == nil) != c.null {
			t.Errorf("%s %s: %+v, %v", c.t, c.raw, r, err)
		}
	}
}

// Whatever the options and the choice: a score lies between 0 and the points,
// the order of choices does not matter, and one more right answer never lowers it.
func TestScoreProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		n := 2 + rng.IntN(6)
		fractions := make([]float64, n)
		fractions[0] = 1
		for i := 1; i < n; i++ {
			fractions[i] = float64(rng.IntN(2))
		}
		scoring := []Scoring{Partial, AllOrNothing}[rng.IntN(2)]
		k := key(Multiple, scoring, 1+float64(rng.IntN(3)), fractions...)
		var chosen []string
		missing := ""
		for _, o := range k.Options {
			if rng.IntN(2) == 0 {
				chosen = append(chosen, o.ID)
			} else if o.Fraction == 1 {
				missing = o.ID
			}
		}
		if len(chosen) == 0 {
			continue
		}
		m, err := k.Score(&Response{Choices: chosen})
		if err != nil || m.Points < 0 || m.Points > m.Max {
			t.Fatalf("%+v of %+v: %+v, %v", chosen, k, m, err)
		}
		rng.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
		if again, _ := k.Score(&Response{Choices: chosen}); again != m {
			t.Fatalf("the order of choices changed %+v to %+v", m, again)
		}
		if missing != "" {
			if more, _ := k.Score(&Response{Choices: append(chosen, missing)}); more.Points < m.Points {
				t.Fatalf("one more right answer lowered %+v to %+v", m, more)
			}
		}
	}
}

func TestGradeHoldsHarmless(t *testing.T) {
	original := key(Single, "", 1, 1, 0, 0)
	corrected := []*Amendment{{Kind: "correction", Declared: Declared{Date: "2026-06-01", Change: ChangeKey}, Points: 1,
		Options: []KeyOption{{ID: "a"}, {ID: "b", Fraction: 1}, {ID: "c"}}}}
	for name, c := range map[string]struct {
		date, choice string
		points       float64
		corrected    bool
	}{
		"before, old key right": {"2026-05-31", "a", 1, false},
		"before, new key right": {"2026-05-31", "b", 1, true},
		"before, both wrong":    {"2026-05-31", "c", 0, false},
		"after, old key right":  {"2026-06-01", "a", 0, true},
		"after, new key right":  {"2026-06-02", "b", 1, true},
	} {
		m, err := Grade(original, corrected, c.date, &Response{Choice: c.choice})
		if err != nil || m.Points != c.points || m.Corrected != c.corrected {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	corrected[0].Critical = true
	if m, _ := Grade(original, corrected, "2026-05-31", &Response{Choice: "a"}); m.Points != 1 || m.Right {
		t.Errorf("a critical question answered by the old key keeps its points but is not right: %+v", m)
	}
}

func TestGradeVoid(t *testing.T) {
	k := key(Single, "", 2, 1, 0)
	drop := []*Amendment{{Declared: Declared{Date: "2026-06-01", Change: VoidDrop}}}
	full := []*Amendment{{Declared: Declared{Date: "2026-06-01", Change: VoidFull}}}
	for _, r := range []*Response{nil, {Choice: "a"}, {Choice: "b"}} {
		if m, _ := Grade(k, drop, "2026-01-01", r); m.Max != 0 || m.Points != 0 || !m.Void {
			t.Errorf("dropped: %+v", m)
		}
		if m, _ := Grade(k, full, "2026-01-01", r); m.Max != 2 || m.Points != 2 || !m.Void {
			t.Errorf("full: %+v", m)
		}
	}
}
