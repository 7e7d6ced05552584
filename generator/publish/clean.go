package publish

import "errors"

// Clean takes a site back: it deletes what Coursemark wrote into the output folder
// and nobody changed since. Everything else stays. It ends the publication, which
// has begun and holds nothing new.
func (p *Publication) Clean() (Summary, error) {
	if p.manifest == nil {
		p.Abandon()
		return Summary{}, nil
	}
	// A new version without any file.
	summary, err := p.Commit()
	if err != nil {
		return summary, err
	}
	return summary, errors.Join(p.out.Remove(manifestName), p.state.RemoveAll(p.timesName()))
}
