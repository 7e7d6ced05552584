package scaffold

import (
	"path"
	"slices"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/standards"
)

// NewRole appends a role to the project's framework and returns the framework's file. The
// bytes that were there before do not change.
func NewRole(dir, title string) (string, diag.List) {
	p, faults := project.Open(dir)
	if p == nil || faults.Failed() {
		return "", faults
	}
	defer p.Close()
	framework, found := p.LoadFramework()
	faults.Append(found)
	if faults.Failed() {
		return "", faults
	}
	report := func(m diag.Message) { faults.Add(m.In("")) }
	id := Slug(title)
	switch {
	case strings.TrimSpace(title) == "":
		report(titleMissing.With("role"))
	case framework.File == nil:
		report(noFramework.With())
	case slices.ContainsFunc(framework.Roles, func(r standards.Role) bool { return r.ID == id }):
		report(roleTaken.With(id))
	default:
		return addRole(p.Files, framework.File.Name, id, strings.TrimSpace(title), report), faults
	}
	return "", faults
}

// addRole writes a role at the end of a framework's file and returns the file; "" where
// it fails.
func addRole(in afero.Fs, file, id, title string, report func(diag.Message)) string {
	if path.Dir(file) == "." {
		file = path.Join("standards/frameworks", file)
	}
	old, err := afero.ReadFile(in, file)
	if err != nil {
		report(frameworkUnreadable.With(file, diag.Plain(err)))
		return ""
	}
	role, err := fill("new/role.toml.tmpl", map[string]string{"ID": id, "Title": title})
	if err != nil {
		report(templateBroken.With("new/role.toml.tmpl", err.Error()))
		return ""
	}
	if len(old) > 0 && old[len(old)-1] != '\n' {
		old = append(old, '\n')
	}
	if err := files.Replace(in, file, append(old, role...)); err != nil {
		report(fileNotWritten.With(file, diag.Plain(err)))
		return ""
	}
	return file
}
