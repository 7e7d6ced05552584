package images

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"github.com/spf13/afero"
)

// corners returns a picture with a colour in each corner.
func corners(width, height int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{A: 255}
			if x < width/2 {
				c.R = 255
			}
			if y < height/2 {
				c.G = 255
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func encoded(t testing.TB, format string, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, m)
	case "gif":
		err = gif.Encode(&b, m, nil)
	default:
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: 95})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF adds an orientation and a place to a JPEG file.
func withEXIF(content []byte, order binary.ByteOrder, orientation int) []byte {
	var tiff bytes.Buffer
	mark := "MM"
	if order == binary.ByteOrder(binary.LittleEndian) {
		mark = "II"
	}
	tiff.WriteString(mark)
	write := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&tiff, order, v)
		}
	}
	write(uint16(42), uint32(8), uint16(2))
	write(uint16(0x0112), uint16(3), uint32(1), uint16(orientation), uint16(0))
	write(uint16(0x8825), uint16(4), uint32(1), uint32(0))
	body := append([]byte("Exif\x00\x00"), tiff.Bytes()...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return append(append(bytes.Clone(content[:2]), append(segment, body...)...), content[2:]...)
}

// A photograph is scaled as it is shown. Browsers turn it by one of eight orientations;
// the smaller picture is turned already and must say nothing of it.
func TestOrientation(t *testing.T) {
	const long, short = 600, 300
	want := corners(long, short) // as the photographer saw it
	for orientation := 1; orientation <= 8; orientation++ {
		width, height := long, short
		if orientation >= 5 {
			width, height = short, long
		}
		// What the camera wrote is what the orientation undoes.
		stored := image.NewRGBA(image.Rect(0, 0, width, height))
		for y := range height {
			for x := range width {
				shown := map[int]image.Point{
					1: {X: x, Y: y}, 2: {X: width - 1 - x, Y: y}, 3: {X: width - 1 - x, Y: height - 1 - y},
					4: {X: x, Y: height - 1 - y},
					5: {X: y, Y: x}, 6: {X: height - 1 - y, Y: x}, 7: {X: height - 1 - y, Y: width - 1 - x},
					8: {X: y, Y: width - 1 - x},
				}[orientation]
				stored.SetRGBA(x, y, want.RGBAAt(shown.X, shown.Y))
			}
		}
		for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
			content := withEXIF(encoded(t, "jpeg", stored), order, orientation)
			info, err := Inspect("a.jpg", content)
			if err != nil || info.Width != long || info.Height != short || !info.Located {
				t.Fatalf("%d: %+v, %v", orientation, info, err)
			}
			small, err := newTestScaler(afero.NewMemMapFs()).Scaled("a.jpg", content, 480)
			if err != nil {
				t.Fatal(err)
			}
			got, err := jpeg.Decode(bytes.NewReader(small))
			if err != nil || got.Bounds() != image.Rect(0, 0, 480, 240) {
				t.Fatalf("%d: %v, %v", orientation, got.Bounds(), err)
			}
			if again, _ := Inspect("a.jpg", small); again.orientation != 1 || again.Located {
				t.Errorf("%d: the smaller picture says %+v", orientation, again)
			}
			for _, p := range []image.Point{{20, 20}, {460, 20}, {20, 220}, {460, 220}} {
				if !near(got.At(p.X, p.Y), want.At(p.X*long/480, p.Y*short/240)) {
					t.Errorf("orientation %d: %v is %v", orientation, p, got.At(p.X, p.Y))
				}
			}
		}
	}
}

func near(a, b color.Color) bool {
	r, g, bl, _ := a.RGBA()
	r2, g2, bl2, _ := b.RGBA()
	far := func(x, y uint32) bool { return math.Abs(float64(x)-float64(y)) > 20*257 }
	return !far(r, r2) && !far(g, g2) && !far(bl, bl2)
}

func newTestScaler(files afero.Fs) *Scaler {
	return NewScaler(
		files,
		func(name string, content []byte) error { return afero.WriteFile(files, name, content, 0o644) },
	)
}

func TestScaledPNG(t *testing.T) {
	m := corners(1500, 300)
	for x := range 1500 {
		m.SetRGBA(x, 299, color.RGBA{}) // a line that shows what is behind it
	}
	files := afero.NewMemMapFs()
	for _, w := range []int{480, 960, 1440} {
		small, err := newTestScaler(files).Scaled("a.png", encoded(t, "png", m), w)
		if err != nil {
			t.Fatal(err)
		}
		got, format, err := image.Decode(bytes.NewReader(small))
		if err != nil || format != "png" || (got.Bounds().Dx() != w && got.Bounds().Dx() != 1500) {
			t.Errorf("%d: %v %s %v", w, got.Bounds(), format, err)
		}
	}
	broken := NewScaler(afero.NewMemMapFs(), func(string, []byte) error { return errors.New("the disk is full") })
	if small, err := broken.Scaled("a.png", encoded(t, "png", m), 480); err != nil || len(small) == 0 {
		t.Errorf("without a cache: %v", err)
	}
	if _, err := newTestScaler(files).Scaled("a.png", encoded(t, "png", m)[:500], 480); err == nil {
		t.Error("half a picture is scaled")
	}
}

func TestInspect(t *testing.T) {
	avif := append(
		[]byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avif\x00\x00\x00\x14ispe\x00\x00\x00\x00"),
		0,
		0,
		2,
		128,
		0,
		0,
		1,
		224,
	)
	for _, c := range []struct {
		name, file string
		content    []byte
		want       string // size and widths, or what is wrong
	}{
		{"a photograph", "a.JPG", encoded(t, "jpeg", corners(1000, 10)), "jpeg 1000×10 [480 960]"},
		{"a small one", "a.png", encoded(t, "png", corners(480, 10)), "png 480×10 []"},
		{"a GIF is not made smaller: it may move", "a.gif", encoded(t, "gif", corners(500, 10)), "gif 500×10 []"},
		{"AVIF", "a.avif", avif, "avif 640×480 []"},
		{"a drawing", "a.svg", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24.4 12"><a href="#x"/></svg>`), "svg 720×354 []"},
		{"a drawing with a size", "a.svg", []byte(`<svg width="30px" height="20"/>`), "svg 30×20 []"},
		{"a drawing on paper", "a.svg", []byte(`<svg width="210mm" height="1in" viewBox="0 0 210 25"/>`),
			"svg 794×96 []"},
		{"a drawing without one", "a.svg", []byte(`<svg width="100%"/>`), "svg 0×0 []"},
		{"text", "a.png", []byte("text"), "cannot be read as a picture"},
		{"nothing", "a.jpg", nil, "cannot be read as a picture"},
		{"another kind", "a.png", encoded(t, "jpeg", corners(10, 10)), "holds a JPEG picture"},
		{"half a head", "a.png", encoded(t, "png", corners(10, 10))[:20], "cannot be read as a picture"},
		{"no AVIF", "a.avif", []byte("text of some length"), "cannot be read as a picture"},
		{"a script", "a.svg", []byte(`<svg><g><script>x</script></g></svg>`), "contains a script"},
		{"a handler", "a.svg", []byte(`<svg onload="x()"/>`), "contains a script"},
		{"a link to a script", "a.svg",
			[]byte(`<svg xmlns:xlink="http://www.w3.org/1999/xlink"><a xlink:href=" JavaScript:x()"/></svg>`),
			"has a link"},
		{"a picture from elsewhere", "a.svg", []byte(`<svg><image href="https://example.org/a.png"/></svg>`),
			"has a link"},
		{"a page", "a.svg", []byte(`<svg><foreignObject/></svg>`), "contains HTML"},
		{"entities", "a.svg", []byte(`<!DOCTYPE svg [<!ENTITY a "b">]><svg/>`), "declares entities"},
		{"a style from elsewhere", "a.svg", []byte(`<?xml-stylesheet href="a.css"?><svg/>`),
			"loads its style from another file"},
		{"HTML", "a.svg", []byte(`<html><body/></html>`), "cannot be read as SVG"},
		{"deep", "a.svg", []byte(strings.Repeat("<svg>", 10_000)), "nested too deep"},
		{"unfinished", "a.svg", []byte(`<svg><g>`), "cannot be read as SVG"},
	} {
		info, err := Inspect(c.file, c.content)
		got := fmt.Sprintf("%s %d×%d %v", info.Format, info.Width, info.Height, info.Widths())
		if err != nil {
			got = err.Error()
			if p := (*Problem)(nil); !errors.As(err, &p) || p.Hint() == "" {
				t.Errorf("%s: %v has no hint", c.name, err)
			}
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func FuzzInspect(f *testing.F) {
	f.Add("a.jpg", withEXIF(encoded(f, "jpeg", corners(8, 8)), binary.LittleEndian, 6))
	f.Add("a.png", encoded(f, "png", corners(8, 8)))
	f.Add("a.svg", []byte(`<svg viewBox="0 0 1 1"><a href="#a"/></svg>`))
	f.Add(
		"a.avif",
		[]byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1ispe\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01"),
	)
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		info, err := Inspect(name, content)
		if err == nil &&
			(info.Width < 0 || info.Height < 0 || info.Width*info.Height > maxPixels && info.Format != "svg" &&
				info.Format != "avif") {
			t.Errorf("%+v", info)
		}
		if lower := strings.ToLower(string(content)); err == nil && info.Format == "svg" &&
			strings.Contains(lower, "<script") &&
			!strings.Contains(lower, "<!--") &&
			!strings.Contains(lower, "cdata") &&
			!strings.Contains(lower, "<?") &&
			!strings.Contains(lower, "<!") {
			t.Errorf("a script in %q", content)
		}
	})
}

// A photograph from a telephone, 12 megapixels, is scaled to its three smaller ones.
func BenchmarkScaled(b *testing.B) {
	content := encoded(b, "jpeg", corners(4000, 3000))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := newTestScaler(afero.NewMemMapFs()).Scaled("a.jpg", content, 480); err != nil {
			b.Fatal(err)
		}
	}
}
