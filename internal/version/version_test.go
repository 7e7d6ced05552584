package version

import "testing"

// Only tags are versions: what Go makes up from a commit would change the bytes of a
// site with each commit.
func TestReleased(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"v1.2.0": true, "v1.2.0-rc.1": true,
		"": false, "(devel)": false, "v1.2.0+dirty": false,
		"v0.0.0-20261130092315-6024702abcde": false, "v1.2.1-0.20261130092315-6024702abcde": false,
	} {
		if got := isRelease(version); got != want {
			t.Errorf("%q counts as a release: %v", version, got)
		}
	}
}
