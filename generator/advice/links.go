package advice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
)

// Links checks addresses on other sites.
type Links struct {
	Agent    string            // how it names itself to other sites
	Ignore   []string          // beginnings of addresses that are left out
	Timeout  time.Duration     // of one request; 0 = 15 seconds
	Client   http.RoundTripper // nil: the system's way to the network
	Progress func(done, total int)
}

const (
	linksAtOnce     = 8
	mostPerHost     = 2
	mostRedirects   = 10
	defaultDeadline = 15 * time.Second
)

// External asks every address once, two of one host at a time, and gives a notice
// for each place that names one which does not answer. An address that merely
// refuses programs is passed over: nobody can tell.
func (l Links) External(ctx context.Context, pages []*markdown.Facts) []diag.Fault {
	places := map[string][]diag.Fault{}
	for _, p := range pages {
		for _, link := range p.Links {
			at, err := url.Parse(link.Target)
			if err != nil || at.Scheme != "http" && at.Scheme != "https" || l.ignored(link.Target) {
				continue
			}
			at.Fragment = ""
			places[at.String()] = append(places[at.String()], link.At)
		}
	}
	var (
		group errgroup.Group
		mu    sync.Mutex
		hosts = map[string]chan struct{}{}
		found []diag.Fault
		done  int
	)
	group.SetLimit(linksAtOnce)
	for address := range places {
		at, _ := url.Parse(address) // it was parsed before
		if hosts[at.Host] == nil {
			hosts[at.Host] = make(chan struct{}, mostPerHost)
		}
		turn := hosts[at.Host]
		group.Go(func() error {
			turn <- struct{}{}
			what, hint := l.ask(ctx, address)
			<-turn
			mu.Lock()
			defer mu.Unlock()
			if what != "" {
				for _, f := range places[address] {
					f.What, f.Hint, f.Severity = what, hint, diag.Notice
					found = append(found, f)
				}
			}
			if done++; l.Progress != nil {
				l.Progress(done, len(places))
			}
			return nil
		})
	}
	_ = group.Wait() // nothing fails: what was found is a notice
	if ctx.Err() != nil {
		found = append(found, diag.Fault{Severity: diag.Notice, What: "stopped before every address was asked"})
	}
	return found
}

func (l Links) ignored(address string) bool {
	return slices.ContainsFunc(l.Ignore, func(prefix string) bool { return prefix != "" && strings.HasPrefix(address, prefix) })
}

// ask asks for one address. what is "" where it answers, or cannot be told.
func (l Links) ask(ctx context.Context, address string) (what, hint string) {
	timeout := l.Timeout
	if timeout == 0 {
		timeout = defaultDeadline
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	moved := ""
	client := &http.Client{Transport: l.Client, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) >= mostRedirects {
			return errors.New("it is sent on in a circle")
		}
		if s := r.Response.StatusCode; s == http.StatusMovedPermanently || s == http.StatusPermanentRedirect {
			moved = r.URL.String()
		} else {
			moved = ""
		}
		return nil
	}}
	const gone = "look for the page's new address, or for an archived copy; [link_checker] ignore leaves an address out"
	status := 0
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		r, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			return fmt.Sprintf("the address %s cannot be asked for", clip(address)), "look whether it is written right"
		}
		r.Header.Set("User-Agent", l.Agent)
		answer, err := client.Do(r)
		if err != nil {
			if ctx.Err() != nil {
				return fmt.Sprintf("%s did not answer within %v", address, timeout), gone
			}
			var failed *url.Error
			if errors.As(err, &failed) {
				err = failed.Err
			}
			return fmt.Sprintf("%s does not answer: %v", address, err), gone
		}
		_, _ = io.CopyN(io.Discard, answer.Body, 1<<10)
		_ = answer.Body.Close()
		if status = answer.StatusCode; status < 400 {
			break
		}
	}
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return fmt.Sprintf("%s is not there any more (%d)", address, status), gone
	case status >= 500:
		return fmt.Sprintf("%s answers with an error (%d)", address, status), "try again later; " + gone
	case status >= 400:
		return "", "" // refused to a program
	case moved != "":
		return fmt.Sprintf("%s has moved for good", address), "write its new address: " + moved
	}
	return "", ""
}
