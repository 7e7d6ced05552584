package course

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

var (
	slug     = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}\p{M}]+([-_.][\p{Ll}\p{Lo}\p{N}\p{M}]+)*$`)
	reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)
	alias    = regexp.MustCompile(`^/?([^/\\?#:*"<>|]+/)*[^/\\?#:*"<>|]+/?$`)
)

// nameOf returns the part of a page's address that comes from its folder or file.
func nameOf(front *Front, file string) *pathName {
	n := &pathName{name: cmp.Or(front.Slug, project.Slug(path.Base(file)))}
	switch {
	case reserved.MatchString(n.name):
		n.fault = reservedName.With(n.name)
	case slug.MatchString(n.name):
		return n
	case front.Slug != "":
		n.fault = badSlug.With(n.name)
	default:
		n.fault = badName.With(n.name, slugOf(n.name))
	}
	n.wrong, n.name = true, cmp.Or(slugOf(n.name), "page")
	return n
}

// slugOf turns a name into one that can be part of an address; "" if no character of it
// can.
func slugOf(name string) string {
	separates := func(r rune) bool { return !slug.MatchString(string(r)) }
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), separates), "-")
}

// place gives a page the address that follows from its folder or file.
func (p *plan) place(page *Page, file, above string) {
	if page.source.name == nil {
		page.source.name = nameOf(page.Front, file)
	}
	n := page.source.name
	switch {
	case n.wrong && page.Front.Slug != "":
		p.faults.Add(page.source.fault(n.fault, "slug"))
	case n.wrong:
		p.faults.Add(n.fault.In(file))
	}
	page.Address = path.Join(above, n.name)
	if !strings.HasSuffix(file, ".md") {
		p.folders[file] = page.Address
	}
	p.claim(page.Address, page.File, page)
}

// claim takes an address for a page. For a page that the site makes, page is nil.
func (p *plan) claim(address, by string, page *Page) {
	key := strings.ToLower(address)
	first, taken := p.addresses[key]
	if !taken {
		p.addresses[key] = claim{by, address}
		return
	}
	fault := addressTaken.With(address, first.by)
	if address != first.address {
		fault = addressDiffersInCase.With(address, first.by)
	}
	if page != nil && page.Front.Slug != "" {
		p.faults.Add(page.source.fault(fault, "slug"))
	} else {
		p.faults.Add(fault.In(by))
	}
}

// enterAliases claims the addresses that pages had before.
func (p *plan) enterAliases() {
	for _, page := range p.pages {
		for i, written := range page.Front.Aliases {
			if page.omitted {
				break
			}
			if fault, ok := p.enterAlias(page, written); !ok {
				p.faults.Add(page.source.fault(fault, "aliases", i))
			}
		}
	}
	slices.SortFunc(p.aliases, func(a, b Alias) int { return strings.Compare(a.Address, b.Address) })
}

func (p *plan) enterAlias(page *Page, written string) (fault diag.Message, ok bool) {
	address := path.Clean(strings.Trim(written, "/"))
	address = strings.TrimSuffix(address, "/index.html")
	if !alias.MatchString(written) || address == "." || strings.HasPrefix(address, "..") ||
		strings.HasSuffix(address, ".html") {
		return badAlias.With(written), false
	}
	key := strings.ToLower(address)
	if first, taken := p.addresses[key]; taken {
		return aliasTaken.With(written, first.by), false
	}
	p.addresses[key] = claim{page.File, address}
	p.aliases = append(p.aliases, Alias{address, page})
	return fault, true
}
