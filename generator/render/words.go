package render

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/layouts"
)

// Words are the texts of the interface in one language: tables of a key and a
// text with {name} placeholders. The table "templates" serves the templates;
// "player" goes to every page, and the table named after a kind of page to pages of
// that kind.
type Words struct {
	Language string
	tag      language.Tag
	tables   map[string]map[string]string
}

const (
	templateTable = "templates"
	playerTable   = "player"
	sourceWords   = "words/en.toml"
)

// LoadWords reads the words of a language from the theme. What words/<language>.toml
// does not say is taken from the theme's words/en.toml, and in the end from the
// shipped one, so that a project overrides only the words that it wants to change.
func LoadWords(theme fs.FS, lang string) (Words, diag.List) {
	var faults diag.List
	w := Words{Language: lang, tables: map[string]map[string]string{}}
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	w.tag = tag
	shipped, err := layouts.Files.ReadFile(sourceWords)
	if err != nil {
		faults.Add(diag.Fault{File: "layouts/" + sourceWords, What: "the shipped words are missing"})
		return w, faults
	}
	w.overlay(sourceWords, shipped, &faults)
	names := []string{sourceWords}
	base, _ := tag.Base()
	for _, l := range []string{base.String(), lang} {
		if name := "words/" + path.Base(l) + ".toml"; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		source, err := fs.ReadFile(theme, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			faults.Add(diag.Fault{File: "layouts/" + name, What: err.Error()})
			continue
		}
		w.overlay(name, source, &faults)
	}
	return w, faults
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// overlay puts the words of a file over those that are there. Only the first
// file may bring new words; later ones may add plural forms.
func (w *Words) overlay(name string, source []byte, faults *diag.List) {
	var tables map[string]map[string]string
	file, found := tomlfile.Decode("layouts/"+name, source, &tables)
	faults.Append(found)
	first := len(w.tables) == 0
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		known := w.tables[table]
		if known == nil {
			if !first {
				faults.Add(file.FaultTextAtKey(fmt.Sprintf("unknown table [%s]", table), diag.DidYouMean(table, slices.Sorted(maps.Keys(w.tables))), table))
				continue
			}
			known = map[string]string{}
			w.tables[table] = known
		}
		for _, key := range slices.Sorted(maps.Keys(tables[table])) {
			text := tables[table][key]
			if !first {
				original, ok := known[key]
				if !ok {
					original, ok = known[pluralStem(key)+"_other"]
				}
				if !ok {
					faults.Add(file.FaultTextAtKey(fmt.Sprintf("unknown word %q in [%s]", key, table), diag.DidYouMean(key, slices.Sorted(maps.Keys(known))), table, key))
					continue
				}
				for _, p := range placeholder.FindAllString(text, -1) {
					if !strings.Contains(original, p) {
						faults.Add(file.FaultText(fmt.Sprintf("the word %q has the placeholder %s, which nothing fills", key, p), "the original is: "+original, table, key))
					}
				}
			}
			known[key] = text
		}
	}
}

// pluralStem cuts the plural category off a key: "minutes_few" gives "minutes".
func pluralStem(key string) string {
	stem, category, ok := cutLast(key, "_")
	if ok && slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, category) {
		return stem
	}
	return key
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// word gives a text of the templates with its placeholders filled from pairs of
// name and value.
func (w Words) word(key string, pairs ...any) (string, error) {
	text, ok := w.tables[templateTable][key]
	if !ok {
		return "", fmt.Errorf("there is no word %q", key)
	}
	if len(pairs) == 0 {
		return text, nil
	}
	if len(pairs)%2 != 0 {
		return "", fmt.Errorf("the word %q: placeholders come in pairs of name and value", key)
	}
	var b strings.Builder
	for name, rest := "", text; ; {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		if name, rest, found = strings.Cut(after, "}"); !found {
			b.WriteString("{" + after)
			return b.String(), nil
		}
		if i := slices.IndexFunc(pairs, func(p any) bool { return p == name }); i >= 0 && i%2 == 0 {
			b.WriteString(fmt.Sprint(pairs[i+1]))
		} else {
			b.WriteString("{" + name + "}")
		}
	}
}

// count gives a text of the templates in the plural form that a number takes.
func (w Words) count(key string, n int) (string, error) {
	category := "other"
	switch plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0) {
	case plural.Zero:
		category = "zero"
	case plural.One:
		category = "one"
	case plural.Two:
		category = "two"
	case plural.Few:
		category = "few"
	case plural.Many:
		category = "many"
	}
	if _, ok := w.tables[templateTable][key+"_"+category]; !ok {
		category = "other"
	}
	return w.word(key+"_"+category, "count", n)
}

// player returns the words that the script of a kind of page has.
func (w Words) player(kind Kind) map[string]string {
	all := map[string]string{}
	for _, table := range slices.Concat([]string{playerTable}, kind.Words, []string{kind.Name}) {
		maps.Copy(all, w.tables[table])
	}
	return all
}
