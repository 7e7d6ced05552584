package generator

import (
	"context"

	"github.com/coursemark/coursemark/generator/advice"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

// advise returns content advice on the whole project, as notices.
func (s *Site) advise(ctx context.Context, o Options) diag.List {
	var found diag.List
	var pages []*markdown.Facts
	for _, p := range s.model.Pages() {
		if p.Body == nil || p.Body.Facts == nil {
			continue
		}
		found.Add(advice.Page(p.File, p.Body.Facts)...)
		pages = append(pages, p.Body.Facts)
	}
	for _, b := range s.model.Banks {
		found.Add(advice.Questions(b.Bank)...)
	}
	if o.External {
		links := advice.Links{Agent: "coursemark/" + o.Version + " (link check)",
			Ignore: s.project.Config.LinkChecker.Ignore, Progress: o.Progress}
		found.Add(links.External(ctx, pages)...)
	}
	return found
}
