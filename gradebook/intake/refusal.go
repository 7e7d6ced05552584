package intake

import "github.com/coursemark/coursemark/gradebook/verdict"

// refusal says why something was not counted.
type refusal struct {
	reason string // a stable code
	what   string
	hint   string
}

func (r refusal) Error() string { return r.what }

// exception tells of a refusal.
func (r refusal) exception(file, sha, record, staff string, v verdict.Verdict) verdict.Exception {
	return verdict.Exception{File: file, SHA256: sha, Record: record, Staff: staff, Verdict: v, Reason: r.reason, What: r.what, Hint: r.hint}
}
