package publish

import (
	"errors"
	"io/fs"
)

// Clean takes a site back: it deletes what Coursemark wrote into the output folder
// and nobody changed since. Everything else stays. It ends the publication, which
// has begun and holds nothing new.
func (p *Publication) Clean() (Summary, error) {
	if p.manifest == nil {
		p.Abandon()
		return Summary{}, nil
	}
	changed := 0
	for name, was := range p.old {
		there, err := digest(p.out, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			p.Abandon()
			return Summary{}, p.trouble(unreadable, name, err)
		case there != was:
			delete(p.old, name) // it is somebody's work now
			changed++
		}
	}
	// What is left to do is a new version without any file.
	summary, err := p.Commit()
	if err != nil {
		return summary, err
	}
	summary.Foreign += changed
	return summary, errors.Join(p.out.Remove(manifestName), p.state.RemoveAll(p.timesName()))
}
