package render

import (
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/coursemark/coursemark/internal/diag"
)

// templates are the templates of a theme while they are being read.
type templates struct {
	theme   fs.FS
	kinds   []Kind
	sources map[string][]byte             // by name of the file
	base    *template.Template            // the templates that all pages share
	pages   map[string]*template.Template // by name of the template
	faults  diag.List
}

// load reads the templates that all pages share, and then one for each page.
func (t *templates) load() {
	names, err := fs.Glob(t.theme, "templates/*.html")
	if err != nil || len(names) == 0 {
		t.faults.Add(noTemplates.With().In("layouts/templates"))
		return
	}
	slices.Sort(names)
	for _, name := range names {
		if !t.ofPage(name) {
			t.parse(t.base, name)
		}
	}
	for _, kind := range t.kinds {
		if t.pages[kind.Template] != nil {
			continue
		}
		page, err := t.base.Clone()
		if err != nil {
			t.faults.Add(templateFails.With(err.Error()).In("layouts/templates"))
			return
		}
		t.parse(page, "templates/"+kind.Template+".html")
		t.pages[kind.Template] = page
	}
}

// ofPage reports whether a file is the template of a kind of page.
func (t *templates) ofPage(file string) bool {
	name := strings.TrimSuffix(path.Base(file), ".html")
	return slices.ContainsFunc(t.kinds, func(k Kind) bool { return k.Template == name })
}

func (t *templates) parse(into *template.Template, name string) {
	source, err := fs.ReadFile(t.theme, name)
	if err != nil {
		t.faults.Add(templateUnreadable.With(diag.Plain(err)).In("layouts/" + name))
		return
	}
	t.sources[name] = source
	if _, err := into.New(name).Parse(string(source)); err != nil {
		t.faults.Add(templateFault(t.sources, err))
	}
}

// sets returns the sets of templates that are executed: the shared ones by themselves,
// and together with the template of each kind of page.
func (t *templates) sets() []*template.Template {
	sets := []*template.Template{t.base}
	for _, name := range slices.Sorted(maps.Keys(t.pages)) {
		sets = append(sets, t.pages[name])
	}
	return sets
}

// each calls visit with the tree of every template.
func (t *templates) each(visit func(*parse.Tree)) {
	for _, set := range t.sets() {
		for _, one := range set.Templates() {
			if one.Tree != nil && one.Tree.Root != nil {
				visit(one.Tree)
			}
		}
	}
}

// check reports unknown words and endless calls before any template is executed.
func (t *templates) check(words Words) {
	t.each(func(tree *parse.Tree) {
		words.check(tree, func(node parse.Node, m diag.Message) { t.report(tree, node, m) })
	})
	for _, set := range t.sets() {
		for _, one := range set.Templates() {
			t.follow(set, one.Name(), nil)
		}
	}
}

func (t *templates) report(tree *parse.Tree, node parse.Node, m diag.Message) {
	t.faults.Add(m.At("layouts/"+tree.ParseName, t.sources[tree.ParseName], int(node.Position())))
}

// follow reports a template that always calls itself, directly or through others. path
// holds the templates that called this one.
func (t *templates) follow(set *template.Template, name string, path []string) {
	called := set.Lookup(name)
	if called == nil || called.Tree == nil || called.Tree.Root == nil {
		return
	}
	path = append(path, name)
	for _, node := range called.Tree.Root.Nodes { // a call inside an {{if}} may stop
		call, ok := node.(*parse.TemplateNode)
		switch {
		case !ok:
		case !slices.Contains(path, call.Name):
			t.follow(set, call.Name, path)
		case call.Name == path[0]:
			t.report(called.Tree, call, templateLoop.With(call.Name))
		}
	}
}

// shared returns the sources of the templates that all pages share.
func (t *templates) shared() map[string][]byte {
	shared := map[string][]byte{}
	for name, source := range t.sources {
		if !t.ofPage(name) {
			shared[name] = source
		}
	}
	return shared
}
