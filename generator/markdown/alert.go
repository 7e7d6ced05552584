package markdown

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/coursemark/coursemark/internal/diag"
)

// alertAttribute marks a block quote that is an alert, with its kind.
const alertAttribute = "alert"

func alertKinds() []string { return []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"} }

// hintKind is the kind of alert that helps with a question: a quote that begins [!HINT].
const hintKind = "hint"

var alertLine = regexp.MustCompile(`^[ \t]*\[!([A-Za-z]+)\][ \t]*\n?$`)

// alertTransformer finds quotes whose first line is like [!NOTE].
type alertTransformer struct{}

func (alertTransformer) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := p.Parent().(*ast.Blockquote)
	if !ok || p.PreviousSibling() != nil || p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	m := alertLine.FindSubmatch(first.Value(reader.Source()))
	if m == nil {
		return
	}
	kind := strings.ToUpper(string(m[1]))
	if kind != strings.ToUpper(hintKind) && !slices.Contains(alertKinds(), kind) {
		if s := stateOf(pc); s != nil {
			s.report(first.Start, unknownAlert.With(string(m[1]), diag.Suggest(kind, alertKinds())))
		}
		return
	}
	quote.SetAttributeString(alertAttribute, strings.ToLower(kind))
	below := text.NewSegments()
	for i := 1; i < p.Lines().Len(); i++ {
		below.Append(p.Lines().At(i))
	}
	p.SetLines(below)
	if below.Len() == 0 {
		quote.RemoveChild(quote, p)
	}
}

// alert gives a quote that is an alert its title.
func (p *pass) alert(n *ast.Blockquote) {
	attribute, _ := n.AttributeString(alertAttribute)
	kind, isAlert := attribute.(string)
	if !isAlert {
		return
	}
	if c, in := n.Parent().(*container); kind == hintKind && (!in || c.name != question) {
		p.report(n.Pos(), strayHint.With())
	}
	n.SetAttributeString(alertAttribute+"-title", p.renderer.word("alert_"+kind, kind))
}
