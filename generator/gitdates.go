package generator

import (
	"bufio"
	"context"
	"errors"
	"fmt"
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

// gitDates gives the day of the last commit of each file under content/, by one
// call for the whole project. Without git, or outside a repository, it tells so
// and pages have no dates.
func gitDates(ctx context.Context, dir string, location *time.Location) (map[string]string, diag.List) {
	var faults diag.List
	none := func(why string) (map[string]string, diag.List) {
		faults.Add(diag.Fault{File: project.ConfigFile, Severity: diag.Notice, What: "git_dates is on, and " + why, Hint: "pages show no date of their last change; lastmod in a page's front matter sets one"})
		return nil, faults
	}
	git, err := exec.LookPath("git")
	if err != nil {
		return none("git is not installed here")
	}
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	// A repository's own settings can name programs to run: none of them is
	// needed to read the log.
	command := exec.CommandContext(ctx, git, "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "diff.external=",
		"log", "--no-ext-diff", "--no-renames", "--relative", "--name-only", "-z", "--format=%x01%ct", "--", "content")
	command.Dir = dir
	var complaint strings.Builder
	command.Stderr = &limited{&complaint, 4 << 10}
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		return none("git cannot be run: " + err.Error())
	}
	dates, read := readLog(io.LimitReader(out, gitOutput), location)
	err = command.Wait()
	switch {
	case ctx.Err() != nil:
		return none(fmt.Sprintf("git took longer than %v", gitTime))
	case strings.Contains(complaint.String(), "does not have any commits yet"):
		return none("nothing is committed yet")
	case err != nil:
		return none("the project's folder is in no git repository that can be read")
	case read != nil:
		return none("what git says is not understood: " + read.Error())
	}
	return dates, faults
}

// readLog reads commits, newest first: a mark, the time in seconds, and the
// names of the files that they changed, each ended by a zero byte.
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
					return nil, errors.New("a time that is no number")
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

// limited keeps the first bytes of what is written to it.
type limited struct {
	to   *strings.Builder
	room int
}

func (l *limited) Write(b []byte) (int, error) {
	if keep := min(len(b), l.room); keep > 0 {
		l.to.Write(b[:keep])
		l.room -= keep
	}
	return len(b), nil
}
