package assets

import (
	"testing"

	"github.com/coursemark/coursemark/layouts"
)

// BenchmarkBundle bundles the shipped theme for the first time, and again unchanged.
func BenchmarkBundle(b *testing.B) {
	b.Run("anew", func(b *testing.B) {
		for b.Loop() {
			new(Bundler).Bundle(layouts.Files, wanted(b), false)
		}
	})
	b.Run("again", func(b *testing.B) {
		var bundler Bundler
		for b.Loop() {
			bundler.Bundle(layouts.Files, wanted(b), false)
		}
	})
}
