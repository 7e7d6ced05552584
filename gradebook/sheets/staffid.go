package sheets

import (
	"cmp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
)

// Nearest returns up to three IDs that a mistyped one may have meant, the likeliest
// first: the same without leading zeros (Excel strips them) or with O for 0,
// then those that differ by at most two slips.
func Nearest(staff string, known []string) []string {
	type candidate struct {
		id       string
		distance int
	}
	var found []candidate
	bare := bareID(staff)
	most := 2
	if len([]rune(staff)) < 5 {
		most = 1
	}
	for _, id := range known {
		switch {
		case bareID(id) == bare:
			found = append(found, candidate{id, 0})
		case abs(len(id)-len(staff)) > 4*most: // cheaper than the distance
		default:
			if d := diag.Distance(staff, id); d <= most {
				found = append(found, candidate{id, d})
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.id, b.id))
	})
	var out []string
	for _, c := range found[:min(len(found), 3)] {
		out = append(out, c.id)
	}
	return out
}

func abs(n int) int { return max(n, -n) }

// bareID returns an ID without what spreadsheets and quick fingers get wrong: every number
// in it without leading zeros, and letters that look like digits as digits.
func bareID(id string) string {
	id = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", ".", "", "_", "").Replace(strings.ToUpper(id))
	var b strings.Builder
	inNumber := false
	for i := 0; i < len(id); i++ {
		digit := id[i] >= '0' && id[i] <= '9'
		if id[i] == '0' && !inNumber && i+1 < len(id) && id[i+1] >= '0' && id[i+1] <= '9' {
			continue
		}
		inNumber = digit
		b.WriteByte(id[i])
	}
	return b.String()
}

// NameWithID names a person: "Ann (H0001)", or as much of that as is known.
func NameWithID(name, id string) string {
	if id != "" {
		id = "(" + id + ")"
	}
	return strings.TrimSpace(name + " " + id)
}
