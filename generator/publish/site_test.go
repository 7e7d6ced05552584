package publish

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/afero"
)

// version is a whole site: the content of each path.
type version map[string][]byte

func classOf(name string) Class {
	if path.Ext(name) == ".html" {
		return Page
	}
	return Asset
}

// generate makes up a site of some modules of pages that link to their
// neighbours, to each other across modules, and to assets with the hash of their
// content in the name. Sites of one size and different seeds share some pages,
// differ in others, and have some that the other lacks.
func generate(seed uint64, modules, pages int) version {
	random := rand.New(rand.NewPCG(seed, 1))
	site := version{}
	asset := func(base, ext, content string) string {
		hash := sha256.Sum256([]byte(content))
		name := fmt.Sprintf("assets/%s.%x.%s", base, hash[:4], ext)
		site[name] = []byte(content)
		return name
	}
	style := asset("site", "css", fmt.Sprintf("/* %d */", seed))
	font := asset("font", "woff2", "the same in all versions")
	site["search.json"] = fmt.Appendf(nil, `{"seed":%d}`, seed)

	var moduleNames, all []string
	for m := range modules {
		if random.IntN(6) == 0 && m > 0 {
			continue
		}
		var names []string
		for i := range pages {
			if random.IntN(6) > 0 {
				names = append(names, fmt.Sprintf("course/module-%d/page-%d/index.html", m, i))
			}
		}
		start := fmt.Sprintf("course/module-%d/index.html", m)
		moduleNames = append(moduleNames, start)
		for i, name := range names {
			links := []string{startPage, start, font}
			if i > 0 {
				links = append(links, names[i-1])
			}
			if i+1 < len(names) {
				links = append(links, names[i+1])
			}
			text := "the same in all versions"
			if random.IntN(2) == 0 {
				text = fmt.Sprint("seed ", seed)
				links = append(links, style, "search.json")
			}
			if random.IntN(4) == 0 {
				links = append(links, asset(fmt.Sprintf("picture-%d-%d", m, i), "svg", fmt.Sprint(seed, name)))
			}
			if len(all) > 0 {
				links = append(links, all[(m*7+i*3)%len(all)])
			}
			site[name] = page(text, links)
		}
		site[start] = page("module", append(slices.Clone(names[:min(1, len(names))]), startPage, style))
		all = append(all, names...)
	}
	site[startPage] = page("start", append(moduleNames, style))
	return site
}

func page(text string, links []string) []byte {
	var b bytes.Buffer
	b.WriteString("<!doctype html>\n<p>" + text + "</p>\n" +
		strings.Repeat("<p>Rest is a right of the person.</p>\n", 20))
	for _, link := range links {
		fmt.Fprintf(&b, "<a href=\"/%s\">link</a>\n", link)
	}
	b.WriteString("</html>\n")
	return b.Bytes()
}

// putAll puts all files of a site, several at a time and in random order.
func putAll(p *Publication, site version) error {
	names := slices.Collect(maps.Keys(site))
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			for at := i; at < len(names) && errs[i] == nil; at += len(errs) {
				errs[i] = p.Put(names[at], classOf(names[at]), site[names[at]])
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func publish(out, state afero.Fs, site version) (Summary, error) {
	p, err := Begin(out, state, "public")
	if err != nil {
		return Summary{}, err
	}
	defer p.Abandon()
	if err := putAll(p, site); err != nil {
		return Summary{}, err
	}
	return p.Commit()
}

func mustPublish(t testing.TB, out, state afero.Fs, site version) Summary {
	t.Helper()
	summary, err := publish(out, state, site)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

var href = regexp.MustCompile(`href="/([^"]*)"`)

// crawl follows all links from the start page, if there is one. Every target must exist
// and be the same, byte for byte, as in one of the versions.
func crawl(out afero.Fs, versions ...version) error {
	if there, err := afero.Exists(out, startPage); err != nil || !there {
		return err
	}
	seen := map[string]bool{startPage: true}
	for next := []string{startPage}; len(next) > 0; {
		name := next[0]
		next = next[1:]
		content, err := afero.ReadFile(out, name)
		if err != nil {
			return fmt.Errorf("a link has no target: %w", err)
		}
		whole := slices.ContainsFunc(versions, func(v version) bool {
			of, has := v[name]
			return has && bytes.Equal(of, content)
		})
		if !whole {
			return fmt.Errorf("%s is of no version: %d bytes", name, len(content))
		}
		if classOf(name) == Asset {
			continue
		}
		for _, link := range href.FindAllSubmatch(content, -1) {
			if target := string(link[1]); !seen[target] {
				seen[target] = true
				next = append(next, target)
			}
		}
	}
	return nil
}

// whole reports whether every file in the output folder is the same as in some version.
func whole(out afero.Fs, versions ...version) error {
	for name, content := range filesIn(out) {
		if name == manifestName || strings.HasPrefix(name, stagingDir) {
			continue
		}
		if !slices.ContainsFunc(versions, func(v version) bool { return bytes.Equal(v[name], content) }) {
			return fmt.Errorf("%s is of no version: %d bytes", name, len(content))
		}
	}
	return nil
}

// files reads all files of a file system. Empty folders are nil.
func filesIn(in afero.Fs) version {
	found := version{}
	err := afero.Walk(in, "", func(name string, info fs.FileInfo, err error) error {
		if err != nil || name == "" {
			return err
		}
		name = filepath.ToSlash(name)
		if info.IsDir() {
			if empty, err := afero.IsEmpty(in, name); err != nil || !empty {
				return err
			}
			found[name+"/"] = nil
			return nil
		}
		found[name], err = afero.ReadFile(in, name)
		return err
	})
	if err != nil {
		panic(err)
	}
	return found
}

// exactly reports whether a folder holds a version, its manifest and nothing else. The
// manifest must not depend on earlier versions.
func exactly(out, state afero.Fs, site version) error {
	var listed []file
	for name, content := range site {
		listed = append(listed, fileOf(name, entryOf(content)))
	}
	want, got := maps.Clone(site), filesIn(out)
	want[manifestName] = encodeManifest(listed)
	for name := range want {
		if !bytes.Equal(want[name], got[name]) {
			return fmt.Errorf("%s is not as it should be", name)
		}
	}
	for name := range got {
		if _, wanted := want[name]; !wanted {
			return fmt.Errorf("%s is left over", name)
		}
	}
	for name := range filesIn(state) {
		if !strings.HasSuffix(name, ".times") && name != "build.lock" {
			return fmt.Errorf("%s is left over", name)
		}
	}
	return nil
}

// clone copies a file system with its times.
func clone(from afero.Fs) afero.Fs {
	to := afero.NewMemMapFs()
	err := afero.Walk(from, "", func(name string, info fs.FileInfo, err error) error {
		switch {
		case err != nil || name == "":
			return err
		case info.IsDir():
			return to.MkdirAll(name, 0o755)
		}
		content, err := afero.ReadFile(from, name)
		if err != nil {
			return err
		}
		return errors.Join(afero.WriteFile(to, name, content, 0o644), to.Chtimes(name, info.ModTime(), info.ModTime()))
	})
	if err != nil {
		panic(err)
	}
	return to
}
