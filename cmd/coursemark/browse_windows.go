package main

import "os/exec"

// detach does nothing: the program that opens the browser ends at once, and the browser
// is not our child process.
func detach(*exec.Cmd) {}
