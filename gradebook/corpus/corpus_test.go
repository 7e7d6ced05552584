package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/competence"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/project"
)

// More records than stay in memory are graded as few are: everybody has the cells
// and evidence that they have in a matrix of their own, what comes twice counts
// once, and a matrix that was written and read again differs in nothing.
func TestManyRecordsAreGradedAsFewAre(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many seconds")
	}
	t.Chdir("../..")
	dir := t.TempDir()
	file, roster, kit := filepath.Join(dir, "c.ndjson"), filepath.Join(dir, "roster.csv"), filepath.Join(dir, "kit.zip")
	const people, attempts = 30, 300
	if err := run(people, attempts, file, roster, kit); err != nil {
		t.Fatal(err)
	}
	p := openKit(t, kit)
	list, err := os.ReadFile(roster)
	if err != nil {
		t.Fatal(err)
	}
	grade := func(staff []string, files ...string) *gradebook.Matrix {
		t.Helper()
		m, faults := grading.Grade(t.Context(),
			grading.Options{Projects: []*project.Project{p}, Results: files,
				Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: list}}, AsOf: "2026-11-30",
				Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), Staff: staff})
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		return m
	}
	all := grade(nil, file)
	if n := people * attempts; all.Counts.Records != (verdict.Count{In: n, Accepted: n}) || all.Evidence.Len() < n ||
		all.Inputs.Len() != n+2 || len(all.Exceptions) > 0 {
		t.Fatalf("%+v, %d pieces of evidence, %d inputs, %+v", all.Counts, all.Evidence.Len(), all.Inputs.Len(),
			all.Exceptions)
	}
	for _, n := range []int{0, 17, people - 1} {
		id := staffID(n)
		one := grade([]string{id}, file)
		for name, pair := range map[string][2]any{
			"cells": {collect[competence.Cell](all.Cells.Group(id)), collect[competence.Cell](one.Cells.All())},
			"evidence": {collect[competence.Evidence](all.Evidence.Group(id)),
				collect[competence.Evidence](one.Evidence.All())},
		} {
			if !reflect.DeepEqual(pair[0], pair[1]) || reflect.ValueOf(pair[0]).Len() == 0 {
				t.Errorf("%s: the %s differ", id, name)
			}
		}
	}
	var text bytes.Buffer
	if err := all.Encode(&text); err != nil {
		t.Fatal(err)
	}
	read, faults := gradebook.ReadMatrix("matrix.json", bytes.NewReader(text.Bytes()), "")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if list := gradebook.Changes(read, all); len(list) > 0 {
		t.Errorf("%d changes since itself, such as %+v", len(list), list[0])
	}
	again := filepath.Join(dir, "d.ndjson")
	lines, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(again, lines, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	twice := grade(nil, again, file)
	if n := people * attempts; twice.Counts.Records != (verdict.Count{In: 2 * n, Accepted: n, Duplicate: n}) ||
		len(twice.Exceptions) != n || twice.Exceptions[0].What != "the same file was read before: c.ndjson/line 1" {
		t.Errorf("%+v %+v", twice.Counts, twice.Exceptions[0])
	}
	if list := gradebook.Changes(all, twice); len(list) > 0 {
		t.Errorf("what came twice changed %d cells, such as %+v", len(list), list[0])
	}
}

func openKit(t testing.TB, name string) *project.Project {
	t.Helper()
	kit, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, faults := project.OpenKit(name, bytes.NewReader(kit), int64(len(kit)))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func collect[T any](rows func(func(int, *T) bool)) []T {
	var out []T
	for _, row := range rows {
		out = append(out, *row)
	}
	return out
}
