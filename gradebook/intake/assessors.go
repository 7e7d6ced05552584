package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// FlagReciprocal marks observations of two people who observed each other in
// the same competency within reciprocalDays.
const FlagReciprocal = "RECIPROCAL"

const reciprocalDays = 30

// Assessors is the register of who may observe what, and when.
type Assessors struct {
	Exceptions []verdict.Exception

	file   string
	byID   map[string][]qualification
	byName map[string][]string // IDs by folded name
}

// qualification is a row of the register.
type qualification struct {
	competency  string // "" = all
	from, until string
}

func (q qualification) String() string {
	text := "registered for " + q.competency
	if q.competency == "" {
		text = "registered for all competencies"
	}
	if q.from != "" {
		text += " from " + q.from
	}
	if q.until != "" {
		text += " until " + q.until
	}
	return text
}

var assessorColumns = []column{
	{"assessor_id", []string{"observer_id", "staff_id", "staff number", "employee number", "personeelsnummer", "medewerkernummer", "beoordelaar id", "id beoordelaar", "observator id", "número de empleado", "id evaluador", "id del evaluador", "id observador", "id"}},
	{"name", []string{"assessor", "assessor name", "observer", "observer name", "naam", "beoordelaar", "naam beoordelaar", "nombre", "evaluador", "evaluadora", "observador", "nombre del evaluador"}},
	{"competency", []string{"competencies", "competency_id", "competentie", "competenties", "bekwaamheid", "competencia", "competencias"}},
	{"from", []string{"start", "start date", "valid from", "qualified on", "qualified from", "vanaf", "van", "startdatum", "bevoegd vanaf", "gekwalificeerd op", "desde", "fecha de inicio", "válido desde"}},
	{"until", []string{"to", "end", "end date", "valid until", "expires", "tot", "tot en met", "t/m", "einddatum", "bevoegd tot", "geldig tot", "hasta", "fecha de fin", "válido hasta"}},
	{"note", []string{"notes", "qualification", "remark", "opmerking", "kwalificatie", "nota", "cualificación", "observaciones"}},
}

// ReadAssessors reads the register of assessors, a CSV or XLSX file: a row for
// each qualification. A competency that is empty or "all" stands for all of
// them; several are separated by ;.
func ReadAssessors(file string, src []byte, f *standards.Framework, dates DateOrder) (*Assessors, diag.List) {
	out := &Assessors{file: file, byID: map[string][]qualification{}, byName: map[string][]string{}}
	t, faults := readTable(file, "register of assessors", src, dates, assessorColumns, "assessor_id")
	if t == nil {
		return out, faults
	}
	sum := sha256.Sum256(src)
	sha := hex.EncodeToString(sum[:])
	for _, row := range t.Rows {
		id := results.CanonicalStaffID(t.cell(row, "assessor_id"))
		except := func(r refusal) {
			out.Exceptions = append(out.Exceptions, r.exception(file, sha, strconv.Itoa(row.Number), id, verdict.Quarantined))
		}
		if id == "" {
			except(refusal{"no-staff-id", "the row has no usable staff ID", "write the ID of the person who observes, as it stands in observer_id"})
			continue
		}
		from, bad := t.date(row, "from", "; the row does not count")
		until, badToo := t.date(row, "until", "; the row does not count")
		switch {
		case bad != (refusal{}):
			except(bad)
			continue
		case badToo != (refusal{}):
			except(badToo)
			continue
		case from != "" && until != "" && until < from:
			except(refusal{"bad-date", fmt.Sprintf("%s is registered until %s, before %s; the row does not count", clip(id), until, from), "correct the dates"})
			continue
		}
		if name := quiz.Fold(printable(t.cell(row, "name"))); name != "" && !slices.Contains(out.byName[name], id) {
			out.byName[name] = append(out.byName[name], id)
		}
		competencies := strings.Split(t.cell(row, "competency"), ";")
		for _, name := range competencies {
			name = strings.TrimSpace(name)
			if name == "" && len(competencies) > 1 {
				continue
			}
			q := qualification{from: from, until: until}
			switch squeeze(name) {
			case "", "all", "alle", "alles", "todas", "todos", "toda":
			default:
				competency, names := findCompetency(f, name)
				if competency == nil {
					except(refusal{"unknown-competency", fmt.Sprintf("the competency %q of %s is not in the standards", clip(name), clip(id)), diag.DidYouMean(name, names)})
					continue
				}
				q.competency = competency.ID
			}
			out.byID[id] = append(out.byID[id], q)
		}
	}
	if len(t.Rows) == 0 {
		faults.Add(diag.Fault{File: file, Severity: diag.Notice, What: "the register of assessors names nobody: every observation awaits confirmation", Hint: "give it a row for everybody who may observe"})
	}
	return out, faults
}

// qualified tells by which qualification somebody may observe a competency on a
// date, or why not.
func (a *Assessors) qualified(observer, name, competency, date string) (qualification, refusal) {
	wayOut := fmt.Sprintf("add the qualification to %s if there is one, have a registered assessor observe, or confirm the observation in decisions.xlsx", a.file)
	if observer == "" {
		hint := "write the ID of the observer in observer_id; " + wayOut
		if ids := a.byName[quiz.Fold(name)]; len(ids) == 1 {
			hint = fmt.Sprintf("write the ID of the observer in observer_id: the register has %s for this name", ids[0])
		}
		return qualification{}, refusal{"unregistered-observer", fmt.Sprintf("the observer %s has no ID in the row, and the register of assessors goes by IDs", clip(name)), hint}
	}
	who := clip(strings.TrimSpace(name + " " + bracket(observer)))
	held := a.byID[observer]
	if held == nil {
		return qualification{}, refusal{"unregistered-observer", fmt.Sprintf("the observer %s is not in the register of assessors", who), wayOut}
	}
	var near string
	for _, q := range held {
		fits := q.competency == "" || q.competency == competency
		if fits && (q.from == "" || q.from <= date) && (q.until == "" || date <= q.until) {
			return q, refusal{}
		}
		if fits {
			near = q.String()
		}
	}
	what := fmt.Sprintf("the observer %s is not registered for %s", who, competency)
	if near != "" {
		what = fmt.Sprintf("the observer %s is %s, and observed on %s", who, near, date)
	}
	return qualification{}, refusal{"unqualified-observer", what, wayOut}
}
