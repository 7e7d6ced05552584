package spreadsheet

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// font is that of a chart's texts.
func font(size float64, color string) excelize.Font {
	return excelize.Font{Size: size, Color: color, Family: "Calibri"}
}

// chart puts the chart of a sheet below its rows.
func (p *page) chart() error {
	c := p.Chart
	if c == nil {
		return nil
	}
	top, bottom := 2+c.First, min(2+c.Last, p.rows)
	if top > bottom {
		return nil
	}
	title := font(12, ink)
	title.Bold = true
	gap, overlap := uint(45), 100
	return p.f.AddChart(p.name, fmt.Sprintf("A%d", p.rows+3), &excelize.Chart{
		Type:      excelize.BarStacked,
		Series:    p.series(top, bottom),
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Title), Font: &title}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: 860, Height: uint(120 + 22*(bottom-top+1))},
		Format: excelize.GraphicOptions{AltText: clean(c.Alt), Name: cut(clean(c.Title), 200),
			Positioning: "oneCell"},
		// The first category belongs at the top, as in the table.
		XAxis: excelize.ChartAxis{ReverseOrder: true, Font: font(10, ink)},
		YAxis: excelize.ChartAxis{
			MajorGridLines: true, Font: font(9, inkMuted), NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"},
		},
		GapWidth: &gap,
		Overlap:  &overlap,
	})
}

// series are the rows of a chart's table from top to bottom.
func (p *page) series(top, bottom int) (all []excelize.ChartSeries) {
	sheet := quoteSheet(p.name)
	column := func(i int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", sheet, p.letters[i], top, p.letters[i], bottom)
	}
	for _, s := range p.Chart.Series {
		all = append(all, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$1", sheet, p.letters[s.Column]),
			Categories: column(p.Chart.Category),
			Values:     column(s.Column),
			Fill:       solid(bars(s.Tone)),
			Line:       excelize.LineOptions{Type: excelize.LineSolid, Width: 0.75, Fill: solid("FFFFFF")},
		})
	}
	return all
}
