package terminal

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Progress shows how far a task is, on a terminal and only once it has taken a
// second. It is safe for concurrent use.
type Progress struct {
	console *Console
	label   string
	start   time.Time

	mu    sync.Mutex
	shown time.Time
	drawn bool
}

// Progress begins a task.
func (c *Console) Progress(label string) *Progress {
	return &Progress{console: c, label: label, start: time.Now()}
}

// Step reports that done of total parts are done; total 0 is an unknown total.
func (p *Progress) Step(done, total int) {
	if !p.console.live {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.start) < time.Second || now.Sub(p.shown) < 100*time.Millisecond {
		return
	}
	p.shown, p.drawn = now, true
	if total > 0 {
		const width = 30
		full := min(width, width*done/total)
		fmt.Fprintf(p.console.err, "\r%s [%s%s] %d of %d", p.label, strings.Repeat("#", full),
			strings.Repeat(".", width-full), done, total)
		return
	}
	fmt.Fprintf(p.console.err, "\r%s %d", p.label, done)
}

// Done wipes the progress line.
func (p *Progress) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.console.err, "\r\x1b[K")
	}
}
