package intake

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
)

// What attempts of different people have in common.
const (
	FlagCopySuspected = "COPY-SUSPECTED" // the same answers, begun and handed in at the same second
	FlagIDOfAnother   = "ID-OF-ANOTHER"  // one attempt under two names
	FlagSameAnswers   = "SAME-ANSWERS"   // for information: it happens by itself, the more so the more is right
)

// Suspicion is a line of the list that is for HR alone. It proves nothing: it
// says with whom to talk.
type Suspicion struct {
	Group     int // lines of one group belong together
	Flag      string
	Staff     string // as handed in, or whom it was counted as
	Name      string // of the roster
	Bank      string
	Attempt   string // ID
	Started   string
	Submitted string
	Mistakes  int // that they share
	File      string
	SHA256    string
}

// trace is what is compared of an attempt.
type trace struct {
	answers            [sha256.Size]byte
	started, submitted string
	mistakes           int // answered, and not right
}

// traceOf gives nil where nothing was answered.
func traceOf(a *results.Attempt, s *competence.Sitting) *trace {
	t := &trace{started: a.Started, submitted: a.Submitted}
	answered := false
	for _, i := range s.Items {
		answered = answered || !i.Blank
		if !i.Blank && !i.Right {
			t.mistakes++
		}
	}
	if !answered {
		return nil
	}
	// The order in which questions and options were shown is not an answer.
	lines := make([]string, 0, len(a.Responses))
	for _, r := range a.Responses {
		lines = append(lines, r.Question+"\x00"+string(r.Response))
	}
	slices.Sort(lines)
	t.answers = quiz.Digest(append([]string{"coursemark-answers/1", a.Bank, a.BankRevision}, lines...)...)
	return t
}

// suspect compares the attempts of different people. Equal answers that are all
// right are not listed: that is what an assessment is for.
func suspect(files []*fileResult, roster *Roster) []Suspicion {
	byAnswers, byID := map[[sha256.Size]byte][]*record{}, map[string][]*record{}
	for _, f := range files {
		for _, r := range f.records {
			switch {
			case r.sitting != nil && r.trace != nil:
				byAnswers[r.trace.answers] = append(byAnswers[r.trace.answers], r)
			case r.verdict == quarantined && r.problem.reason == "id-of-another":
				byID[r.id] = append(byID[r.id], r)
			}
		}
	}
	var groups [][]Suspicion
	add := func(flag string, records []*record) {
		people := map[string]bool{}
		var lines []Suspicion
		for _, r := range records {
			line := Suspicion{Flag: flag, Staff: r.staff, Attempt: r.id, File: r.file.path, SHA256: r.file.sha}
			if r.sitting != nil {
				line.Staff, line.Bank = r.sitting.Staff, r.sitting.Bank
			}
			if r.trace != nil {
				line.Started, line.Submitted, line.Mistakes = r.trace.started, r.trace.submitted, r.trace.mistakes
			}
			line.Name = roster.name(line.Staff)
			people[line.Staff] = true
			lines = append(lines, line)
		}
		if len(people) < 2 {
			return
		}
		slices.SortFunc(lines, func(a, b Suspicion) int {
			return cmp.Or(cmp.Compare(a.Staff, b.Staff), cmp.Compare(a.Attempt, b.Attempt), cmp.Compare(a.File, b.File))
		})
		groups = append(groups, lines)
	}
	for _, records := range byID {
		add(FlagIDOfAnother, records)
	}
	for _, records := range byAnswers {
		if len(records) < 2 {
			continue
		}
		type times struct{ started, submitted string }
		byTimes := map[times][]*record{}
		for _, r := range records {
			t := times{r.trace.started, r.trace.submitted}
			byTimes[t] = append(byTimes[t], r)
		}
		before := len(groups)
		for _, same := range byTimes {
			add(FlagCopySuspected, same)
		}
		if len(groups) == before && records[0].trace.mistakes > 0 {
			add(FlagSameAnswers, records)
		}
	}
	rank := map[string]int{FlagIDOfAnother: 0, FlagCopySuspected: 1, FlagSameAnswers: 2}
	slices.SortFunc(groups, func(a, b []Suspicion) int {
		return cmp.Or(cmp.Compare(rank[a[0].Flag], rank[b[0].Flag]), cmp.Compare(b[0].Mistakes, a[0].Mistakes), cmp.Compare(a[0].Bank, b[0].Bank), cmp.Compare(a[0].Staff, b[0].Staff), cmp.Compare(a[0].Attempt, b[0].Attempt))
	})
	var out []Suspicion
	for i, g := range groups {
		for _, line := range g {
			line.Group = i + 1
			out = append(out, line)
		}
	}
	return out
}

const suspicionsHeader = "group,flag,staff_id,name,bank,attempt,started,handed_in,shared_mistakes,file,file_sha256"

// EncodeSuspicions writes the list as CSV.
func EncodeSuspicions(list []Suspicion) []byte {
	var b bytes.Buffer
	b.WriteString(suspicionsHeader + "\n")
	w := csv.NewWriter(&b)
	for _, s := range list {
		fields := []string{strconv.Itoa(s.Group), s.Flag, s.Staff, s.Name, s.Bank, s.Attempt, s.Started, s.Submitted, strconv.Itoa(s.Mistakes), s.File, s.SHA256}
		for i, f := range fields {
			if f != "" && strings.IndexByte("=+-@\t\r\n", f[0]) >= 0 {
				fields[i] = "'" + f // a spreadsheet would take it for a formula
			}
		}
		_ = w.Write(fields) // into memory
	}
	w.Flush()
	return b.Bytes()
}

// IsSuspicions tells whether a file is a list of suspicions as it was written
// here, and nobody has saved it from a spreadsheet since.
func IsSuspicions(content []byte) bool {
	if !bytes.HasPrefix(content, []byte(suspicionsHeader+"\n")) {
		return false
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return false
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows) // into memory
	if !bytes.Equal(b.Bytes(), content) {
		return false
	}
	for _, row := range rows[1:] {
		if sum := row[len(row)-1]; sum != "" && (len(sum) != 2*sha256.Size || !isHex(sum)) {
			return false
		}
	}
	return true
}

func isHex(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil
}
