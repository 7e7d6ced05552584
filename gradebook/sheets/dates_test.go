package sheets

import "testing"

func TestDates(t *testing.T) {
	for _, test := range []struct {
		order DateOrder
		text  string
		want  string // the date, or the code of what is wrong with it
	}{
		{DatesUnstated, "2026-11-30", "2026-11-30"}, {DatesUnstated, "2026-11-30 14:05", "2026-11-30"},
		{DatesUnstated, "2026-11-30T00:00:00Z", "2026-11-30"}, {DatesUnstated, "2026/11/30", "2026-11-30"},
		{DatesUnstated, "2026-2-1", "2026-02-01"}, {DatesUnstated, "", ""},
		{DatesUnstated, "30 november 2026", "2026-11-30"}, {DatesUnstated, "30-nov-2026", "2026-11-30"},
		{DatesUnstated, "Nov 30, 2026", "2026-11-30"},
		{DatesUnstated, "5 mrt. 2026", "2026-03-05"}, {DatesUnstated, "30 de noviembre de 2026", "2026-11-30"},
		{DatesUnstated, "1 enero 2026", "2026-01-01"}, {DatesUnstated, "2nd May 2026", "2026-05-02"},
		{DatesUnstated, "03/04/2026", "bad-date/ambiguous"}, {DatesUnstated, "30-11-2026", "bad-date/ambiguous"},
		{DayFirst, "03/04/2026", "2026-04-03"}, {DayFirst, "30.11.2026", "2026-11-30"},
		{DayFirst, "11/30/2026", "bad-date/calendar"}, {DayFirst, "2026-11-30", "2026-11-30"},
		{DayFirst, "30-11-2026 14:05", "2026-11-30"},
		{MonthFirst, "03/04/2026", "2026-03-04"}, {MonthFirst, "30/11/2026", "bad-date/calendar"},
		{DayFirst, "03/04/26", "bad-date/short-year"},
		{DatesUnstated, "2026-02-30", "bad-date/calendar"}, {DatesUnstated, "32873", "bad-date/number"},
		{DatesUnstated, "73416", "bad-date/number"}, {DatesUnstated, "2026", "bad-date/number"},
		{DatesUnstated, "999999", "bad-date/number"}, {DatesUnstated, "soon", "bad-date/unreadable"},
		{DatesUnstated, "32874", "1990-01-01"}, {DatesUnstated, "46356", "2026-11-30"},
		{MonthFirst, "46356.75", "2026-11-30"}, {DatesUnstated, "46356,5", "2026-11-30"},
		{DatesUnstated, "73415", "2100-12-31"}, {DatesUnstated, "0", "bad-date/number"},
		{DatesUnstated, "-46356", "bad-date/unreadable"},
		{DatesUnstated, "1900-01-01", "bad-date/empty"}, {DatesUnstated, "9999-12-31", "bad-date/no-end"},
		{DayFirst, "31/12/9999", "bad-date/no-end"}, {DatesUnstated, "1026-11-30", "bad-date/year"},
		{DatesUnstated, "2062-13-01", "bad-date/calendar"},
	} {
		got, err := test.order.read(test.text)
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q %s: %q, want %q", test.text, test.order, got, test.want)
		}
	}
}
