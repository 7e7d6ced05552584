package summary

import (
	"path/filepath"

	"github.com/coursemark/coursemark/gradebook/run"
	"github.com/coursemark/coursemark/gradebook/words"
	"github.com/coursemark/coursemark/internal/count"
)

// Receipt says what came in and was written into the register.
func Receipt(r run.Receipt) string {
	t := &text{}
	if len(r.Arrivals) == 0 {
		t.linef("No results came in: there was no file to read in %s. %s is as it was.", count.List(r.Results),
			r.Register)
		return t.String()
	}
	t.linef("%s, received on %s: %s new, %s new to %s.", count.Of(len(r.Arrivals), "file", "files"), r.On,
		count.Of(r.Added.Files, "file", "files"), count.Of(r.Added.Records, "record", "records"), r.Register)
	if known := r.Added.Known; known > 0 {
		t.linef("%s.", count.Of(known, "record was in it already and keeps its first date",
			"records were in it already and keep their first date"))
	}
	for _, arrival := range r.Arrivals {
		why, _ := words.Reason(arrival.Problem)
		switch {
		case arrival.SHA256 == "":
			t.linef("  %s could not be read, and is not in the register: %s", arrival.Path, why)
		case !arrival.Problem.IsZero():
			t.linef("  %s holds no results that can be read: %s", arrival.Path, why)
		}
	}
	return t.String()
}

// Records says which records were written; "" if none were.
func Records(r run.Records) string {
	t := &text{}
	if r.Written == 0 {
		return ""
	}
	t.Write([]byte("Wrote " + count.Of(r.Written, "record", "records") + " to " + filepath.ToSlash(r.Dir)))
	if r.Indexed {
		t.linef(". Open %s and print from there.", filepath.ToSlash(r.Index))
	} else {
		t.linef(", but not %s, which lists them.", filepath.ToSlash(r.Index))
	}
	return t.String()
}
