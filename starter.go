// Package coursemark holds the shipped project: the curriculum that `coursemark
// init` lays down. Only the command imports it.
package coursemark

import "embed"

//go:embed all:content quiz/banks standards/frameworks answerkeys
var curriculum embed.FS

// Curriculum is the shipped project without its configuration: content/,
// quiz/banks/, standards/frameworks/ and answerkeys/.
func Curriculum() embed.FS { return curriculum }
