package intake

import (
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/results"
	"github.com/coursemark/coursemark/standards"
)

// Whatever an entry holds: every record is counted once, and what counts for
// somebody has an owner, a day and points within their bounds.
func FuzzEntry(f *testing.F) {
	framework := shipped(f)
	roster, _ := sheets.ReadRoster("roster.csv", []byte("staff_id,name,role\nH0001,Ann,nurse\nH0002,Bob,nurse\n"), framework)
	assessors, _ := sheets.ReadAssessors("assessors.csv", []byte("assessor_id,competency\nH0002,all\n"), framework, sheets.DatesUnstated)
	head := results.Header{ID: "abcdefghijklmnopqrstuvwxyz", Site: "ward", Staff: "H0002", Lang: "en", At: "2026-03-01T10:00:00Z"}
	for _, e := range []results.Entry{
		&results.Observation{Header: head, Subject: "H0001", Competency: "ROS-DEESC", Ratings: []results.IndicatorRating{{Indicator: "ROS-COE-6", Rating: 3}}, MaxRating: 4, ObservedOn: "2026-02-28", Method: "simulation"},
		&results.Written{Header: head, Competency: "ROS-DEESC", Indicators: []string{"ROS-COE-6"}, Task: "t", Text: "x"},
		&results.Rating{Header: head, Competency: "ROS-DEESC", Rating: 1, MaxRating: 4},
		&results.Completion{Header: head, Module: "a/b", Version: "m1"},
		&results.Reflection{Header: head, Page: "a/b", Text: "x"},
		&results.PracticeLog{Header: head, Page: "a/b", Answered: 3},
	} {
		r, err := results.EntryRecord(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(r.Kind, r.Bytes, []byte("staff_id,competency,indicator,rating,method,observed_on,observer_id,record\nH0001,ROS-DEESC,ROS-COE-6,3,simulation,2026-02-28,H0002,\nH0002,ROS-DEESC,ROS-COE-6,3,written,2026-03-02,H0001,abcdefghijklmnopqrstuvwxyz\n"))
	}
	f.Fuzz(func(t *testing.T, kind string, src, rows []byte) {
		table, _ := sheets.ObservationOptions{Framework: framework, Roster: roster, Today: "2026-06-15", Assessors: assessors}.Read("o.csv", rows)
		file := &results.File{Site: "ward"}
		for range 2 { // the second is a duplicate, whatever the first is
			file.Records = append(file.Records, results.Record{Kind: kind, ID: head.ID, Bytes: src})
		}
		encoded, err := file.Encode()
		if err != nil {
			t.Skip()
		}
		shelf := newShelf(Options{})
		shelf.add(source{path: "a.json", read: func() ([]byte, error) { return encoded, nil }, allow: allowance{maxNested, maxZipEntries}})
		received := readBy(t, shelf, Options{Site: "ward", Location: time.UTC, Now: time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC), Archive: quiz.NewArchive(), Roster: roster, Framework: framework, Observations: table, Assessors: assessors})
		if received.Files.In == 1 && received.Records.In != len(file.Records) && received.Records.In != 0 {
			t.Errorf("%d records became %+v", len(file.Records), received.Records)
		}
		if c := table.Rows; c.In != c.Accepted+c.Duplicate+c.Quarantined {
			t.Errorf("%+v", c)
		}
		for s := range received.Sittings() {
			if !roster.Has(s.Staff) || s.Date == "" || s.Competency == "" {
				t.Errorf("%+v", s)
			}
			if observed := s.Kind == standards.Practice || s.Kind == standards.Simulation; observed && s.Record != "" && !s.Awaiting {
				t.Errorf("an observation counts that nobody confirmed: %+v", s)
			}
			for _, i := range s.Items {
				if i.Points < 0 || i.Points > i.Max {
					t.Errorf("%+v", i)
				}
			}
		}
		for _, m := range roster.Members {
			_, activities := received.Of(m.ID)
			for _, a := range activities {
				if a.Staff != m.ID || a.Date == "" {
					t.Errorf("%+v", a)
				}
			}
		}
	})
}
