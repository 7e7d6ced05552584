package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/coursemark/coursemark/internal/diag"
)

// Renderer turns pages into HTML. It is safe for concurrent use.
type Renderer struct {
	words     Words
	pages     map[string]*template.Template // by kind
	fragments *template.Template
	player    map[string]template.HTML // words for the player, by kind

	wordSum, practiceSum string
}

// New reads the templates of a theme (the shipped layouts, overlaid by the
// project's; templates/*.html) and tries each on a made-up page, so that a fault
// of a template is found here with its place and not on page 4,711.
func New(theme fs.FS, words Words, kinds []Kind) (*Renderer, diag.List) {
	t := &templates{theme: theme, kinds: kinds, sources: map[string][]byte{}, pages: map[string]*template.Template{}}
	r := &Renderer{words: words, pages: map[string]*template.Template{}, player: map[string]template.HTML{}}
	t.base = template.New("").Funcs(r.functions())
	for _, kind := range kinds {
		encoded, err := json.Marshal(words.player(kind)) // sorted keys; <, > and & are escaped
		if err != nil {
			t.faults.Add(diag.Fault{File: "layouts/" + sourceWords, What: err.Error()})
		}
		r.player[kind.Name] = template.HTML(`<script type="application/json" id="words">` + string(encoded) + `</script>`)
	}
	t.load()
	r.fragments = t.base
	for _, kind := range kinds {
		r.pages[kind.Name] = t.pages[kind.Template]
	}
	r.wordSum, r.practiceSum = sums(words, t.shared())
	if t.faults.Failed() {
		return r, t.faults
	}
	t.each(func(tree *parse.Tree) { words.check(tree, tree.Root, t.sources, &t.faults) })
	if t.faults.Failed() {
		return r, t.faults
	}
	t.each(func(tree *parse.Tree) { r.settleWords(tree.Root) })
	r.try(kinds, func(err error) { t.faults.Add(templateFault(t.sources, err)) })
	return r, t.faults
}

// templates are those of a theme while they are read.
type templates struct {
	theme   fs.FS
	kinds   []Kind
	sources map[string][]byte             // by name of the file
	base    *template.Template            // what all pages share
	pages   map[string]*template.Template // by name of the template
	faults  diag.List
}

// load reads the templates that all pages share, and then one for each page.
func (t *templates) load() {
	names, err := fs.Glob(t.theme, "templates/*.html")
	if err != nil || len(names) == 0 {
		t.faults.Add(diag.Fault{File: "layouts/templates", What: "there are no templates"})
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
			t.faults.Add(diag.Fault{File: "layouts/templates", What: err.Error()})
			return
		}
		t.parse(page, "templates/"+kind.Template+".html")
		t.pages[kind.Template] = page
	}
}

// ofPage reports whether a file holds the template of a page.
func (t *templates) ofPage(file string) bool {
	name := strings.TrimSuffix(path.Base(file), ".html")
	return slices.ContainsFunc(t.kinds, func(k Kind) bool { return k.Template == name })
}

func (t *templates) parse(into *template.Template, name string) {
	source, err := fs.ReadFile(t.theme, name)
	if err != nil {
		t.faults.Add(diag.Fault{File: "layouts/" + name, What: "the template cannot be read: " + err.Error()})
		return
	}
	t.sources[name] = source
	if _, err := into.New(name).Parse(string(source)); err != nil {
		t.faults.Add(templateFault(t.sources, err))
	}
}

// each visits the trees of all templates.
func (t *templates) each(visit func(*parse.Tree)) {
	sets := []*template.Template{t.base}
	for _, name := range slices.Sorted(maps.Keys(t.pages)) {
		sets = append(sets, t.pages[name])
	}
	for _, set := range sets {
		for _, one := range set.Templates() {
			if one.Tree != nil && one.Tree.Root != nil {
				visit(one.Tree)
			}
		}
	}
}

// shared are the sources of the templates that all pages share.
func (t *templates) shared() map[string][]byte {
	shared := map[string][]byte{}
	for name, source := range t.sources {
		if !t.ofPage(name) {
			shared[name] = source
		}
	}
	return shared
}

// sums hashes what the fragments inside a text are made of: words, and templates.
func sums(words Words, sources map[string][]byte) (word, practice string) {
	h := sha256.New()
	table := words.tables[templateTable]
	for _, key := range slices.Sorted(maps.Keys(table)) {
		fmt.Fprintf(h, "%q %q\n", key, table[key])
	}
	fmt.Fprintf(h, "%q\n", words.Language) // it decides on plurals
	word = string(h.Sum(nil))
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		fmt.Fprintf(h, "%q %q\n", name, sources[name])
	}
	return word, string(h.Sum(nil))
}

// WordSum stands for all that Word returns: while it stays, so do the words.
func (r *Renderer) WordSum() string { return r.wordSum }

// PracticeSum stands for all that Practice returns for the same question.
func (r *Renderer) PracticeSum() string { return r.practiceSum }

// Render renders a page of any kind.
func (r *Renderer) Render(w io.Writer, page Document) error {
	kind := page.common().Kind
	if r.pages[kind] == nil {
		return fmt.Errorf("there is no kind of page %q", kind)
	}
	return r.pages[kind].ExecuteTemplate(w, "base", page)
}

// Navigation renders the list of a module's pages, to be shared by them. A
// lesson's page marks its own entry.
func (r *Renderer) Navigation(n *Navigation) (template.HTML, error) {
	return r.fragment("navigation", n)
}

// Practice renders a practice question for a lesson's body.
func (r *Renderer) Practice(p *Practice) (template.HTML, error) {
	return r.fragment("practice", p)
}

// Word returns a text of the interface's words for templates, for markup that is
// made elsewhere; "" if there is none.
func (r *Renderer) Word(key string) string { return r.words.tables[templateTable][key] }

func (r *Renderer) fragment(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := r.fragments.ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}

func (r *Renderer) functions() template.FuncMap {
	return template.FuncMap{
		"word":           r.words.word,
		"count":          r.words.count,
		"playerWords":    func(kind string) template.HTML { return r.player[kind] },
		"assessmentData": assessmentData,
		"direction":      direction,
		"canonical":      canonical,
		"percent":        func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) },
		"prompt":         splitPrompt,
		"inline":         inline,
		"add":            func(a, b int) int { return a + b },
		"plain":          plain,
		"isMail":         isMail,
		"isWeb":          func(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") },
		"isMailLink":     func(s string) bool { return strings.HasPrefix(s, "mailto:") },
		"mailAddress": func(s string) string {
			address, _, _ := strings.Cut(strings.TrimPrefix(s, "mailto:"), "?")
			return address
		},
	}
}

var mailAddress = regexp.MustCompile(`^[^\s@:/?&]+@[^\s@:/?&]+$`)

func isMail(s string) bool { return mailAddress.MatchString(s) }

// direction is the value of the dir attribute for a language.
func direction(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	switch strings.ToLower(base) {
	case "ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}

// canonical is a page's full address; "" where the site does not know its own.
func canonical(baseURL, pagePath string) string {
	if baseURL == "" {
		return ""
	}
	return strings.TrimSuffix(baseURL, "/") + "/" + strings.TrimSuffix(pagePath, "index.html")
}

// assessmentData is what the player needs to draw a form.
func assessmentData(a *Assessment) (template.HTML, error) {
	groups := a.Groups
	if groups == nil {
		groups = []Group{}
	}
	type task struct {
		ID         string   `json:"id"`
		Revision   string   `json:"revision"`
		Type       string   `json:"type"`
		Competency string   `json:"competency,omitempty"`
		About      []string `json:"about,omitempty"`
		Steps      int      `json:"steps,omitempty"`
		MinWords   int      `json:"minWords,omitempty"`
		MaxWords   int      `json:"maxWords,omitempty"`
	}
	tasks := []task{}
	for _, t := range a.Tasks {
		tasks = append(tasks, task{t.ID, t.Revision, t.Type, t.Competency, t.Indicators, len(t.Steps), t.MinWords, t.MaxWords})
	}
	encoded, err := json.Marshal(struct {
		Bank     string  `json:"bank"`
		Revision string  `json:"revision"`
		Module   string  `json:"module"`
		Title    string  `json:"title"`
		PassMark float64 `json:"passMark"`
		Attempts int     `json:"attempts"`
		Months   int     `json:"attemptsMonths"`
		Cooling  int     `json:"coolingOffDays"`
		Asked    int     `json:"asked"`
		Public   bool    `json:"public"`
		Groups   []Group `json:"groups"`
		Tasks    []task  `json:"tasks"`
	}{a.Bank, a.Revision, a.Module.Title, a.Title, a.PassMark, a.Attempts, a.AttemptsMonths, a.CoolingOffDays, a.Asked, a.Public, groups, tasks})
	return template.HTML(`<script type="application/json" id="assessment">` + string(encoded) + `</script>`), err
}

// Prompt is a question's prompt cut for a fieldset: a legend can hold one
// paragraph, and what a screen reader repeats should be the question itself.
type Prompt struct {
	Before, Question, After template.HTML
}

// splitPrompt takes the last paragraph for the question (a case is told first
// and the question asked at its end), or the first where something else ends
// the prompt.
func splitPrompt(prompt template.HTML) Prompt {
	text := strings.TrimSpace(string(prompt))
	if !strings.HasPrefix(text, "<") {
		return Prompt{Question: template.HTML(text)}
	}
	if strings.HasSuffix(text, "</p>") {
		start := max(strings.LastIndex(text, "<p>"), strings.LastIndex(text, "<p "))
		if start >= 0 {
			open := strings.IndexByte(text[start:], '>') + 1
			return Prompt{
				Before:   template.HTML(strings.TrimSpace(text[:start])),
				Question: template.HTML(text[start+open : len(text)-len("</p>")]),
			}
		}
	}
	if strings.HasPrefix(text, "<p>") {
		question, after, _ := strings.Cut(text[len("<p>"):], "</p>")
		return Prompt{Question: template.HTML(question), After: template.HTML(strings.TrimSpace(after))}
	}
	return Prompt{Before: prompt}
}

// inline unwraps a text that is a single paragraph: a label holds no paragraphs.
func inline(text template.HTML) template.HTML {
	s := strings.TrimSpace(string(text))
	if inner, ok := strings.CutPrefix(s, "<p>"); ok {
		if inner, ok = strings.CutSuffix(inner, "</p>"); ok && !strings.Contains(inner, "<p") {
			return template.HTML(inner)
		}
	}
	return text
}

// plain is a text without its marks: an option of a list to choose from holds none.
func plain(text template.HTML) string {
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(string(text), "")))
}

var tag = regexp.MustCompile(`<[^>]*>`)

// settleWords writes the words that stay the same into the templates, once and
// for all: a page asks for some thirty, and each would cost a call by reflection
// and an escaping. They stand in texts and in quoted attributes, which take the
// same escaping.
func (r *Renderer) settleWords(list *parse.ListNode) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			if key, ok := plainWord(n.Pipe); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(r.Word(key)))}
			}
		case *parse.IfNode:
			r.settleWords(n.List)
			r.settleWords(n.ElseList)
		case *parse.RangeNode:
			r.settleWords(n.List)
			r.settleWords(n.ElseList)
		case *parse.WithNode:
			r.settleWords(n.List)
			r.settleWords(n.ElseList)
		}
	}
}

// plainWord tells whether a pipe is {{word "key"}}, with nothing to fill in.
func plainWord(pipe *parse.PipeNode) (key string, ok bool) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	function, ok := pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	literal, isText := pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !ok || !isText || function.Ident != "word" {
		return "", false
	}
	return literal.Text, true
}

// check reports the words that a template asks for by name and that do not exist.
func (w Words) check(tree *parse.Tree, node parse.Node, sources map[string][]byte, faults *diag.List) {
	ask := func(n parse.Node, key string) {
		if _, ok := w.tables[templateTable][key]; ok {
			return
		}
		var known []string
		for k := range w.tables[templateTable] {
			known = append(known, k)
		}
		slices.Sort(known)
		source := sources[tree.ParseName]
		faults.Add(diag.At("layouts/"+tree.ParseName, source, int(n.Position()), fmt.Sprintf("there is no word %q", key), diag.DidYouMean(key, known)))
	}
	var walk func(parse.Node)
	walk = func(node parse.Node) {
		switch n := node.(type) {
		case *parse.ListNode:
			if n != nil {
				for _, child := range n.Nodes {
					walk(child)
				}
			}
		case *parse.ActionNode:
			walk(n.Pipe)
		case *parse.TemplateNode:
			walk(n.Pipe)
		case *parse.IfNode:
			walk(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *parse.RangeNode:
			walk(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *parse.WithNode:
			walk(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *parse.PipeNode:
			if n != nil {
				for _, command := range n.Cmds {
					walk(command)
				}
			}
		case *parse.CommandNode:
			for _, argument := range n.Args {
				walk(argument)
			}
			if len(n.Args) < 2 {
				return
			}
			function, ok := n.Args[0].(*parse.IdentifierNode)
			key, literal := n.Args[1].(*parse.StringNode)
			if ok && literal && function.Ident == "word" {
				ask(key, key.Text)
			}
			if ok && literal && function.Ident == "count" {
				ask(key, key.Text+"_other")
			}
		}
	}
	walk(node)
}

// html/template: "template: NAME:LINE[:COLUMN]: TEXT", with or without a prefix.
var templateError = regexp.MustCompile(`^(?:html/template|template): ?([^:]*):(\d+)(?::(\d+))?: (.*)$`)

// templateFault gives an error of a template its place.
func templateFault(sources map[string][]byte, err error) diag.Fault {
	text, _, _ := strings.Cut(html.UnescapeString(err.Error()), "\n")
	m := templateError.FindStringSubmatch(text)
	if m == nil {
		return diag.Fault{File: "layouts/templates", What: text}
	}
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	if column > 0 {
		column++ // counted from 0 there
	}
	what := m[4]
	if _, reason, ok := strings.Cut(what, ">: "); ok && strings.HasPrefix(what, "executing ") {
		what = reason
	}
	hint := ""
	if strings.HasPrefix(what, "exceeded maximum template depth") {
		what, hint = "the template calls itself without end", "a template that is to be shown inside itself needs an {{if}} that stops it"
	}
	return diag.AtLine("layouts/"+m[1], sources[m[1]], diag.Pos{Line: line, Column: column}, what, hint)
}
