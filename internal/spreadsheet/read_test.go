package spreadsheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/coursemark/coursemark/internal/diag"
)

func TestReadCSV(t *testing.T) {
	want := [][]string{{"00123", "Zoë, Ann", "2026-03-01"}, {"H0007", "Ö", ""}}
	encode16 := func(s string, order binary.AppendByteOrder) []byte {
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			b = order.AppendUint16(b, u)
		}
		return b
	}
	const semicolons = "ID;Name;Start\r\n00123;Zoë, Ann;2026-03-01\r\n\r\nH0007;Ö;\r\n"
	for name, src := range map[string][]byte{
		"comma":               []byte("ID,Name,Start\n00123,\"Zoë, Ann\",2026-03-01\n\nH0007,Ö\n"),
		"semicolon":           []byte(semicolons),
		"tab":                 []byte("ID\tName\tStart\n00123\tZoë, Ann\t2026-03-01\n\nH0007\tÖ\n"),
		"byte order mark":     []byte("\ufeff" + semicolons),
		"Windows-1252":        []byte(strings.NewReplacer("ë", "\xeb", "Ö", "\xd6").Replace(semicolons)),
		"UTF-16 with mark":    encode16("\ufeff"+semicolons, binary.LittleEndian),
		"UTF-16 big-endian":   encode16("\ufeff"+semicolons, binary.BigEndian),
		"UTF-16 without mark": encode16(semicolons, binary.LittleEndian),
		"separator line":      []byte("sep=;\r\nID;Name;Start\r\n00123;Zoë, Ann;2026-03-01\r\nH0007;Ö;\r\n"),
		"spaces around":       []byte("ID , Name,Start\n 00123,\"Zoë, Ann\" ,2026-03-01\n\nH0007,\u00a0Ö,\n"),
		"carriage returns":    []byte("ID,Name,Start\r00123,\"Zoë, Ann\",2026-03-01\rH0007,Ö,\r"),
		"title above":         []byte("Staff list of Ward 1\nas of today\nID,Name,Start\n00123,\"Zoë, Ann\",2026-03-01\nH0007,Ö,\n"),
		"everything quoted":   []byte("\"ID\";\"Name\";\"Start\"\n\"00123\";\"Zoë, Ann\";\"2026-03-01\"\n\"H0007\";\"Ö\";\"\"\n"),
	} {
		t.Run(name, func(t *testing.T) {
			table, err := ReadTable("roster.csv", src)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(table.Header, []string{"ID", "Name", "Start"}) {
				t.Errorf("header %q", table.Header)
			}
			var got [][]string
			for _, r := range table.Rows {
				got = append(got, r.Cells)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("rows %q", got)
			}
		})
	}
}

func TestRowNumbersAreThoseOfASpreadsheet(t *testing.T) {
	// The second row spans two lines, a blank line follows.
	table, err := ReadTable("r.csv", []byte("ID,Note\nA,\"one\ntwo\"\n\nB,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	if table.Rows[0].Number != 2 || table.Rows[1].Number != 4 {
		t.Errorf("rows %+v", table.Rows)
	}
}

func TestReadXLSX(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	style := func(code string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if _, err := f.NewSheet("Staff"); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	columns := []struct {
		header, code, want string
		value              any
	}{
		{"text ID", "", "00123", "00123"},
		{"padded ID", "00000", "00123", 123},
		{"prefixed ID", `"H"0000`, "H0012", 12},
		{"number", "#,##0.0", "1234.56", 1234.56},
		{"currency", `[$€-2] #,##0`, "17", 17},
		{"date", "d/m/yyyy", "2026-03-01", day},
		{"American date", "m/d/yy", "2026-03-01", day},
		{"German date", "dd\\.mm\\.yyyy;@", "2026-03-01", day},
		{"month", "mmm yyyy", "2026-03-01", day},
		{"date with a locale", "[$-413]d mmmm yyyy;@", "2026-03-01", day},
		{"date with a time", "yyyy-mm-dd hh:mm", "2026-03-01 14:05", day.Add(14*time.Hour + 5*time.Minute)},
		{"midnight", "dd/mm/yyyy hh:mm", "2026-03-01", day},
		{"time", "h:mm AM/PM", "14:05:00", 845.0 / 1440},
		{"percent", "0%", "83.33%", 0.8333},
		{"boolean", "", "TRUE", true},
		{"float", "", "0.3", 0.3},
		{"large number", "", "12345678901", 12345678901},
	}
	for i, c := range columns {
		head, _ := excelize.CoordinatesToCellName(i+1, 3)
		cell, _ := excelize.CoordinatesToCellName(i+1, 5)
		f.SetCellStr("Staff", head, c.header)
		if c.code != "" {
			f.SetCellStyle("Staff", cell, cell, style(c.code))
		}
		if err := f.SetCellValue("Staff", cell, c.value); err != nil {
			t.Fatal(err)
		}
		if c.code != "" { // SetCellValue gives times a format of its own
			f.SetCellStyle("Staff", cell, cell, style(c.code))
		}
	}
	f.SetCellStr("Staff", "A1", "Staff of Ward 1")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	table, err := ReadTable("roster.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if table.Sheet != "Staff" || len(table.Rows) != 1 || table.Rows[0].Number != 5 {
		t.Fatalf("sheet %q, rows %+v", table.Sheet, table.Rows)
	}
	for i, c := range columns {
		if table.Header[i] != c.header || table.Rows[0].Cells[i] != c.want {
			t.Errorf("%s: read %q, want %q", table.Header[i], table.Rows[0].Cells[i], c.want)
		}
	}
}

func TestReadFaults(t *testing.T) {
	encrypted := func() []byte {
		f := excelize.NewFile()
		defer f.Close()
		f.SetCellStr("Sheet1", "A1", "ID")
		var b bytes.Buffer
		if err := f.Write(&b, excelize.Options{Password: "x"}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, c := range []struct{ name, src, want string }{
		{"empty", " \n", "the file is empty"},
		{"separators only", ";;\n;;\n", "there is nothing in the file"},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "old Excel format"},
		{"encrypted", string(encrypted()), "protected with a password"},
		{"PDF", "%PDF-1.7", "this is a PDF"},
		{"web page", "\n<HTML><table>", "a web page"},
		{"cut short", "PK\x03\x04 and no more", "cut short or damaged"},
		{"open quotation mark", "ID,Name\nA,x\nB,\"y\nC,z\n", "in line 3 is never closed"},
		{"binary", "ab\x00\x01\x02\x00z", "neither a workbook nor text"},
	} {
		_, err := ReadTable(c.name, []byte(c.src))
		var f diag.Fault
		if !errors.As(err, &f) || !strings.Contains(f.What, c.want) || f.Hint == "" || f.File != c.name {
			t.Errorf("%s: %#v", c.name, err)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add([]byte("ID;Name\n1;\"a\"\"b\"\n"))
	f.Add([]byte("\xff\xfeI\x00D\x00\n\x00"))
	x := excelize.NewFile()
	x.SetCellStr("Sheet1", "A1", "ID")
	x.SetCellInt("Sheet1", "B2", 7)
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		f.Fatal(err)
	}
	x.Close()
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, src []byte) {
		table, err := ReadTable("x", src)
		var fault diag.Fault
		if err != nil && !errors.As(err, &fault) {
			t.Fatalf("an error that is no fault: %v", err)
		}
		last := 0
		for _, r := range table.Rows {
			if r.Number <= last || len(r.Cells) < len(table.Header) {
				t.Fatalf("row %+v after %d", r, last)
			}
			last = r.Number
		}
	})
}
