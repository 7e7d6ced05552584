package markdown

import (
	"html/template"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"

	"github.com/coursemark/coursemark/internal/diag"
)

// maxHighlighted bounds the code that is coloured: a language's rules are regular
// expressions, and some are slow.
const maxHighlighted = 32 << 10 // bytes

// maxLanguage bounds the length of a language's name.
const maxLanguage = 40

// codeAttribute holds the markup of highlighted code.
const codeAttribute = "highlighted"

// code highlights a block of code while the site is built. Code without a known
// language stays plain.
func (p *pass) code(n *ast.FencedCodeBlock) {
	lexer := p.lexer(n)
	source := string(n.Lines().Value(p.body))
	if lexer == nil || len(source) > maxHighlighted {
		return
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, source)
	if err != nil {
		return
	}
	var b strings.Builder
	for token := range tokens.Stdlib() {
		text := template.HTMLEscapeString(token.Value)
		if class := tokenClass(token.Type); class != "" {
			text = `<span class="tok-` + class + `">` + text + "</span>"
		}
		b.WriteString(text)
	}
	n.SetAttributeString(codeAttribute, b.String())
	p.needs("code")
}

// lexer returns the lexer for the language of a block of code; nil if the language is
// missing, plain text or unknown.
func (p *pass) lexer(n *ast.FencedCodeBlock) chroma.Lexer {
	if n.Info == nil {
		return nil
	}
	language := string(n.Language(p.body))
	switch {
	case len(language) > maxLanguage:
		return nil // chroma would try it against slow patterns
	case slices.Contains([]string{"", "text", "txt", "plain", "plaintext"}, strings.ToLower(language)):
		return nil
	}
	lexer, seen := p.lexers[language]
	if !seen {
		lexer = lexers.Get(language)
		p.lexers[language] = lexer
		if lexer == nil {
			p.unknownLanguage(n, language)
		}
	}
	return lexer
}

// unknownLanguage reports an unknown language where it is first used.
func (p *pass) unknownLanguage(n *ast.FencedCodeBlock, language string) {
	if p.faults.Len() >= maxFaults {
		return
	}
	unknown := unknownLanguage.With(language)
	if known := diag.Suggest(strings.ToLower(language), languages()); known.Nearest() != "" {
		unknown = misspeltLanguage.With(language, known)
	}
	p.notice(n.Info.Segment.Start, unknown)
}

// languages returns the names of all known languages.
func languages() []string {
	var names []string
	for _, name := range lexers.Names(true) {
		names = append(names, strings.ToLower(name))
	}
	return names
}

// tokenClass sorts the many kinds of token into the few that the theme colours.
func tokenClass(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "comment"
	case t.InSubCategory(chroma.LiteralString):
		return "string"
	case t.InSubCategory(chroma.LiteralNumber), t == chroma.KeywordConstant:
		return "number"
	case t.InCategory(chroma.Keyword), t == chroma.NameTag, t == chroma.OperatorWord:
		return "keyword"
	case t == chroma.NameFunction, t == chroma.NameClass, t == chroma.NameAttribute, t == chroma.NameBuiltin,
		t == chroma.GenericHeading:
		return "name"
	case t == chroma.GenericInserted:
		return "inserted"
	case t == chroma.GenericDeleted:
		return "deleted"
	}
	return ""
}
