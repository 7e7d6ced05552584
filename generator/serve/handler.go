package serve

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/diag"
)

// client is the code that the preview adds to pages. No built site has it.
//
//go:embed client/live.js client/live.css client/notice.html
var client embed.FS

// own is the folder of the preview's own addresses.
const own = "/.coursemark/"

// hosts returns the names that requests may use for the server. Without this check, a
// page of another site could make its own name resolve to this computer (DNS rebinding)
// and read the preview.
func hosts(bind string) []string {
	names := []string{"localhost", strings.ToLower(bind)}
	if ip := net.ParseIP(bind); ip == nil || !ip.IsLoopback() {
		if name, err := os.Hostname(); err == nil {
			name = strings.ToLower(name)
			short, _, _ := strings.Cut(name, ".")
			names = append(names, name, short, short+".local")
		}
	}
	return names
}

// welcome reports whether a request names this computer. An IP address is welcome,
// because it cannot be rebound.
func (s *server) welcome(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	return net.ParseIP(name) != nil || slices.Contains(s.hosts, strings.TrimSuffix(name, "."))
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-store") // the next version may be different
	head.Set("X-Content-Type-Options", "nosniff")
	switch {
	case !s.welcome(r.Host):
		http.Error(w, "this preview is only for this computer: open http://localhost instead of "+r.Host,
			http.StatusMisdirectedRequest)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "this preview can only be read", http.StatusMethodNotAllowed)
	case r.URL.Path == own+"events":
		s.stream(w, r)
	case r.URL.Path == own+"live.js", r.URL.Path == own+"live.css":
		head.Set("Content-Type", contentType(r.URL.Path))
		http.ServeFileFS(w, r, client, "client/"+path.Base(r.URL.Path))
	default:
		s.current.Load().serve(w, r)
	}
}

// serve sends a file of the site.
func (v *version) serve(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if v.site != nil {
		file, found := v.site.File(name)
		if found && file.Copied {
			serveCopied(w, r, v.site, file)
			return
		}
		if !found {
			_, folder := v.site.File(path.Join(name, "index.html"))
			if folder && name != "" && !strings.HasSuffix(r.URL.Path, "/") {
				// Built from the cleaned path: "//host" would lead to another site.
				http.Redirect(w, r, folderURL(name), http.StatusFound)
				return
			}
			name = path.Join(name, "index.html")
		}
	}
	content, status := v.show(name)
	head := w.Header()
	if status != http.StatusOK {
		head.Set("Content-Security-Policy", noticePolicy)
		name = "notice.html"
	}
	head.Set("Content-Type", contentType(name))
	head.Set("Content-Length", strconv.Itoa(len(content)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // an error means that the browser has gone
	}
}

// noticePolicy is the content security policy of the preview's own pages.
const noticePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

// serveCopied sends a file that is serveCopied from the project.
func serveCopied(w http.ResponseWriter, r *http.Request, site *generator.Site, file generator.File) {
	f, err := site.Open(file)
	if err != nil {
		http.Error(w, file.Source+" cannot be read: "+diag.Plain(err), http.StatusInternalServerError)
		return
	}
	defer f.Close()
	w.Header().Set("Content-Type", contentType(file.Name))
	http.ServeContent(w, r, "", time.Time{}, f)
}

// show makes a file of the site as the browser gets it: pages with the code that keeps
// them fresh. If there is no such file, it makes a page of the preview's own.
func (v *version) show(name string) (content []byte, status int) {
	content, n, status := v.make(name)
	switch {
	case n != nil:
		n.Page, n.Sum = name, v.sum(name)
		var b bytes.Buffer
		if err := noticePage.Execute(&b, n); err != nil {
			return []byte(n.Title), status
		}
		return b.Bytes(), status
	case strings.HasSuffix(name, ".html"):
		return inject(content, name, v.sum(name), v.sheets()), status
	}
	return content, status
}

// make makes a file of the site, or returns a note that says why there is none.
func (v *version) make(name string) (content []byte, n *note, status int) {
	if v.site == nil {
		return nil, &note{Title: "There is nothing to show yet",
			Text: "The project has faults. This page updates by itself when they are mended.", Faults: shown(v.faults),
			Own: true}, http.StatusServiceUnavailable
	}
	file, found := v.site.File(name)
	if !found {
		return nil, missing(v.site, name), http.StatusNotFound
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		faults := []diag.Fault{pageNotMade.With(err).In(file.Source)}
		return nil, &note{Title: "This page cannot be made",
				Text: "This page updates by itself when the fault is mended.", Faults: shown(faults), Own: true},
			http.StatusInternalServerError
	}
	return b.Bytes(), nil, http.StatusOK
}

// sum identifies what a page shows. It does not depend on the stylesheets, which can
// change without loading the page again.
func (v *version) sum(name string) string {
	content, n, status := v.make(name)
	if n != nil {
		content, _ = json.Marshal(n.Faults) // only strings: cannot fail
	} else {
		for _, sheet := range v.site.Stylesheets() {
			content = bytes.ReplaceAll(content, []byte(sheet), nil)
		}
		if file, found := v.site.File(name); found {
			content = append(content, v.site.Shown(file)...)
		}
	}
	sum := sha256.Sum256(content)
	return strconv.Itoa(status) + "-" + hex.EncodeToString(sum[:8])
}

// sheets returns the paths of the stylesheets, always in the same order.
func (v *version) sheets() string { return strings.Join(v.site.Stylesheets(), " ") }

var scriptTag = template.Must(template.New("").Parse(`<script defer src="` + own +
	`live.js" data-page="{{.Page}}" data-sum="{{.Sum}}" data-sheets="{{.Sheets}}"></script>`))

// inject adds the client to a page.
func inject(page []byte, name, sum, sheets string) []byte {
	var script bytes.Buffer
	if err := scriptTag.Execute(&script, struct{ Page, Sum, Sheets string }{name, sum, sheets}); err != nil {
		return page
	}
	at := bytes.Index(page, []byte("</head>"))
	if at < 0 {
		at = len(page) // a theme without a head
	}
	return slices.Concat(page[:at], script.Bytes(), page[at:])
}

// note is a page of the preview's own.
type note struct {
	Title, Text string
	Faults      []shownFault
	Own         bool // the page lists the faults itself, so that the client need not
	Links       []link
	Page, Sum   string
}

type link struct{ Href, Text string }

var noticePage = template.Must(template.ParseFS(client, "client/notice.html"))

// missing returns a note for a page that does not exist, with links to similar pages.
func missing(site *generator.Site, name string) *note {
	wanted := strings.TrimSuffix(strings.TrimSuffix(name, "/index.html"), ".md")
	n := &note{Title: "There is no such page",
		Text: fmt.Sprintf("The site has nothing at /%s. Drafts are shown only with --drafts. This page updates by itself once the page exists.", wanted)}
	var names []string
	for _, f := range site.Files() {
		folder := path.Dir(f.Name)
		if f.Page && folder != "." {
			names = append(names, folder)
		}
	}
	add := func(folder string) {
		l := link{folderURL(folder), "/" + folder + "/"}
		if len(n.Links) < 5 && !slices.Contains(n.Links, l) {
			n.Links = append(n.Links, l)
		}
	}
	if near := diag.Nearest(wanted, names); near != "" {
		add(near)
	}
	for _, folder := range names {
		if path.Base(folder) == path.Base(wanted) {
			add(folder)
		}
	}
	for above := path.Dir(wanted); above != "." && above != "/"; above = path.Dir(above) {
		if slices.Contains(names, above) {
			add(above)
			break
		}
	}
	n.Links = append(n.Links, link{"/", "the start page"})
	return n
}

// shownFault is a fault as the browser shows it.
type shownFault struct {
	Place   string `json:"place"`
	What    string `json:"what"`
	Excerpt string `json:"excerpt"`
	Hint    string `json:"hint"`
}

const maxShown = 50

func shown(faults []diag.Fault) []shownFault {
	list := []shownFault{}
	for _, f := range faults[:min(maxShown, len(faults))] {
		place := strings.TrimSuffix(diag.Fault{File: f.File, Pos: f.Pos}.Error(), ": ")
		list = append(list, shownFault{Place: place, What: f.What, Excerpt: f.Snippet(), Hint: f.Hint})
	}
	return list
}

// stream sends events to an open page until it is closed.
func (s *server) stream(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	page, sum, sheets := r.URL.Query().Get("page"), r.URL.Query().Get("sum"), r.URL.Query().Get("sheets")
	send := func(event string, data any) bool {
		encoded, err := json.Marshal(data)
		if err == nil {
			_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event, encoded)
		}
		return err == nil && control.Flush() == nil
	}
	alive := time.NewTicker(20 * time.Second) // proxies and sleeping laptops drop idle connections
	defer alive.Stop()
	for {
		now := s.current.Load()
		if !send("faults", struct {
			Count  int          `json:"count"`
			Faults []shownFault `json:"faults"`
		}{len(now.faults), shown(now.faults)}) {
			return
		}
		if is := now.sum(page); is != sum {
			if !send("reload", struct{}{}) {
				return
			}
			sum = is
		} else if now.site != nil && now.sheets() != sheets {
			sheets = now.sheets()
			if !send("style", sheets) {
				return
			}
		}
		for waiting := true; waiting; {
			select {
			case <-r.Context().Done():
				return
			case <-now.next:
				waiting = false
			case <-alive.C:
				if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil || control.Flush() != nil {
					return
				}
			}
		}
	}
}

// contentType returns the type of a file by its name. It does not ask the system, where
// other programs may have registered wrong types.
func contentType(name string) string {
	if t, ok := map[string]string{
		".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
		".json": "application/json",
		".svg":  "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
		".webp": "image/webp", ".avif": "image/avif",
		".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
		".vtt": "text/vtt; charset=utf-8",
		".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4", ".webm": "video/webm",
	}[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}

// folderURL returns the address of a folder of the site.
func folderURL(folder string) string { return (&url.URL{Path: "/" + folder + "/"}).String() }
