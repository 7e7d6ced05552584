package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coursemark/coursemark/generator"
)

const (
	lesson     = "content/talk/01-listen/01-first.md"
	lessonPage = "talk/listen/first/index.html"
	patienceOf = 20 * time.Second // for tests on a busy machine
)

// sound writes a small project without faults.
func sound(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "sound"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func put(t *testing.T, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// preview is a running server.
type preview struct {
	t      *testing.T
	dir    string
	origin string
	mu     sync.Mutex
	events []Event
	stop   func()
}

// start serves a project until the test ends. It then checks that no goroutine and no
// file is left over.
func start(t *testing.T, dir string, o Options) *preview {
	t.Helper()
	before := files(t, dir)
	running := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	p := &preview{t: t, dir: dir}
	address := make(chan string, 1)
	o.Dir, o.Version = dir, "test"
	if o.Bind == "" {
		o.Bind = "127.0.0.1"
	}
	o.Notify = func(e Event) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.events = append(p.events, e)
		if e.Address != "" {
			address <- e.Address
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o) }()
	p.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(patienceOf):
			t.Fatal("it does not end")
		}
		http.DefaultClient.CloseIdleConnections()
		for wait := time.Now(); runtime.NumGoroutine() > running; time.Sleep(10 * time.Millisecond) {
			if time.Since(wait) > patienceOf {
				stacks := make([]byte, 1<<20)
				t.Fatalf(
					"%d goroutines are left over\n%s",
					runtime.NumGoroutine()-running,
					stacks[:runtime.Stack(stacks, true)],
				)
			}
		}
		for name := range files(t, dir) {
			if !before[name] &&
				(strings.HasPrefix(name, ".coursemark") || strings.HasPrefix(name, "public") ||
					strings.HasPrefix(name, "answerkeys") || strings.HasPrefix(name, "grading-kit")) {
				t.Errorf("it wrote %s", name)
			}
		}
	})
	t.Cleanup(p.stop)
	select {
	case p.origin = <-address:
	case err := <-ended:
		t.Fatal(err)
	case <-time.After(patienceOf):
		t.Fatal("it does not begin")
	}
	return p
}

func files(t *testing.T, dir string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		rest, _ := filepath.Rel(dir, name)
		names[filepath.ToSlash(rest)] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func (p *preview) get(name string) (status int, head http.Header, body string) {
	p.t.Helper()
	r, err := http.Get(p.origin + name)
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	content, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return r.StatusCode, r.Header, string(content)
}

// until requests a page until it has a text.
func (p *preview) until(name, text string) string {
	p.t.Helper()
	for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if _, _, body := p.get(name); strings.Contains(body, text) {
			return body
		} else if time.Since(begin) > patienceOf {
			p.t.Fatalf("%s never says %q\n%s", name, text, body)
		}
	}
}

var injected = regexp.MustCompile(
	`<script defer src="/.coursemark/live.js" data-page="([^"]*)" data-sum="([^"]*)" data-sheets="([^"]*)"`,
)

// page is a page that the server takes to be open in a browser.
type page struct {
	t      *testing.T
	body   string
	events chan [2]string // name and data
}

// open loads a page and listens to its events.
func (p *preview) open(name string) *page {
	p.t.Helper()
	_, _, body := p.get(name)
	m := injected.FindStringSubmatch(body)
	if m == nil {
		p.t.Fatalf("%s does not keep itself fresh\n%s", name, body)
	}
	query := url.Values{"page": {m[1]}, "sum": {m[2]}, "sheets": {m[3]}}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.origin+".coursemark/events?"+query.Encode(), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		p.t.Fatalf("events are %s", kind)
	}
	o := &page{t: p.t, body: body, events: make(chan [2]string, 100)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer close(o.events)
		var name string
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if event, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				name = event
			} else if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				o.events <- [2]string{name, data}
			}
		}
	}()
	stop := p.stop
	p.stop = func() { cancel(); _ = answer.Body.Close(); <-ended; stop() }
	p.t.Cleanup(p.stop)
	return o
}

// next waits for an event.
func (o *page) next() (name, data string) {
	o.t.Helper()
	select {
	case e, ok := <-o.events:
		if !ok {
			o.t.Fatal("the stream ended")
		}
		return e[0], e[1]
	case <-time.After(patienceOf):
		o.t.Fatal("nothing is heard")
	}
	return "", ""
}

// expect waits for an event. Unchanged reports of faults may come first.
func (o *page) expect(name, part string) {
	o.t.Helper()
	for {
		got, data := o.next()
		if got == name && strings.Contains(data, part) {
			return
		}
		if got != "faults" {
			o.t.Fatalf("heard %s %s instead of %s %s", got, data, name, part)
		}
	}
}

const noFaults = `{"count":0,"faults":[]}`

func TestEditedLesson(t *testing.T) {
	for name, poll := range map[string]bool{"by the system": false, "looking": true} {
		t.Run(name, func(t *testing.T) {
			dir := sound(t)
			p := start(t, dir, Options{Poll: poll})
			open, other := p.open(lessonPage), p.open("index.html")
			open.expect("faults", noFaults)
			put(t, dir, lesson, strings.Replace(read(t, dir, lesson), "Text.", "Other words.", 1))
			open.expect("reload", "")
			if _, _, body := p.get(lessonPage); !strings.Contains(body, "Other words.") {
				t.Error("the page is as it was")
			}
			for heard := 0; heard < 2; heard++ { // the first event, and that of the new version
				if event, data := other.next(); event != "faults" || data != noFaults {
					t.Errorf("a page that did not change heard %s %s", event, data)
				}
			}
		})
	}
}

// A page that depends on several files shows the changes of all of them.
func TestReaches(t *testing.T) {
	dir := sound(t)
	p := start(t, dir, Options{})
	put(t, dir, lesson, strings.Replace(read(t, dir, lesson), "First", "A better title", 1))
	for _, name := range []string{lessonPage, "talk/listen/index.html", "my-progress/index.html"} {
		p.until(name, "A better title")
	}
	put(
		t,
		dir,
		"quiz/banks/talk.toml",
		strings.Replace(read(t, dir, "quiz/banks/talk.toml"), "Who waits?", "Who is patient?", 1),
	)
	p.until("talk/listen/assessment/", "Who is patient?")
	put(t, dir, "coursemark.toml", strings.Replace(read(t, dir, "coursemark.toml"), `"Demo"`, `"Another name"`, 1))
	p.until(lessonPage, "Another name")
	put(t, dir, "layouts/words/en.toml", "[templates]\nmodule = \"Chapter\"\n")
	p.until("talk/listen/", "Chapter")
	put(
		t,
		dir,
		"standards/frameworks/demo.toml",
		strings.Replace(read(t, dir, "standards/frameworks/demo.toml"), `title = "Nurse"`, `title = "Ward nurse"`, 1),
	)
	p.until("talk/listen/", "Ward nurse")
	put(t, dir, "content/references.bib", "@book{a, author = {Able, A.}, title = {Of Waiting}, year = 2001}\n")
	put(t, dir, lesson, read(t, dir, lesson)+"\nAs shown [@a].\n")
	p.until(lessonPage, "Of Waiting")
	put(t, dir, "content/references.bib", "@book{a, author = {Able, A.}, title = {Of Listening}, year = 2003}\n")
	if body := p.until(lessonPage, "Of Listening"); !strings.Contains(body, "2003)</a>") {
		t.Error("the citation has the old year")
	}
	// Banks may move out of the project, and are watched there.
	outside := t.TempDir()
	put(
		t,
		outside,
		"talk.toml",
		strings.Replace(read(t, dir, "quiz/banks/talk.toml"), "Who is patient?", "Who has time?", 1),
	)
	put(t, dir, "coursemark.toml", read(t, dir, "coursemark.toml")+"[banks]\ndir = '"+outside+"'\n")
	p.until("talk/listen/assessment/", "Who has time?")
	put(t, outside, "talk.toml", strings.Replace(read(t, outside, "talk.toml"), "Who has time?", "Who stays?", 1))
	p.until("talk/listen/assessment/", "Who stays?")
}

// A fault is shown on open pages until it is mended. Meanwhile everybody gets the last
// good version, on new pages too.
func TestFaults(t *testing.T) {
	dir := sound(t)
	p := start(t, dir, Options{})
	open := p.open(lessonPage)
	open.expect("faults", noFaults)
	good := read(t, dir, lesson)
	put(t, dir, lesson, good+"\n[gone <](gone.md)\n")
	open.expect(
		"faults",
		`"place":"content/talk/01-listen/01-first.md:17:1","what":"there is no page content/talk/01-listen/gone.md","excerpt":"   17 | [gone <](gone.md)\n      | ^\n","hint":"known are`,
	)
	if status, _, body := p.get(lessonPage); status != 200 || !strings.Contains(body, "Text.") {
		t.Errorf("the last good version is gone: %d", status)
	}
	p.open("index.html").expect("faults", `"count":1,`)
	put(t, dir, "content/talk/01-listen/02-second.md", "no front matter")
	open.expect("faults", "the page has no front matter")
	put(t, dir, lesson, good)
	put(t, dir, "content/talk/01-listen/02-second.md", "+++\ntitle = \"Second\"\n+++\nText.\n")
	open.expect("faults", noFaults)
	open.expect("reload", "") // it has a next page now
	p.until("talk/listen/second/", "Second")
}

func TestBrokenAtFirst(t *testing.T) {
	dir := sound(t)
	good := read(t, dir, lesson)
	put(t, dir, lesson, "+++\ntitle = \"<i>First\n+++\n")
	p := start(t, dir, Options{})
	status, head, body := p.get(lessonPage)
	if status != 503 || head.Get("Content-Type") != "text/html; charset=utf-8" ||
		!strings.Contains(body, "content/talk/01-listen/01-first.md:2:") ||
		strings.Contains(body, "<i>") {
		t.Errorf("%d %v\n%s", status, head, body)
	}
	open := p.open("talk/listen/first/")
	put(t, dir, lesson, "+++\ntitle = \n+++\n")
	open.expect("reload", "") // other faults
	put(t, dir, lesson, good)
	p.until(lessonPage, "Text.")
	open = p.open(lessonPage)
	if err := os.Remove(filepath.Join(dir, "coursemark.toml")); err != nil {
		t.Fatal(err)
	}
	open.expect("faults", "this is not a Coursemark project")
	put(t, dir, "coursemark.toml", "[site]\nid = \"demo\"\ntitle = \"Back\"\n")
	open.expect("reload", "")
	p.until(lessonPage, "Back")
}

// A stylesheet is replaced without reloading the page, including one that only some
// pages have.
func TestStyle(t *testing.T) {
	dir := sound(t)
	p := start(t, dir, Options{})
	open := p.open(lessonPage)
	style := func() string {
		for {
			switch event, data := open.next(); event {
			case "reload":
				t.Fatal("the page is loaded again")
			case "style":
				return strings.Trim(data, `"`)
			}
		}
	}
	before := ""
	for _, c := range []struct{ file, text, part, name string }{
		{"layouts/styles/tokens.css", ":root { --paper: red; }\n", "--paper: red", "assets/main."},
		{"layouts/styles/boxes.css", ".box { color: blue; }\n", "color: blue", "assets/boxes."},
	} {
		put(t, dir, c.file, c.text)
		after := style()
		name := ""
		for _, sheet := range strings.Fields(after) {
			if strings.Contains(before, sheet) {
				continue
			}
			if strings.HasPrefix(sheet, c.name) {
				name = sheet
			} else if before != "" {
				t.Errorf("%s changed with %s", sheet, c.file)
			}
		}
		before = after
		if _, head, body := p.get(name); head.Get("Content-Type") != "text/css; charset=utf-8" ||
			!strings.Contains(body, c.part) {
			t.Errorf("%s: %v %s", name, head, body)
		}
	}
	put(t, dir, "layouts/player/practice/practice.js", "import {\n")
	open.expect("faults", "layouts/player/practice/practice.js:2:1")
	if err := os.RemoveAll(filepath.Join(dir, "layouts", "player")); err != nil {
		t.Fatal(err)
	}
	open.expect("faults", noFaults)
}

// language writes a small project with every part of the authoring language.
func language(t *testing.T) string {
	t.Helper()
	dir := sound(t)
	if err := os.Remove(filepath.Join(dir, "coursemark.toml")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "language"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The preview makes no smaller pictures and writes nothing, which start checks. A
// changed picture is shown at once.
func TestPictures(t *testing.T) {
	dir := language(t)
	p := start(t, dir, Options{})
	const page = "talk/speak/room/index.html"
	_, _, body := p.get(page)
	srcset := regexp.MustCompile(`srcset="(room-480\.[^ ]+) 480w`).FindStringSubmatch(body)
	if srcset == nil {
		t.Fatal(body)
	}
	const room, plan = "content/talk/02-speak/02-room/room.jpg", "content/talk/02-speak/02-room/plan.png"
	status, head, picture := p.get("talk/speak/room/" + srcset[1])
	if status != http.StatusOK || head.Get("Content-Type") != "image/jpeg" || picture != read(t, dir, room) {
		t.Errorf("%d %v, %d bytes", status, head, len(picture))
	}
	open := p.open(page)
	put(t, dir, plan, read(t, dir, plan)+"more") // of the same size in pixels
	open.expect("reload", "")
	open = p.open("glossary/index.html")
	put(t, dir, plan, read(t, dir, plan)+"still more")
	put(
		t,
		dir,
		"content/glossary.toml",
		strings.Replace(read(t, dir, "content/glossary.toml"), "Living a life", "Leading a life", 1),
	)
	open.expect("reload", "")
	p.until("glossary/index.html", "Leading a life")
}

// Editors replace files; folders are added, moved and deleted.
func TestFilesAndFolders(t *testing.T) {
	for name, poll := range map[string]bool{"by the system": false, "looking": true} {
		t.Run(name, func(t *testing.T) {
			dir := sound(t)
			p := start(t, dir, Options{Poll: poll})
			at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
			do := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			gone := func(name string) {
				t.Helper()
				for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
					if status, _, _ := p.get(name); status == 404 {
						return
					} else if time.Since(begin) > patienceOf {
						t.Fatalf("%s stays", name)
					}
				}
			}
			put(
				t,
				dir,
				"content/talk/01-listen/.01-first.md.swp",
				strings.Replace(read(t, dir, lesson), "Text.", "Saved by renaming.", 1),
			)
			do(os.Rename(at("content/talk/01-listen/.01-first.md.swp"), at(lesson)))
			p.until(lessonPage, "Saved by renaming.")
			do(os.Rename(at(lesson), at(lesson+".bak")))
			put(
				t,
				dir,
				lesson,
				strings.Replace(read(t, dir, lesson+".bak"), "Saved by renaming.", "Saved with a backup.", 1),
			)
			do(os.Remove(at(lesson + ".bak")))
			p.until(lessonPage, "Saved with a backup.")

			// A folder may be complete when it is added, or be filled afterwards.
			other := t.TempDir()
			put(t, other, "new/_index.md", "+++\ntitle = \"Speak\"\n+++\n")
			put(t, other, "new/01-loud/index.md", "+++\ntitle = \"Loud\"\n+++\nCome whole.\n")
			do(os.Rename(filepath.Join(other, "new"), at("content/talk/02-speak")))
			p.until("talk/speak/loud/", "Come whole.")
			put(t, dir, "content/talk/02-speak/02-low/index.md", "+++\ntitle = \"Low\"\n+++\nCome later.\n")
			p.until("talk/speak/low/", "Come later.")
			put(t, dir, "content/talk/02-speak/02-low/index.md", "+++\ntitle = \"Low\"\n+++\nAnd changed.\n")
			p.until("talk/speak/low/", "And changed.")

			do(os.Rename(at("content/talk/02-speak"), at("content/talk/03-shout")))
			p.until("talk/shout/low/", "And changed.")
			gone("talk/speak/low/")
			put(t, dir, "content/talk/03-shout/02-low/index.md", "+++\ntitle = \"Low\"\n+++\nMoved and changed.\n")
			p.until("talk/shout/low/", "Moved and changed.")
			do(os.RemoveAll(at("content/talk/03-shout")))
			gone("talk/shout/low/")
			put(t, dir, "content/talk/03-shout/_index.md", "+++\ntitle = \"Again\"\n+++\nHere again.\n")
			p.until("talk/shout/", "Here again.")
		})
	}
}

// A checkout changes thousands of files at once. That makes only a few versions, and the
// last one is right.
func TestBurst(t *testing.T) {
	dir := sound(t)
	p := start(t, dir, Options{})
	const modules, lessons = 60, 30
	for m := range modules {
		put(t, dir, fmt.Sprintf("content/burst/m%d/_index.md", m), "+++\ntitle = \"Module\"\n+++\n")
		for l := range lessons {
			put(
				t,
				dir,
				fmt.Sprintf("content/burst/m%d/l%d.md", m, l),
				fmt.Sprintf("+++\ntitle = \"Lesson\"\n+++\nWords %d.\n", l),
			)
		}
	}
	put(t, dir, "content/burst/_index.md", "+++\ntitle = \"Burst\"\n+++\n")
	p.until(fmt.Sprintf("burst/m%d/l%d/", modules-1, lessons-1), "Words")
	for m := range modules { // a version made meanwhile may have the last file and lack others
		for l := range lessons {
			p.until(fmt.Sprintf("burst/m%d/l%d/", m, l), fmt.Sprintf("Words %d.", l))
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, "content", "burst")); err != nil {
		t.Fatal(err)
	}
	p.until("burst/m0/l0/", "no such page")
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.events) > 200 {
		t.Errorf("%d versions were made", len(p.events))
	}
}

func TestAddresses(t *testing.T) {
	dir := sound(t)
	put(
		t,
		dir,
		"content/talk/01-listen/dot.gif",
		"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
	)
	put(t, dir, lesson, read(t, dir, lesson)+"\n![A dot](dot.gif)\n")
	p := start(t, dir, Options{})
	for _, c := range []struct {
		path   string
		status int
		kind   string
		part   string
	}{
		{"", 200, "text/html; charset=utf-8", "Welcome"},
		{"talk/listen/first", 200, "text/html; charset=utf-8", "Text."},
		{"talk/listen/dot.gif", 200, "image/gif", "GIF89a"},
		{".coursemark/live.css", 200, "text/css; charset=utf-8", ".panel"},
		{".coursemark/live.js", 200, "text/javascript; charset=utf-8", "EventSource"},
		{".coursemark/other", 404, "text/html; charset=utf-8", "no such page"},
		{"talk/lisen/first/", 404, "text/html; charset=utf-8", `<a href="/talk/listen/first/">`},
		{"elsewhere/first/", 404, "text/html; charset=utf-8", `<a href="/talk/listen/first/">`},
		{"talk/listen/later/", 404, "text/html; charset=utf-8", `<a href="/talk/listen/">`},
		{"<script>/", 404, "text/html; charset=utf-8", "&lt;script&gt;"},
		{"../../etc/passwd", 404, "text/html; charset=utf-8", "no such page"},
		{"content/_index.md", 404, "text/html; charset=utf-8", "no such page"},
	} {
		status, head, body := p.get(c.path)
		if status != c.status || head.Get("Content-Type") != c.kind || head.Get("Cache-Control") != "no-store" ||
			head.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(body, c.part) {
			t.Errorf("%q: %d %v\n%s", c.path, status, head, body)
		}
	}
	for host, status := range map[string]int{
		"localhost:1313": 200, "127.0.0.1:1313": 200, "[::1]:1313": 200, "192.168.1.5": 200, "LOCALHOST.": 200,
		"evil.example": 421, "localhost.evil.example:1313": 421, "": 400,
	} {
		r, err := http.NewRequest(http.MethodGet, p.origin, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Host = host; host == "" {
			continue // the client would fill it in
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != status {
			t.Errorf("host %q: %d", host, answer.StatusCode)
		}
	}
	r, err := http.Post(p.origin, "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", r.StatusCode)
	}
	if _, _, body := p.get(""); !strings.Contains(body, "connect-src 'self'") {
		t.Error("the page may not listen to its server")
	}
}

func TestPortIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	p := start(t, sound(t), Options{Port: port})
	p.until("", "Welcome")
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.events {
		if strings.Contains(e.Note.What(), fmt.Sprintf("port %d is in use", port)) {
			return
		}
	}
	t.Errorf("no note about the port: %+v", p.events)
}

func TestWhatCannotBeServed(t *testing.T) {
	if err := Run(t.Context(), Options{Options: generator.Options{Dir: t.TempDir()}, Bind: "127.0.0.1"}); err == nil ||
		!strings.Contains(err.Error(), "not a Coursemark project") {
		t.Error(err)
	}
	if err := Run(t.Context(),
		Options{Options: generator.Options{Dir: sound(t)}, Bind: "no.such.host.invalid"}); err == nil ||
		!strings.Contains(err.Error(), "nothing can be served on") {
		t.Error(err)
	}
}

// The server ends although a request is still in progress.
func TestEndsWithOpenPages(t *testing.T) {
	p := start(t, sound(t), Options{})
	open := p.open("index.html")
	open.next()
	begin := time.Now()
	p.stop()
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
