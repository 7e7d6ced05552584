package run

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// Keys name the answer keys and standards to grade by.
type Keys struct {
	Kits    []string // grading kits, the newest first
	Project string   // the folder of a project, in place of kits
}

// None reports whether nothing is named.
func (k Keys) None() bool { return len(k.Kits) == 0 && k.Project == "" }

// opened is the projects and kits that Keys name.
type opened struct {
	projects []*project.Project
	inputs   []verdict.Input
	skip     []os.FileInfo // kits that may lie among the results
}

func (o opened) close() {
	for _, p := range o.projects {
		_ = p.Close() // read only
	}
}

// open opens them; the caller closes what was opened, also where some failed.
func (k Keys) open() (o opened, faults diag.List) {
	if k.Project != "" {
		p, more := project.Open(k.Project)
		faults.Append(more)
		if p != nil {
			o.projects = append(o.projects, p)
		}
	}
	for _, name := range k.Kits {
		faults.Append(o.addKit(name))
	}
	return o, faults
}

func (o *opened) addKit(name string) diag.List {
	p, sum, info, faults := openKit(name)
	if p != nil {
		o.projects = append(o.projects, p)
		o.inputs = append(o.inputs, verdict.Input{Path: shownAs(name), Role: "kit", SHA256: sum})
		o.skip = append(o.skip, info)
	}
	return faults
}

// OpenKit opens a grading kit. The caller closes it.
func OpenKit(name string) (*project.Project, diag.List) {
	p, _, _, faults := openKit(name)
	return p, faults
}

func openKit(name string) (p *project.Project, sum string, info os.FileInfo, faults diag.List) {
	f, err := os.Open(name)
	if err != nil {
		return nil, "", nil, diag.ListOf(kitUnreadable.With(diag.Plain(err)).In(shownAs(name)))
	}
	defer f.Close()
	info, err = f.Stat()
	if err == nil && info.IsDir() {
		return nil, "", nil, diag.ListOf(kitIsFolder.With().In(shownAs(name)))
	}
	hash := sha256.New()
	_, copyErr := io.Copy(hash, f)
	if err = errors.Join(err, copyErr); err != nil {
		return nil, "", nil, diag.ListOf(kitUnreadable.With(diag.Plain(err)).In(shownAs(name)))
	}
	p, faults = project.OpenKit(shownAs(name), f, info.Size())
	return p, hex.EncodeToString(hash.Sum(nil)), info, faults
}

// banks reads the quiz banks of what is named.
func (k Keys) banks() ([]*quiz.Bank, diag.List) {
	o, faults := k.open()
	defer o.close()
	var banks []*quiz.Bank
	for _, p := range o.projects {
		more, wrong := p.LoadBanks()
		faults.Append(wrong)
		banks = append(banks, more...)
	}
	return banks, faults
}
