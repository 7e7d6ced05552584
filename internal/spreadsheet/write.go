package spreadsheet

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"math"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// MaxRows is how many rows a table has on one sheet; the next ones stand on a
// sheet of their own.
const MaxRows = excelize.TotalRows - 1

// Write writes a workbook.
func Write(w io.Writer, b Workbook) error { return write(w, b, MaxRows) }

func write(out io.Writer, b Workbook, limit int) (err error) {
	f := excelize.NewFile()
	defer func() {
		// Streamed sheets leave temporary files behind otherwise.
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	w := &writer{
		f: f, limit: limit, title: b.Properties.Title,
		styles: map[style]int{}, tones: map[Tone]int{}, taken: names{}, sheets: map[string]string{},
	}
	// Names first: a page at the front links to sheets that are not written yet.
	for _, s := range b.Sheets {
		w.sheets[s.Name] = w.taken.take(sheetName(s.Name), excelize.MaxSheetNameLength)
	}
	if err := w.properties(b.Properties); err != nil {
		return err
	}
	for i := range b.Sheets {
		if err := w.sheet(&b.Sheets[i]); err != nil {
			return fmt.Errorf("sheet %q: %w", b.Sheets[i].Name, err)
		}
	}
	// No call that concerns the sheets belongs here: the library would read every
	// streamed sheet back into memory. A chart makes the library declare types of pictures, in the order of a map.
	types := f.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	zip := &orderedZip{w: out}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip })
	// What the library writes itself goes past: the zip has written to out.
	return f.Write(io.Discard)
}

type writer struct {
	f      *excelize.File
	limit  int
	title  string
	styles map[style]int
	tones  map[Tone]int
	taken  names             // names of sheets
	sheets map[string]string // names as given, to names as written
	count  int               // sheets begun
	tables names
}

func (w *writer) properties(p Properties) error {
	date := p.Date.UTC().Format(time.RFC3339)
	if p.Date.IsZero() {
		date = "1980-01-01T00:00:00Z"
	}
	err := w.f.SetDocProps(&excelize.DocProperties{
		Title: clean(p.Title), Subject: clean(p.Subject),
		Creator: clean(p.Organisation), LastModifiedBy: clean(p.Organisation),
		Description: clean(p.Description), Created: date, Modified: date, Language: p.Language,
	})
	if err != nil {
		return err
	}
	return w.f.SetAppProps(&excelize.AppProperties{Application: clean(p.Application), Company: clean(p.Organisation)})
}

// sheet writes a sheet and those on which it continues.
func (w *writer) sheet(s *Sheet) error {
	rows := s.Rows
	if rows == nil {
		rows = func(func([]Cell) bool) {}
	}
	next, stop := iter.Pull(rows)
	defer stop()
	name := w.sheets[s.Name]
	row, more := next()
	for {
		p, err := w.begin(s, name)
		if err != nil {
			return err
		}
		for n := 0; more && n < w.limit; n++ {
			if err := p.row(row); err != nil {
				return err
			}
			row, more = next()
		}
		if err := p.end(); err != nil {
			return err
		}
		if !more {
			return nil
		}
		name = w.taken.take(sheetName(s.Name), excelize.MaxSheetNameLength)
	}
}

// page is a sheet that is being written.
type page struct {
	*writer
	*Sheet
	name    string
	stream  *excelize.StreamWriter
	rows    int
	cells   []excelize.Cell // of one row, used again for each
	values  []any           // pointers to cells
	styles  []styleCache
	links   []link
	letters []string
}

// styleCache keeps the styles of a column's usual cells: a sheet of a million
// cells asks a map for none of them.
type styleCache struct {
	base   style
	plain  int // of blank cells and of numbers of the column's kind
	text   int
	quoted int
	bold   bool // where a mark sets it so
}

type link struct {
	cell, target string
	external     bool
}

func (w *writer) begin(s *Sheet, name string) (*page, error) {
	p := &page{writer: w, Sheet: s, name: name}
	if len(s.Columns) == 0 || len(s.Columns) > excelize.MaxColumns {
		return nil, fmt.Errorf("%d columns", len(s.Columns))
	}
	if w.count++; w.count == 1 {
		if err := w.f.SetSheetName("Sheet1", name); err != nil {
			return nil, err
		}
	} else if _, err := w.f.NewSheet(name); err != nil {
		return nil, err
	}
	for i := range s.Columns {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		p.letters = append(p.letters, letters)
	}
	if err := p.begins(); err != nil {
		return nil, err
	}
	var err error
	if p.stream, err = w.f.NewStreamWriter(name); err != nil {
		return nil, err
	}
	for i := 0; i < len(s.Columns); {
		// One call for columns of one width: the library goes through the entries
		// for every cell.
		j := i
		for j < len(s.Columns) && s.Columns[j].width() == s.Columns[i].width() {
			j++
		}
		if err := p.stream.SetColWidth(i+1, j, s.Columns[i].width()); err != nil {
			return nil, err
		}
		i = j
	}
	if err := p.freeze(); err != nil {
		return nil, err
	}
	p.cells = make([]excelize.Cell, len(s.Columns))
	p.values = make([]any, len(s.Columns))
	for i, c := range s.Columns {
		base := style{kind: c.Kind, page: s.Page, top: s.Page || s.Top, wrap: c.Wrap, middle: c.Middle, open: c.Open}
		sc := styleCache{base: base}
		for _, m := range s.Marks {
			_, _, bold := tones(m.Tone)
			sc.bold = sc.bold || bold && !s.Page && m.From <= i && i <= m.To
		}
		if sc.plain, err = w.style(base); err != nil {
			return nil, err
		}
		base.kind = General
		if sc.text, err = w.style(base); err != nil {
			return nil, err
		}
		base.quote = true
		if sc.quoted, err = w.style(base); err != nil {
			return nil, err
		}
		p.styles = append(p.styles, sc)
	}
	return p, p.header()
}

// width gives a column room for its header where no width is set.
func (c Column) width() float64 {
	if c.Width > 0 {
		return math.Min(c.Width, excelize.MaxColumnWidth)
	}
	return math.Min(math.Max(float64(utf8.RuneCountInString(c.Header))+3, 8), 40)
}

// begins sets what the library wants before the first row.
func (p *page) begins() error {
	yes, no := true, false
	props := &excelize.SheetPropsOptions{FitToPage: &yes}
	if p.Tab != "" {
		props.TabColorRGB = &p.Tab
	}
	if err := p.f.SetSheetProps(p.name, props); err != nil {
		return err
	}
	// The library would leave A1 there, and readers that trust it see one cell.
	if err := p.f.SetSheetDimension(p.name, ""); err != nil {
		return err
	}
	if p.Page {
		return p.f.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: &no})
	}
	return nil
}

// layOut sets how the sheet is printed.
func (p *page) layOut() error {
	total := 0.0
	for _, c := range p.Columns {
		total += c.width()
	}
	// What still can be read when it is shrunk to the width of a page; a wider table
	// takes more pages, with the identity columns on each.
	const (
		a4, a3         = 9, 8
		onA4, onA3     = 190, 330
		portraitOnPage = 130
	)
	paper, orientation, wide, tall, order := a4, "landscape", 1, 0, "downThenOver"
	if p.Chart != nil && p.rows < 45 {
		tall = 1 // the chart stays on the page of its numbers
	}
	if total > onA4 {
		paper, wide = a3, max(1, int(math.Ceil(total/onA3)))
	}
	if p.Page && total < portraitOnPage {
		orientation = "portrait"
	}
	layout := excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall, PageOrder: &order,
	}
	if err := p.f.SetPageLayout(p.name, &layout); err != nil {
		return err
	}
	margin, top, foot := 0.4, 0.5, 0.25
	bottom := 0.6
	margins := excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &top, Bottom: &bottom, Header: &foot, Footer: &foot,
	}
	if err := p.f.SetPageMargins(p.name, &margins); err != nil {
		return err
	}
	edges := excelize.HeaderFooterOptions{OddHeader: p.above(), OddFooter: p.footer()}
	if err := p.f.SetHeaderFooter(p.name, &edges); err != nil {
		return err
	}
	quoted := quoteSheet(p.name)
	titles := quoted + "!$1:$1"
	if p.Identity > 0 {
		titles = fmt.Sprintf("%s!$A:$%s,%s", quoted, p.letters[min(p.Identity, len(p.letters))-1], titles)
	}
	return p.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: p.name})
}

// above is the note over the table, within the 255 characters there are.
func (p *page) above() string {
	if p.Note == "" {
		return ""
	}
	return "&L&8 " + literal(p.Note, 230)
}

// literal is text for a header or footer of a page.
func literal(s string, units int) string {
	return strings.ReplaceAll(cut(strings.Join(strings.Fields(clean(s)), " "), units), "&", "&&")
}

// footer is "title · sheet" and "page x of y", within the 255 characters there are.
func (p *page) footer() string {
	// Without the blank, a digit after the code would be a size of type.
	return "&L&8 " + literal(p.title, 90) + " · " + literal(p.name, 31) + "&R&8 Page &P of &N"
}

func quoteSheet(name string) string {
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}

func (p *page) freeze() error {
	panes := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if n := min(p.Identity, len(p.Columns)-1); n > 0 {
		panes.XSplit, panes.ActivePane, panes.TopLeftCell = n, "bottomRight", p.letters[n]+"2"
	}
	return p.stream.SetPanes(panes)
}

func (p *page) header() error {
	taken := names{}
	lines := 1
	for i, c := range p.Columns {
		s := style{header: true, shade: c.Shade, middle: c.Middle}
		h := taken.take(header(c.Header, i), 255)
		if p.Page {
			s = style{look: Title, page: true}
			h = clean(c.Header)
		}
		id, err := p.style(s)
		if err != nil {
			return err
		}
		p.cells[i] = excelize.Cell{StyleID: id, Value: h}
		if h == "" {
			p.cells[i].Value = nil // a title runs on over a blank cell, not over an empty text
		}
		p.values[i] = &p.cells[i]
		lines = max(lines, linesOf(h, c.width(), true))
	}
	height := float64(lines)*lineHeight + 8
	if p.Page {
		height = 32
	}
	p.rows++
	return p.stream.SetRow("A1", p.values, excelize.RowOpts{Height: math.Min(height, 400)})
}

// lineHeight is that of the text, in points.
const lineHeight = 13.0

// linesOf estimates how many lines a text takes; words do not break where they fit
// on a line. It errs towards more: a blank line is lost paper, a hidden one is a
// lost reason.
func linesOf(s string, width float64, bold bool) int {
	// A width counts digits of the default type; text of 10 points is narrower.
	perWidth := 1.28
	switch {
	case bold:
		perWidth = 1.18
	case width > 60: // odd words even out
		perWidth = 1.36
	}
	fits := max(int(width*perWidth)-2, 1)
	if len(s) <= fits && strings.IndexByte(s, '\n') < 0 {
		return 1
	}
	lines, at, word := 1, 0, 0
	for _, r := range s {
		switch r {
		case '\n':
			lines, at, word = lines+1, 0, 0
			continue
		case ' ', '-', '/':
			word = 0
		default:
			word++
		}
		if at++; at > fits && r != ' ' {
			lines++
			if at = word; word > fits { // a word longer than the line, such as a hash
				at, word = 1, 1
			}
		}
	}
	return lines
}

func (p *page) row(cells []Cell) error {
	p.rows++
	if len(cells) > len(p.Columns) {
		return fmt.Errorf("row %d has %d cells for %d columns", p.rows, len(cells), len(p.Columns))
	}
	lines := 1
	height := 0.0
	for i := range p.cells {
		cache := &p.styles[i]
		out := &p.cells[i]
		*out = excelize.Cell{StyleID: cache.plain}
		p.values[i] = out
		if i >= len(cells) {
			continue
		}
		c := &cells[i]
		s := cache.base
		switch c.value {
		case blank:
			if c.look == Plain {
				continue
			}
			s.kind, s.look = General, c.look
		case number:
			out.Value = c.number
			if math.IsNaN(c.number) || math.IsInf(c.number, 0) {
				out.Value = nil
			}
			if c.look == Plain && (c.kind == cache.base.kind || c.kind == General) {
				continue
			}
			s.look = c.look
			if c.kind != General {
				s.kind = c.kind
			}
		case text:
			t := clean(c.text)
			out.Value = t
			if cache.base.wrap && c.look != Heading && c.look != Title {
				lines = max(lines, linesOf(t, p.Columns[i].width(), cache.bold || c.look == Strong || c.look == Banner))
			}
			quote := startsFormula(t)
			linked := (c.sheet != "" || c.url != "") && p.link(c, i)
			if c.look == Plain && !linked {
				out.StyleID = cache.text
				if quote {
					out.StyleID = cache.quoted
				}
				continue
			}
			s.kind, s.look, s.quote = General, c.look, quote
			s.link = linked
		}
		if c.look == Heading {
			height = 24
		}
		id, err := p.style(s)
		if err != nil {
			return err
		}
		out.StyleID = id
	}
	if lines > 1 {
		// Without a height of its own a row of wrapped text is one line high: neither
		// Excel nor LibreOffice measures it when the file is opened.
		height = min(float64(lines)*lineHeight+3, excelize.MaxRowHeight)
	}
	cell := "A" + strconv.Itoa(p.rows)
	if height == 0 {
		return p.stream.SetRow(cell, p.values)
	}
	return p.stream.SetRow(cell, p.values, excelize.RowOpts{Height: height})
}

// link notes a link of the cell, and reports whether there is one.
func (p *page) link(c *Cell, column int) bool {
	cell := fmt.Sprintf("%s%d", p.letters[column], p.rows)
	if len(p.links) >= MaxLinks {
		return false
	}
	switch {
	case c.sheet != "":
		name, ok := p.sheets[c.sheet]
		if !ok || c.row >= p.limit {
			return false
		}
		p.links = append(p.links, link{cell, quoteSheet(name) + "!A" + strconv.Itoa(c.row+2), false})
	case c.url != "" && len(c.url) <= 2000:
		p.links = append(p.links, link{cell, clean(c.url), true})
	default:
		return false
	}
	return true
}

// MaxLinks is how many cells of a sheet are links. It is well below the 65,530 of
// the format: the library compares every new link with all the others. What is
// beyond keeps its text.
const MaxLinks = 10_000

// end writes what stands behind the rows. The library accepts these calls after
// Flush too, and loses what they set.
func (p *page) end() error {
	first, last := 2, p.rows
	if last < first {
		// A table without a row is a damaged table.
		if err := p.row([]Cell{Text(cmp.Or(p.Empty, "none"))}); err != nil {
			return err
		}
		last = p.rows
	}
	if err := p.layOut(); err != nil {
		return err
	}
	for _, l := range p.links {
		kind := "Location"
		if l.external {
			kind = "External"
		}
		if err := p.f.SetCellHyperLink(p.name, l.cell, l.target, kind); err != nil {
			return err
		}
	}
	for i, c := range p.Columns {
		if err := p.validate(c, fmt.Sprintf("%s%d:%s%d", p.letters[i], first, p.letters[i], last)); err != nil {
			return err
		}
	}
	all := fmt.Sprintf("A%d:%s%d", first, p.letters[len(p.letters)-1], last)
	// IDs of digits are text on purpose; Excel would flag each.
	if err := p.f.AddIgnoredErrors(p.name, all, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	if err := p.marks(first, last); err != nil {
		return err
	}
	if p.Locked {
		// Filters, sorting and wider columns harm nothing.
		allowed := excelize.SheetProtectionOptions{
			AutoFilter: true, Sort: true, FormatColumns: true, FormatRows: true,
			SelectLockedCells: true, SelectUnlockedCells: true,
		}
		if err := p.f.ProtectSheet(p.name, &allowed); err != nil {
			return err
		}
	}
	if p.Chart != nil {
		if err := p.chart(first, last); err != nil {
			return err
		}
	}
	if !p.Page {
		stripes := false
		if p.tables == nil {
			p.tables = names{}
		}
		if err := p.stream.AddTable(&excelize.Table{
			Range:          fmt.Sprintf("A1:%s%d", p.letters[len(p.letters)-1], last),
			Name:           p.tableName(),
			StyleName:      "TableStyleLight1",
			ShowRowStripes: &stripes,
		}); err != nil {
			return err
		}
	}
	return p.stream.Flush()
}

// tableName makes a name of letters and digits; the underscore keeps it from
// being the address of a cell.
func (p *page) tableName() string {
	name := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z') {
			return r
		}
		return '_'
	}, p.name)
	name = "Table_" + name
	for i, try := 2, name; ; i++ {
		if !p.tables[strings.ToLower(try)] {
			p.tables[strings.ToLower(try)] = true
			return try
		}
		try = fmt.Sprintf("%s_%d", name, i)
	}
}

func (p *page) validate(c Column, cells string) error {
	if !c.Open {
		return nil
	}
	const between = excelize.DataValidationOperatorBetween
	v := excelize.NewDataValidation(true)
	v.SetSqref(cells)
	switch {
	case len(c.Choices) > 0:
		if err := v.SetDropList(c.Choices); err != nil {
			return err
		}
		if c.Free {
			break
		}
		v.SetError(excelize.DataValidationErrorStyleStop, "Not one of the choices", cut("Choose one of: "+strings.Join(c.Choices, ", "), 225))
	case c.Kind == Day:
		earliest := serial(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
		latest := serial(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
		if err := v.SetRange(earliest, latest, excelize.DataValidationTypeDate, between); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, "Not a date", "Write a date, for example 2026-03-01.")
	default:
		if c.Prompt == "" {
			return nil
		}
		if err := v.SetRange(0, 1000, excelize.DataValidationTypeTextLength, between); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, "Long text", "More than 1,000 characters are hard to read in a cell.")
	}
	if c.Prompt != "" {
		v.SetInput(cut(c.Header, 32), cut(c.Prompt, 255))
	}
	return p.f.AddDataValidation(p.name, v)
}

func (p *page) marks(first, last int) error {
	type area struct{ from, to int }
	var order []area
	rules := map[area][]excelize.ConditionalFormatOptions{}
	quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	for _, m := range p.Marks {
		id, err := p.tone(m.Tone)
		if err != nil {
			return err
		}
		top := fmt.Sprintf("%s%d", p.letters[m.From], first)
		has := func(s string) string { return fmt.Sprintf("ISNUMBER(FIND(%s,%s))", quote(s), top) }
		criteria := fmt.Sprintf("LEFT(%s,%d)=%s", top, utf8.RuneCountInString(m.Symbol), quote(m.Symbol))
		if m.Anywhere {
			criteria = has(m.Symbol)
		}
		if m.Also != "" {
			criteria = fmt.Sprintf("AND(%s,%s)", criteria, has(m.Also))
		}
		a := area{m.From, m.To}
		if _, ok := rules[a]; !ok {
			order = append(order, a)
		}
		rule := excelize.ConditionalFormatOptions{Type: "formula", Criteria: criteria, Format: &id, StopIfTrue: true}
		rules[a] = append(rules[a], rule)
	}
	for _, a := range order {
		cells := fmt.Sprintf("%s%d:%s%d", p.letters[a.from], first, p.letters[a.to], last)
		if err := p.f.SetConditionalFormat(p.name, cells, rules[a]); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) chart(first, last int) error {
	c := p.Chart
	top, bottom := first+c.First, min(first+c.Last, last)
	if top > bottom {
		return nil
	}
	column := func(i int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoteSheet(p.name), p.letters[i], top, p.letters[i], bottom)
	}
	gap, overlap := uint(45), 100
	chart := &excelize.Chart{
		Type: excelize.BarStacked,
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{
			Text: clean(c.Title), Font: &excelize.Font{Bold: true, Size: 12, Color: ink, Family: "Calibri"},
		}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 860, Height: uint(120 + 22*(bottom-top+1))},
		Format:    excelize.GraphicOptions{AltText: clean(c.Alt), Name: cut(clean(c.Title), 200), Positioning: "oneCell"},
		// The first category belongs at the top, as in the table.
		XAxis: excelize.ChartAxis{ReverseOrder: true, Font: excelize.Font{Size: 10, Color: ink, Family: "Calibri"}},
		YAxis: excelize.ChartAxis{
			MajorGridLines: true, Font: excelize.Font{Size: 9, Color: inkMuted, Family: "Calibri"},
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"},
		},
		GapWidth: &gap,
		Overlap:  &overlap,
	}
	for _, s := range c.Series {
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$1", quoteSheet(p.name), p.letters[s.Column]),
			Categories: column(c.Category),
			Values:     column(s.Column),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{bars(s.Tone)}},
			Line: excelize.LineOptions{
				Type: excelize.LineSolid, Width: 0.75,
				Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}},
			},
		})
	}
	return p.f.AddChart(p.name, fmt.Sprintf("A%d", last+3), chart)
}
