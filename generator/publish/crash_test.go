package publish

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/project/disk"
)

var errPower = errors.New("no power")

// power runs out after a number of changes to the disk. A write at that moment is half
// done.
type power struct {
	mu   sync.Mutex
	left int
}

// use uses the power for one change. It reports whether there was any, and whether it was
// the last.
func (p *power) use() (on, last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left--
	return p.left >= 0, p.left == 0
}

func (p *power) out() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.left <= 0
}

// powered is a file system that stops working when the power is out, as if the process
// had been killed at that change.
type powered struct {
	afero.Fs
	*power
}

func (p powered) change(do func() error) error {
	if on, _ := p.use(); !on {
		return errPower
	}
	return do()
}

func (p powered) Mkdir(name string, perm os.FileMode) error {
	return p.change(func() error { return p.Fs.Mkdir(name, perm) })
}
func (p powered) Rename(from, to string) error {
	return p.change(func() error { return p.Fs.Rename(from, to) })
}
func (p powered) Remove(name string) error {
	return p.change(func() error { return p.Fs.Remove(name) })
}

// RemoveAll deletes file by file, as it does on a disk.
func (p powered) RemoveAll(name string) error {
	infos, _ := afero.ReadDir(p.Fs, name)
	for _, info := range infos {
		if err := p.RemoveAll(name + "/" + info.Name()); err != nil {
			return err
		}
	}
	if there, _ := afero.Exists(p.Fs, name); !there {
		return nil
	}
	return p.Remove(name)
}

func (p powered) Open(name string) (afero.File, error) {
	if p.out() {
		return nil, errPower
	}
	return p.Fs.Open(name)
}

func (p powered) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	if flag&os.O_CREATE == 0 {
		return p.Open(name)
	}
	var f afero.File
	err := p.change(func() (err error) {
		f, err = p.Fs.OpenFile(name, flag, perm)
		return err
	})
	return poweredFile{f, p.power}, err
}

type poweredFile struct {
	afero.File
	*power
}

func (f poweredFile) Write(content []byte) (int, error) {
	switch on, last := f.use(); {
	case !on:
		return 0, errPower
	case last:
		n, _ := f.File.Write(content[:len(content)/2])
		return n, errPower
	}
	return f.File.Write(content)
}

// A build is stopped at every single change that it makes to the disk, and the next
// build, which rolls forward, at some of its changes. The site works at each of these
// moments, and the build after that finishes the work.
func TestStoppedAtEveryChange(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many seconds")
	}
	random := rand.New(rand.NewPCG(3, 3))
	for _, change := range []struct {
		name     string
		from, to version
	}{
		{"first build", nil, generate(1, 3, 4)},
		{"change", generate(1, 3, 4), generate(2, 3, 4)},
		{"much is deleted", generate(1, 4, 12), generate(1, 1, 2)},
		{"much is new", generate(1, 1, 2), generate(1, 3, 14)},
	} {
		t.Run(change.name, func(t *testing.T) {
			outBefore, stateBefore := afero.NewMemMapFs(), afero.NewMemMapFs()
			if change.from != nil {
				mustPublish(t, outBefore, stateBefore, change.from)
			}
			stops, rolled := 0, 0
			for stop := 1; ; stop++ {
				out, state := clone(outBefore), clone(stateBefore)
				first := &power{left: stop}
				_, err := publish(powered{out, first}, powered{state, first}, change.to)
				if err == nil {
					break
				}
				stops++
				works := func(when string) {
					t.Helper()
					if err := errors.Join(crawl(out, change.from, change.to),
						whole(out, change.from, change.to)); err != nil {
						t.Fatalf("stopped at %s: %v", when, err)
					}
				}
				works(fmt.Sprint(stop))
				if interrupted, _ := afero.Glob(state, "*.journal"); len(interrupted) > 0 {
					rolled++
					for again := 1 + random.IntN(3); again < 400; again += 1 + random.IntN(50) {
						outAgain, stateAgain := clone(out), clone(state)
						second := &power{left: again}
						_, err := Begin(powered{outAgain, second}, powered{stateAgain, second}, "public")
						if err == nil {
							break
						}
						keepOut, keepState := out, state
						out, state = outAgain, stateAgain
						works(fmt.Sprintf("%d, then at %d of rolling forward", stop, again))
						mustPublish(t, out, state, change.to)
						if err := exactly(out, state, change.to); err != nil {
							t.Fatalf("stopped at %d, then at %d: %v", stop, again, err)
						}
						out, state = keepOut, keepState
					}
				}
				next := change.to
				if stop%3 == 0 {
					next = generate(5, 2, 3)
				}
				mustPublish(t, out, state, next)
				if err := exactly(out, state, next); err != nil {
					t.Fatalf("stopped at %d: %v", stop, err)
				}
			}
			t.Logf("stopped at %d changes, rolled forward from %d", stops, rolled)
			if stops < 40 || rolled < 15 {
				t.Errorf("too few")
			}
		})
	}
}

// People change the folder between a build that was stopped and the next one.
func TestHandsBetweenStopAndRollForward(t *testing.T) {
	from, to := generate(1, 2, 4), generate(2, 2, 4)
	base, baseState := afero.NewMemMapFs(), afero.NewMemMapFs()
	mustPublish(t, base, baseState, from)
	// interrupted returns a publication that was stopped when its journal was
	// written and nothing had been moved.
	interrupted := func() (out, state afero.Fs) {
		for stop := 1; ; stop++ {
			out, state = clone(base), clone(baseState)
			p := &power{left: stop}
			_, err := publish(powered{out, p}, powered{state, p}, to)
			if journals, _ := afero.Glob(state, "*.journal"); len(journals) > 0 {
				return out, state
			}
			if err == nil {
				t.Fatal("no journal was ever seen")
			}
		}
	}
	changed, gone, added := "", "", ""
	for name := range from {
		switch {
		case to[name] == nil:
			gone = name
		case string(to[name]) != string(from[name]):
			changed = name
		}
	}
	for name := range to {
		if from[name] == nil {
			added = name
		}
	}

	t.Run("edits and foreign files stop it", func(t *testing.T) {
		for name, want := range map[string]string{
			changed: "was changed by hand since the last build",
			gone:    "was changed by hand since the last build",
			added:   "something that Coursemark did not write has a name that the site needs",
		} {
			out, state := interrupted()
			write(t, out, name, "by hand")
			for range 2 {
				if _, err := Begin(out, state, "public"); err == nil ||
					!strings.HasPrefix(err.Error(), "public/"+name+": "+want) {
					t.Errorf("got %v", err)
				}
				if got, _ := afero.ReadFile(out, name); string(got) != "by hand" {
					t.Errorf("%s was replaced", name)
				}
			}
			_ = out.Remove(name)
			mustPublish(t, out, state, from)
			if err := exactly(out, state, from); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("an emptied folder makes it void", func(t *testing.T) {
		_, state := interrupted()
		out := afero.NewMemMapFs()
		write(t, out, "thesis.docx", "foreign")
		if _, err := Begin(out, state, "public"); err == nil || !strings.Contains(err.Error(), "thesis.docx") {
			t.Errorf("got %v", err)
		}
		_ = out.Remove("thesis.docx")
		mustPublish(t, out, state, to)
		if err := exactly(out, state, to); err != nil {
			t.Error(err)
		}
	})
	t.Run("another project's staging is not used", func(t *testing.T) {
		out, state := interrupted()
		write(t, out, stagingDir+"/"+stagingMark, "another")
		mustPublish(t, out, state, to)
		if err := exactly(out, state, to); err != nil {
			t.Error(err)
		}
	})
	t.Run("a power cut damages staged files", func(t *testing.T) {
		for _, next := range []version{from, to, generate(3, 2, 4)} {
			for _, left := range []string{"", "<!doctype ht"} {
				out, state := interrupted()
				for i := 1; i < 9; i++ {
					write(t, out, stagingDir+"/"+strconv.Itoa(i), left)
				}
				mustPublish(t, out, state, next)
				if err := exactly(out, state, next); err != nil {
					t.Error(err)
				}
			}
		}
	})
	t.Run("a power cut damages the journal", func(t *testing.T) {
		out, state := interrupted()
		journals, _ := afero.Glob(state, "*.journal")
		write(t, state, journals[0], `{"format":"coursemark-jour`)
		mustPublish(t, out, state, to)
		if err := exactly(out, state, to); err != nil {
			t.Error(err)
		}
	})
	t.Run("a journal of a later version", func(t *testing.T) {
		out, state := interrupted()
		journals, _ := afero.Glob(state, "*.journal")
		write(t, state, journals[0], `{"format":"coursemark-journal/2"}`)
		if _, err := Begin(out, state, "public"); err == nil ||
			!strings.Contains(err.Error(), "another version of Coursemark") {
			t.Errorf("got %v", err)
		}
	})
}

const helperEnv = "COURSEMARK_TEST_PUBLISH" // out folder, state folder, seed

// The generated site of the helper process.
func killSite(seed uint64) version { return generate(seed, 12, 30) }

func TestMain(m *testing.M) {
	if job := os.Getenv(helperEnv); job != "" {
		if err := helper(strings.Split(job, "\n")); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// helper publishes a version and prints which stage it has reached.
func helper(job []string) error {
	out, err := disk.Open(job[0])
	if err != nil {
		return err
	}
	state, err := disk.Open(job[1])
	if err != nil {
		return err
	}
	unlock, err := state.Lock("build.lock")
	if err != nil {
		return err
	}
	defer unlock()
	seed, err := strconv.ParseUint(job[2], 10, 64)
	if err != nil {
		return err
	}
	site := killSite(seed)
	fmt.Println("begin")
	p, err := Begin(out, state, "public")
	if err != nil {
		return err
	}
	fmt.Println("put")
	if err := putAll(p, site); err != nil {
		return err
	}
	fmt.Println("commit")
	if _, err := p.Commit(); err != nil {
		return err
	}
	fmt.Println("done")
	return nil
}

// start runs the helper and waits until it reaches a stage.
func start(t *testing.T, job, stage string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperEnv+"="+job)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(pipe)
	await(t, lines, stage)
	return cmd, lines
}

func await(t *testing.T, lines *bufio.Scanner, stage string) {
	t.Helper()
	for lines.Scan() {
		if lines.Text() == stage {
			return
		}
		switch lines.Text() {
		case "begin", "put", "commit", "done":
		default:
			rest := lines.Text()
			for lines.Scan() {
				rest += "\n" + lines.Text()
			}
			t.Fatalf("the publishing process: %s", rest)
		}
	}
	t.Fatalf("the publishing process never came to %q", stage)
}

// A process is killed at a random moment while it publishes, and another one while it
// rolls forward. After each kill every link from the start page has its target and every
// file is whole; the next build finishes the work.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many seconds")
	}
	out, _, outDir := onDisk(t)
	stateDir := t.TempDir()
	state, err := disk.Open(stateDir)
	if err != nil {
		t.Fatal(err)
	}
	versions := [2]version{killSite(1), killSite(2)}
	job := func(seed int) string { return fmt.Sprintf("%s\n%s\n%d", outDir, stateDir, seed+1) }

	// How long each stage takes on this machine. Rolling forward takes about as long as
	// committing.
	next := map[string]string{"begin": "put", "put": "commit", "commit": "done"}
	takes := map[string]time.Duration{}
	for i := range 5 {
		cmd, lines := start(t, job(i%2), "begin")
		for stage := "begin"; stage != "done"; stage = next[stage] {
			from := time.Now()
			await(t, lines, next[stage])
			if took := time.Since(from); i == 1 || i > 1 && took < takes[stage] { // the first run is a first build
				takes[stage] = took
			}
		}
		_ = cmd.Wait()
	}
	rolling := takes["begin"] + takes["commit"]

	interrupted := func() bool {
		journals, _ := afero.Glob(state, "*.journal")
		return len(journals) > 0
	}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	// kill kills a process at a random moment of its stage and checks the site.
	kill := func(what string, seed int, stage string, within time.Duration) {
		t.Helper()
		cmd, _ := start(t, job(seed), stage)
		time.Sleep(time.Duration(random.Int64N(int64(within))))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if err := errors.Join(crawl(out, versions[0], versions[1]), whole(out, versions[0], versions[1])); err != nil {
			t.Fatalf("%s: killed within %q: %v", what, stage, err)
		}
	}

	const kills = 50
	left, rolls, atRest := 0, 0, 0
	for i := 0; i < kills; i++ {
		if random.IntN(8) == 0 { // sometimes a first build
			for name := range filesIn(out) {
				first, _, _ := strings.Cut(name, "/")
				_ = out.RemoveAll(first)
			}
		}
		what := fmt.Sprint("kill ", i)
		switch random.IntN(6) {
		case 0:
			kill(what, i%2, "begin", takes["begin"])
		case 1, 2:
			kill(what, i%2, "put", takes["put"])
		default:
			kill(what, i%2, "commit", takes["commit"])
		}
		if !interrupted() {
			atRest++
		}
		for interrupted() && i < kills-1 && random.IntN(5) > 0 {
			left++
			i++
			kill(what+", rolling forward", i%2, "begin", rolling)
			if interrupted() {
				rolls++
			}
		}
		want := versions[random.IntN(2)]
		if _, err := publish(out, state, want); err != nil {
			t.Fatalf("%s: the next build: %v", what, err)
		}
		if err := errors.Join(exactly(out, state, want), crawl(out, want)); err != nil {
			t.Fatalf("%s: after the next build: %v", what, err)
		}
	}
	t.Logf(
		"%d kills: %d before or after the moves, %d were rolled forward under fire, %d of those killed while at it; stages take %v",
		kills,
		atRest,
		left,
		rolls,
		takes,
	)
	if left == 0 {
		t.Error("no kill hit the moves")
	}
}
