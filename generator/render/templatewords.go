package render

import (
	"html/template"
	"maps"
	"slices"
	"text/template/parse"

	"github.com/coursemark/coursemark/internal/diag"
)

// check reports words that a template names and that do not exist.
func (w Words) check(tree *parse.Tree, report func(parse.Node, diag.Message)) {
	known := w.tables[templateTable]
	walk(tree.Root, func(node parse.Node) {
		at, key := wordAsked(node)
		if _, exists := known[key]; at != nil && !exists {
			report(at, noWord.With(key, diag.Suggest(key, slices.Sorted(maps.Keys(known)))))
		}
	})
}

// wordAsked returns the key of the word that a command names, and where it is in the
// template; nil if it names no word.
func wordAsked(node parse.Node) (at *parse.StringNode, key string) {
	command, ok := node.(*parse.CommandNode)
	if !ok || len(command.Args) < 2 {
		return nil, ""
	}
	function, ok := command.Args[0].(*parse.IdentifierNode)
	at, literal := command.Args[1].(*parse.StringNode)
	switch {
	case ok && literal && function.Ident == "word":
		return at, at.Text
	case ok && literal && function.Ident == "count":
		return at, at.Text + "_other"
	}
	return nil, ""
}

// walk visits a node of a template and all nodes below it.
func walk(node parse.Node, visit func(parse.Node)) {
	visit(node)
	for _, child := range children(node) {
		walk(child, visit)
	}
}

func children(node parse.Node) (nodes []parse.Node) {
	if branch := branchOf(node); branch != nil {
		return []parse.Node{branch.Pipe, branch.List, branch.ElseList}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			return n.Nodes
		}
	case *parse.ActionNode:
		return []parse.Node{n.Pipe}
	case *parse.TemplateNode:
		return []parse.Node{n.Pipe}
	case *parse.PipeNode:
		if n != nil {
			for _, command := range n.Cmds {
				nodes = append(nodes, command)
			}
		}
	case *parse.CommandNode:
		return n.Args
	}
	return nodes
}

// branchOf returns the common part of an if, range or with; nil for other nodes.
func branchOf(node parse.Node) *parse.BranchNode {
	switch n := node.(type) {
	case *parse.IfNode:
		return &n.BranchNode
	case *parse.RangeNode:
		return &n.BranchNode
	case *parse.WithNode:
		return &n.BranchNode
	}
	return nil
}

// settleWords replaces {{word "key"}} with the word itself. A page has some thirty of
// them, and each would cost a call by reflection and escaping. They are in text and in
// quoted attributes, which are escaped in the same way.
func (r *Renderer) settleWords(list *parse.ListNode) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		if branch := branchOf(node); branch != nil {
			r.settleWords(branch.List)
			r.settleWords(branch.ElseList)
		}
		action, ok := node.(*parse.ActionNode)
		if !ok {
			continue
		}
		if key, ok := plainWord(action.Pipe); ok {
			text := []byte(template.HTMLEscapeString(r.Word(key)))
			list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: action.Pos, Text: text}
		}
	}
}

// plainWord reports whether a pipe is {{word "key"}} without placeholders.
func plainWord(pipe *parse.PipeNode) (key string, ok bool) {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 || len(pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	function, ok := pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	literal, isText := pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !ok || !isText || function.Ident != "word" {
		return "", false
	}
	return literal.Text, true
}
