package generator

import (
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"slices"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/assets"
	"github.com/coursemark/coursemark/generator/course"
)

// Files returns the files of the site.
func (s *Site) Files() []File {
	files := slices.Concat(s.assetFiles(), s.copiedFiles())
	for _, k := range s.kinds {
		files = append(files, k.files(s)...)
	}
	return append(files, s.hiddenFiles()...)
}

// assetFiles returns the scripts and stylesheets.
func (s *Site) assetFiles() (files []File) {
	list := s.stylesheets()
	for _, name := range slices.Sorted(maps.Keys(s.assets.Scripts)) {
		list = append(list, s.assets.Scripts[name])
	}
	for _, a := range list {
		files = append(files, File{Name: a.Path, Source: themeSource, render: func(w io.Writer) error {
			_, err := w.Write(a.Bytes)
			return err
		}})
	}
	return files
}

// copiedFiles returns the authors' pictures and other files. A preview uses the picture
// itself for its smaller sizes as well: it looks the same, and scaling takes long.
func (s *Site) copiedFiles() (files []File) {
	for _, f := range s.model.Files {
		scaled := f.Width > 0 && !s.shared.Preview
		files = append(files, File{Name: f.Address, Source: f.Source, Copied: !scaled, render: func(w io.Writer) error {
			content, err := afero.ReadFile(s.project.Files, f.Source)
			if err == nil && scaled {
				content, err = s.scaler.Scaled(f.Source, content, f.Width)
			}
			if err == nil {
				_, err = w.Write(content)
			}
			return err
		}})
	}
	return files
}

// hiddenFiles returns the files that no page links to.
func (s *Site) hiddenFiles() []File {
	files := []File{{Name: storePage, Source: themeSource, render: s.store}}
	if s.shared.Instructor {
		files = append(files, File{Name: editionFile, Source: themeSource, render: func(w io.Writer) error {
			_, err := io.WriteString(w, s.renderer.Word("instructor_edition")+"\n")
			return err
		}})
	}
	for _, a := range s.model.Aliases {
		files = append(files, File{
			Name: path.Join(a.Address, "index.html"), Page: true, Source: a.Page.File,
			render: func(w io.Writer) error { return s.alias(w, a) },
		})
	}
	return files
}

// storePage keeps what learners do, for all pages, in browsers that give each local
// file a store of its own (layouts/player/store/relay.js names it). Nobody sees it.
const storePage = "store.html"

// store writes the store page.
func (s *Site) store(w io.Writer) error {
	_, err := fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="robots" content="noindex">
<title>%s</title>
<script defer src="%s"></script>
</head>
<body data-site="%s"></body>
</html>
`, template.HTMLEscapeString(s.shared.Language), template.HTMLEscapeString(s.shared.Title),
		template.HTMLEscapeString(s.assets.Scripts[store].Path), template.HTMLEscapeString(s.shared.ID))
	return err
}

// alias writes a page that redirects old bookmarks.
func (s *Site) alias(w io.Writer, a course.Alias) error {
	href := template.HTMLEscapeString(course.Relative(a.Address, a.Page.Path()))
	title := template.HTMLEscapeString(a.Page.Front.Title)
	_, err := fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<title>%s</title>
<meta http-equiv="refresh" content="0; url=%s">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<p><a href="%s">%s</a></p>
</body>
</html>
`, template.HTMLEscapeString(s.shared.Language), title, href, href, title)
	return err
}

// Stylesheets returns the names of the site's stylesheets, always in the same order.
func (s *Site) Stylesheets() []string {
	var names []string
	for _, a := range s.stylesheets() {
		names = append(names, a.Path)
	}
	return names
}

// stylesheets returns the stylesheet of all pages, then those that only some load.
func (s *Site) stylesheets() []assets.Asset {
	list := []assets.Asset{s.assets.Stylesheet}
	for _, name := range slices.Sorted(maps.Keys(s.assets.Styles)) {
		list = append(list, s.assets.Styles[name])
	}
	return list
}
