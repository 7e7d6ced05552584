package words

import (
	"fmt"
	"strings"

	"github.com/coursemark/coursemark/standards"
)

// Cuts say which percentage gives which level.
func (w *Words) Cuts(r standards.KindRule) string {
	var parts []string
	for _, c := range r.Cuts {
		if c.Level <= r.MaxLevel {
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

// Policy says what of several sittings counts.
func Policy(r standards.KindRule) string {
	switch r.Attempts {
	case standards.Best:
		return "the best of what was received counts (reason: " + r.Reason + ")"
	case standards.First:
		return "the first that was received counts"
	case standards.Average:
		return "the mean of what was received since the last expiry counts"
	case standards.Decaying:
		return fmt.Sprintf("the latest that was received counts for %s, the mean of the earlier ones for the rest", Percent(100*r.Weight))
	case standards.NMastery:
		return fmt.Sprintf("the mean of those received at or above %s counts, once there are %d", Percent(r.Mastery), r.N)
	}
	return "the latest that was received counts"
}

// Validity says how long a level holds.
func Validity(v standards.Validity) string {
	if v.Months == 0 {
		return "does not expire"
	}
	period := Count(v.Months, "month", "months")
	window := fmt.Sprintf("; shown as expiring for the last %s", Count(v.WindowDays, "day", "days"))
	switch v.Mode {
	case standards.Expiry:
		return period + " from the earlier expiry if renewed in time, otherwise from the evidence" + window
	case standards.Fixed:
		return fmt.Sprintf("until the next of the fixed dates, every %s from %s", period, v.BaseDate.Format("2006-01-02")) + window
	}
	return period + " from the earliest evidence that counts" + window
}

// Mandatory says what an indicator below its percentage does.
func (w *Words) Mandatory(m standards.Mandatory) string {
	return fmt.Sprintf("%s at least %s, otherwise no more than %s", m.Indicator, Percent(m.Percent), w.Numbered(m.Cap))
}

// RefusePublic says what a rule does that refuses public banks.
const RefusePublic = "attempts at banks whose answers anybody can look up do not count"

// KindsOf gives the kinds that a rule names, in its order.
func KindsOf(r *standards.Rule) []standards.Kind {
	var out []standards.Kind
	for _, demand := range r.Demands {
		out = append(out, demand...)
	}
	return out
}

// Demands say which kinds of evidence a rule wants.
func (w *Words) Demands(r *standards.Rule) string {
	parts := make([]string, len(r.Demands))
	for i, demand := range r.Demands {
		kinds := make([]string, len(demand))
		for k, kind := range demand {
			kinds[k] = strings.ToLower(w.Kind(kind))
		}
		parts[i] = strings.Join(kinds, " or ")
	}
	return strings.Join(parts, ", and ")
}

// Banks say which of a rule's banks are evidence of what; "" where all are of one
// kind and nothing is to be told apart.
func (w *Words) Banks(r *standards.Rule) string {
	var parts []string
	for _, of := range []struct {
		kind standards.Kind
		ids  []string
	}{{standards.Vignette, r.Vignettes}, {standards.Scenario, r.Scenarios}} {
		titles := make([]string, len(of.ids))
		for i, id := range of.ids {
			titles[i] = fmt.Sprintf("%q", w.Bank(id))
		}
		if len(titles) > 0 {
			parts = append(parts, strings.Join(titles, ", ")+": "+strings.ToLower(w.Kind(of.kind)))
		}
	}
	return strings.Join(parts, "; ")
}
