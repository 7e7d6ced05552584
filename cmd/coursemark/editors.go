package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/coursemark/coursemark/generator/schema"
	"github.com/coursemark/coursemark/internal/count"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/internal/version"
)

func (c *command) schema() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "schema [NAME]",
		Short: "Print JSON Schemas for editors",
		Long: `schema prints the JSON Schema of a kind of file: bank, config, framework,
glossary or front-matter. Editors use it to complete and explain keys. With -o it
writes all schemas to a folder, and beside it .taplo.toml, which tells editors which
schema belongs to which file.`,
		Example: `  coursemark schema bank
  coursemark schema -o .schemas`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			all, err := schema.All()
			if err != nil {
				return err
			}
			out := terminal.New(c.stdout, c.stderr, false)
			var names []string
			for _, s := range all {
				names = append(names, s.Name)
				if len(args) == 1 && s.Name == args[0] {
					out.Printf("%s", s.JSON)
					return nil
				}
			}
			switch {
			case len(args) == 1:
				return fmt.Errorf("there is no schema %q: there are %s", args[0], strings.Join(names, ", "))
			case output == "":
				out.Printf("%s\n", strings.Join(names, "\n"))
				return nil
			}
			if err := writeSchemas(all, output); err != nil {
				c.failWith(out, schemasNotWritten.With(diag.Plain(err)).In(output))
				return nil
			}
			out.Printf("%s in %s\n", count.Of(len(all), "schema", "schemas"), terminal.Clean(output))
			return nil
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "a folder to write all of them to")
	return cmd
}

// writeSchemas writes the schemas to a folder, and a new .taplo.toml beside it.
func writeSchemas(all []schema.Schema, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, s := range all {
		if err := os.WriteFile(filepath.Join(dir, s.Name+".schema.json"), s.JSON, 0o644); err != nil {
			return err
		}
	}
	rules := filepath.Join(filepath.Dir(filepath.Clean(dir)), ".taplo.toml")
	err := files.Create(files.OS(), rules, schema.Taplo(all, filepath.Base(filepath.Clean(dir))))
	if errors.Is(err, fs.ErrExist) {
		return nil // the author already has such a file
	}
	return err
}

func (c *command) man(root *cobra.Command) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:     "man",
		Short:   "Write manual pages",
		Example: "  coursemark man -o /usr/local/share/man/man1",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			out := terminal.New(c.stdout, c.stderr, false)
			err := os.MkdirAll(output, 0o755)
			if err == nil {
				omitDates(root)
				day := time.Unix(0, 0).UTC()
				header := &doc.GenManHeader{Title: "COURSEMARK", Section: "1", Source: "Coursemark " + version.String(),
					Date: &day}
				err = doc.GenManTree(root, header, output)
			}
			if err != nil {
				c.failWith(out, manualNotWritten.With(diag.Plain(err)).In(output))
				return nil
			}
			out.Printf("manual pages in %s\n", terminal.Clean(output))
			return nil
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", ".", "the folder to write them to")
	return cmd
}

// omitDates leaves the day of generation out of manual pages, so that one version always
// gives the same bytes.
func omitDates(cmd *cobra.Command) {
	cmd.DisableAutoGenTag = true
	for _, sub := range cmd.Commands() {
		omitDates(sub)
	}
}
