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

// Words are the texts of the interface in one language: tables from keys to texts with
// {name} placeholders. The table "templates" is for templates, "player" for the scripts
// of all pages, and a table named after a kind of page for the script of that kind.
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

// LoadWords reads the words of a language from the theme. A word that is missing in
// words/<language>.toml comes from the theme's words/en.toml, and one that is missing
// there from the shipped file. So a project needs only the words it wants to change.
func LoadWords(theme fs.FS, lang string) (Words, diag.List) {
	w := wordsReader{words: Words{Language: lang, tag: language.English, tables: map[string]map[string]string{}}}
	if tag, err := language.Parse(lang); err == nil {
		w.words.tag = tag
	}
	shipped, err := layouts.Files.ReadFile(sourceWords)
	if err != nil {
		w.faults.Add(noShippedWords.With().In("layouts/" + sourceWords))
		return w.words, w.faults
	}
	w.read(sourceWords, shipped, true)
	for _, name := range w.files() {
		source, err := fs.ReadFile(theme, name)
		switch {
		case err == nil:
			w.read(name, source, false)
		case !errors.Is(err, fs.ErrNotExist):
			w.faults.Add(wordsUnreadable.With(diag.Plain(err)).In("layouts/" + name))
		}
	}
	return w.words, w.faults
}

// wordsReader overlays the words of several files.
type wordsReader struct {
	words  Words
	faults diag.List
}

// files returns the names of a theme's words files. Later ones override earlier ones.
func (w *wordsReader) files() []string {
	names := []string{sourceWords}
	base, _ := w.words.tag.Base()
	for _, lang := range []string{base.String(), w.words.Language} {
		if name := "words/" + path.Base(lang) + ".toml"; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// read overlays the words of a file. Only the first file may define new words; later
// ones may add plural forms.
func (w *wordsReader) read(name string, source []byte, first bool) {
	var tables map[string]map[string]string
	file, found := tomlfile.Decode("layouts/"+name, source, &tables)
	w.faults.Append(found)
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		known := w.words.tables[table]
		switch {
		case first:
			w.words.tables[table] = tables[table]
		case known == nil:
			tablesKnown := slices.Sorted(maps.Keys(w.words.tables))
			w.faults.Add(file.FaultAtKey(unknownWordsTable.With(table, diag.Suggest(table, tablesKnown)), table))
		default:
			w.overlay(file, table, tables[table])
		}
	}
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// overlay overlays the words of one table.
func (w *wordsReader) overlay(file *tomlfile.File, table string, words map[string]string) {
	known := w.words.tables[table]
	for _, key := range slices.Sorted(maps.Keys(words)) {
		original, exists := known[key]
		if !exists {
			original, exists = known[pluralStem(key)+"_other"]
		}
		if !exists {
			suggestion := diag.Suggest(key, slices.Sorted(maps.Keys(known)))
			w.faults.Add(file.FaultAtKey(unknownWord.With(key, table, suggestion), table, key))
			continue
		}
		for _, p := range placeholder.FindAllString(words[key], -1) {
			if !strings.Contains(original, p) {
				w.faults.Add(file.Fault(strayPlaceholder.With(key, p, original), table, key))
			}
		}
		known[key] = words[key]
	}
}

// pluralStem returns a key without its plural category: "minutes" for "minutes_few".
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

// word returns a word for templates. Its placeholders are filled from pairs of name and
// value.
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

// count returns a word for templates in the plural form for a number.
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

// player returns the words for the script of a kind of page.
func (w Words) player(kind Kind) map[string]string {
	all := map[string]string{}
	for _, table := range slices.Concat([]string{playerTable}, kind.Words, []string{kind.Name}) {
		maps.Copy(all, w.tables[table])
	}
	return all
}
