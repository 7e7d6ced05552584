// Command dist builds a release: for each platform an archive with both commands, the
// documents and a sample folder to practise with; the checksums of all files; and a bill
// of materials for each command. The same source always gives the same bytes.
package main

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// versionVariable is the variable that the linker sets to the version of the release.
const versionVariable = "github.com/coursemark/coursemark/internal/version.release"

// sbomTool lists what a command was built from, as CycloneDX. It is not in
// go.mod, because only building a release needs it.
const sbomTool = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"

// sumsFile holds the checksums of the other files.
const sumsFile = "SHA256SUMS"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "dist: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	var r release
	var platforms string
	flags := flag.NewFlagSet("dist", flag.ContinueOnError)
	flags.StringVar(&r.repository, "repository", ".", "`folder` of the source")
	flags.StringVar(&r.output, "o", "dist", "`folder` to write; what an earlier run wrote there is replaced")
	flags.StringVar(&r.version, "version", "",
		"version (default: the tag, or the newest of CHANGELOG.md with the commit)")
	flags.StringVar(&platforms, "platforms",
		"windows/amd64,windows/arm64,darwin/amd64,darwin/arm64,linux/amd64,linux/arm64", "what to build for")
	flags.BoolVar(&r.sbom, "sbom", true, "write bills of materials")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not understood", flags.Arg(0))
	}
	for _, p := range strings.Split(platforms, ",") {
		system, arch, ok := strings.Cut(p, "/")
		if !ok {
			return fmt.Errorf("%q is not a platform; name one such as linux/amd64", p)
		}
		r.platforms = append(r.platforms, platform{system, arch})
	}
	if err := r.identify(ctx); err != nil {
		return err
	}
	if err := r.build(ctx, stdout); err != nil {
		return err
	}
	return r.check(ctx, stdout)
}

type platform struct{ system, arch string }

// executable is the file name of a command.
func (p platform) executable(command string) string {
	if p.system == "windows" {
		return command + ".exe"
	}
	return command
}

// ending returns the ending of archives that the platform can open without other software.
func (p platform) ending() string {
	if p.system == "windows" {
		return ".zip"
	}
	return ".tar.gz" // unlike a zip, it always keeps the permission to run
}

// release is what is built.
type release struct {
	repository, output, version string
	platforms                   []platform
	sbom                        bool
	date                        time.Time // of every file
}

// commands returns the names of the commands in a release.
func commands() []string { return []string{"coursemark", "gradebook"} }

func (r *release) name(p platform) string {
	return fmt.Sprintf("coursemark_%s_%s_%s", r.version, p.system, p.arch)
}

var releaseHeading = regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)`)

// identify finds the version and the date of the source. Without git, SOURCE_DATE_EPOCH
// must give the date: with the clock's date, no two runs would be the same.
func (r *release) identify(ctx context.Context) error {
	git := func(args ...string) string {
		c := exec.CommandContext(ctx, "git", args...)
		c.Dir = r.repository
		out, err := c.Output()
		if err != nil {
			return "" // no git, or no repository: an unpacked source archive
		}
		return strings.TrimSpace(string(out))
	}
	if r.version == "" {
		tag := git("describe", "--tags", "--match", "v[0-9]*", "--always", "--dirty")
		if bare, ok := strings.CutPrefix(tag, "v"); ok {
			r.version = bare
		} else {
			changes, err := os.ReadFile(filepath.Join(r.repository, "CHANGELOG.md"))
			if err != nil {
				return err
			}
			newest := releaseHeading.FindSubmatch(changes)
			if newest == nil {
				return errors.New("CHANGELOG.md has no version; name one with -version")
			}
			r.version = strings.TrimSuffix(string(newest[1])+"-dev-"+tag, "-")
		}
	}
	// It becomes part of file names and of the linker's arguments.
	if !regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.-]*$`).MatchString(r.version) {
		return fmt.Errorf("%q is not a version; write one such as 1.2.0", r.version)
	}
	epoch := cmp.Or(os.Getenv("SOURCE_DATE_EPOCH"), git("log", "-1", "--format=%ct"))
	if epoch == "" {
		return errors.New("the date of the source is not known: set SOURCE_DATE_EPOCH")
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	// A zip counts from 1980 and in steps of two seconds.
	r.date = time.Unix(max(seconds, 315532800)&^1, 0).UTC()
	return nil
}

func (r *release) build(ctx context.Context, stdout io.Writer) error {
	start := time.Now()
	work, err := os.MkdirTemp("", "coursemark-dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	staging := filepath.Join(work, "dist")
	if err := os.Mkdir(staging, 0o755); err != nil {
		return err
	}
	common, err := r.documents(ctx)
	if err != nil {
		return err
	}
	tool := ""
	if r.sbom {
		if tool, err = r.installTool(ctx, work); err != nil {
			return err
		}
	}
	for _, p := range r.platforms {
		files, err := r.commandFiles(ctx, p, work, tool)
		if err != nil {
			return err
		}
		name := r.name(p)
		for file, content := range files {
			if strings.HasPrefix(file, "sbom/") {
				loose := filepath.Join(staging, "sbom", name+"_"+path.Base(file))
				err := os.MkdirAll(filepath.Dir(loose), 0o755)
				if err = errors.Join(err, os.WriteFile(loose, content.bytes, 0o644)); err != nil {
					return err
				}
			}
		}
		for file, content := range common {
			files[file] = content
		}
		var archive bytes.Buffer
		if p.ending() == ".zip" {
			err = r.zip(&archive, name, files)
		} else {
			err = r.tarGz(&archive, name, files)
		}
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(staging, name+p.ending()), archive.Bytes(), 0o644); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s%s  %.1f MB\n", name, p.ending(), float64(archive.Len())/1e6)
	}
	sums, err := sumsOf(staging)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(staging, sumsFile), []byte(sums), 0o644); err != nil {
		return err
	}
	if err := r.replace(staging); err != nil {
		return err
	}
	took := time.Since(start).Round(time.Second)
	fmt.Fprintf(stdout, "%s: version %s of %s, in %v\n", filepath.ToSlash(r.output), r.version,
		r.date.Format(time.DateOnly), took)
	return nil
}

// replace moves a complete release into the output folder. A folder that this program did
// not write is left alone.
func (r *release) replace(staging string) error {
	entries, err := os.ReadDir(r.output)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := os.Stat(filepath.Join(r.output, sumsFile)); len(entries) > 0 && err != nil {
		return fmt.Errorf("%s holds files but no %s: it was not written by this program; name another folder with -o",
			r.output, sumsFile)
	}
	if err := os.RemoveAll(r.output); err != nil {
		return err
	}
	return os.CopyFS(r.output, os.DirFS(staging))
}

// goTool runs the go command for a platform.
func (r *release) goTool(ctx context.Context, p platform, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir = r.repository
	// Whatever the machine's settings are, the bytes depend on source and toolchain alone.
	c.Env = append(os.Environ(), "GOOS="+p.system, "GOARCH="+p.arch, "CGO_ENABLED=0", "GOFLAGS=-mod=readonly",
		"GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=", "GOWORK=off")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return out, nil
}

func (r *release) installTool(ctx context.Context, work string) (string, error) {
	c := exec.CommandContext(ctx, "go", "install", sbomTool)
	c.Env = append(os.Environ(), "GOBIN="+work)
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("installing %s: %w\n%s", sbomTool, err, out)
	}
	return filepath.Join(work, platform{system: runtime.GOOS}.executable("cyclonedx-gomod")), nil
}

// content is a file of an archive.
type content struct {
	bytes []byte
	run   bool // it may be executed
}

// commandFiles builds the commands for a platform, with their bills of materials.
func (r *release) commandFiles(ctx context.Context, p platform, work, tool string) (map[string]content, error) {
	files := map[string]content{}
	for _, command := range commands() {
		binary := filepath.Join(work, p.system+"-"+p.arch, p.executable(command))
		if _, err := r.goTool(ctx, p, "build", "-trimpath", "-buildvcs=false",
			"-ldflags=-s -w -X "+versionVariable+"="+r.version, "-o", binary, "./cmd/"+command); err != nil {
			return nil, err
		}
		b, err := os.ReadFile(binary)
		if err != nil {
			return nil, err
		}
		files[p.executable(command)] = content{b, true}
		if tool == "" {
			continue
		}
		// No serial number and no time, so that the same binary has the same bill.
		c := exec.CommandContext(ctx, tool, "bin", "-json", "-std", "-noserial", "-notimestamp", "-version",
			"v"+r.version, binary)
		c.Env = append(os.Environ(), "GOOS="+p.system, "GOARCH="+p.arch) // otherwise the bill would name this machine's
		var stderr bytes.Buffer
		c.Stderr = &stderr
		bill, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("the bill of materials of %s: %w\n%s", command, err, stderr.String())
		}
		if bill, err = withoutToolSums(bill); err != nil {
			return nil, fmt.Errorf("the bill of materials of %s: %w", command, err)
		}
		files["sbom/"+command+".cdx.json"] = content{bytes: bill}
	}
	return files, nil
}

// withoutToolSums removes the checksums of the tool's own binary from a bill: they differ
// between machines and say nothing about our commands.
func withoutToolSums(bill []byte) ([]byte, error) {
	var whole map[string]any
	if err := json.Unmarshal(bill, &whole); err != nil {
		return nil, err
	}
	metadata, _ := whole["metadata"].(map[string]any)
	tools, _ := metadata["tools"].([]any)
	if len(tools) == 0 {
		return nil, errors.New("it does not name the tool that made it")
	}
	for _, t := range tools {
		if t, ok := t.(map[string]any); ok {
			delete(t, "hashes")
		}
	}
	out, err := json.Marshal(whole, json.Deterministic(true), jsontext.WithIndent("  "))
	return append(out, '\n'), err
}

func sorted(files map[string]content) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (c content) mode() fs.FileMode {
	if c.run {
		return 0o755
	}
	return 0o644
}

func (r *release) zip(w io.Writer, top string, files map[string]content) error {
	z := zip.NewWriter(w)
	for _, name := range sorted(files) {
		h := &zip.FileHeader{Name: path.Join(top, name), Method: zip.Deflate, Modified: r.date}
		h.SetMode(files[name].mode())
		out, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := out.Write(files[name].bytes); err != nil {
			return err
		}
	}
	return z.Close()
}

func (r *release) tarGz(w io.Writer, top string, files map[string]content) error {
	packed, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(packed)
	for _, name := range sorted(files) {
		f := files[name]
		head := tar.Header{
			Name: path.Join(top, name), Mode: int64(f.mode()), Size: int64(len(f.bytes)),
			ModTime: r.date, Format: tar.FormatPAX,
		}
		if err := t.WriteHeader(&head); err != nil {
			return err
		}
		if _, err := t.Write(f.bytes); err != nil {
			return err
		}
	}
	return errors.Join(t.Close(), packed.Close())
}

// sumsOf lists the files of a folder with their checksums, in the format of sha256sum.
func sumsOf(dir string) (string, error) {
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == sumsFile {
			return err
		}
		sum, err := sumOf(filepath.Join(dir, filepath.FromSlash(name)))
		fmt.Fprintf(&b, "%s  %s\n", sum, name)
		return err
	})
	return b.String(), err
}

func sumOf(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// check verifies what was written: the checksums, the contents of the archives and, for
// this machine's platform, the commands themselves.
func (r *release) check(ctx context.Context, stdout io.Writer) error {
	listed, err := os.Open(filepath.Join(r.output, sumsFile))
	if err != nil {
		return err
	}
	defer listed.Close()
	lines := bufio.NewScanner(listed)
	count := 0
	for lines.Scan() {
		want, name, _ := strings.Cut(lines.Text(), "  ")
		got, err := sumOf(filepath.Join(r.output, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("the checksum of %s is wrong", name)
		}
		count++
	}
	if err := lines.Err(); err != nil {
		return err
	}
	for _, p := range r.platforms {
		if err := r.checkArchive(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", r.name(p), err)
		}
	}
	fmt.Fprintf(stdout, "checked: %d sums, %d archives\n", count, len(r.platforms))
	return nil
}

// requiredFiles returns files that every archive must contain.
func requiredFiles(p platform) []string {
	names := []string{"README.md", "LICENSE", "THIRD-PARTY-LICENSES.txt", "docs/hr.md", "docs/hr.html", "docs/it.md",
		"docs/it.html", "sample/roster.xlsx", "sample/observations.xlsx", "sample/grading-kit.zip"}
	for _, command := range commands() {
		names = append(names, p.executable(command))
	}
	return names
}

func (r *release) checkArchive(ctx context.Context, p platform) error {
	dir, err := os.MkdirTemp("", "coursemark-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := unpack(filepath.Join(r.output, r.name(p)+p.ending()), dir); err != nil {
		return err
	}
	top := filepath.Join(dir, r.name(p))
	for _, part := range requiredFiles(p) {
		if info, err := os.Stat(filepath.Join(top, filepath.FromSlash(part))); err != nil || info.Size() == 0 {
			return fmt.Errorf("%s is missing from the archive", part)
		}
	}
	if p != (platform{runtime.GOOS, runtime.GOARCH}) {
		return nil
	}
	for _, command := range commands() {
		out, err := exec.CommandContext(ctx, filepath.Join(top, p.executable(command)), "version").CombinedOutput()
		if want := command + " " + r.version + "\n"; err != nil || string(out) != want {
			return fmt.Errorf("%s version says %q, not %q: %w", command, out, want, err)
		}
	}
	return nil
}

// unpack unpacks an archive that this program wrote.
func unpack(archive, dir string) error {
	write := func(name string, mode fs.FileMode, from io.Reader) error {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("%s leads out of the archive", name)
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
		if err != nil {
			return err
		}
		_, err = io.Copy(out, from)
		return errors.Join(err, out.Close())
	}
	if strings.HasSuffix(archive, ".zip") {
		z, err := zip.OpenReader(archive)
		if err != nil {
			return err
		}
		defer z.Close()
		for _, f := range z.File {
			in, err := f.Open()
			if err != nil {
				return err
			}
			if err := errors.Join(write(f.Name, f.Mode(), in), in.Close()); err != nil {
				return err
			}
		}
		return nil
	}
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	for t := tar.NewReader(packed); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := write(h.Name, fs.FileMode(h.Mode), t); err != nil {
			return err
		}
	}
}
