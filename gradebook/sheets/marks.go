package sheets

import (
	"slices"
	"strconv"

	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

// HasMarks reports whether the table marks any written work.
func (o *Observations) HasMarks() bool { return len(o.marks) > 0 }

// Mark adds the marks in the table to written work, and reports whether there are any;
// otherwise the work stays unmarked.
func (o *Observations) Mark(w *competence.Submission) bool {
	m := o.marks[w.Record]
	if m == nil {
		m = o.marks[w.Receipt]
	}
	switch {
	case m == nil || len(m.submission.Items) == 0: // or none of its rows counts
		return false
	case m.submission.Staff != w.Staff || m.submission.Competency != w.Competency:
		m.problem = verdict.MarkOfAnother.With(w.Record, w.Staff, w.Competency, m.submission.Staff,
			m.submission.Competency)
		return false
	}
	m.used = true
	w.Unmarked, w.Items, w.Awaiting = false, m.submission.Items, m.submission.Awaiting
	w.Assessor, w.Qualified = m.submission.Assessor, m.submission.Qualified
	w.Notes = verdict.Add(w.Notes, m.submission.Notes...)
	w.Notes = verdict.Add(w.Notes, verdict.MarkedOn.With(m.submission.Date))
	for _, flag := range m.submission.Flags {
		if !slices.Contains(w.Flags, flag) {
			w.Flags = append(w.Flags, flag)
		}
	}
	return true
}

// Close counts the rows that mark written work, which are accepted if the work is there.
func (o *Observations) Close() {
	for _, record := range o.order {
		m := o.marks[record]
		for _, row := range m.rows {
			if !m.used && row.verdict == verdict.Accepted {
				why := m.problem
				if why.IsZero() {
					why = verdict.NoSuchRecord.With(verdict.Clip(record), row.staff)
				}
				row.verdict = verdict.Quarantined
				e := why.Exception(m.submission.Source, m.submission.FileSHA256, strconv.Itoa(row.number), row.staff,
					verdict.Quarantined)
				o.Exceptions = append(o.Exceptions, e)
			}
			o.Rows.Add(row.verdict)
		}
	}
	o.marks, o.order = nil, nil
}
