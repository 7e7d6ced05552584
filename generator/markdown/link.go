package markdown

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/coursemark/coursemark/internal/diag"
)

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// isExternal reports whether a link is an address that a reader can follow: of a
// website, for mail or a telephone.
func isExternal(destination string) bool {
	lower := strings.ToLower(destination)
	for _, s := range []string{"https://", "http://", "mailto:", "tel:"} {
		if strings.HasPrefix(lower, s) && len(lower) > len(s) {
			return true
		}
	}
	return false
}

// isElsewhere reports whether a file is on another site.
func isElsewhere(destination string) bool {
	return scheme.MatchString(destination) || strings.HasPrefix(destination, "//")
}

// autoLink checks an address in angle brackets. It returns a fault if one is found.
func autoLink(n *ast.AutoLink, source []byte) (_ diag.Message, found bool) {
	address := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail || isExternal(address) {
		markExternal(n)
		return diag.Message{}, false
	}
	return linkScheme.With(address), true
}

// markExternal keeps the other site's page from controlling ours (window.opener).
func markExternal(n ast.Node) { n.SetAttributeString("rel", "noopener") }

// link checks a link, and points it to the published page or file.
func (p *pass) link(n *ast.Link) {
	destination := string(n.Destination)
	for a := n.Parent(); a != nil; a = a.Parent() {
		if a.Kind() == kindContainerTitle && a.Parent().(*container).name == "details" {
			p.report(n.Pos(), linkInSummary.With())
		}
	}
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if c.Kind() == kindCitation && entering {
			p.report(c.Pos(), citationInLink.With())
		}
		return ast.WalkContinue, nil
	})
	switch {
	case plainText(n, p.body) == "" && !hasImage(n):
		p.report(n.Pos(), linkEmpty.With())
	case destination == "":
		p.report(n.Pos(), linkNowhere.With())
	case isExternal(destination):
		markExternal(n)
	case strings.HasPrefix(destination, "#"):
		if id, err := url.PathUnescape(destination[1:]); err == nil {
			p.fragments = append(p.fragments, fragment{id, n.Pos()})
		}
	case scheme.MatchString(destination):
		p.report(n.Pos(), linkSchemeOrFile.With(destination))
	default:
		p.localLink(n, destination)
	}
}

// localLink resolves a link to another file of the project.
func (p *pass) localLink(n *ast.Link, destination string) {
	file, id, problem := p.local(destination, n.Pos())
	var href string
	if problem == nil {
		href, problem = p.href(file)
	}
	if problem != nil {
		p.report(n.Pos(), *problem)
		return
	}
	if id != "" {
		p.page.Links = append(p.page.Links, Link{File: file, Fragment: id, At: p.place(n.Pos())})
		href += "#" + url.PathEscape(id)
	}
	n.Destination = []byte(href)
}

// href returns the address of another page, or of a file that the page links to.
func (p *pass) href(file string) (href string, problem *diag.Message) {
	switch {
	case !strings.HasSuffix(file, ".md"):
		a, problem := p.asset(file)
		return a.Href, problem
	case p.source.Page != nil:
		return p.source.Page(file)
	}
	return "", nil
}

// asset publishes a local file that the page shows or links to.
func (p *pass) asset(file string) (a Asset, problem *diag.Message) {
	if p.source.Asset == nil {
		return a, nil
	}
	if a, problem = p.source.Asset(file); problem == nil {
		p.page.Files = append(p.page.Files, file)
	}
	return a, problem
}

// local turns a destination into the path of a file in the project and the ID of a
// heading in it. The destination is relative to the file that the text at an offset
// comes from.
func (p *pass) local(destination string, at int) (file, id string, problem *diag.Message) {
	bad := func(m diag.Message) (string, string, *diag.Message) { return "", "", &m }
	file, id, _ = strings.Cut(destination, "#")
	if strings.Contains(file, `\`) {
		return bad(linkBackslash.With(destination, strings.ReplaceAll(file, `\`, "/")))
	}
	if strings.HasPrefix(file, "/") {
		return bad(linkAbsolute.With(destination))
	}
	file, err := url.PathUnescape(file)
	if err != nil {
		return bad(linkUnreadable.With(destination))
	}
	if id, err = url.PathUnescape(id); err != nil {
		return bad(linkUnreadable.With(destination))
	}
	origin, _ := p.text.place(at)
	return path.Join(path.Dir(origin.file), file), id, nil
}
