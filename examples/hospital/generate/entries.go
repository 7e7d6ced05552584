package main

import (
	"crypto/sha256"

	"github.com/coursemark/coursemark/results"
)

const (
	module = "de-escalation/verbal-de-escalation"
	// edition is that of the module which people read in 2026; the pages have been
	// improved since.
	edition = "m1-k4wq7h2n5x"
)

// markedAnswer is the ID of the written answer that the sheet of observations marks.
func markedAnswer() string { return entryHeader("", "H0106", "", "written").ID }

func entryHeader(site, staff, day, what string) results.Header {
	id := results.AttemptID(sha256.Sum256([]byte("riverbend " + staff + " " + what)))
	return results.Header{ID: id, Site: site, Staff: staff, Lang: "en", At: day + "T16:05:00+01:00"}
}

// entries are what some people hand in beside their attempts: modules that they
// read, a written answer, a self-rating, and what two team managers observed.
func (g *generator) entries(p person) []results.Entry {
	head := func(day, what string) results.Header {
		h := entryHeader(g.site, p.id, day, what)
		h.Name = p.name
		return h
	}
	read := func(day string) results.Entry {
		return &results.Completion{Header: head(day, "read "+day), Module: module, Title: "Verbal de-escalation",
			Version: edition}
	}
	saw := func(subject, competency, day string, ratings ...results.IndicatorRating) results.Entry {
		return &results.Observation{Header: head(day, "saw "+subject+competency), Subject: subject,
			Competency: competency,
			Ratings:    ratings, MaxRating: 4, ObservedOn: day, Method: "practice", Setting: p.team}
	}
	rated := func(indicator string, rating float64) results.IndicatorRating {
		return results.IndicatorRating{Indicator: indicator, Rating: rating}
	}
	switch p.id {
	case "H0101":
		return []results.Entry{read("2026-04-18"),
			saw("H0108", "ROS-RELATE", "2026-10-14", rated("ROS-TIP-1", 4), rated("ROS-TIP-3", 3))}
	case "H0106":
		return []results.Entry{&results.Written{Header: head("2026-02-09", "written"), Competency: "ROS-DEESC",
			Indicators: []string{"ROS-COE-6"},
			Task:       "Describe, without naming anybody, a conversation that you helped to calm, and what you would do differently.",
			Text:       "Somebody was shouting in the corridor because a visit had been cancelled. I asked the others to give us room, said that I could see how much the visit mattered, and waited. Next time I would sit down sooner."}}
	case "H0107":
		return []results.Entry{read("2026-05-24"), read("2026-05-30"),
			&results.PracticeLog{Header: head("2026-05-24", "practised"), Page: module + "/before-you-speak",
				Answered: 6},
			&results.Reflection{Header: head("2026-05-24", "thought over"), Page: module + "/afterwards",
				Text: "I tend to fill silences. I want to let them be."},
			&results.Rating{Header: head("2026-05-25", "rated"), Competency: "ROS-DEESC", Rating: 3, MaxRating: 4}}
	case "H0108":
		return []results.Entry{read("2026-09-06"),
			&results.Written{Header: head("2026-09-08", "written"), Competency: "ROS-DEESC",
				Indicators: []string{"ROS-COE-6"},
				Task:       "Describe, without naming anybody, a conversation that you helped to calm, and what you would do differently.",
				Text:       "I kept my voice low and offered a cup of tea in the garden."}}
	case "H0111":
		return []results.Entry{saw("H0120", "ROS-RELATE", "2026-10-06", rated("ROS-TIP-1", 3), rated("ROS-TIP-3", 3))}
	case "H0130": // began two weeks ago, and has read it
		return []results.Entry{read("2026-11-20")}
	}
	return nil
}

// training is what HR keeps of training that others gave.
func training() [][]string {
	return [][]string{
		{"staff_id", "course", "version", "date", "type", "minutes", "provider", "presenter", "certificate", "note"},
		{"H0101", "Leading after an incident", "2", "2026-03-11", "workshop", "360", "Lakeside Academy (fictional)",
			"registered psychologist", "LA-2026-0311", ""},
		{"H0102", "Trauma-informed care, day 1", "2026", "2026-04-09", "workshop", "390",
			"Lakeside Academy (fictional)", "registered nurse, master of science", "LA-2026-0409", ""},
		{"H0102", "Trauma-informed care, day 2", "2026", "2026-04-10", "workshop", "390",
			"Lakeside Academy (fictional)", "registered nurse, master of science", "LA-2026-0410", ""},
		{"H0107", "Working with interpreters", "", "2026-09-17", "e-learning", "45", "Riverbend library", "", "", ""},
		{"H0109", "Peer support, continued", "5", "2025-11-05", "supervision", "120", "Peer Network (fictional)",
			"certified peer specialist", "", "six people"},
		{"H0125", "Peer support, continued", "5", "2025-11-05", "supervision", "120", "Peer Network (fictional)",
			"certified peer specialist", "", "six people"},
		{"H0099", "Working with interpreters", "", "2026-09-17", "e-learning", "45", "Riverbend library", "", "", ""},
	}
}
