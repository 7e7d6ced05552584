package words

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/standards"
)

// Cuts say which percentage gives which level.
func (w *Words) Cuts(m standards.Measure) string {
	var parts []string
	for _, c := range m.Cuts {
		if c.Level <= m.MaxLevel {
			parts = append(parts, fmt.Sprintf("from %s %s", Percent(c.Percent), w.Level(c.Level)))
		}
	}
	if parts == nil {
		return "no cuts: never counts towards a level"
	}
	return strings.Join(parts, ", ")
}

// Provenance says who set cuts, when and how; without a name they are provisional.
func Provenance(p standards.Provenance) string {
	method := ""
	if p.Method != "" {
		method = " (" + p.Method + ")"
	}
	if p.SetBy == "" {
		return "PROVISIONAL: set by nobody yet" + method
	}
	when := ""
	if !p.SetOn.IsZero() {
		when = " on " + p.SetOn.Format("2006-01-02")
	}
	return "set by " + p.SetBy + when + method
}

// Policy says which of several submissions counts.
func Policy(m standards.Measure) string {
	switch m.Attempts {
	case standards.Best:
		return "the best of what was received counts (reason: " + m.Reason + ")"
	case standards.First:
		return "the first that was received counts"
	case standards.Average:
		return "the mean of what was received since the last expiry counts"
	case standards.Decaying:
		return fmt.Sprintf("the latest that was received counts for %s, the mean of the earlier ones for the rest",
			Percent(100*m.Weight))
	case standards.NMastery:
		return fmt.Sprintf("the mean of those received at or above %s counts, once there are %d",
			Percent(m.Mastery), m.N)
	}
	return "the latest that was received counts"
}

// Validity says how long a level holds.
func Validity(v standards.Validity) string {
	if v.Months == 0 {
		return "does not expire"
	}
	period := count.Of(v.Months, "month", "months")
	window := fmt.Sprintf("; shown as expiring for the last %s", count.Of(v.WindowDays, "day", "days"))
	switch v.Mode {
	case standards.Expiry:
		return period + " from the earlier expiry if renewed in time, otherwise from the evidence" + window
	case standards.Fixed:
		return fmt.Sprintf("until the next of the fixed dates, every %s from %s", period,
			v.BaseDate.Format("2006-01-02")) + window
	}
	return period + " from the earliest evidence that counts" + window
}

// Mandatory says what an indicator below its percentage does.
func (w *Words) Mandatory(m standards.Mandatory) string {
	return fmt.Sprintf("%s at least %s, otherwise no more than %s", m.Indicator, Percent(m.Percent), w.numbered(m.Cap))
}

// RefusePublic says what it means that a rule refuses public banks.
const RefusePublic = "attempts at banks whose answers anybody can look up do not count"

// Demands say which kinds of evidence a rule wants.
func (w *Words) Demands(r *standards.Settled) string {
	parts := make([]string, len(r.Demands))
	for i, demand := range r.Demands {
		parts[i] = w.anyOf(demand.Kinds)
	}
	return strings.Join(parts, ", and ")
}

// Evidences says what a rule demands, one item a line: the kinds, which bank is which,
// and whether public banks count.
func (w *Words) Evidences(r *standards.Settled) string {
	refused := ""
	if r.RefusePublic {
		refused = RefusePublic
	}
	return join("\n", w.Demands(r), w.Banks(r), refused)
}

// Banks says which of a rule's banks are evidence of which kind; "" if all of them are
// quizzes, so that there is nothing to distinguish.
func (w *Words) Banks(r *standards.Settled) string {
	var parts []string
	for _, kind := range []standards.Kind{standards.Vignette, standards.Scenario} {
		banks := r.BanksOf(kind)
		titles := make([]string, len(banks))
		for i, id := range banks {
			titles[i] = fmt.Sprintf("%q", w.Bank(id))
		}
		if len(titles) > 0 {
			parts = append(parts, strings.Join(titles, ", ")+": "+strings.ToLower(w.Kind(kind)))
		}
	}
	return strings.Join(parts, "; ")
}
