//go:build !windows

package main

import (
	"os/exec"
	"syscall"
)

// detach keeps the Ctrl-C that ends the preview from also ending the browser.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
