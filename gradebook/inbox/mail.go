package inbox

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"regexp"
	"strings"

	"github.com/coursemark/coursemark/gradebook/verdict"
	"github.com/coursemark/coursemark/internal/sourcetext"
)

// Bounds of a mail.
const (
	maxParts     = 1000
	maxMultipart = 10 // multiparts inside each other
)

// mailHead matches the first line of a mail whose file name does not show that it is one.
var mailHead = regexp.MustCompile(`(?i)^(return-path|received|delivered-to|from|to|date|subject|message-id|mime-version|content-type|x-[a-z0-9-]+):\s`)

func isMail(name string, content []byte) bool {
	content = bytes.TrimLeft(sourcetext.WithoutMark(content), "\r\n")
	if isMailName(name) {
		return !bytes.HasPrefix(content, []byte("{"))
	}
	head := content[:min(len(content), 16<<10)]
	return mailHead.Match(head) && bytes.Contains(bytes.ToLower(head), []byte("\nmime-version:"))
}

// letter collects what is in a mail.
type letter struct {
	around  source
	members []source
	names   map[string]int
	parts   int
	html    []byte // a body that is only there as a web page
	kept    bool   // it holds something: a file, or results in its text
}

// mail lists the attachments of a mail, and results in its text.
func (s source) mail(content []byte) ([]source, verdict.Note) {
	content = bytes.TrimLeft(sourcetext.WithoutMark(content), "\r\n")
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return nil, verdict.MailHead.With()
	}
	l := &letter{around: s, names: map[string]int{}}
	l.part(textproto.MIMEHeader(m.Header), m.Body, 0)
	if !l.kept && bytes.Contains(l.html, []byte(format)) {
		l.add("text", webText(l.html))
	}
	if !l.kept {
		for _, m := range l.members {
			if m.verdict == verdict.Quarantined {
				return l.members, verdict.Note{} // each says what is wrong with it
			}
		}
		return nil, verdict.EmptyMail.With()
	}
	share(l.members, allowance{s.allow.bytes, s.allow.entries - len(l.members)})
	return l.members, verdict.Note{}
}

func (l *letter) shown(name string) string {
	name = verdict.Printable(path.Base(strings.ReplaceAll(name, `\`, "/")))
	l.names[strings.ToLower(name)]++
	if n := l.names[strings.ToLower(name)]; n > 1 {
		name = fmt.Sprintf("%s (%d)", name, n)
	}
	return l.around.path + "/" + name
}

func (l *letter) add(name string, content []byte) {
	l.kept = true
	l.members = append(l.members, l.around.member(l.shown(name), func() ([]byte, error) { return content, nil }))
}

func (l *letter) refuse(name string, v verdict.Verdict, n verdict.Note) {
	l.members = append(l.members, source{path: l.shown(name), verdict: v, why: n})
}

// part takes one part of a mail, or the parts inside it.
func (l *letter) part(header textproto.MIMEHeader, body io.Reader, depth int) {
	if l.parts++; l.parts > maxParts {
		if l.parts == maxParts+1 {
			l.refuse("the rest", verdict.Quarantined, verdict.TooManyParts.With(maxParts))
		}
		return
	}
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/plain" // as a mail without a type is
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		l.multipart(kind, body, params["boundary"], depth)
		return
	}
	name, disposition := fileName(header, params)
	if kind == "message/rfc822" && name == "" {
		name = "mail.eml"
	}
	content, why := decoded(header, body)
	v, code := verdict.Quarantined, why
	if code == "" {
		v, code = noResults(kind, name)
	}
	switch {
	case code != "":
		l.refuse(cmp.Or(name, "attachment"), v, code.With())
	case disposition == "attachment" || name != "":
		if kind == "message/rfc822" && !isMailName(name) {
			name += ".eml"
		}
		l.add(cmp.Or(name, "attachment"), content)
	default:
		l.body(kind, content, params["charset"])
	}
}

// noResults says why no results can be read from a part of this kind; "" = there may be
// some.
func noResults(kind, name string) (verdict.Verdict, verdict.Code) {
	media, _, _ := strings.Cut(kind, "/")
	switch {
	case media == "image" || media == "audio" || media == "video":
		return verdict.PassedOver, verdict.MailPicture
	case kind == "application/pkcs7-signature", kind == "application/x-pkcs7-signature",
		kind == "application/pgp-signature":
		return verdict.PassedOver, verdict.MailSignature
	case kind == "text/calendar", kind == "text/vcard", kind == "text/x-vcard":
		return verdict.PassedOver, verdict.MailCard
	case kind == "application/pkcs7-mime", kind == "application/x-pkcs7-mime", kind == "application/pgp-encrypted":
		return verdict.Quarantined, verdict.EncryptedMail
	case kind == "application/ms-tnef", strings.EqualFold(name, "winmail.dat"):
		return verdict.Quarantined, verdict.OutlookMail
	}
	return "", ""
}

// body takes a part that is not an attachment. The text of a mail without results in it
// is not listed as a file: nobody needs to be told that it holds none.
func (l *letter) body(kind string, content []byte, charset string) {
	switch {
	case kind == "text/html":
		l.html = append(l.html, sourcetext.OpenAs(content, charset)...)
	case strings.HasPrefix(kind, "text/"):
		if text := sourcetext.OpenAs(content, charset); bytes.Contains(text, []byte(format)) {
			l.add("text", text)
		}
	case len(bytes.TrimSpace(content)) > 0:
		l.add("attachment", content)
	}
}

func (l *letter) multipart(kind string, body io.Reader, boundary string, depth int) {
	if depth == maxMultipart {
		l.refuse("parts", verdict.Quarantined, verdict.MailNested.With())
		return
	}
	r := multipart.NewReader(body, boundary)
	for l.parts <= maxParts {
		p, err := r.NextRawPart()
		switch {
		case err == nil:
			if kind == "multipart/digest" && p.Header.Get("Content-Type") == "" {
				p.Header.Set("Content-Type", "message/rfc822")
			}
			l.part(p.Header, p, depth+1)
			continue
		case !errors.Is(err, io.EOF):
			l.refuse("the rest", verdict.Quarantined, verdict.MailCutOff.With())
		}
		return
	}
}

// fileName returns the name of an attachment, however the sender's program wrote it.
func fileName(header textproto.MIMEHeader, params map[string]string) (name, disposition string) {
	disposition, attributes, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	name = attributes["filename"]
	if name == "" {
		name = params["name"]
	}
	if plain, err := new(mime.WordDecoder).DecodeHeader(name); err == nil {
		name = plain
	}
	return strings.TrimSpace(name), disposition
}

// decoded undoes the transfer encoding of a part, or says what is wrong with it. The mail
// is in memory, and decoding makes nothing larger.
func decoded(header textproto.MIMEHeader, body io.Reader) ([]byte, verdict.Code) {
	content, err := io.ReadAll(body)
	if err != nil {
		return nil, verdict.PartCutOff
	}
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "base64":
		bare := bytes.Map(func(r rune) rune {
			if r == ' ' || r == '\t' || r == '\r' || r == '\n' {
				return -1
			}
			return r
		}, content)
		out, err := base64.StdEncoding.AppendDecode(nil, bare)
		if err != nil {
			if out, err = base64.RawStdEncoding.AppendDecode(nil, bare); err != nil {
				return nil, verdict.PartNotBase64
			}
		}
		return out, ""
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(content)))
		if err != nil {
			return nil, verdict.PartNotQuoted
		}
		return out, ""
	}
	return content, ""
}

var (
	tagBreak = regexp.MustCompile(`(?i)<(br|/p|/div|/tr|/li)\b[^>]*>`)
	tag      = regexp.MustCompile(`<[^>]*>`)
)

// webText returns the text of a body that was sent only as a web page.
func webText(page []byte) []byte {
	page = tagBreak.ReplaceAll(page, []byte("\n"))
	return []byte(html.UnescapeString(string(tag.ReplaceAll(page, nil))))
}
