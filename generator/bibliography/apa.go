package bibliography

import (
	"cmp"
	"html/template"
	"strings"
)

// text returns a field of a work as plain text, or "".
func (w *work) text(field string) string { return text(w.fields[field]) }

// authors returns the authors of a work, or its editors if it has none.
func (w *work) authors() []person {
	if a := people(w.fields["author"]); len(a) > 0 {
		return a
	}
	return people(w.fields["editor"])
}

const noDate = "n.d."

// published returns the year of a work.
func (w *work) published() string {
	fromDate, _, _ := strings.Cut(w.text("date"), "-")
	return cmp.Or(w.text("year"), fromDate, noDate)
}

// makeLabels sets the labels of all works. Works with the same authors and year get
// letters, in the order of the file.
func (r *References) makeLabels() {
	byLabel := map[string][]*work{}
	for _, key := range r.keys {
		w := r.works[key]
		w.year = w.published()
		w.label = w.shortAuthors() + ", " + w.year
		var families []string
		for _, a := range w.authors() {
			families = append(families, a.family)
		}
		w.sort = strings.ToLower(strings.Join(families, " ") + " " + w.year)
		byLabel[w.label] = append(byLabel[w.label], w)
	}
	for _, works := range byLabel {
		if len(works) < 2 || len(works) > 26 {
			continue
		}
		for i, w := range works {
			suffix := string(rune('a' + i))
			if w.year == noDate {
				suffix = "-" + suffix
			}
			w.label, w.year, w.sort = w.label+suffix, w.year+suffix, w.sort+suffix
		}
	}
}

// shortAuthors returns the authors of a work as a citation names them.
func (w *work) shortAuthors() string {
	authors := w.authors()
	switch n := len(authors); {
	case n == 1:
		return authors[0].family
	case n == 2 && authors[1].family != "others":
		return authors[0].family + " & " + authors[1].family
	case n >= 2:
		return authors[0].family + " et al."
	}
	return w.key
}

// HTML returns a work as an entry of a list of works in APA style.
func (r *References) HTML(key string) template.HTML {
	if !r.Has(key) {
		return ""
	}
	var e entry
	e.work(r.works[key])
	return template.HTML(e.b.String())
}

// entry is an entry of a list of works while it is being written.
type entry struct{ b strings.Builder }

func (e *entry) text(s string) { e.b.WriteString(template.HTMLEscapeString(s)) }

func (e *entry) element(name, s string) {
	e.b.WriteString("<" + name + ">" + template.HTMLEscapeString(s) + "</" + name + ">")
}

// stop writes a full stop unless the sentence has ended.
func (e *entry) stop() {
	written := strings.TrimSuffix(e.b.String(), "</cite>")
	if written == "" || !strings.ContainsAny(written[len(written)-1:], ".?!") {
		e.b.WriteByte('.')
	}
}

func (e *entry) work(w *work) {
	who := names(w.authors())
	e.text(who)
	if len(people(w.fields["author"])) == 0 {
		e.text(" (Ed.)")
	}
	if !strings.HasSuffix(e.b.String(), ".") {
		e.text(".")
	}
	e.text(" (" + w.year + "). ")
	e.title(w)
	e.journal(w)
	for _, field := range []string{"publisher", "institution", "organization", "school", "howpublished"} {
		if publisher := w.text(field); publisher != who {
			e.sentence(publisher)
		}
	}
	e.sentence(w.text("note"))
	e.link(w)
}

// sentence writes a text as a sentence, or nothing if it is empty.
func (e *entry) sentence(s string) {
	if s != "" {
		e.text(" " + s)
		e.stop()
	}
}

// journal returns the journal or book that a work is part of, or "".
func (w *work) journal() string { return cmp.Or(w.text("journal"), w.text("booktitle")) }

func (e *entry) title(w *work) {
	title := w.text("title")
	if subtitle := w.text("subtitle"); subtitle != "" {
		title += ": " + subtitle
	}
	if w.journal() != "" {
		e.text(title)
	} else {
		e.element("cite", title)
		if number := strings.TrimSpace(w.text("type") + " " + w.text("number")); number != "" {
			e.text(" (" + number + ")")
		}
	}
	if edition := w.text("edition"); edition != "" {
		e.text(" (" + edition + " ed.)")
	}
	e.stop()
}

func (e *entry) journal(w *work) {
	if w.journal() == "" {
		return
	}
	e.text(" ")
	e.element("cite", w.journal())
	volume := w.text("volume")
	if volume != "" {
		e.text(", ")
		e.element("i", volume)
	}
	if number := w.text("number"); number != "" {
		if volume == "" {
			e.text(", ")
		}
		e.text("(" + number + ")")
	}
	if pages := w.text("pages"); pages != "" {
		e.text(", " + pages)
	}
	e.stop()
}

// link writes a link to the work, if it has an address on the web.
func (e *entry) link(w *work) {
	address := w.text("url")
	if doi := w.text("doi"); doi != "" {
		address = "https://doi.org/" + strings.TrimPrefix(doi, "https://doi.org/")
	}
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		safe := template.HTMLEscapeString(strings.Join(strings.Fields(address), ""))
		e.b.WriteString(` <a href="` + safe + `" rel="noopener">` + safe + "</a>")
	}
}
