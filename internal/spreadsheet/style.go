package spreadsheet

import "github.com/xuri/excelize/v2"

// style is everything in which the styles of cells differ.
type style struct {
	kind   Kind
	look   Look
	header bool
	shade  int
	page   bool
	top    bool
	wrap   bool
	middle bool
	open   bool
	quote  bool // text that starts like a formula
	link   bool
}

// Colours, by what they are for. Texts keep a contrast of at least 4.5 to 1 on
// their grounds; the grounds of the tones differ in lightness, so that they do in
// grey as well.
const (
	ink        = "1F2933"
	inkMuted   = "52606D"
	inkLink    = "0B4F8A"
	line       = "D5DBE1"
	groundOpen = "FFFDF0"
	bannerInk  = "5C3B00"
	banner     = "FFE8B3"
)

// shades are the grounds of headers.
func shades(i int) string {
	grounds := [...]string{"1F3A4D", "3B5266"}
	return grounds[i%len(grounds)]
}

// tones returns ground, ink and weight of a tone.
func tones(t Tone) (ground, text string, bold bool) {
	switch t {
	case Good:
		return "DCEBF7", "0B3C5D", false
	case Partly:
		return "FBF1E4", "6B3A00", false
	case Soon:
		return "FFF3B0", "5C4700", false
	case Gap:
		return "F8CFA5", "5A2A00", true
	case Bad:
		return "8C2D19", "FFFFFF", true
	case Waiting:
		return "E4E7EB", "323F4B", false
	}
	return "", "5F6B76", false
}

// bars returns the colour of a tone in a chart.
func bars(t Tone) string {
	switch t {
	case Good:
		return "2F6F9F"
	case Partly, Soon:
		return "E9C46A"
	case Gap:
		return "E08E45"
	case Bad:
		return "8C2D19"
	case Waiting:
		return "A9B4BE"
	}
	return "D5DBE1"
}

func formatOf(k Kind) string {
	switch k {
	case Integer:
		return "0"
	case Decimal:
		return "0.##"
	case Share:
		return "0.0%" // 99.6% must not read as 100%
	case Day:
		return "yyyy-mm-dd"
	case Moment:
		return "yyyy-mm-dd hh:mm"
	case Literal:
		return "@"
	}
	return ""
}

// style returns the number of a style, which is made when it is first asked for.
func (w *writer) style(s style) (int, error) {
	if id, ok := w.styles[s]; ok {
		return id, nil
	}
	id, err := w.f.NewStyle(s.made())
	if err != nil {
		return 0, err
	}
	if s.quote {
		id = w.quoted(id)
	}
	w.styles[s] = id
	return id, nil
}

// quoted adds a style with the prefix of a quotation mark. The library has no word for
// it, and would take the style for the plain one.
func (w *writer) quoted(id int) int {
	yes := true
	xf := w.f.Styles.CellXfs.Xf[id]
	xf.QuotePrefix = &yes
	w.f.Styles.CellXfs.Xf = append(w.f.Styles.CellXfs.Xf, xf)
	w.f.Styles.CellXfs.Count = len(w.f.Styles.CellXfs.Xf)
	return w.f.Styles.CellXfs.Count - 1
}

// made is the style as the library has it.
func (s style) made() *excelize.Style {
	x := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Size: 10, Color: ink},
		Alignment: s.alignment(),
	}
	if format := formatOf(s.kind); format != "" {
		x.CustomNumFmt = &format
	}
	if !s.page {
		x.Border = borders(line, "bottom", "left", "right")
	}
	if s.open {
		x.Fill, x.Protection = solid(groundOpen), &excelize.Protection{Locked: false}
	}
	if s.link {
		x.Font.Color, x.Font.Underline = inkLink, "single"
	}
	if s.header {
		s.asHeader(x)
	}
	s.look.onto(x)
	return x
}

func (s style) alignment() *excelize.Alignment {
	a := &excelize.Alignment{Vertical: "center", WrapText: s.wrap}
	if s.top {
		a.Vertical = "top"
	}
	if s.kind == Day || s.kind == Moment || s.middle {
		a.Horizontal = "center"
	}
	if s.page && s.kind != General {
		a.Horizontal = "left"
	}
	return a
}

// asHeader makes a style that of a table's header.
func (s style) asHeader(x *excelize.Style) {
	x.Font.Bold, x.Font.Color = true, "FFFFFF"
	x.Fill, x.Border = solid(shades(s.shade)), borders("FFFFFF", "left", "right")
	x.Alignment = &excelize.Alignment{Vertical: "center", WrapText: true}
	if s.middle {
		x.Alignment.Horizontal = "center"
	}
}

// onto applies a look to a style.
func (l Look) onto(x *excelize.Style) {
	switch l {
	case Title:
		x.Font.Bold, x.Font.Size = true, 18
		x.Alignment = &excelize.Alignment{Vertical: "center"}
	case Heading:
		x.Font.Bold, x.Font.Size, x.Font.Color = true, 12, shades(0)
		x.Alignment = &excelize.Alignment{Vertical: "bottom"}
	case Strong:
		x.Font.Bold = true
	case Banner:
		x.Font.Bold, x.Font.Color = true, bannerInk
		x.Fill, x.Alignment.Vertical = solid(banner), "center"
	case Muted:
		x.Font.Color = inkMuted
	}
}

func borders(color string, sides ...string) (all []excelize.Border) {
	for _, side := range sides {
		all = append(all, excelize.Border{Type: side, Color: color, Style: 1})
	}
	return all
}

// solid is a ground of one colour.
func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// tone returns the number of a conditional style.
func (w *writer) tone(t Tone) (int, error) {
	if id, ok := w.tones[t]; ok {
		return id, nil
	}
	ground, text, bold := tones(t)
	x := &excelize.Style{Font: &excelize.Font{Color: text, Bold: bold}}
	if ground != "" {
		x.Fill = solid(ground)
	}
	id, err := w.f.NewConditionalStyle(x)
	if err != nil {
		return 0, err
	}
	w.tones[t] = id
	return id, nil
}
