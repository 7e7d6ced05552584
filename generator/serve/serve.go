// Package serve shows a project in the browser while somebody writes it. It makes pages
// in memory when they are requested, watches the project's files, and sends changes to
// the open pages. It is the only package that knows fsnotify.
//
// It writes nothing: no site, no answer keys.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/diag"
)

// Options say what to serve, and where.
type Options struct {
	generator.Options
	Bind string // the address to listen on
	Port int    // if it is in use, the next free one; 0 for any
	Poll bool   // check the files twice a second instead of having the system report changes

	// Notify is called with everything that the author should know, never concurrently.
	Notify func(Event)
}

// Event is something that the author should know.
type Event struct {
	Address string       // where the site can be opened; sent once
	Changed []string     // files and folders that were read again
	Faults  []diag.Fault // all current faults, by place
	Failed  bool         // the last good version is still shown
	Took    time.Duration
	Note    diag.Message // anything else
}

// Run serves a project until the context ends. Faults of the project are shown in the
// browser and passed to Notify. It returns an error only if the server cannot run.
func Run(ctx context.Context, o Options) error {
	if o.Notify == nil {
		o.Notify = func(Event) {}
	}
	o.Preview = true
	session, faults := generator.Open(o.Options)
	if session == nil {
		return diag.Failure{Faults: faults.Sorted()}
	}
	defer session.Close()

	// Run must not leave the watcher running.
	ctx, stop := context.WithCancel(ctx)
	watch := newWatcher(session.Roots(), o.Poll)
	watching := make(chan struct{})
	go func() { watch.run(ctx); close(watching) }()
	defer func() { stop(); <-watching }()
	select { // watch before reading, so that no change is missed
	case <-watch.ready:
	case <-ctx.Done():
		return nil
	}
	s := &server{hosts: hosts(o.Bind), notify: o.Notify}
	s.load(ctx, session, nil)
	if ctx.Err() != nil {
		return nil
	}
	return s.run(ctx, session, watch, o)
}

// run listens, and loads what has changed, until the context ends.
func (s *server) run(ctx context.Context, session *generator.Session, watch *watcher, o Options) error {
	listener, err := listen(ctx, o.Bind, o.Port)
	if err != nil {
		return err
	}
	web := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }, // ends the streams
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	at := listener.Addr().(*net.TCPAddr)
	if o.Port != 0 && at.Port != o.Port {
		s.notify(Event{Note: portTaken.With(o.Port, at.Port)})
	}
	s.notify(Event{Address: address(at)})
	roots := session.Roots()
	for {
		select {
		case <-ctx.Done():
			shutDown(ctx, web)
			<-ended
			return nil
		case err := <-ended:
			return fmt.Errorf("the server stopped: %w", err)
		case note := <-watch.notes:
			s.notify(Event{Note: note})
		case changed := <-watch.changes:
			s.load(ctx, session, changed)
			if now := session.Roots(); !slices.Equal(now, roots) {
				roots = now
				watch.follow(ctx, roots)
			}
		}
	}
}

// shutDown stops the server. Requests in progress may finish.
func shutDown(ctx context.Context, web *http.Server) {
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if web.Shutdown(deadline) != nil {
		_ = web.Close() // it is over either way
	}
}

// listen listens on the port, or on the next free one.
func listen(ctx context.Context, bind string, port int) (net.Listener, error) {
	const tries = 20
	var first error
	for p := port; p < port+tries && p <= 65535; p++ {
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(bind, strconv.Itoa(p)))
		if err == nil {
			return l, nil
		}
		if first == nil {
			first = err
		}
		var unknown *net.AddrError
		var lookup *net.DNSError
		if errors.As(err, &unknown) || errors.As(err, &lookup) {
			break
		}
	}
	return nil, diag.Failure{Faults: []diag.Fault{notListening.With(bind, port, plain(first)).In("")}}
}

// plain returns a network error without its addresses.
func plain(err error) error {
	var on *net.OpError
	if errors.As(err, &on) {
		return on.Err
	}
	return err
}

// address returns the server's address for a browser on this computer.
func address(at *net.TCPAddr) string {
	host := at.IP.String()
	if at.IP.IsUnspecified() || at.IP.IsLoopback() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(at.Port)) + "/"
}

// version is one state of the project as the preview shows it.
type version struct {
	site   *generator.Site // the last one without faults; nil before the first
	faults []diag.Fault    // errors that keep the files as they are now from being shown
	next   chan struct{}   // closed when there is a newer version
}

// server answers requests from the current version.
type server struct {
	hosts   []string
	notify  func(Event)
	current atomic.Pointer[version]
}

// load loads what has changed and makes it the current version.
func (s *server) load(ctx context.Context, session *generator.Session, changed []string) {
	start := time.Now()
	site, found := session.Load(ctx, changed)
	if ctx.Err() != nil {
		return
	}
	now := &version{site: site, next: make(chan struct{})}
	old := s.current.Load()
	faults := found.Sorted()
	if found.Failed() {
		now.site = nil
		if old != nil {
			now.site = old.site
		}
		now.faults = slices.DeleteFunc(slices.Clone(faults), func(f diag.Fault) bool {
			return f.Severity != diag.Error
		})
	}
	s.current.Store(now)
	if old != nil {
		close(old.next)
	}
	s.notify(Event{Changed: changed, Faults: faults, Failed: found.Failed(), Took: time.Since(start)})
}
