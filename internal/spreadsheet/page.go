package spreadsheet

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// page is a sheet that is being written.
type page struct {
	*writer
	*Sheet
	name    string
	stream  *excelize.StreamWriter
	rows    int
	cells   []excelize.Cell // of one row, used again for each
	values  []any           // pointers to cells
	columns []styleCache
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
	for _, step := range []func() error{
		p.add, p.nameColumns, p.begins, p.openStream, p.freeze, p.cacheStyles, p.header,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// add adds the sheet to the workbook, which has one to begin with.
func (p *page) add() error {
	if p.count++; p.count == 1 {
		return p.f.SetSheetName("Sheet1", p.name)
	}
	_, err := p.f.NewSheet(p.name)
	return err
}

func (p *page) nameColumns() error {
	for i := range p.Columns {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		p.letters = append(p.letters, letters)
	}
	return nil
}

// openStream begins the rows, with the widths of the columns: one call for columns of
// one width, because the library goes through the entries for every cell.
func (p *page) openStream() (err error) {
	if p.stream, err = p.f.NewStreamWriter(p.name); err != nil {
		return err
	}
	for i := 0; i < len(p.Columns); {
		j := i
		for j < len(p.Columns) && p.Columns[j].width() == p.Columns[i].width() {
			j++
		}
		if err := p.stream.SetColWidth(i+1, j, p.Columns[i].width()); err != nil {
			return err
		}
		i = j
	}
	return nil
}

func (p *page) cacheStyles() error {
	p.cells = make([]excelize.Cell, len(p.Columns))
	p.values = make([]any, len(p.Columns))
	for i, c := range p.Columns {
		base := style{kind: c.Kind, page: p.Page, top: p.Page || p.Top, wrap: c.Wrap, middle: c.Middle, open: c.Open}
		cache, err := p.styleCache(base)
		if err != nil {
			return err
		}
		for _, m := range p.Marks {
			_, _, bold := tones(m.Tone)
			cache.bold = cache.bold || bold && !p.Page && m.From <= i && i <= m.To
		}
		p.columns = append(p.columns, cache)
	}
	return nil
}

func (p *page) styleCache(base style) (cache styleCache, err error) {
	cache.base = base
	if cache.plain, err = p.style(base); err != nil {
		return cache, err
	}
	base.kind = General
	if cache.text, err = p.style(base); err != nil {
		return cache, err
	}
	base.quote = true
	cache.quoted, err = p.style(base)
	return cache, err
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

func (p *page) row(cells []Cell) error {
	p.rows++
	if len(cells) > len(p.Columns) {
		return fmt.Errorf("row %d has %d cells for %d columns", p.rows, len(cells), len(p.Columns))
	}
	lines, heading := 1, false
	for i := range p.cells {
		p.cells[i] = excelize.Cell{StyleID: p.columns[i].plain}
		p.values[i] = &p.cells[i]
		if i >= len(cells) {
			continue
		}
		if err := p.cell(&cells[i], i); err != nil {
			return err
		}
		lines = max(lines, p.lines(&cells[i], i))
		heading = heading || cells[i].look == Heading
	}
	at := "A" + strconv.Itoa(p.rows)
	if height := heightOf(lines, heading); height > 0 {
		return p.stream.SetRow(at, p.values, excelize.RowOpts{Height: height})
	}
	return p.stream.SetRow(at, p.values)
}

// heightOf is the height of a row; 0 is the usual one. Without a height of its own a
// row of wrapped text is one line high: neither Excel nor LibreOffice measures it when
// the file is opened.
func heightOf(lines int, heading bool) float64 {
	switch {
	case lines > 1:
		return min(float64(lines)*lineHeight+3, excelize.MaxRowHeight)
	case heading:
		return 24
	}
	return 0
}

// lines is how many lines a cell takes.
func (p *page) lines(c *Cell, column int) int {
	cache := &p.columns[column]
	if c.value != text || !cache.base.wrap || c.look == Heading || c.look == Title {
		return 1
	}
	bold := cache.bold || c.look == Strong || c.look == Banner
	return linesOf(p.cells[column].Value.(string), p.Columns[column].width(), bold)
}

// cell fills in one cell of a row. Cells that look as usual take the style of their
// column.
func (p *page) cell(c *Cell, column int) error {
	out, cache := &p.cells[column], &p.columns[column]
	s := cache.base
	switch c.value {
	case blank:
		if c.look == Plain {
			return nil
		}
		s.kind = General
	case number:
		if out.Value = c.number; math.IsNaN(c.number) || math.IsInf(c.number, 0) {
			out.Value = nil
		}
		if c.look == Plain && (c.kind == s.kind || c.kind == General) {
			return nil
		}
		s.kind = cmp.Or(c.kind, s.kind)
	case text:
		shown := clean(c.text)
		out.Value = shown
		s.kind, s.quote, s.link = General, startsFormula(shown), (c.sheet != "" || c.url != "") && p.link(c, column)
		if c.look == Plain && !s.link {
			out.StyleID = cache.text
			if s.quote {
				out.StyleID = cache.quoted
			}
			return nil
		}
	}
	s.look = c.look
	id, err := p.style(s)
	out.StyleID = id
	return err
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
	if p.rows < 2 {
		// A table without a row is a damaged table.
		if err := p.row([]Cell{Text(cmp.Or(p.Empty, "none"))}); err != nil {
			return err
		}
	}
	for _, step := range []func() error{
		p.layOut, p.hyperlinks, p.validations, p.ignoreDigits, p.marks, p.protect, p.chart, p.table, p.stream.Flush,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// area is a range of cells below the header, from one column to another.
func (p *page) area(from, to int) string {
	return fmt.Sprintf("%s2:%s%d", p.letters[from], p.letters[to], p.rows)
}

func (p *page) hyperlinks() error {
	for _, l := range p.links {
		kind := "Location"
		if l.external {
			kind = "External"
		}
		if err := p.f.SetCellHyperLink(p.name, l.cell, l.target, kind); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) validations() error {
	for i, c := range p.Columns {
		if err := p.validate(c, p.area(i, i)); err != nil {
			return err
		}
	}
	return nil
}

// ignoreDigits says that IDs of digits are text on purpose; Excel would flag each.
func (p *page) ignoreDigits() error {
	return p.f.AddIgnoredErrors(p.name, p.area(0, len(p.letters)-1), excelize.IgnoredErrorsNumberStoredAsText)
}

func (p *page) protect() error {
	if !p.Locked {
		return nil
	}
	// Filters, sorting and wider columns harm nothing.
	return p.f.ProtectSheet(p.name, &excelize.SheetProtectionOptions{
		AutoFilter: true, Sort: true, FormatColumns: true, FormatRows: true,
		SelectLockedCells: true, SelectUnlockedCells: true,
	})
}

func (p *page) table() error {
	if p.Page {
		return nil
	}
	if p.tables == nil {
		p.tables = names{}
	}
	stripes := false
	return p.stream.AddTable(&excelize.Table{
		Range:          fmt.Sprintf("A1:%s%d", p.letters[len(p.letters)-1], p.rows),
		Name:           p.tableName(),
		StyleName:      "TableStyleLight1",
		ShowRowStripes: &stripes,
	})
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
