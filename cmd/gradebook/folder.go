package main

import (
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/gradebook/desk"
)

// ownFolder is gradebook without arguments: it grades the folder that the program is in.
func (a *app) ownFolder(cmd *cobra.Command) error {
	d := desk.Find(a.stdin, a.stdout)
	if d == nil {
		return cmd.Help()
	}
	a.hold = func() { d.Hold(cmd.Context()) }
	return failed(d.Run(cmd.Context(), a.run(), a.console()))
}
