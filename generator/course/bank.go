package course

import (
	"html/template"

	"github.com/coursemark/coursemark/generator/markdown"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/quiz"
	"github.com/coursemark/coursemark/standards"
)

// renderedBank is a bank as it was last rendered, with what was derived from it.
type renderedBank struct {
	wordSum string
	texts   map[string]*markdown.QuestionTexts // by public question ID
	tasks   map[string]template.HTML           // prompts, by public ID
	prompts []string                           // of an assessed bank, folded for comparison
	faults  diag.List

	publication *publication
}

// publication is what a bank publishes under a framework.
type publication struct {
	framework *standards.Framework
	published *quiz.Published // nil if the bank has faults
	faults    diag.List
}

// bankRenderings keeps the banks as they were last rendered.
type bankRenderings map[*quiz.Bank]*renderedBank

// addTo adds the banks to a model, and renders and publishes those that have not been.
func (r *bankRenderings) addTo(
	m *Model, src *sources, unsound map[string]bool, wordSum string, md *markdown.Renderer,
) (faults diag.List) {
	before := *r
	*r = make(bankRenderings, len(src.banks))
	for _, b := range src.banks {
		k := before[b]
		if k == nil || k.wordSum != wordSum {
			k = renderBank(b, md)
			k.wordSum = wordSum
		}
		if k.publication == nil || k.publication.framework != src.framework {
			k.publication = publishBank(b, src.framework, unsound[b.File.Name])
		}
		(*r)[b] = k
		faults.Append(k.faults)
		faults.Append(k.publication.faults)
		bank := &Bank{Published: k.publication.published, texts: k.texts, tasks: k.tasks, prompts: k.prompts}
		if bank.Published == nil {
			bank.Published = &quiz.Published{Bank: b}
		}
		m.Banks = append(m.Banks, bank)
	}
	return faults
}

// renderBank renders the texts of a bank; for an assessed bank, only those that it
// publishes.
func renderBank(b *quiz.Bank, r *markdown.Renderer) *renderedBank {
	k := &renderedBank{texts: map[string]*markdown.QuestionTexts{}, tasks: map[string]template.HTML{}}
	render := r.Question
	if b.Mode == quiz.Practice {
		render = r.Practice
	}
	for i := range b.Questions {
		q := &b.Questions[i]
		k.texts[quiz.PublicID(b.ID, q.ID)] = render(b.ID, q, func(m diag.Message, path ...any) {
			k.faults.Add(b.File.Fault(inQuestion.With(q.ID, m), append([]any{"questions", i}, path...)...))
		})
		if b.Mode == quiz.Assessed {
			k.prompts = append(k.prompts, quiz.Fold(q.Shown()))
		}
	}
	for i, t := range b.Tasks {
		html, found := r.Prompt(t.Prompt)
		k.tasks[quiz.PublicID(b.ID, t.ID)] = html
		for _, m := range found {
			k.faults.Add(b.File.Fault(inTask.With(t.ID, m), "tasks", i, "prompt"))
		}
	}
	return k
}

// publishBank derives what a bank publishes, if the bank is sound and names only what the
// framework has.
func publishBank(b *quiz.Bank, f *standards.Framework, unsound bool) *publication {
	p := &publication{framework: f, faults: checkReferences(b, f)}
	if unsound || p.faults.Failed() {
		return p
	}
	published, found := b.Publish(f.CompetencyOf())
	p.published = published
	p.faults.Append(found)
	return p
}

// tieBanks connects banks with the modules that ask them. checkBanks reports why a bank
// is not connected.
func (m *Model) tieBanks(p *plan) {
	for _, bank := range m.Banks {
		b := bank.Bank
		module := p.moduleOf(b)
		if module == nil || module.omitted {
			continue
		}
		switch {
		case b.Mode == quiz.Practice:
			bank.Module, module.Practice = module, append(module.Practice, bank)
		case b.Mode == quiz.Assessed && b.ID == module.Front.Quiz && b.ID != "":
			bank.Module, module.Assessment = module, bank
		}
	}
}
