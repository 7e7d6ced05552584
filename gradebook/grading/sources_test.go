package grading_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/coursemark/coursemark/gradebook"
	"github.com/coursemark/coursemark/gradebook/grading"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/gradebook/verdict"
)

type entry struct {
	name    string
	content []byte
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wrapped breaks text into lines of so many characters, as mail programs do.
func wrapped(text []byte, width int, prefix string) string {
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		for {
			n := min(width, len(line))
			b.WriteString(prefix + line[:n] + "\r\n")
			if line = line[n:]; line == "" {
				break
			}
		}
	}
	return b.String()
}

func utf16le(text []byte) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(string(text))) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

const mailHead = "Received: by mail.example; Mon, 2 Feb 2026 10:00:00 +0100\r\nFrom: Ann <ann@ward.example>\r\nTo: hr@ward.example\r\nSubject: =?utf-8?q?Mijn_resultaten?=\r\nMIME-Version: 1.0\r\n"

// mailOf is a mail with some words, a picture in the signature and attachments.
func mailOf(attachments ...entry) []byte {
	var b strings.Builder
	b.WriteString(mailHead +
		"Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\nThis is a mail of several parts.\r\n")
	b.WriteString("--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHere they are=2E\r\n--inner\r\nContent-Type: text/html\r\n\r\n<p>Here they are.</p>\r\n--inner--\r\n")
	b.WriteString("--outer\r\nContent-Type: image/png; name=logo.png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename=logo.png\r\n\r\niVBORw0KGgo=\r\n")
	for _, a := range attachments {
		fmt.Fprintf(&b, "--outer\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=%q\r\n\r\n%s", a.name, wrapped([]byte(base64.StdEncoding.EncodeToString(a.content)), 76, ""))
	}
	b.WriteString("--outer--\r\n")
	return []byte(b.String())
}

func textMail(body string) []byte {
	var b bytes.Buffer
	b.WriteString(mailHead +
		"Content-Type: text/plain; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(body))
	_ = w.Close()
	return b.Bytes()
}

// Whatever results come wrapped in, they are the same results.
func TestSources(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ann := f.file(f.sit("H0001", 1, "2026-02-01", wrongs(1)))
	bob := f.file(f.sit("H0002", 1, "2026-02-01", right))
	oneLine := func(src []byte) string { return regexp.MustCompile(`\n *`).ReplaceAllString(string(src), "") }
	inner := zipOf(t, entry{"ward/bob.json", bob})
	for _, test := range []struct {
		name    string
		file    entry
		files   verdict.Count
		sources []string // of the evidence
		want    []string // exceptions
	}{
		{"a zip in a zip", entry{"all.zip", zipOf(t, entry{"ann.json", ann}, entry{"south.zip", inner})},
			verdict.Count{In: 2, Accepted: 2}, []string{"all.zip/ann.json", "all.zip/south.zip/ward/bob.json"}, nil},
		{"a zip in a zip in a zip", entry{"all.zip", zipOf(t, entry{"a.zip", zipOf(t, entry{"b.zip", inner})})},
			verdict.Count{In: 1, Accepted: 1}, []string{"all.zip/a.zip/b.zip/ward/bob.json"}, nil},
		{"one zip too many", entry{"all.zip",
			zipOf(t, entry{"a.zip", zipOf(t, entry{"b.zip", zipOf(t, entry{"c.zip", inner})})})},
			verdict.Count{In: 1, Quarantined: 1}, nil, []string{"quarantined nested-zip all.zip/a.zip/b.zip/c.zip"}},
		{"a mail", entry{"mail.eml", mailOf(entry{"results-h0001.json", ann}, entry{"results-h0002.json", bob})},
			verdict.Count{In: 2, Accepted: 2}, []string{"mail.eml/results-h0001.json", "mail.eml/results-h0002.json"},
			[]string{"passed-over not-results mail.eml/logo.png"}},
		{"a mail without the name of one", entry{"Mijn resultaten", mailOf(entry{"results-h0001.json", ann})},
			verdict.Count{In: 1, Accepted: 1}, []string{"Mijn resultaten/results-h0001.json"},
			[]string{"passed-over not-results Mijn resultaten/logo.png"}},
		{"two attachments of one name",
			entry{"mail.eml", mailOf(entry{"results.json", ann}, entry{"results.json", bob})},
			verdict.Count{In: 2, Accepted: 2}, []string{"mail.eml/results.json", "mail.eml/results.json (2)"},
			[]string{"passed-over not-results mail.eml/logo.png"}},
		{"a forwarded mail in a zip with a zip in it",
			entry{"all.zip", zipOf(t, entry{"fw.eml", mailOf(entry{"a.zip", inner})})},
			verdict.Count{In: 1, Accepted: 1}, []string{"all.zip/fw.eml/a.zip/ward/bob.json"},
			[]string{"passed-over not-results all.zip/fw.eml/logo.png"}},
		{"a mail about nothing", entry{"mail.eml", textMail("See you tomorrow.")}, verdict.Count{In: 1, Quarantined: 1},
			nil, []string{"quarantined no-records mail.eml"}},
		{"pasted into a mail", entry{"mail.eml", textMail("Dear HR,\r\n\r\n" + string(ann) + "\r\n-- \r\nAnn")},
			verdict.Count{In: 1, Accepted: 1}, []string{"mail.eml/text"}, nil},
		{"pasted into a mail that was answered twice",
			entry{"mail.eml", textMail("Thanks!\r\n\r\n> > On Monday Ann wrote:\r\n" + wrapped(ann, 72, "> > ") +
				"> > Ann\r\n")}, verdict.Count{In: 1, Accepted: 1}, []string{"mail.eml/text"}, nil},
		{"a mail that is a web page",
			entry{"mail.eml", []byte(mailHead + "Content-Type: text/html\r\n\r\n<html><p>Hi</p><pre>" +
				strings.NewReplacer(`"`, "&quot;", " ", "&nbsp;").Replace(string(ann)) + "</pre></html>")},
			verdict.Count{In: 1, Accepted: 1}, []string{"mail.eml/text"}, nil},
		{"a mail that was cut off",
			entry{"mail.eml", mailOf(entry{"a.json", ann},
				entry{"b.json", bob})[:len(mailOf(entry{"a.json", ann}, entry{"b.json", bob}))-400]},
			verdict.Count{In: 2, Accepted: 1, Quarantined: 1}, []string{"mail.eml/a.json"},
			[]string{"quarantined unreadable mail.eml/b.json", "passed-over not-results mail.eml/logo.png"}},
		{"pasted into a text", entry{"note.txt", []byte("This is Ann's, from her phone:\n" + string(ann) + "\nThanks")},
			verdict.Count{In: 1, Accepted: 1}, []string{"note.txt"}, nil},
		{"pasted with the file's lines broken", entry{"note.txt", []byte("Ann:\r\n" + wrapped(ann, 60, ""))},
			verdict.Count{In: 1, Accepted: 1}, []string{"note.txt"}, nil},
		{"the whole file with its lines broken", entry{"a.json", []byte(wrapped(ann, 60, ""))},
			verdict.Count{In: 1, Accepted: 1}, []string{"a.json"}, nil},
		{"words behind the file", entry{"a.json", append(slices.Clone(ann), "\nSent from my phone"...)},
			verdict.Count{In: 1, Accepted: 1}, []string{"a.json"}, nil},
		{"two pasted into a text", entry{"note.txt", []byte("Ann:\n" + string(ann) + "\nBob:\n" + string(bob))},
			verdict.Count{In: 2, Accepted: 2}, []string{"note.txt/results 1", "note.txt/results 2"}, nil},
		{"the first of two was cut off",
			entry{"note.txt", []byte("Ann:\n" + string(ann[:len(ann)/2]) + "\nBob:\n" + string(bob))},
			verdict.Count{In: 2, Accepted: 1, Quarantined: 1}, []string{"note.txt/results 2"},
			[]string{"quarantined malformed note.txt/results 1"}},
		{"quotation marks that Word changed",
			entry{"note.txt", []byte("Ann:\n" + strings.ReplaceAll(string(ann), `"`, "”"))},
			verdict.Count{In: 1, Quarantined: 1}, nil, []string{"quarantined malformed note.txt"}},
		{"one results file a line", entry{"all.ndjson", []byte(oneLine(ann) + "\n\n" + oneLine(bob) + "\n")},
			verdict.Count{In: 2, Accepted: 2}, []string{"all.ndjson/line 1", "all.ndjson/line 3"}, nil},
		{"lines of which one is something else", entry{"all.ndjson", []byte(oneLine(ann) + "\nhello\n" + oneLine(bob))},
			verdict.Count{In: 3, Accepted: 2, Quarantined: 1}, []string{"all.ndjson/line 1", "all.ndjson/line 3"},
			[]string{"quarantined malformed all.ndjson/line 2"}},
		{"lines in a file of another name", entry{"all.json", []byte(oneLine(ann) + "\n" + oneLine(bob) + "\n")},
			verdict.Count{In: 2, Accepted: 2}, []string{"all.json/line 1", "all.json/line 2"}, nil},
		{"lines in a zip", entry{"all.zip", zipOf(t, entry{"all.jsonl", []byte(oneLine(ann) + "\n" + oneLine(bob))})},
			verdict.Count{In: 2, Accepted: 2}, []string{"all.zip/all.jsonl/line 1", "all.zip/all.jsonl/line 2"}, nil},
		{"UTF-16", entry{"a.json", utf16le(ann)}, verdict.Count{In: 1, Accepted: 1}, []string{"a.json"}, nil},
		{"UTF-16 in a text", entry{"a.txt", utf16le([]byte("Ann: " + string(ann)))}, verdict.Count{In: 1, Accepted: 1},
			[]string{"a.txt"}, nil},
		{"a mark of byte order", entry{"a.json", append([]byte("\xef\xbb\xbf"), ann...)},
			verdict.Count{In: 1, Accepted: 1}, []string{"a.json"}, nil},
		{"a conflict copy", entry{"results-h0001-DESKTOP-1A2B3C4.json", ann}, verdict.Count{In: 1, Accepted: 1},
			[]string{"results-h0001-DESKTOP-1A2B3C4.json"},
			[]string{"note conflict-copy results-h0001-DESKTOP-1A2B3C4.json"}},
		{"cut off in the middle", entry{"a.json", ann[:len(ann)/2]}, verdict.Count{In: 1, Quarantined: 1}, nil,
			[]string{"quarantined malformed a.json"}},
		{"without its last bracket", entry{"a.json", bytes.TrimRight(ann, "}\n")}, verdict.Count{In: 1, Quarantined: 1},
			nil, []string{"quarantined malformed a.json"}},
		{"padded with blanks", entry{"a.json", append(slices.Clone(ann), bytes.Repeat([]byte(" \r\n"), 1<<20)...)},
			verdict.Count{In: 1, Accepted: 1}, []string{"a.json"}, nil},
		{"padded with zeros, as a damaged disk leaves it",
			entry{"a.json", append(slices.Clone(ann), make([]byte, 4096)...)}, verdict.Count{In: 1, Accepted: 1},
			[]string{"a.json"}, nil},
		{"padded with zeros in the middle",
			entry{"a.json", slices.Concat(ann[:len(ann)/2], make([]byte, 4096), ann[len(ann)/2:])},
			verdict.Count{In: 1, Quarantined: 1}, nil, []string{"quarantined malformed a.json"}},
		{"bad UTF-8", entry{"a.json", bytes.Replace(ann, []byte(`"test"`), []byte("\"te\xffst\""), 1)},
			verdict.Count{In: 1, Quarantined: 1}, nil, []string{"quarantined malformed a.json"}},
		{"JSON 20,000 deep", entry{"deep.json", []byte(strings.Repeat(`{"a":[`, 10_000))},
			verdict.Count{In: 1, Quarantined: 1}, nil, []string{"quarantined malformed deep.json"}},
		{"results 20,000 deep in a text",
			entry{"deep.txt", []byte(`x {"format":"coursemark-results/1","a":` + strings.Repeat("[", 20_000))},
			verdict.Count{In: 1, Quarantined: 1}, nil, []string{"quarantined malformed deep.txt"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f.t, f.results = t, filepath.Join(t.TempDir(), "results")
			f.handIn(test.file.name, test.file.content)
			m := f.grade()
			if got := reasons(m); !slices.Equal(got, test.want) && len(got)+len(test.want) > 0 {
				t.Errorf("got  %q\nwant %q\n%+v", got, test.want, m.Exceptions)
			}
			if m.Counts.Files != test.files {
				t.Errorf("%+v, want %+v", m.Counts.Files, test.files)
			}
			var sources []string
			for _, e := range m.Evidence.All() {
				sources = append(sources, strings.TrimPrefix(e.Source, "results/"))
				if e.Staff == "H0001" && e.Raw != 5 || e.Staff == "H0002" && e.Raw != 6 || len(e.FileSHA256) != 64 {
					t.Errorf("%+v", e)
				}
			}
			if slices.Sort(sources); !slices.Equal(sources, test.sources) {
				t.Errorf("got  %q\nwant %q", sources, test.sources)
			}
			for _, e := range m.Exceptions {
				if e.Verdict == "quarantined" && (e.Hint == "" || e.What == "" || e.Case == "") {
					t.Errorf("without words or a way out: %+v", e)
				}
			}
		})
	}
}

// The words that HR reads, in full.
func TestSourcesInWords(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ann := string(f.file(f.sit("H0001", 1, "2026-02-01", right)))
	f.handIn("a.txt", []byte("Hi\n"+strings.Replace(ann, `"site": "ward"`, "\"site\": \"wa\nrd\"", 1)))
	f.handIn("b.txt", []byte("Hi\n"+strings.ReplaceAll(ann, `"`, "“")))
	f.handIn("c.eml", textMail("Hello"))
	f.handIn("d.zip", zipOf(t, entry{"a.zip", zipOf(t, entry{"b.zip", zipOf(t, entry{"c.zip", zipOf(t)})})}))
	f.handIn("e.msg", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	f.handIn("f-LAPTOP-ABCDEFG.json", []byte(ann))
	m := f.grade()
	var got []string
	for _, e := range m.Exceptions {
		got = append(got, strings.TrimPrefix(e.File, "results/")+": "+e.What+"\n  hint: "+e.Hint)
	}
	want := []string{
		"a.txt: a mail program broke the results into lines in a place where they cannot be joined again without guessing\n  hint: ask the person to send the file itself as an attachment, or to paste the text once more into a new mail",
		"b.txt: this text holds results, but their beginning is missing or their quotation marks were changed\n  hint: a mail program did this: ask the person to send the file itself as an attachment",
		"c.eml: the mail holds no results: no results file is attached, and the text contains no results\n  hint: ask the person for a mail with the file that My progress downloads",
		"d.zip/a.zip/b.zip/c.zip: it is a zip inside 3 others, and is not opened\n  hint: unpack it and name the file or folder",
		"e.msg: it is an old Office document or a mail saved by Outlook as .msg\n  hint: open the mail in Outlook and save the attachment by itself, or drag the mail out as .eml",
		"f-LAPTOP-ABCDEFG.json: it has the name of a copy that OneDrive, Dropbox or the like makes when two computers change one file; it was read like any other\n  hint: nothing to do; a record that comes in twice counts once",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Bombs inside zips are bounded by what the zip around them may unpack to, in
// whatever order they are opened.
func TestNestedBombs(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	zeros := zipOf(t, entry{"a.bin", make([]byte, 1<<20)}, entry{"b.bin", make([]byte, 1<<20)})
	var many []entry
	for i := range 40 {
		many = append(many, entry{fmt.Sprintf("%03d.zip", i), zeros})
	}
	f.handIn("many.zip", zipOf(t, many...))
	m := f.grade()
	if m.Counts.Files.In != 80 || m.Counts.Files.Quarantined != 80 {
		t.Errorf("%+v", m.Counts.Files)
	}
	// A zip of many files each: beyond the share of each the rest is refused.
	var names []entry
	for i := range 500 {
		names = append(names, entry{fmt.Sprintf("%d.json", i), nil})
	}
	full := zipOf(t, names...)
	many = nil
	for i := range 100 {
		many = append(many, entry{fmt.Sprintf("%d.zip", i), full})
	}
	f.handIn("many.zip", zipOf(t, many...))
	if m = f.grade(); m.Counts.Files.Quarantined != 100 || m.Exceptions[0].Reason != "zip-bomb" {
		t.Errorf("%+v %+v", m.Counts.Files, m.Exceptions[0])
	}
}

func TestGigabyteOfZeros(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many seconds")
	}
	f := newFixture(t)
	for _, name := range []string{"a.json", "b.zip", "c.eml", "d.txt", "e.ndjson", "f"} {
		big, err := os.Create(filepath.Join(f.results, name))
		f.check(err)
		f.check(big.Truncate(1 << 30))
		f.check(big.Close())
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m := f.grade()
	runtime.ReadMemStats(&after)
	want := []string{"quarantined too-large a.json", "quarantined too-large b.zip", "quarantined too-large c.eml",
		"quarantined too-large d.txt", "quarantined too-large e.ndjson/line 1", "quarantined too-large f"}
	if got := reasons(m); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 50<<20 {
		t.Errorf("%d MB were allocated", allocated>>20)
	}
}

func TestStandardInput(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ann, bob := f.file(f.sit("H0001", 1, "2026-02-01", right)), f.file(f.sit("H0002", 1, "2026-02-01", right))
	read := func(stdin []byte, args ...string) (*gradebook.Matrix, error) {
		o := grading.Options{Projects: projects(f), Results: args, Stdin: bytes.NewReader(stdin),
			Sheets: sheets.Given{"roster": sheets.Document{Path: "roster.csv", Content: []byte(f.roster)}},
			AsOf:   f.asOf, Now: f.now}
		m, faults := grading.Grade(t.Context(), o)
		if err := faults.Err(); err != nil {
			return nil, err
		}
		balanced(t, m)
		return m, nil
	}
	for name, stdin := range map[string][]byte{"standard input": ann,
		"standard input/ward/bob.json": zipOf(t, entry{"ward/bob.json", bob}),
		"standard input/a.json":        mailOf(entry{"a.json", ann})} {
		m, err := read(stdin, "-")
		if err != nil || m.Evidence.Len() != 1 || m.Evidence.At(0).Source != name {
			t.Errorf("%s: %v %+v", name, err, m)
		}
	}
	if _, err := read(ann, "-", "-"); err == nil ||
		err.Error() != "standard input: there is no standard input, or it was named twice\n  hint: name - once, and pipe results into the command" {
		t.Errorf("%v", err)
	}
}

// One attempt that is carried on is found through every wrapping, which means
// that each can be read a second time.
func TestWrappedVersionsOfOneAttempt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.sit("H0001", 1, "2026-02-01", wrongs(1))
	first := f.file(a)
	a.Log = append(a.Log[:len(a.Log)-1], `{"e":"review"}`, `{"e":"submit"}`)
	second := f.file(a)
	for name, content := range map[string][]byte{
		"b.zip": zipOf(t, entry{"in.zip", zipOf(t, entry{"mail.eml", mailOf(entry{"x.json", second})})}),
		"b.eml": textMail("Hi\r\n" + wrapped(second, 70, "> ")),
		"b.txt": []byte("Hi\n" + string(second)),
		"c":     []byte(wrapped(second, 60, "")),
		"b":     utf16le(second),
	} {
		f.results = filepath.Join(t.TempDir(), "results")
		f.handIn("a.json", first)
		f.handIn(name, content)
		m := f.grade()
		if !slices.ContainsFunc(reasons(m), func(r string) bool { return r == "duplicate extended a.json H0001" }) ||
			m.Evidence.Len() != 1 || !slices.Contains(m.Evidence.At(0).Flags, "EXTENDED") {
			t.Errorf("%s: %q", name, reasons(m))
		}
	}
}
