// Package version says which version of Coursemark a command is.
package version

import (
	"regexp"
	"runtime/debug"
	"strings"
)

// release is set by the linker when a release is built:
//
//	go build -ldflags "-X github.com/coursemark/coursemark/internal/version.release=1.2.0"
var release string

// source is the version that the source is on the way to. It stands in every page of
// a site, so a build from source must not say anything that changes with each commit.
const source = "0.1.0"

// String returns the version without a leading v: that of the release; that of the
// module where "go install …@version" built it; or that of the source.
func String() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && isRelease(info.Main.Version) {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return source
}

// isRelease reports whether the version of a module is a tag.
func isRelease(version string) bool {
	return released.MatchString(version) && !commit.MatchString(version)
}

var (
	released = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)
	commit   = regexp.MustCompile(`\d{14}-[0-9a-f]{12}$`) // a version that Go made up from a commit
)
