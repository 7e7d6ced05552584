package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/desk"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/terminal"
	"github.com/coursemark/coursemark/project"
)

// ownFolder is gradebook without arguments: it grades the folder that it lies in.
func (a *app) ownFolder(cmd *cobra.Command) error {
	d := desk.Find(a.stdin, a.stdout)
	if d == nil {
		return cmd.Help()
	}
	a.hold = func() { d.Hold(cmd.Context()) }
	faults := d.Run(cmd.Context(), desk.Program{Tool: tool(), Now: a.now(), Console: terminal.New(a.stdout, a.stderr, false), Work: work{a}})
	if faults.Failed() {
		return failure{faults}
	}
	return nil
}

// work does for a folder what the commands do, by the same ways.
type work struct{ a *app }

func (w work) OpenKit(name string) (*project.Project, diag.List) {
	p, _, _, faults := openKit(name)
	return p, faults
}

func (w work) Receive(ctx context.Context, register string, results []string) diag.List {
	return faultsOf(w.a.receive(ctx, results, receiveFlags{register: register}))
}

func (w work) Grade(ctx context.Context, in desk.Inputs) (matrix string, faults diag.List) {
	out, err := w.a.grade(ctx, in.Results, gradeFlags{
		keyFlags: keyFlags{kits: in.Kits}, roster: in.Roster, titles: in.Titles, observations: in.Observations, assessors: in.Assessors,
		training: in.Training, decisions: in.Decisions, register: in.Register, previous: in.Previous, output: in.Output, formats: defaultFormats, again: "start gradebook again",
	})
	return out.matrix, faultsOf(err)
}

func (w work) Record(ctx context.Context, matrix string, kits []string, folder string) diag.List {
	s := source{file: matrix, gradeFlags: gradeFlags{keyFlags: keyFlags{kits: kits}}}
	return faultsOf(w.a.record(ctx, nil, recordFlags{source: s, all: true, output: folder}))
}

// faultsOf gives the faults of an error.
func faultsOf(err error) (faults diag.List) {
	var failed failure
	switch {
	case errors.As(err, &failed):
		return failed.List
	case err != nil:
		faults.Add(diag.Fault{What: err.Error()})
	}
	return faults
}
