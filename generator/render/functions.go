package render

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

func (r *Renderer) functions() template.FuncMap {
	return template.FuncMap{
		"word":           r.words.word,
		"count":          r.words.count,
		"playerWords":    func(kind string) template.HTML { return r.player[kind] },
		"assessmentData": assessmentData,
		"direction":      direction,
		"canonical":      canonical,
		"percent":        func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) },
		"prompt":         splitPrompt,
		"inline":         inline,
		"add":            func(a, b int) int { return a + b },
		"plain":          plain,
		"isMail":         isMail,
		"isWeb":          isWeb,
		"isMailLink":     func(s string) bool { return strings.HasPrefix(s, mailScheme) },
		"mailAddress":    addressOf,
	}
}

var mailAddress = regexp.MustCompile(`^[^\s@:/?&]+@[^\s@:/?&]+$`)

func isMail(s string) bool { return mailAddress.MatchString(s) }

func isWeb(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") }

const mailScheme = "mailto:"

// addressOf returns the mail address of a mailto: link.
func addressOf(link string) string {
	address, _, _ := strings.Cut(strings.TrimPrefix(link, mailScheme), "?")
	return address
}

// direction returns the value of the dir attribute for a language.
func direction(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	switch strings.ToLower(base) {
	case "ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}

// canonical returns a page's full address, or "" if the site's address is not configured.
func canonical(baseURL, pagePath string) string {
	if baseURL == "" {
		return ""
	}
	return strings.TrimSuffix(baseURL, "/") + "/" + strings.TrimSuffix(pagePath, "index.html")
}
