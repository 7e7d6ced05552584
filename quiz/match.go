package quiz

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/coursemark/coursemark/internal/diag"
)

// Match asks the learner to match an option to each stem.
const Match Type = "match"

// matchKind is answered with an option for each stem.
type matchKind struct {
	plainPrompt
	oneRule
}

func (matchKind) members() []string { return []string{"pairs"} }

func (matchKind) check(q *Question, report diag.Report) {
	stems, options := map[string]int{}, map[string]int{}
	explained := false
	for i, p := range q.Pairs {
		if Normalise(p.Stem) != "" {
			reportRepeats(stems, i, "pair", p.Stem, report, "pairs", i, "stem")
		} else if first, ok := options[Fold(p.Option)]; ok {
			report(pairAddsKnownOption.With(i+1, first+1), "pairs", i, "option")
		}
		checkPairedOption(q.Pairs, i, options, report)
		explained = explained || Normalise(p.Feedback) != ""
	}
	switch {
	case len(stems) < 2:
		report(TooFewStems.With(), "pairs")
	case len(options) < 2:
		report(TooFewToMatch.With(), "pairs")
	case len(stems) > maxSorted, len(options) > maxSorted:
		report(tooManyPairs.With(len(stems), len(options), maxSorted), "pairs")
	case !explained:
		report(NoPairFeedback.With(), "pairs")
	}
}

// checkPairedOption reports what is wrong with the option of pair i, compared with those
// of earlier pairs, and adds it to them.
func checkPairedOption(pairs []Pair, i int, options map[string]int, report diag.Report) {
	p := pairs[i]
	folded := Fold(p.Option)
	first, known := options[folded]
	switch {
	case folded == "":
		report(pairWithoutOption.With(i+1), "pairs", i)
	case !known:
		options[folded] = i
	case Normalise(pairs[first].Option) != Normalise(p.Option):
		report(optionsNearlySame.With(i+1, first+1), "pairs", i, "option")
	case Normalise(pairs[first].Stem) == "":
		report(optionFitsNone.With(i+1, first+1), "pairs", i, "option")
	}
}

// publish publishes stems and options separately.
func (matchKind) publish(p *PublishedQuestion, bank string) {
	seen := map[string]bool{}
	for _, pair := range p.Source.Pairs {
		if stem := Normalise(pair.Stem); stem != "" {
			p.Stems = append(p.Stems, PublishedOption{ID: stemID(bank, p.Source.ID, stem), Text: stem})
		}
		if option := Normalise(pair.Option); !seen[option] {
			seen[option] = true
			id := OptionID(bank, p.Source.ID, "option", option)
			p.Options = append(p.Options, PublishedOption{ID: id, Text: option})
		}
	}
	slices.SortFunc(p.Stems, byID)
	slices.SortFunc(p.Options, byID)
}

// shown puts a word between stems and options to keep them apart.
func (matchKind) shown(p *PublishedQuestion) []string {
	return append(append(textsOf(p.Stems), "options"), textsOf(p.Options)...)
}

func (matchKind) key(k *Key, p *PublishedQuestion, bank string) {
	k.Options = keyOptions(p.Options)
	for _, stem := range p.Stems {
		i := slices.IndexFunc(p.Source.Pairs, func(pair Pair) bool { return Normalise(pair.Stem) == stem.Text })
		option := OptionID(bank, p.Source.ID, "option", p.Source.Pairs[i].Option)
		k.Stems = append(k.Stems, KeyStem{ID: stem.ID, Text: stem.Text, Option: option})
	}
}

func (matchKind) strip(k *Key) {
	choiceKind{}.strip(k)
	k.Stems = slices.Clone(k.Stems)
	for i := range k.Stems {
		k.Stems[i].Text = ""
	}
}

func (matchKind) carry(worth, now, old *Key) (missing string) {
	if missing := (choiceKind{}).carry(worth, now, old); missing != "" {
		return missing
	}
	for _, s := range old.Stems {
		i := now.stem(s.ID)
		if i < 0 {
			return s.Text
		}
		worth.Stems = append(worth.Stems, KeyStem{ID: s.ID, Option: now.Stems[i].Option})
	}
	return ""
}

func (matchKind) correct(k, worth *Key) {
	choiceKind{}.correct(k, worth)
	k.Stems = slices.Clone(k.Stems)
	for _, s := range worth.Stems {
		if i := k.stem(s.ID); i >= 0 {
			k.Stems[i].Option = s.Option
		}
	}
}

func (matchKind) parts(p *PublishedQuestion, bank string) (parts []Part) {
	for i, pair := range p.Source.Pairs {
		option := OptionID(bank, p.Source.ID, "option", pair.Option)
		part := Part{
			ID: option, Text: pair.Option, OptionID: option, Feedback: pair.Feedback,
			Path: []any{"pairs", i}, TextKey: "option",
		}
		if Normalise(pair.Stem) != "" {
			part.Stem, part.StemID, part.Right = pair.Stem, stemID(bank, p.Source.ID, pair.Stem), true
			part.ID = part.StemID
		}
		parts = append(parts, part)
	}
	return parts
}

func (matchKind) parse(raw jsontext.Value) (*Response, error) {
	var r struct {
		Pairs [][]string `json:"pairs"`
	}
	err := decodeResponse(raw, &r, Match, `{"pairs": [[stem, option], …]}`, func() bool {
		return len(r.Pairs) > 0 && !slices.ContainsFunc(r.Pairs, func(p []string) bool { return len(p) != 2 })
	})
	if err != nil {
		return nil, err
	}
	out := &Response{}
	for _, p := range r.Pairs {
		out.Pairs = append(out.Pairs, [2]string(p))
	}
	return out, nil
}

// score returns the share of the stems that have their option.
func (matchKind) score(k *Key, r *Response) (float64, error) {
	given := map[string]string{}
	for _, p := range r.Pairs {
		if _, twice := given[p[0]]; twice {
			return 0, refused(matchedTwice)
		}
		if k.stem(p[0]) < 0 || k.option(p[1]) < 0 {
			return 0, ErrForeignOption
		}
		given[p[0]] = p[1]
	}
	right := 0
	for _, s := range k.Stems {
		if given[s.ID] == s.Option {
			right++
		}
	}
	if len(k.Stems) == 0 {
		return 0, nil
	}
	return float64(right) / float64(len(k.Stems)), nil
}

func (matchKind) picks(k *Key) (out []Pick) {
	for _, s := range k.Stems {
		for _, o := range k.Options {
			pick := Pick{ID: s.ID + " " + o.ID, Text: s.Text + " → " + o.Text, Rare: true}
			if s.Option == o.ID {
				pick.Fraction, pick.Rare = 1, false
			}
			out = append(out, pick)
		}
	}
	return out
}

func (matchKind) picked(_ *Key, r *Response) (ids []string) {
	for _, p := range r.Pairs {
		ids = append(ids, p[0]+" "+p[1])
	}
	return ids
}
