package scaffold

import (
	"path"
	"strings"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/project"
	"github.com/coursemark/coursemark/quiz"
)

// NewBank writes a bank for a module and returns its file. in names the module, as for
// New. Where from is nil, the bank gets one question to begin with.
func NewBank(dir, title, in string, from *Questions) (string, diag.List) {
	p, faults := project.Open(dir)
	if p == nil || faults.Failed() {
		return "", faults
	}
	defer p.Close()
	report := func(m diag.Message) { faults.Add(m.In("")) }
	module, ok := moduleFor(p.Files, title, in, report)
	if !ok {
		return "", faults
	}
	b := &quiz.Bank{
		ID: Slug(title), Title: strings.TrimSpace(title), Module: module, Mode: quiz.Assessed,
		PassMark: 80, Attempts: 3, Questions: firstQuestion(),
	}
	if from != nil {
		var found diag.List
		b.Questions, found = from.read()
		faults.Append(found)
	}
	if faults.Failed() {
		return "", faults
	}
	return writeBank(p, b, &faults), faults
}

// moduleFor returns the module that a bank is for.
func moduleFor(content afero.Fs, title, in string, report func(diag.Message)) (string, bool) {
	if strings.TrimSpace(title) == "" {
		report(titleMissing.With("bank"))
		return "", false
	}
	folders, err := contents(content)
	if err != nil {
		report(contentUnreadable.With(diag.Plain(err)))
		return "", false
	}
	return choose(folders.modules, in, Module, report)
}

// firstQuestion returns what a bank begins with that is not made from a table.
func firstQuestion() []quiz.Question {
	return []quiz.Question{{
		ID: "first-question", Type: quiz.Single, Prompt: "What is asked here?",
		Options: []quiz.Option{
			{Text: "What is right", Correct: true, Feedback: "Say why it is right."},
			{Text: "What people often believe", Feedback: "Say why that does not hold."},
		},
	}}
}

// writeBank writes a bank whose file does not exist yet, and returns the file; "" where it
// fails. What is still wrong with the bank becomes notices with places in the new file.
func writeBank(p *project.Project, b *quiz.Bank, faults *diag.List) string {
	folder, file := path.Join("quiz", "banks"), b.ID+".toml"
	if p.Config.Banks.Dir != "" {
		folder = p.Config.Banks.Dir
	}
	shown := path.Join(folder, file)
	if taken, err := afero.Exists(p.Banks, file); taken || err != nil {
		faults.Add(fileTaken.With(shown).In(""))
		return ""
	}
	head, err := fill("new/bank.toml.tmpl", b)
	if err != nil {
		faults.Add(templateBroken.With("new/bank.toml.tmpl", err.Error()).In(""))
		return ""
	}
	if err := p.Banks.MkdirAll(".", 0o755); err != nil {
		faults.Add(folderNotMade.With(folder, diag.Plain(err)).In(""))
		return ""
	}
	source := append(head, b.TOML()...)
	if err := files.Create(p.Banks, file, source); err != nil {
		faults.Add(fileNotWritten.With(shown, diag.Plain(err)).In(""))
		return ""
	}
	_, found := quiz.ParseBank(shown, source)
	for _, f := range found.Sorted() {
		faults.Add(f.Notice())
	}
	return shown
}
