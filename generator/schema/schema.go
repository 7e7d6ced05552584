// Package schema makes JSON Schemas of the files that authors write. Editors use them to
// complete keys, explain them and underline mistakes. They are derived from the types
// that the files are read into, so that types and schemas cannot drift apart.
package schema

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/generator/course"
	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// Schema is the schema of one kind of file.
type Schema struct {
	Name  string // "bank"
	Files string // which files it is for, as a glob from the project's folder; "" for front matter
	JSON  []byte
}

// All returns all schemas. That of front matter is last.
func All() ([]Schema, error) {
	var out []Schema
	for _, s := range []struct {
		name, files, title string
		of                 any
		keys               map[string]tomlfile.Key
	}{
		{"bank", "quiz/banks/*.toml", "A quiz bank of Coursemark", quiz.Bank{}, bankKeys()},
		{"config", project.ConfigFile, "The configuration of a Coursemark project", project.Config{}, configKeys()},
		{"framework", "standards/frameworks/*.toml", "A framework of competencies for Coursemark",
			standards.Framework{}, frameworkKeys()},
		{"glossary", markdown.GlossaryFile, "The glossary of a Coursemark project", course.Glossary{}, glossaryKeys()},
		{"front-matter", "", "The front matter of a page of Coursemark", course.Front{}, frontKeys()},
	} {
		encoded, err := json.Marshal(tomlfile.Schema(s.title, s.of, func(path string) (tomlfile.Key, bool) {
			k, ok := s.keys[path]
			return k, ok
		}), json.Deterministic(true), jsontext.WithIndent("  "), jsontext.EscapeForHTML(false))
		if err != nil {
			return nil, err
		}
		out = append(out, Schema{s.name, s.files, append(encoded, '\n')})
	}
	return out, nil
}

// Taplo returns the configuration that tells Taplo, and editors built on it (Even Better
// TOML for VS Code), which schema is for which files. folder is the folder of the
// schemas, relative to the project's folder.
func Taplo(schemas []Schema, folder string) []byte {
	out := "# Which schema is for which files: for Taplo, and Even Better TOML in VS Code.\n"
	for _, s := range schemas {
		if s.Files != "" {
			out += "\n[[rule]]\ninclude = [\"" + s.Files + "\"]\n[rule.schema]\npath = \"" + folder + "/" + s.Name +
				".schema.json\"\n"
		}
	}
	return []byte(out)
}
