//go:build !windows

package main

import (
	"os/exec"
	"syscall"
)

// apart keeps the Ctrl-C that ends the preview from the browser.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
