package ledger

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// What attempts of different people have in common.
const (
	FlagCopySuspected = "COPY-SUSPECTED" // the same answers, begun and handed in at the same second
	FlagIDOfAnother   = "ID-OF-ANOTHER"  // one attempt under two names
	FlagSameAnswers   = "SAME-ANSWERS"   // for information: it also happens by chance, the more so the more answers are right
)

// Suspicion is a line of the list that is for HR alone. It proves nothing: it says whom
// to talk to.
type Suspicion struct {
	Group     int // lines of one group belong together
	Flag      string
	Staff     string // as handed in, or the person for whom it was counted
	Name      string // in the roster
	Bank      string
	Attempt   string // ID
	Started   string
	Submitted string
	Mistakes  int // that they share
	File      string
	SHA256    string
}

// suspicions compares the attempts of different people. Equal answers that are all
// right are not listed: that is what an assessment is for.
func (b book) suspicions(roster *sheets.Roster) []Suspicion {
	s := &suspecter{book: b, roster: roster}
	s.sharedIDs()
	list := slices.DeleteFunc(b.ofKind(Attempt, func(x, y *Head) int { return cmp.Or(byWhat(x, y), byWho(x, y)) }),
		func(i uint32) bool { return b.Head(i).What == 0 }) // nothing was answered
	for run := range b.runs(list, byWhat) {
		if b.ofSeveral(run) {
			s.sameAnswers(run)
		}
	}
	return s.lines()
}

// suspecter collects groups of suspicions.
type suspecter struct {
	book
	roster *sheets.Roster
	groups [][]Suspicion
}

// add adds a group if it is of several people, and reports whether it is.
func (s *suspecter) add(flag string, lines []Suspicion) bool {
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
	s.groups = append(s.groups, lines)
	return true
}

// sharedIDs adds attempts that came in under the IDs of several people.
func (s *suspecter) sharedIDs() {
	byID := map[string][]Suspicion{}
	for i := range uint32(s.Len()) {
		if s.Plain(i) || s.Verdict(i) != verdict.Quarantined {
			continue
		}
		if r := s.Record(i); r.Why.Code.Reason() == verdict.IDOfAnother.Reason() {
			byID[r.ID] = append(byID[r.ID], s.line(r))
		}
	}
	for _, lines := range byID {
		s.add(FlagIDOfAnother, lines)
	}
}

func (s *suspecter) sameAnswers(run []uint32) {
	copied := false
	for same := range s.runs(run, byWho) {
		if !s.ofSeveral(same) {
			continue
		}
		for _, lines := range s.alike(same, func(t *intake.Trace) string { return t.Started + "\x00" + t.Submitted }) {
			copied = s.add(FlagCopySuspected, lines) || copied
		}
	}
	if first := s.Record(slices.Min(run)); copied || first.Trace == nil || first.Trace.Mistakes == 0 {
		return
	}
	for _, lines := range s.alike(run, func(*intake.Trace) string { return "" }) {
		s.add(FlagSameAnswers, lines)
	}
}

// alike groups the lines of attempts that are really equal: in their answers, and in what
// more returns.
func (s *suspecter) alike(run []uint32, more func(*intake.Trace) string) map[string][]Suspicion {
	out := map[string][]Suspicion{}
	for _, i := range run {
		r := s.Record(i)
		if r.Trace == nil {
			continue // the disk failed, which is a fault of the run
		}
		group := string(r.Trace.Answers[:]) + more(r.Trace)
		out[group] = append(out[group], s.line(r))
	}
	return out
}

// lines returns all groups, the most serious first.
func (s *suspecter) lines() []Suspicion {
	rank := map[string]int{FlagIDOfAnother: 0, FlagCopySuspected: 1, FlagSameAnswers: 2}
	slices.SortFunc(s.groups, func(a, b []Suspicion) int {
		x, y := a[0], b[0]
		return cmp.Or(cmp.Compare(rank[x.Flag], rank[y.Flag]), cmp.Compare(y.Mistakes, x.Mistakes),
			cmp.Compare(x.Bank, y.Bank),
			cmp.Compare(x.Staff, y.Staff), cmp.Compare(x.Attempt, y.Attempt))
	})
	var out []Suspicion
	for i, g := range s.groups {
		for _, line := range g {
			line.Group = i + 1
			out = append(out, line)
		}
	}
	return out
}

// ofSeveral reports whether records are those of several people.
func (b book) ofSeveral(list []uint32) bool {
	return slices.ContainsFunc(list, func(i uint32) bool { return b.Head(i).Staff != b.Head(list[0]).Staff })
}

// line returns the line of a record.
func (s *suspecter) line(r *intake.Record) Suspicion {
	line := Suspicion{Staff: r.Staff, Attempt: r.ID, File: r.File.Path, SHA256: r.File.SHA256}
	if r.Submission != nil {
		line.Staff, line.Bank = r.Submission.Staff, r.Submission.Bank
	}
	if t := r.Trace; t != nil {
		line.Started, line.Submitted, line.Mistakes = t.Started, t.Submitted, t.Mistakes
	}
	line.Name = s.roster.NameOf(line.Staff)
	return line
}

const suspicionsHeader = "group,flag,staff_id,name,bank,attempt,started,handed_in,shared_mistakes,file,file_sha256"

// EncodeSuspicions writes the list as CSV.
func EncodeSuspicions(list []Suspicion) []byte {
	var b bytes.Buffer
	b.WriteString(suspicionsHeader + "\n")
	w := csv.NewWriter(&b)
	for _, s := range list {
		fields := []string{strconv.Itoa(s.Group), s.Flag, s.Staff, s.Name, s.Bank, s.Attempt, s.Started, s.Submitted,
			strconv.Itoa(s.Mistakes), s.File, s.SHA256}
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

// IsSuspicions reports whether a file is a list of suspicions as it was written here,
// which nobody has saved from a spreadsheet since.
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
