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
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
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
func (l *ledger) suspect(roster *sheets.Roster) []Suspicion {
	var groups [][]Suspicion
	add := func(flag string, lines []Suspicion) bool {
		people := map[string]bool{}
		for i := range lines {
			lines[i].Flag = flag
			people[lines[i].Staff] = true
		}
		if len(people) < 2 {
			return false
		}
		slices.SortFunc(lines, func(a, b Suspicion) int {
			return cmp.Or(cmp.Compare(a.Staff, b.Staff), cmp.Compare(a.Attempt, b.Attempt), cmp.Compare(a.File, b.File))
		})
		groups = append(groups, lines)
		return true
	}
	byID := map[string][]Suspicion{}
	for i := range l.entries {
		if e := &l.entries[i]; e.state&isKept != 0 && l.verdict(e) == verdict.Quarantined && l.kept[e.row].problem.Code.Reason() == verdict.IDOfAnother.Reason() {
			line := l.record(uint32(i)).suspicion(roster)
			byID[line.Attempt] = append(byID[line.Attempt], line)
		}
	}
	for _, lines := range byID {
		add(FlagIDOfAnother, lines)
	}
	list := slices.DeleteFunc(l.in(results.KindAttempt, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.gist, b.gist), cmp.Compare(a.tie, b.tie))
	}), func(i uint32) bool { return l.entries[i].gist == 0 }) // nothing was answered
	several := func(run []uint32) bool {
		return slices.ContainsFunc(run, func(i uint32) bool { return l.entries[i].staff != l.entries[run[0]].staff })
	}
	// alike gives the lines of those that are really equal, by their answers.
	alike := func(run []uint32, and func(*trace) string) map[string][]Suspicion {
		out := map[string][]Suspicion{}
		for _, i := range run {
			r := l.record(i)
			if r.trace == nil {
				continue // the disk failed, which is told elsewhere
			}
			key := string(r.trace.answers[:]) + and(r.trace)
			out[key] = append(out[key], r.suspicion(roster))
		}
		return out
	}
	for run := range l.runs(list, func(a, b *entry) bool { return a.gist == b.gist }) {
		if !several(run) {
			continue
		}
		copied := false
		for same := range l.runs(run, func(a, b *entry) bool { return a.tie == b.tie }) {
			if !several(same) {
				continue
			}
			for _, lines := range alike(same, func(t *trace) string { return t.started + "\x00" + t.submitted }) {
				copied = add(FlagCopySuspected, lines) || copied
			}
		}
		if first := l.record(slices.Min(run)); copied || first.trace == nil || first.trace.mistakes == 0 {
			continue
		}
		for _, lines := range alike(run, func(*trace) string { return "" }) {
			add(FlagSameAnswers, lines)
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

// suspicion is the line of a record.
func (r *record) suspicion(roster *sheets.Roster) Suspicion {
	line := Suspicion{Staff: r.staff, Attempt: r.id, File: r.file.path, SHA256: r.file.sha}
	if r.sitting != nil {
		line.Staff, line.Bank = r.sitting.Staff, r.sitting.Bank
	}
	if r.trace != nil {
		line.Started, line.Submitted, line.Mistakes = r.trace.started, r.trace.submitted, r.trace.mistakes
	}
	line.Name = roster.NameOf(line.Staff)
	return line
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
