package diag

import "strings"

// Nearest returns the name that a misspelt one most likely meant: the smallest
// edit distance, at most a third of its length (and at least 1). Empty if none
// is near enough.
func Nearest(name string, known []string) string {
	best, bestDistance := "", max(1, len([]rune(name))/3)+1
	for _, k := range known {
		if d := Distance(strings.ToLower(name), strings.ToLower(k)); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// Suggestion is the known names that an unknown one might mean.
type Suggestion struct {
	Typed string   `json:"typed"`
	Known []string `json:"known"`
}

// Suggest returns an argument for a fault about an unknown name.
func Suggest(typed string, known []string) Suggestion { return Suggestion{typed, known} }

// Nearest returns the known name that was most likely meant; "" where none is near.
func (s Suggestion) Nearest() string { return Nearest(s.Typed, s.Known) }

// String proposes in English the nearest of the known names, or lists them where
// none is near.
func (s Suggestion) String() string {
	if near := s.Nearest(); near != "" {
		return `did you mean "` + near + `"?`
	}
	known := s.Known
	if len(known) == 0 {
		return ""
	}
	const most = 12
	shown := known
	if len(shown) > most {
		shown = shown[:most]
	}
	list := strings.Join(shown, ", ")
	if len(known) > most {
		list += ", …"
	}
	return "known are " + list
}

// Distance returns the Damerau-Levenshtein distance (adjacent transpositions cost
// one) between two texts, in characters.
func Distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before := make([]int, len(t)+1)
	prev := make([]int, len(t)+1)
	row := make([]int, len(t)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(t)]
}
