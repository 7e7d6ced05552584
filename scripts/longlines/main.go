// Command longlines lists lines of Go source that are wider than 120 columns, where a
// tab counts as four. What a text in quotes is wider than that is forgiven: Go has no
// good way to break one.
//
//	go run ./scripts/longlines
package main

import (
	"bytes"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"strings"
	"unicode/utf8"
)

const (
	widest = 120
	tab    = 4
)

func main() {
	long, err := check()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, line := range long {
		fmt.Println(line)
	}
	if len(long) > 0 {
		fmt.Fprintf(os.Stderr, "%d lines are wider than %d columns\n", len(long), widest)
		os.Exit(1)
	}
}

// check lists the long lines of every Go file that git knows.
func check() (long []string, err error) {
	names, err := exec.Command("git", "ls-files", "-z", "*.go").Output()
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(strings.Trim(string(names), "\x00"), "\x00") {
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, line := range tooLong(source) {
			long = append(long, fmt.Sprintf("%s:%d: %d columns", name, line.number, line.width))
		}
	}
	return long, nil
}

type line struct{ number, width int }

// tooLong returns the lines of a file that are too wide without their texts in quotes.
func tooLong(source []byte) (long []line) {
	quoted := quotedWidths(source)
	number := 0
	for text := range bytes.Lines(source) {
		number++
		text = bytes.TrimRight(text, "\r\n")
		width := utf8.RuneCount(text) + (tab-1)*bytes.Count(text, []byte("\t"))
		if width-quoted[number] > widest {
			long = append(long, line{number, width})
		}
	}
	return long
}

// quotedWidths is how wide the texts in quotes are, by the lines on which they stand.
func quotedWidths(source []byte) map[int]int {
	var s scanner.Scanner
	set := token.NewFileSet()
	file := set.AddFile("", -1, len(source))
	s.Init(file, source, nil, 0)
	widths := map[int]int{}
	for {
		pos, kind, text := s.Scan()
		if kind == token.EOF {
			return widths
		}
		if kind != token.STRING {
			continue
		}
		for i, part := range strings.Split(text, "\n") {
			widths[file.Line(pos)+i] += utf8.RuneCountInString(part)
		}
	}
}
