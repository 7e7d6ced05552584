// Package assets bundles the styles and the player of a theme into the stylesheets and
// classic scripts that pages load. It bundles inside the command, so that nobody needs
// Node and a project can replace a single module of the player.
package assets

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/coursemark/coursemark/internal/diag"
)

// stylesheetEntry is the stylesheet of every page.
const stylesheetEntry = "styles/main.css"

// Wanted names the assets to make in addition to the stylesheet of every page.
type Wanted struct {
	Scripts []string // player/pages/SCRIPT.js
	Styles  []string // styles/STYLE.css
}

// Asset is a file of the site. Its name has a hash of its bytes, so that a browser's
// cache never mixes two builds.
type Asset struct {
	Path  string // from the site's root, slash-separated
	Bytes []byte
}

// Assets are the stylesheet that every page loads, and the scripts and stylesheets that
// some pages load, by name.
type Assets struct {
	Stylesheet Asset
	Scripts    map[string]Asset
	Styles     map[string]Asset
}

// Bundler builds the assets of themes. It keeps the assets of the last theme without
// faults, because bundling takes longer than reading most projects. Its zero value is
// ready to use. It is safe for concurrent use.
type Bundler struct {
	mutex  sync.Mutex
	wanted Wanted
	minify bool
	read   map[string][]byte // the files that the assets were made from, by name
	made   Assets
}

// Bundle builds the assets from a theme: the shipped layouts, overlaid by the
// project's. Faults name files as layouts/….
func (b *Bundler) Bundle(theme fs.FS, wanted Wanted, minify bool) (Assets, diag.List) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	var faults diag.List
	if b.remembers(theme, wanted, minify) {
		return b.made, faults
	}
	var scripts []string
	styles := []string{stylesheetEntry}
	for _, name := range wanted.Scripts {
		scripts = append(scripts, "player/pages/"+name+".js")
	}
	for _, name := range wanted.Styles {
		styles = append(styles, "styles/"+name+".css")
	}
	b.wanted, b.minify, b.read = wanted, minify, map[string][]byte{}
	made := Assets{Scripts: b.bundle(theme, scripts, &faults), Styles: b.bundle(theme, styles, &faults)}
	made.Stylesheet = made.Styles["main"]
	delete(made.Styles, "main")
	if faults.Len() > 0 {
		b.read = nil // a file that does not exist yet may mend them
	}
	b.made = made
	return made, faults
}

// remembers reports whether the last assets are still right: whether all files that
// they were made from are unchanged.
func (b *Bundler) remembers(theme fs.FS, wanted Wanted, minify bool) bool {
	for name, was := range b.read {
		if is, err := fs.ReadFile(theme, name); err != nil || !bytes.Equal(is, was) {
			return false
		}
	}
	return b.read != nil && b.minify == minify &&
		slices.Equal(b.wanted.Scripts, wanted.Scripts) && slices.Equal(b.wanted.Styles, wanted.Styles)
}

// namespace keeps esbuild from looking for theme paths on the disk.
const namespace = "layouts"

// bundle makes an asset from each entry point. It returns them by the name of the file.
func (b *Bundler) bundle(fsys fs.FS, entries []string, faults *diag.List) map[string]Asset {
	scripts := slices.ContainsFunc(entries, func(name string) bool { return path.Ext(name) == ".js" })
	result := api.Build(api.BuildOptions{
		EntryPoints:       entries,
		Bundle:            true,
		Outdir:            "/",
		Write:             false,
		Format:            api.FormatIIFE, // modules do not load from file://
		Platform:          api.PlatformBrowser,
		Target:            api.ES2020, // old phones and ward computers
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		MinifyWhitespace:  b.minify || scripts, // this also removes comments; withSpaces puts white space back
		MinifySyntax:      b.minify,
		MinifyIdentifiers: b.minify,
		LogLevel:          api.LogLevelSilent,
		TsconfigRaw:       "{}", // never read one from the disk
		Plugins:           []api.Plugin{b.theme(fsys)},
	})
	for _, m := range result.Errors {
		faults.Add(fault(m, diag.Error))
	}
	for _, m := range result.Warnings {
		severity := diag.Notice
		if m.ID == "css-syntax-error" {
			severity = diag.Error // a browser would ignore everything up to the next brace
		}
		faults.Add(fault(m, severity))
	}
	made := map[string]Asset{}
	for _, file := range result.OutputFiles {
		name, extension := path.Base(file.Path), path.Ext(file.Path)
		name = strings.TrimSuffix(name, extension)
		contents := file.Contents
		if scripts && !b.minify {
			contents = withSpaces(contents)
		}
		sum := sha256.Sum256(contents)
		made[name] = Asset{
			Path:  fmt.Sprintf("assets/%s.%s%s", name, hex.EncodeToString(sum[:5]), extension),
			Bytes: contents,
		}
	}
	return made
}

// withSpaces puts white space back into a script that was bundled without it.
func withSpaces(script []byte) []byte {
	result := api.Transform(string(script), api.TransformOptions{
		Charset: api.CharsetUTF8, Target: api.ES2020, LogLevel: api.LogLevelSilent, TsconfigRaw: "{}",
	})
	if len(result.Errors) > 0 {
		return script
	}
	return result.Code
}

// theme returns a plugin that resolves every import inside fsys and keeps what was read.
func (b *Bundler) theme(fsys fs.FS) api.Plugin {
	var reading sync.Mutex // the bundler reads several files at once
	keep := func(name string, source []byte) {
		reading.Lock()
		defer reading.Unlock()
		b.read[name] = source
	}
	return api.Plugin{Name: "theme", Setup: func(build api.PluginBuild) {
		build.OnResolve(
			api.OnResolveOptions{Filter: ".*"},
			func(args api.OnResolveArgs) (api.OnResolveResult, error) { return resolve(fsys, args), nil },
		)
		build.OnLoad(
			api.OnLoadOptions{Filter: ".*", Namespace: namespace},
			func(args api.OnLoadArgs) (api.OnLoadResult, error) { return load(fsys, args.Path, keep) },
		)
	}}
}

// resolve finds the file of fsys that an entry point or an import names.
func resolve(fsys fs.FS, args api.OnResolveArgs) api.OnResolveResult {
	switch {
	case args.Kind == api.ResolveEntryPoint:
		return api.OnResolveResult{Path: args.Path, Namespace: namespace}
	case strings.HasPrefix(args.Path, "data:"):
		return api.OnResolveResult{Path: args.Path, External: true}
	case !strings.HasPrefix(args.Path, "."):
		hint := nearby(fsys, args.Importer, args.Path)
		return api.OnResolveResult{Errors: refusal(notImported.With(args.Path, hint))}
	}
	target := path.Join(path.Dir(args.Importer), args.Path)
	if info, err := fs.Stat(fsys, target); err != nil || info.IsDir() {
		hint := nearby(fsys, args.Importer, target)
		return api.OnResolveResult{Errors: refusal(noSuchFile.With(target, hint))}
	}
	return api.OnResolveResult{Path: target, Namespace: namespace}
}

// load reads a file of fsys and passes its source to keep.
func load(fsys fs.FS, name string, keep func(name string, source []byte)) (api.OnLoadResult, error) {
	source, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return api.OnLoadResult{Errors: refusal(noSuchFile.With(name, nearby(fsys, name, name)))}, nil
	}
	if err != nil {
		return api.OnLoadResult{}, err
	}
	keep(name, source)
	text, loader := string(source), api.LoaderJS
	if path.Ext(name) == ".css" {
		loader = api.LoaderCSS
	}
	return api.OnLoadResult{Contents: &text, Loader: loader}, nil
}

// refusal passes a message through the bundler, which adds its place.
func refusal(m diag.Message) []api.Message { return []api.Message{{Text: m.What(), Detail: m}} }

// fault turns a message of the bundler into a fault.
func fault(m api.Message, severity diag.Severity) diag.Fault {
	message, ours := m.Detail.(diag.Message)
	if !ours {
		message = bundlerSays.With(sentence(m.Text), advice(m.Notes), m.ID)
	}
	f := message.In("layouts")
	f.Severity = severity
	if l := m.Location; l != nil {
		f.File = path.Join("layouts", strings.TrimPrefix(l.File, namespace+":"))
		column := min(l.Column, len(l.LineText)) // in bytes, from 0
		f.Pos = diag.Pos{Line: l.Line, Column: 1 + utf8.RuneCountInString(l.LineText[:column])}
		f.Excerpt = l.LineText
	}
	return f
}

// advice returns the hint in the bundler's notes, or "".
func advice(notes []api.Note) string {
	for _, note := range notes {
		text := sentence(note.Text)
		if at := note.Location; at != nil {
			text = fmt.Sprintf("%s (line %d)", strings.TrimSuffix(text, ":"), at.Line)
		}
		if text != "" {
			return text
		}
	}
	return ""
}

// nearby returns what an import in a file may have meant.
func nearby(theme fs.FS, importer, wanted string) diag.Message {
	extension := path.Ext(wanted)
	files, _ := fs.Glob(theme, path.Join(path.Dir(importer), "*"+extension)) // the pattern is sound
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), extension)
	}
	if near := diag.Nearest(strings.TrimSuffix(path.Base(wanted), extension), files); near != "" {
		return nearImport.With(near + extension)
	}
	return howToImport.With()
}

// sentence returns the bundler's text without a capital and a full stop, as our faults
// are.
func sentence(text string) string {
	text = strings.TrimSuffix(text, ".")
	first, size := utf8.DecodeRuneInString(text)
	return strings.ToLower(string(first)) + text[size:]
}
