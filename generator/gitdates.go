package generator

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
)

// Bounds of asking git.
const (
	gitTime   = 30 * time.Second
	gitOutput = 256 << 20 // bytes
)

// gitDates returns the day of the last commit of each file under content/, with one call
// of git for the whole project. Without git, or outside a repository, it returns a notice
// and pages have no dates.
func gitDates(ctx context.Context, dir string, location *time.Location) (days map[string]string, faults diag.List) {
	days, problem, ok := lastCommits(ctx, dir, location)
	if !ok {
		faults.Add(withoutDates.With(problem).In(project.ConfigFile).Notice())
		return nil, faults
	}
	return days, faults
}

// lastCommits asks git for the days, or returns why it cannot.
func lastCommits(
	ctx context.Context, dir string, location *time.Location,
) (days map[string]string, problem diag.Message, ok bool) {
	git, err := exec.LookPath("git")
	if err != nil {
		return nil, gitMissing.With(), false
	}
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	// A repository's own settings can name programs to run. Reading the log needs none.
	command := exec.CommandContext(ctx, git, "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c",
		"diff.external=",
		"log", "--no-ext-diff", "--no-renames", "--relative", "--name-only", "-z", "--format=%x01%ct", "--", "content")
	command.Dir = dir
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		return nil, gitNotRun.With(err), false
	}
	days, unread := readLog(io.LimitReader(out, gitOutput), location)
	err = command.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, gitTooSlow.With(gitTime), false
	case err != nil && inRepository(ctx, git, dir):
		return nil, nothingCommitted.With(), false
	case err != nil:
		return nil, noRepository.With(), false
	case unread != nil:
		return nil, gitNotUnderstood.With(unread), false
	}
	return days, problem, true
}

// inRepository reports whether a folder lies in a repository that git can read.
func inRepository(ctx context.Context, git, dir string) bool {
	command := exec.CommandContext(ctx, git, "rev-parse", "--git-dir")
	command.Dir = dir
	return command.Run() == nil
}

// readLog reads commits, newest first: \x01 and the time in seconds, then the names of
// the files that the commit changed, each followed by a zero byte.
func readLog(log io.Reader, location *time.Location) (map[string]string, error) {
	dates := map[string]string{}
	day := ""
	reader := bufio.NewReader(log)
	for {
		entry, err := reader.ReadString(0)
		if entry = strings.Trim(entry, "\x00\n"); entry != "" {
			if written, commit := strings.CutPrefix(entry, "\x01"); commit {
				seconds, err := strconv.ParseInt(written, 10, 64)
				if err != nil {
					return nil, errors.New("a time that is not a number")
				}
				day = time.Unix(seconds, 0).In(location).Format(time.DateOnly)
			} else if _, later := dates[entry]; !later {
				dates[entry] = day
			}
		}
		if errors.Is(err, io.EOF) {
			return dates, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
