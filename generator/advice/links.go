package advice

import (
	"cmp"
	"context"
	"errors"
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
	Agent    string            // User-Agent of the requests
	Ignore   []string          // beginnings of addresses that are skipped
	Timeout  time.Duration     // of one request; 0 = 15 seconds
	Client   http.RoundTripper // nil = http.DefaultTransport
	Progress func(done, total int)
}

const (
	maxRequests    = 8
	maxPerHost     = 2
	maxRedirects   = 10
	defaultTimeout = 15 * time.Second
)

// External requests every address once, at most two of one host at a time. It returns a
// notice for each place with an address that does not answer. An address that refuses
// programs gets no notice, because it may well work in a browser.
func (l Links) External(ctx context.Context, pages []*markdown.Facts) []diag.Fault {
	places := l.places(pages)
	var (
		group errgroup.Group
		mu    sync.Mutex
		hosts = map[string]chan struct{}{}
		found []diag.Fault
		done  int
	)
	group.SetLimit(maxRequests)
	for address, at := range places {
		host := hostOf(address)
		if hosts[host] == nil {
			hosts[host] = make(chan struct{}, maxPerHost)
		}
		turn := hosts[host]
		group.Go(func() error {
			turn <- struct{}{}
			advice, needed := l.ask(ctx, address)
			<-turn
			mu.Lock()
			defer mu.Unlock()
			if needed {
				found = append(found, notices(advice, at)...)
			}
			if done++; l.Progress != nil {
				l.Progress(done, len(places))
			}
			return nil
		})
	}
	_ = group.Wait() // no request returns an error
	if ctx.Err() != nil {
		found = append(found, linksStopped.With().In("").Notice())
	}
	return found
}

// places returns the addresses on other sites in pages, without fragments, each with the
// places where it appears.
func (l Links) places(pages []*markdown.Facts) map[string][]diag.Fault {
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
	return places
}

// hostOf returns the host of an address that has been parsed before.
func hostOf(address string) string {
	at, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return at.Host
}

func notices(m diag.Message, places []diag.Fault) (list []diag.Fault) {
	for _, place := range places {
		list = append(list, notice(m, place))
	}
	return list
}

func (l Links) ignored(address string) bool {
	return slices.ContainsFunc(l.Ignore, func(prefix string) bool {
		return prefix != "" && strings.HasPrefix(address, prefix)
	})
}

// ask requests one address. It returns advice if the address does not answer or has
// moved.
func (l Links) ask(ctx context.Context, address string) (advice diag.Message, needed bool) {
	timeout := cmp.Or(l.Timeout, defaultTimeout)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	q := &query{address: address, agent: l.Agent}
	client := &http.Client{Transport: l.Client, CheckRedirect: q.redirected}
	status := 0
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		var err error
		status, err = q.send(ctx, client, method)
		switch {
		case errors.Is(err, errNotAddress):
			return notAskable.With(clip(address)), true
		case err != nil && ctx.Err() != nil:
			return slowAnswer.With(address, timeout), true
		case err != nil:
			return noAnswer.With(address, err), true
		}
		if status < 400 {
			break
		}
	}
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return notThere.With(address, status), true
	case status >= 500:
		return serverFailed.With(address, status), true
	case status >= 400: // refused to a program
	case q.moved != "":
		return movedForGood.With(address, q.moved), true
	}
	return advice, false
}

// query is the request of one address.
type query struct {
	address, agent string
	moved          string // where the address has moved permanently, or ""
}

var errNotAddress = errors.New("not an address")

// send sends a request with one method and returns the status of the answer.
func (q *query) send(ctx context.Context, client *http.Client, method string) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, method, q.address, nil)
	if err != nil {
		return 0, errNotAddress
	}
	r.Header.Set("User-Agent", q.agent)
	answer, err := client.Do(r)
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		return 0, failed.Err
	}
	if err != nil {
		return 0, err
	}
	_, _ = io.CopyN(io.Discard, answer.Body, 1<<10)
	_ = answer.Body.Close()
	return answer.StatusCode, nil
}

// redirected is the client's CheckRedirect. It records a permanent move.
func (q *query) redirected(r *http.Request, via []*http.Request) error {
	if len(via) >= maxRedirects {
		return errors.New("too many redirects")
	}
	q.moved = ""
	if s := r.Response.StatusCode; s == http.StatusMovedPermanently || s == http.StatusPermanentRedirect {
		q.moved = r.URL.String()
	}
	return nil
}
