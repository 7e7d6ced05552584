package diag

import "strings"

// Nearest gives the name that a misspelt one most likely meant: the smallest
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

// DidYouMean is a hint that proposes the nearest of the known names, or lists
// them where none is near.
func DidYouMean(name string, known []string) string {
	if near := Nearest(name, known); near != "" {
		return `did you mean "` + near + `"?`
	}
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

// Distance is the Damerau-Levenshtein distance (adjacent transpositions cost
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
