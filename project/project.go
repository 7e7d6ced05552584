// Package project opens a Coursemark project for both commands: a folder on
// disk, or a grading kit, which is a zip with the part of a project that HR
// needs. It reads the configuration, knows where banks, frameworks and answer keys
// lie, and overlays the project's own layout files on the shipped theme.
package project

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
	"github.com/coursemark/coursemark/layouts"
	"github.com/coursemark/coursemark/project/disk"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// ConfigFile is the name of the configuration in a project's folder.
const ConfigFile = "coursemark.toml"

// Where the parts of a project lie by default.
const (
	bankDir      = "quiz/banks"
	keyDir       = "answerkeys"
	frameworkDir = "standards/frameworks"
)

// Config is coursemark.toml.
type Config struct {
	Site       SiteConfig      `toml:"site"`
	HandIn     HandInConfig    `toml:"hand_in"`
	Results    ResultsConfig   `toml:"results"`
	AnswerKeys FolderConfig    `toml:"answerkeys"`
	Banks      FolderConfig    `toml:"banks"`
	Retention  RetentionConfig `toml:"retention"`
	Output     OutputConfig    `toml:"output"`

	LinkChecker LinkConfig `toml:"link_checker"`
}

// SiteConfig describes the site.
type SiteConfig struct {
	ID              string `toml:"id"` // part of every draw: never change it
	Title           string `toml:"title"`
	Organisation    string `toml:"organisation"`
	BaseURL         string `toml:"base_url"`
	TimeZone        string `toml:"time_zone"` // IANA name; all calendar dates are in this zone
	DefaultLanguage string `toml:"default_language"`
	Support         string `toml:"support"`
}

// HandInConfig says where staff send their results.
type HandInConfig struct {
	Contact string `toml:"contact"`
	Link    string `toml:"link"` // mailto: or https:
	ReplyBy string `toml:"reply_by"`
}

// ResultsConfig says what results files must or may contain.
type ResultsConfig struct {
	Recipients []string `toml:"recipients"` // age recipients
	Codes      string   `toml:"codes"`      // required, optional, off
	Timings    bool     `toml:"timings"`
}

// FolderConfig moves a folder; it may lie outside the project.
type FolderConfig struct {
	Dir string `toml:"dir"`
}

// RetentionConfig says how long HR keeps results.
type RetentionConfig struct {
	Years int `toml:"years"`
}

// LinkConfig says which links check --external skips.
type LinkConfig struct {
	Ignore []string `toml:"ignore"` // beginnings of addresses
}

// OutputConfig says how the site is written.
type OutputConfig struct {
	Minify   bool `toml:"minify"`
	GitDates bool `toml:"git_dates"` // pages show when they were last committed
}

// Project is an opened project.
type Project struct {
	Name     string // in faults: the folder, or the kit's file name
	Config   Config
	Location *time.Location

	Files afero.Fs // the project's folder
	Banks afero.Fs // the folder of banks
	Keys  afero.Fs // the folder of the key archive

	keysDir, banksDir string // for display
	folders           Folders
	closers           []func() error
	parsed            map[string]parsedBank // by file
}

// Folders are the folders on disk that a project is read from, as the operating system
// writes them. Banks and Keys may lie outside Project.
type Folders struct{ Project, Banks, Keys string }

// Folders returns the project's folders; they are empty for a grading kit.
func (p *Project) Folders() Folders { return p.folders }

// parsedBank is a bank as it was last read, so that the same text is not parsed again.
type parsedBank struct {
	source []byte
	bank   *quiz.Bank
	faults diag.List
}

// Close closes the project's folders.
func (p *Project) Close() error {
	var errs []error
	for _, c := range p.closers {
		errs = append(errs, c())
	}
	return errors.Join(errs...)
}

// Open opens the project in a folder.
func Open(dir string) (*Project, diag.List) {
	var faults diag.List
	root, err := disk.Open(dir)
	if err != nil {
		faults.Add(folderNotOpened.With(diag.Plain(err)).In(dir))
		return nil, faults
	}
	p, more := load(dir, root)
	faults.Append(more)
	if p == nil {
		_ = root.Close()
		return nil, faults
	}
	p.closers = append(p.closers, root.Close)
	folder := func(configured, standard, key string) (files afero.Fs, display, place string) {
		at := filepath.FromSlash(configured)
		if at == "" {
			at = filepath.FromSlash(standard)
		}
		display = filepath.ToSlash(at)
		if !filepath.IsAbs(at) {
			at = filepath.Join(dir, at)
		}
		if filepath.IsLocal(filepath.FromSlash(display)) {
			// Inside the project the folder need not exist yet.
			return afero.NewBasePathFs(root, path.Clean(display)), display, at
		}
		d, err := disk.Open(at)
		if err != nil {
			faults.Add(configuredFolderNotOpened.With(configured, key, diag.Plain(err)).In(ConfigFile))
			return afero.NewMemMapFs(), display, at
		}
		p.closers = append(p.closers, d.Close)
		return d, display, at
	}
	p.folders.Project = dir
	p.Banks, p.banksDir, p.folders.Banks = folder(p.Config.Banks.Dir, bankDir, "banks")
	p.Keys, p.keysDir, p.folders.Keys = folder(p.Config.AnswerKeys.Dir, keyDir, "answerkeys")
	return p, faults
}

// load reads the configuration of a project in a file system.
func load(name string, files afero.Fs) (*Project, diag.List) {
	var faults diag.List
	p := &Project{Name: name, Files: files, keysDir: keyDir, banksDir: bankDir}
	src, err := readBounded(files, ConfigFile, tomlfile.MaxSize)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			faults.Add(notAProject.With().In(path.Join(filepath.ToSlash(name), ConfigFile)))
		} else {
			faults.Add(unreadableFile.With(diag.Plain(err)).In(ConfigFile))
		}
		return nil, faults
	}
	f, more := tomlfile.Decode(ConfigFile, src, &p.Config)
	faults.Append(more)
	p.check(f, &faults)
	return p, faults
}

var siteIDPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// check checks the configuration, and fills in defaults.
func (p *Project) check(f *tomlfile.File, faults *diag.List) {
	c := &p.Config
	report := func(m diag.Message, path ...any) { faults.Add(f.Fault(m, path...)) }
	c.Site.DefaultLanguage = cmp.Or(c.Site.DefaultLanguage, "en")
	c.Site.TimeZone = cmp.Or(c.Site.TimeZone, "UTC")
	c.Results.Codes = cmp.Or(c.Results.Codes, "off")
	c.Site.check(report)
	if c.HandIn.Link != "" && !isAddress(c.HandIn.Link, "https", "http", "mailto") {
		report(badHandInLink.With(c.HandIn.Link), "hand_in", "link")
	}
	c.Results.check(report)
	location, err := time.LoadLocation(c.Site.TimeZone)
	if err != nil || c.Site.TimeZone == "Local" {
		report(unknownTimeZone.With(c.Site.TimeZone), "site", "time_zone")
		location = time.UTC
	}
	p.Location = location
}

func (s *SiteConfig) check(report diag.Report) {
	if !siteIDPattern.MatchString(s.ID) || len(s.ID) > 64 {
		report(badSiteID.With(s.ID), "site", "id")
	}
	if s.Title == "" {
		report(noSiteTitle.With(), "site", "title")
	}
	if u, err := url.Parse(s.BaseURL); s.BaseURL != "" &&
		(!isAddress(s.BaseURL, "https", "http") || err == nil && u.Host == "") {
		report(badBaseURL.With(s.BaseURL), "site", "base_url")
	}
}

// isAddress reports whether a text is an address with one of the schemes.
func isAddress(text string, schemes ...string) bool {
	u, err := url.Parse(text)
	return err == nil && slices.Contains(schemes, u.Scheme)
}

func (r *ResultsConfig) check(report diag.Report) {
	switch r.Codes {
	case "off":
	case "required", "optional":
		report(codesNotYet.With(), "results", "codes")
	default:
		report(unknownCodes.With(r.Codes), "results", "codes")
	}
	if len(r.Recipients) > 0 {
		report(sealingNotYet.With(), "results", "recipients")
	}
	if r.Timings {
		report(timingsNotYet.With(), "results", "timings")
	}
}

// LoadBanks reads all quiz banks, by file name. If a file has not changed since the last
// call, it returns the same Bank.
func (p *Project) LoadBanks() ([]*quiz.Bank, diag.List) {
	var faults diag.List
	var banks []*quiz.Bank
	byID := map[string]string{}
	before := p.parsed
	p.parsed = map[string]parsedBank{}
	p.each(p.Banks, p.banksDir, ".toml", &faults, func(name string, src []byte) {
		read := before[name]
		if read.bank == nil || !bytes.Equal(read.source, src) {
			read.source = src
			read.bank, read.faults = quiz.ParseBank(name, src)
		}
		p.parsed[name] = read
		b := read.bank
		faults.Append(read.faults)
		if first, ok := byID[b.ID]; ok && b.ID != "" {
			faults.Add(b.File.Fault(bankIDTaken.With(b.ID, first), "id"))
			return
		}
		byID[b.ID] = name
		banks = append(banks, b)
	})
	return banks, faults
}

// LoadFramework reads the project's framework. It is empty, not nil, if the project has no framework file.
func (p *Project) LoadFramework() (*standards.Framework, diag.List) {
	const dir = frameworkDir
	var faults diag.List
	var frameworks []*standards.Framework
	p.each(afero.NewBasePathFs(p.Files, dir), dir, ".toml", &faults, func(name string, src []byte) {
		f, more := standards.Parse(name, src)
		faults.Append(more)
		frameworks = append(frameworks, f)
	})
	switch {
	case len(frameworks) == 0 && !faults.Failed():
		faults.Add(noFramework.With(dir).In(dir))
	case len(frameworks) > 1:
		faults.Add(frameworks[1].File.Fault(twoFrameworks.With(), "id"))
	}
	if len(frameworks) == 0 {
		return &standards.Framework{}, faults
	}
	return frameworks[0], faults
}

// LoadArchive reads the key archive. An archive that does not exist yet is empty.
func (p *Project) LoadArchive() (*quiz.Archive, diag.List) {
	archive := quiz.NewArchive()
	return archive, p.ReadArchive(archive)
}

// ReadArchive adds the project's answer keys to an archive, which can so collect those of
// several grading kits.
func (p *Project) ReadArchive(archive *quiz.Archive) diag.List {
	var faults diag.List
	p.each(p.Keys, p.keysDir, ".ndjson", &faults,
		func(name string, src []byte) { faults.Append(archive.Read(name, src)) })
	return faults
}

// each reads the files of a folder that have an ending, by name. It skips files that
// editors and file synchronisation leave behind.
func (p *Project) each(files afero.Fs, dir, ending string, faults *diag.List, do func(name string, src []byte)) {
	entries, err := afero.ReadDir(files, ".")
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			faults.Add(unreadableFolder.With(diag.Plain(err)).In(dir))
		}
		return
	}
	for _, e := range entries {
		name := e.Name()
		display := path.Join(dir, name)
		switch {
		case e.IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$"):
			continue
		case strings.HasSuffix(name, ending+".txt"):
			faults.Add(endsInTxt.With(ending+".txt", strings.TrimSuffix(display, ".txt")).In(display).Notice())
			continue
		case !strings.HasSuffix(name, ending):
			continue
		}
		src, err := readBounded(files, name, sizeLimit(name))
		if err != nil {
			faults.Add(unreadableFile.With(diag.Plain(err)).In(display))
			continue
		}
		do(display, src)
	}
}

// Theme returns the files of the theme, in which the project's own replace the shipped
// ones.
func (p *Project) Theme() fs.FS {
	return overlay{upper: p.OwnLayouts(), lower: layouts.Files}
}

// OwnLayouts returns the project's own files of the theme; there may be none.
func (p *Project) OwnLayouts() fs.FS {
	return afero.NewIOFS(afero.NewBasePathFs(p.Files, "layouts"))
}

// overlay looks in upper first; a folder lists the files of both.
type overlay struct{ upper, lower fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if err != nil {
		return o.lower.Open(name)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		// fs.ReadDir calls ReadDir, below, and does not use the opened folder.
		_ = f.Close()
		return o.lower.Open(name)
	}
	return f, nil
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	below, errBelow := fs.ReadDir(o.lower, name)
	above, err := fs.ReadDir(o.upper, name)
	if err != nil && errBelow != nil {
		return nil, errBelow
	}
	for _, e := range below {
		if !slices.ContainsFunc(above, func(a fs.DirEntry) bool { return a.Name() == e.Name() }) {
			above = append(above, e)
		}
	}
	slices.SortFunc(above, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return above, nil
}

// sizeLimit returns how large a file with the name may be, in bytes.
func sizeLimit(name string) int64 {
	if strings.HasSuffix(name, ".ndjson") {
		return quiz.MaxArchiveSize
	}
	return tomlfile.MaxSize
}

// readBounded reads a file of at most limit bytes.
func readBounded(files afero.Fs, name string, limit int64) ([]byte, error) {
	info, err := files.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, errors.New(tooLarge.With(info.Size()>>20, limit>>20).What())
	}
	return afero.ReadFile(files, name)
}

var numberPrefix = regexp.MustCompile(`^[0-9]+[-_]`)

// Slug returns the name of a content file or folder in addresses: without its ending and
// without the number that orders it.
func Slug(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".md"), ".scenario")
	if s := numberPrefix.ReplaceAllString(name, ""); s != "" {
		return s
	}
	return name
}

// Address returns the path of a content folder in the site: the Slug of every part.
func Address(folder string) string {
	parts := strings.Split(strings.Trim(folder, "/"), "/")
	for i := range parts {
		parts[i] = Slug(parts[i])
	}
	return strings.Join(parts, "/")
}
