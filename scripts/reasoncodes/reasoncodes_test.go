package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPage(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	want, err := list(root)
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(page)))
	if err != nil || string(old) != string(want) {
		t.Errorf("%s is out of date: run go run ./scripts/reasoncodes (%v)", page, err)
	}
}
