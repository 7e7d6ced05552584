// Package images inspects the pictures of a course and makes smaller ones for small
// screens. A picture is measured before it is decoded, because a small file can claim
// to be huge; a picture that is not what its name says is reported to its author.
package images

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image"
	_ "image/gif" // the formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"io"
	"math"
	"path"
	"strconv"
	"strings"

	_ "golang.org/x/image/webp"

	"github.com/coursemark/coursemark/internal/diag"
)

// Bounds of a picture.
const (
	MaxSize     = 64 << 20   // bytes
	maxPixels   = 50_000_000 // four bytes each while it is scaled
	maxSVG      = 4 << 20
	maxSVGDepth = 200
)

// widths are the widths of the smaller pictures in pixels: for a phone, a phone with
// double resolution, and the text column on a screen with double resolution.
var widths = [...]int{480, 960, 1440}

// Info is what the bytes of a picture say about it.
type Info struct {
	Format        string // jpeg, png, gif, webp, avif, svg
	Width, Height int    // in pixels, as the picture is shown; 0 if unknown
	Located       bool   // it says where it was taken

	orientation int // EXIF, 1 to 8
}

// Is reports whether a file with that name is a picture.
func Is(name string) bool { return formatOf(name) != "" }

func formatOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg":
		return "jpeg"
	case ".png":
		return "png"
	case ".gif":
		return "gif"
	case ".webp":
		return "webp"
	case ".avif":
		return "avif"
	case ".svg":
		return "svg"
	}
	return ""
}

// Problem is an error that says what is wrong with a picture.
type Problem struct{ diag.Message }

// Error returns what is wrong, in English.
func (p *Problem) Error() string { return p.What() }

// Inspect reads the format and size of a picture without decoding it. The error is a *Problem.
func Inspect(name string, content []byte) (Info, error) {
	wanted := formatOf(name)
	info := Info{Format: wanted, orientation: 1}
	base := path.Base(name)
	var err error
	switch wanted {
	case "svg":
		return info, info.readSVG(base, content)
	case "avif":
		err = info.readAVIF(content)
	default:
		var c image.Config
		c, info.Format, err = image.DecodeConfig(bytes.NewReader(content))
		info.Width, info.Height = c.Width, c.Height
	}
	switch {
	case err != nil || wanted == "":
		return info, &Problem{unreadablePicture.With(base)}
	case info.Format != wanted:
		ending := map[string]string{"jpeg": ".jpg"}[info.Format]
		ending = cmp.Or(ending, "."+info.Format)
		name := strings.TrimSuffix(base, path.Ext(base)) + ending
		return info, &Problem{otherFormat.With(base, strings.ToUpper(info.Format), name)}
	case info.Width*info.Height > maxPixels:
		return info, &Problem{tooManyPixels.With(base, info.Width*info.Height/1_000_000, maxPixels/1_000_000)}
	case info.Format == "jpeg":
		info.readEXIF(content)
	}
	return info, nil
}

// Widths returns the widths of the smaller pictures that are worth making, ascending.
func (i Info) Widths() []int {
	if i.Format != "jpeg" && i.Format != "png" {
		return nil // Scaler cannot write the others
	}
	var list []int
	for _, w := range widths {
		if w < i.Width {
			list = append(list, w)
		}
	}
	return list
}

// readEXIF reads how the camera was held, and whether the picture says where it was
// taken. Metadata that cannot be read are ignored. CIPA DC-008 (Exif 2.32), 4.5 and
// 4.6.
func (i *Info) readEXIF(content []byte) {
	for at := 2; at+4 <= len(content) && content[at] == 0xff && content[at+1] != 0xda; {
		size := int(binary.BigEndian.Uint16(content[at+2:]))
		end := at + 2 + size
		if size < 2 || end > len(content) {
			return
		}
		if tiff, ok := bytes.CutPrefix(content[at+4:end], []byte("Exif\x00\x00")); ok && content[at+1] == 0xe1 {
			i.readTIFF(tiff)
			return
		}
		at = end
	}
}

// readTIFF reads the first directory of Exif metadata.
func (i *Info) readTIFF(tiff []byte) {
	const (
		tagOrientation = 0x0112
		tagGPS         = 0x8825
	)
	if len(tiff) < 8 {
		return
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return
	}
	entries := int(order.Uint16(tiff[at:]))
	for n := range entries {
		entry := at + 2 + int64(n)*12
		if entry+12 > int64(len(tiff)) {
			return
		}
		switch order.Uint16(tiff[entry:]) {
		case tagOrientation:
			if o := int(order.Uint16(tiff[entry+8:])); o >= 1 && o <= 8 {
				i.orientation = o
			}
		case tagGPS:
			i.Located = true
		}
	}
	if i.orientation >= 5 { // browsers turn it by a quarter
		i.Width, i.Height = i.Height, i.Width
	}
}

// readAVIF reads the size from the property ispe (ISO/IEC 23008-12, 6.5.3). A file may
// hold several pictures; the largest is the one that is shown.
func (i *Info) readAVIF(content []byte) error {
	head := content[:min(len(content), 4096)]
	if len(head) < 12 || string(head[4:8]) != "ftyp" || !bytes.Contains(head[8:min(len(head), 64)], []byte("avi")) {
		return errors.New("not AVIF")
	}
	for {
		_, after, found := bytes.Cut(head, []byte("ispe"))
		if !found || len(after) < 12 {
			return nil
		}
		if w := binary.BigEndian.Uint32(after[4:]); w < 1<<16 && int(w) > i.Width {
			i.Width, i.Height = int(w), int(binary.BigEndian.Uint32(after[8:])&0xffff)
		}
		head = after
	}
}

// readSVG reads the size of a drawing. It refuses drawings with active content:
// a browser that opens one by itself runs its scripts in the name of the site.
func (i *Info) readSVG(base string, content []byte) error {
	if len(content) > maxSVG {
		return &Problem{drawingTooLarge.With(base, len(content)>>20, maxSVG>>20)}
	}
	d := drawing{info: i, decoder: xml.NewDecoder(bytes.NewReader(content))}
	d.decoder.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	if refusal := d.read(); refusal != nil {
		return &Problem{refusal.With(base)}
	}
	return nil
}

// drawing is an SVG file that is being read.
type drawing struct {
	info    *Info
	decoder *xml.Decoder
	depth   int
	root    bool // the first element has been read
}

// read reads a drawing to its end. It returns why the drawing is refused, or nil.
func (d *drawing) read() *diag.Kind {
	for {
		token, err := d.decoder.Token()
		if errors.Is(err, io.EOF) && d.root {
			return nil
		}
		if err != nil {
			return &unreadableDrawing
		}
		if refusal := d.token(token); refusal != nil {
			return refusal
		}
	}
}

func (d *drawing) token(token xml.Token) *diag.Kind {
	switch t := token.(type) {
	case xml.Directive:
		if strings.Contains(strings.ToUpper(string(t)), "<!ENTITY") {
			return &drawingWithEntities
		}
	case xml.ProcInst:
		if strings.Contains(t.Target, "stylesheet") {
			return &drawingWithForeignStyle
		}
	case xml.EndElement:
		d.depth--
	case xml.StartElement:
		return d.element(t)
	}
	return nil
}

func (d *drawing) element(t xml.StartElement) *diag.Kind {
	if d.depth++; d.depth > maxSVGDepth {
		return &drawingTooDeep
	}
	switch name := strings.ToLower(t.Name.Local); {
	case !d.root && name != "svg":
		return &unreadableDrawing
	case name == "script", name == "handler", name == "listener":
		return &drawingWithScript
	case name == "foreignobject", name == "iframe", name == "embed", name == "object":
		return &drawingWithPage
	}
	if !d.root {
		d.info.sizeOf(t)
	}
	d.root = true
	for _, a := range t.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Value))
		key := strings.ToLower(a.Name.Local)
		switch {
		case strings.HasPrefix(key, "on"):
			return &drawingWithScript
		case key == "href" && !staysInside(value):
			return &drawingWithLink
		}
	}
	return nil
}

// staysInside reports whether an address stays within the drawing.
func staysInside(href string) bool {
	return href == "" || strings.HasPrefix(href, "#") || strings.HasPrefix(href, "data:image/png") ||
		strings.HasPrefix(href, "data:image/jpeg")
}

// svgWidth is the width in pixels of a drawing that does not state its own.
const svgWidth = 720

// pixels reads a CSS length in pixels; 0 if it is relative or not a length.
func pixels(length string) float64 {
	length = strings.ToLower(strings.TrimSpace(length))
	for unit, pixels := range map[string]float64{"px": 1, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "pt": 96.0 / 72,
		"pc": 16} {
		if number, ok := strings.CutSuffix(length, unit); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			if err != nil {
				return 0
			}
			return n * pixels
		}
	}
	n, err := strconv.ParseFloat(length, 64)
	if err != nil {
		return 0
	}
	return n
}

// sizeOf reads the size from the root element of a drawing.
func (i *Info) sizeOf(root xml.StartElement) {
	sides := map[string]float64{}
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "width", "height":
			sides[a.Name.Local] = pixels(a.Value)
		case "viewBox":
			box := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' })
			if len(box) != 4 {
				continue
			}
			for k, name := range map[int]string{2: "boxwidth", 3: "boxheight"} {
				if n, err := strconv.ParseFloat(box[k], 64); err == nil {
					sides[name] = n
				}
			}
		}
	}
	whole := func(n float64) int {
		if !(n >= 1 && n < 1<<15) {
			return 0
		}
		return int(math.Round(n))
	}
	i.Width, i.Height = whole(sides["width"]), whole(sides["height"])
	if w, h := sides["boxwidth"], sides["boxheight"]; (i.Width == 0 || i.Height == 0) && w > 0 && h > 0 {
		// A drawing that states no size is as wide as the text.
		i.Width, i.Height = svgWidth, whole(svgWidth*h/w)
	}
	if i.Width == 0 || i.Height == 0 {
		i.Width, i.Height = 0, 0
	}
}
