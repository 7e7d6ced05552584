package inbox

import (
	"bytes"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/results"
)

// foreign recognises files that people mistake for results files; "" = none of them.
func foreign(content []byte) verdict.Code {
	head := strings.ToLower(strings.TrimSpace(string(content[:min(len(content), 512)])))
	switch {
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return verdict.OldOfficeDocument
	case bytes.HasPrefix(content, []byte("\x1f\x8b")):
		return verdict.GzipArchive
	case strings.HasPrefix(head, "%pdf"):
		return verdict.PDFDocument
	case strings.HasPrefix(head, "<"):
		return verdict.WebPage
	case strings.HasPrefix(head, "-----begin age"), strings.HasPrefix(head, "age-encryption.org/"):
		return verdict.SealedFile
	}
	return ""
}

// asWhole returns the document of a file that is not searched for others.
func (s source) asWhole(content []byte) Document {
	switch {
	case len(content) > results.MaxFileSize:
		return s.refuse(verdict.Quarantined, verdict.TooLargeInside.With(results.MaxFileSize>>20))
	case bytes.Contains(content, []byte("<!-- coursemark-record/")):
		return s.refuse(verdict.PassedOver, verdict.EarlierRecord.With())
	case foreign(content) != "":
		return s.refuse(verdict.Quarantined, foreign(content).With())
	}
	d := s.document()
	d.Content = content
	return d
}
