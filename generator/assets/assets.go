// Package assets turns the styles and the player of a theme into the files that
// pages load: stylesheets, and one classic script for each kind of page. Bundling
// runs inside the command, so that nobody needs Node and a project can override a
// single module of the player.
package assets

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/coursemark/coursemark/internal/diag"
)

// stylesheetEntry is the stylesheet of every page.
const stylesheetEntry = "styles/main.css"

// kinds are the kinds of page with a script of their own, player/pages/KIND.js.
// All others load that of reading; store is the hidden page that keeps for all.
func kinds() []string {
	return []string{"assessed-scenario", "assessment", "lesson", "practice", "progress", "scenario", "reading", "store"}
}

// parts are stylesheets that some pages load besides the one of all pages.
func parts() []string {
	return []string{"boxes", "cards", "code", "lists", "practice", "scenario", "taking", "tasks", "transcript", "types"}
}

// Asset is a file of the site. Its name holds a hash of its bytes, so that a
// browser's cache never mixes two builds.
type Asset struct {
	Path  string // from the site's root, slash-separated
	Bytes []byte
}

// Assets are the stylesheet that every page loads, the scripts by kind of page, and
// the stylesheets of some pages, by name: boxes, code and practice (pages that have them), cards (home, courses,
// modules, roles), lists (glossary, works, roles), scenario (practice), taking (what is
// assessed, and progress), tasks (assessments that ask more than is scored), transcript
// (scenarios) and types (questions that are not answered by choosing).
type Assets struct {
	Stylesheet Asset
	Scripts    map[string]Asset
	Parts      map[string]Asset
}

// Script is the script of a kind of page.
func (a Assets) Script(kind string) Asset {
	if script, ok := a.Scripts[kind]; ok {
		return script
	}
	return a.Scripts["reading"]
}

// Bundler builds the assets from themes, and remembers what the last one without a
// fault gave: bundling takes longer than reading most projects. It is ready as it
// is, and safe for concurrent use.
type Bundler struct {
	mutex  sync.Mutex
	minify bool
	read   map[string][]byte // the files that the assets are made of
	made   Assets
}

// Bundle builds the assets from a theme: the shipped layouts, overlaid by the
// project's. Faults name files as layouts/….
func (b *Bundler) Bundle(fsys fs.FS, minify bool) (Assets, diag.List) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	var faults diag.List
	if b.remembers(fsys, minify) {
		return b.made, faults
	}
	var scripts, styles []string
	for _, kind := range kinds() {
		scripts = append(scripts, "player/pages/"+kind+".js")
	}
	for _, part := range parts() {
		styles = append(styles, "styles/"+part+".css")
	}
	b.minify, b.read = minify, map[string][]byte{}
	made := Assets{Scripts: b.bundle(fsys, scripts, &faults), Parts: b.bundle(fsys, append(styles, stylesheetEntry), &faults)}
	made.Stylesheet = made.Parts["main"]
	delete(made.Parts, "main")
	if faults.Len() > 0 {
		b.read = nil // other files may mend them, also such as are not there yet
	}
	b.made = made
	return made, faults
}

// remembers tells whether all files that the last assets were made of are as they
// were. Imports have no other target then.
func (b *Bundler) remembers(fsys fs.FS, minify bool) bool {
	for name, was := range b.read {
		if is, err := fs.ReadFile(fsys, name); err != nil || !bytes.Equal(is, was) {
			return false
		}
	}
	return b.read != nil && b.minify == minify
}

// namespace keeps esbuild from looking for our paths on the disk.
const namespace = "layouts"

// bundle makes an asset of each entry point, by the name of its file.
func (b *Bundler) bundle(fsys fs.FS, entries []string, faults *diag.List) map[string]Asset {
	scripts := path.Ext(entries[0]) == ".js"
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
		MinifyWhitespace:  b.minify || scripts, // comments go with the blanks; scripts get theirs back
		MinifySyntax:      b.minify,
		MinifyIdentifiers: b.minify,
		LogLevel:          api.LogLevelSilent,
		TsconfigRaw:       "{}", // never read one from the disk
		Plugins:           []api.Plugin{b.theme(fsys)},
	})
	for _, m := range result.Errors {
		faults.Add(fault(fsys, m, diag.Error))
	}
	for _, m := range result.Warnings {
		severity := diag.Notice
		if m.ID == "css-syntax-error" {
			severity = diag.Error // a browser would leave out all up to the next brace
		}
		faults.Add(fault(fsys, m, severity))
	}
	made := map[string]Asset{}
	for _, file := range result.OutputFiles {
		name, extension := path.Base(file.Path), path.Ext(file.Path)
		name = strings.TrimSuffix(name, extension)
		contents := file.Contents
		if scripts && !b.minify {
			contents = spaced(contents)
		}
		sum := sha256.Sum256(contents)
		made[name] = Asset{
			Path:  fmt.Sprintf("assets/%s.%s%s", name, hex.EncodeToString(sum[:5]), extension),
			Bytes: contents,
		}
	}
	return made
}

// spaced puts the blanks back into a script that was bundled without them.
func spaced(script []byte) []byte {
	result := api.Transform(string(script), api.TransformOptions{Charset: api.CharsetUTF8, Target: api.ES2020, LogLevel: api.LogLevelSilent, TsconfigRaw: "{}"})
	if len(result.Errors) > 0 {
		return script
	}
	return result.Code
}

// theme resolves every import inside fsys, and keeps what was read.
func (b *Bundler) theme(fsys fs.FS) api.Plugin {
	var reading sync.Mutex // the bundler reads several files at once
	return api.Plugin{Name: "theme", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			switch {
			case args.Kind == api.ResolveEntryPoint:
				return api.OnResolveResult{Path: args.Path, Namespace: namespace}, nil
			case strings.HasPrefix(args.Path, "data:"):
				return api.OnResolveResult{Path: args.Path, External: true}, nil
			case !strings.HasPrefix(args.Path, "."):
				return api.OnResolveResult{}, fmt.Errorf("%q cannot be imported", args.Path)
			}
			target := path.Join(path.Dir(args.Importer), args.Path)
			if info, err := fs.Stat(fsys, target); err != nil || info.IsDir() {
				return api.OnResolveResult{}, fmt.Errorf("there is no file layouts/%s", target)
			}
			return api.OnResolveResult{Path: target, Namespace: namespace}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			source, err := fs.ReadFile(fsys, args.Path)
			if errors.Is(err, fs.ErrNotExist) {
				return api.OnLoadResult{}, fmt.Errorf("there is no file layouts/%s", args.Path)
			}
			if err != nil {
				return api.OnLoadResult{}, err
			}
			reading.Lock()
			b.read[args.Path] = source
			reading.Unlock()
			text := string(source)
			loader := api.LoaderJS
			if path.Ext(args.Path) == ".css" {
				loader = api.LoaderCSS
			}
			return api.OnLoadResult{Contents: &text, Loader: loader}, nil
		})
	}}
}

// fault turns a message of the bundler into one of ours.
func fault(fsys fs.FS, m api.Message, severity diag.Severity) diag.Fault {
	f := diag.Fault{File: "layouts", Severity: severity, What: sentence(m.Text)}
	if l := m.Location; l != nil {
		name := strings.TrimPrefix(l.File, namespace+":")
		f.File = path.Join("layouts", name)
		column := min(l.Column, len(l.LineText)) // in bytes, from 0
		f.Pos = diag.Pos{Line: l.Line, Column: 1 + utf8.RuneCountInString(l.LineText[:column])}
		f.Excerpt = l.LineText
		if strings.HasSuffix(f.What, "cannot be imported") || strings.HasPrefix(f.What, "there is no file") {
			f.Hint = nearby(fsys, path.Dir(name), strings.TrimPrefix(f.What, "there is no file layouts/"))
		}
	}
	if f.Hint == "" {
		for _, note := range m.Notes {
			hint := note.Text
			if at := note.Location; at != nil && strings.HasSuffix(hint, "here:") {
				hint = fmt.Sprintf("%sin line %d", strings.TrimSuffix(hint, "here:"), at.Line)
			}
			f.Hint = cmp.Or(f.Hint, sentence(hint))
		}
	}
	return f
}

// nearby says what an import in a file of dir could have meant.
func nearby(fsys fs.FS, dir, wanted string) string {
	extension := path.Ext(wanted)
	files, _ := fs.Glob(fsys, path.Join(dir, "*"+extension))
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), extension)
	}
	if near := diag.Nearest(strings.TrimSuffix(path.Base(wanted), extension), files); near != "" {
		return fmt.Sprintf("did you mean \"./%s\"?", near+extension)
	}
	return "an import names a file of layouts/, relative to the importing one; coursemark list layouts names them all"
}

// sentence brings the bundler's text to the house form: small first letter, no
// full stop.
func sentence(text string) string {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "[plugin: theme] "), ".")
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return "the bundler failed"
	}
	return strings.ToLower(string(first)) + text[size:]
}
