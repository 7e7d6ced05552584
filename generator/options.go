package generator

import (
	"time"

	"github.com/coursemark/coursemark/generator/assets"
)

// Options say what to build, and how.
type Options struct {
	Dir    string // the project's folder
	Output string // the output folder; "" for public/ in the project
	Drafts bool   // include drafts; then no answer keys are archived
	Frozen bool   // fail if the key archive would change
	Minify bool
	// Instructor makes the trainer's edition, with trainer's notes and the answers
	// of practice. It needs its own Output, and writes neither answer keys nor kit.
	Instructor bool
	// Preview is for the live preview: pages may connect to their server, and no
	// smaller pictures are made.
	Preview bool
	Version string    // of the command, "0.1.0"
	Today   time.Time // for review dates; if zero, they are not checked

	// Check only.
	Advise   bool // also give content advice, as notices
	External bool // with Advise: also whether addresses on other sites answer
	Progress func(done, total int)

	bundler *assets.Bundler // shared by several sessions; if nil, each has its own
}

// keepsKeys reports whether a build archives answer keys and writes the kit: only the
// site that everybody sees does.
func (o Options) keepsKeys() bool { return !o.Drafts && !o.Instructor }

// Report says what a build did.
type Report struct {
	Output    string   `json:"output,omitempty"`
	Pages     int      `json:"pages"`
	Files     int      `json:"files"` // styles, the player, pictures and the like
	Bytes     int64    `json:"bytes"` // of all pages and files
	Written   int      `json:"written"`
	Unchanged int      `json:"unchanged"`
	Deleted   int      `json:"deleted"`
	Foreign   int      `json:"foreign,omitempty"` // files in the output folder that no build wrote
	Keys      []string `json:"keys,omitempty"`    // archives that were written
	Kit       string   `json:"kit,omitempty"`
	Questions int      `json:"questions"` // assessed

	Instructor bool          `json:"instructor,omitempty"` // the trainer's edition
	Duration   time.Duration `json:"duration_ns"`
}

const (
	outputFolder = "public"
	stateFolder  = ".coursemark"
	lockFile     = stateFolder + "/lock"
)
