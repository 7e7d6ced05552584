package scaffold

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/project"
)

// NewRole puts a role behind the others of the project's framework and gives the
// framework's file. What stood there before stays as it is, byte for byte.
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
	fault := func(what, hint string) (string, diag.List) {
		faults.Add(diag.Fault{What: what, Hint: hint})
		return "", faults
	}
	id := Slug(title)
	if strings.TrimSpace(title) == "" {
		return fault("the title is missing", `coursemark new role "Night nurse"`)
	}
	if framework.File == nil {
		return fault("there is no framework to put the role into", "frameworks lie in standards/frameworks/*.toml")
	}
	var known []string
	for _, r := range framework.Roles {
		known = append(known, r.ID)
	}
	if slices.Contains(known, id) {
		return fault(fmt.Sprintf("the framework has a role %q already", id), "choose another title; nothing was written")
	}
	file := framework.File.Name
	if path.Dir(file) == "." {
		file = path.Join("standards/frameworks", file)
	}
	old, err := afero.ReadFile(p.Files, file)
	if err != nil {
		return fault(file+" cannot be read", diag.Plain(err))
	}
	role, err := fill("new/role.toml.tmpl", map[string]string{"ID": id, "Title": strings.TrimSpace(title)})
	if err != nil {
		return fault(err.Error(), "")
	}
	if len(old) > 0 && old[len(old)-1] != '\n' {
		old = append(old, '\n')
	}
	if err := files.Replace(p.Files, file, append(old, role...)); err != nil {
		return fault(file+" cannot be written", diag.Plain(err))
	}
	return file, faults
}
