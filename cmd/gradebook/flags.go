package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// keyFlags say by which keys and standards to score.
type keyFlags struct {
	kits    []string
	project string
}

func (f *keyFlags) flags(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.kits, "kit", nil, "grading kit; give it several times to use the keys of several, the newest first")
	c.Flags().StringVar(&f.project, "project", "", "folder of the project, in place of a kit")
}

// check finds what is wrong with the flags; line and rest are the command as it
// should be around them.
func (f keyFlags) check(line, rest string) error {
	if len(f.kits) == 0 && f.project == "" {
		return usageError{"name what to grade by: --kit with the trainer's grading kit, or --project", line + " --kit " + project.KitFile + rest}
	}
	return f.exclude()
}

func (f keyFlags) exclude() error {
	if len(f.kits) > 0 && f.project != "" {
		return usageError{"--kit and --project exclude each other", "leave one of them out"}
	}
	return nil
}

// open opens the project and the kits that the flags name.
func (f keyFlags) open() (projects []*project.Project, inputs []verdict.Input, infos []os.FileInfo, faults diag.List) {
	if f.project != "" {
		p, more := project.Open(f.project)
		faults.Append(more)
		if p != nil {
			projects = append(projects, p)
		}
	}
	for _, kit := range f.kits {
		p, input, info, more := openKit(kit)
		faults.Append(more)
		if p != nil {
			projects, inputs, infos = append(projects, p), append(inputs, input), append(infos, info)
		}
	}
	return projects, inputs, infos, faults
}

func closeAll(projects []*project.Project) {
	for _, p := range projects {
		_ = p.Close() // read only
	}
}

// someOf says how to write a list of names of which one is not known.
func someOf(flag, wrong string, known []string) string {
	hint := "write " + flag + " " + strings.ToLower(strings.Join(known, ",")) + ", or some of them"
	if near := diag.Nearest(wrong, known); near != "" {
		hint += "; did you mean " + strings.ToLower(near) + "?"
	}
	return hint
}

// someResults asks for results; example is the command line that was probably meant.
func someResults(example string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError{"name the results: a folder, files or zips", example}
		}
		return nil
	}
}
