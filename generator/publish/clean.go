package publish

import (
	"errors"
	"io/fs"
)

// Clean removes a site: it deletes the files in the output folder that Coursemark wrote
// and nobody has changed since. All others stay. It ends the publication, which must
// not have new files.
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
			delete(p.old, name) // somebody has changed it: keep it
			changed++
		}
	}
	// Committing a version without files deletes the rest.
	summary, err := p.Commit()
	if err != nil {
		return summary, err
	}
	summary.Foreign += changed
	return summary, errors.Join(p.out.Remove(manifestName), p.state.RemoveAll(p.timesName()))
}
