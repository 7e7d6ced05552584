package images

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"sync"

	"github.com/spf13/afero"
	"golang.org/x/image/draw"
)

// quality of JPEG files, enough for photographs of rooms and people.
const quality = 82

// encoderVersion is part of the names of smaller pictures. Raise it whenever their bytes
// change.
const encoderVersion = "1"

// Fingerprint returns what identifies the smaller copies of a picture.
func Fingerprint(content []byte) string {
	h := sha256.New()
	h.Write([]byte("coursemark-image/" + encoderVersion + "\n"))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil)[:10])
}

// Scaler makes smaller pictures and keeps them in a cache folder, so that an unchanged
// picture is encoded only once. It is safe for concurrent use.
type Scaler struct {
	cache afero.Fs
	write func(name string, content []byte) error

	one sync.Mutex // decoded pictures are large: one at a time
}

// NewScaler returns a Scaler with a cache folder. write must put a file into that
// folder whole or not at all; if it fails, the picture is made again next time.
func NewScaler(cache afero.Fs, write func(name string, content []byte) error) *Scaler {
	return &Scaler{cache: cache, write: write}
}

// Scaled returns a picture in one of its Widths. If the smaller picture would have more
// bytes than the picture itself, it returns the picture itself.
func (s *Scaler) Scaled(name string, content []byte, width int) ([]byte, error) {
	info, err := Inspect(name, content)
	if err != nil {
		return nil, err
	}
	file := func(width int) string { return fmt.Sprintf("%s-%d", Fingerprint(content), width) }
	s.one.Lock()
	defer s.one.Unlock()
	if kept, ok := s.cached(file(width), width, content, info); ok {
		return kept, nil
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, &Problem{damagedPicture.With(name, err)}
	}
	picture = upright(picture, info)
	var wanted []byte
	// Each is made from the next larger one, which is faster and looks the same.
	for _, w := range slices.Backward(info.Widths()) {
		picture = scaled(picture, w, info)
		encoded, err := encode(picture, info.Format)
		if err != nil {
			return nil, err
		}
		if len(encoded) >= len(content) && info.orientation == 1 {
			encoded = content
		}
		_ = s.write(file(w), encoded) // if it fails, the next build only takes longer
		if w == width {
			wanted = encoded
		}
	}
	if wanted == nil {
		return nil, fmt.Errorf("the picture %s has no version of %d pixels", name, width)
	}
	return wanted, nil
}

// cached returns a smaller picture from the cache. A cache may be damaged: it checks at
// least the format and width.
func (s *Scaler) cached(file string, width int, content []byte, info Info) (kept []byte, ok bool) {
	kept, err := afero.ReadFile(s.cache, file)
	if err != nil {
		return nil, false
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(kept))
	return kept, err == nil && format == info.Format && (c.Width == width || bytes.Equal(kept, content))
}

// scaled returns a picture in another width.
func scaled(picture image.Image, width int, info Info) image.Image {
	height := max(1, (width*info.Height+info.Width/2)/info.Width)
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.CatmullRom.Scale(out, out.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return out
}

func encode(picture image.Image, format string) ([]byte, error) {
	var b bytes.Buffer
	var err error
	if format == "jpeg" {
		err = jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality})
	} else {
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		err = encoder.Encode(&b, picture)
	}
	return b.Bytes(), err
}

// upright returns a photograph turned as the camera was held.
func upright(picture image.Image, info Info) image.Image {
	if info.orientation == 1 {
		return picture
	}
	return &view{picture, info}
}

// view is a picture turned or mirrored by its orientation: Exif 2.32, tag Orientation.
type view struct {
	image.Image
	info Info
}

func (v *view) Bounds() image.Rectangle { return image.Rect(0, 0, v.info.Width, v.info.Height) }

func (v *view) At(x, y int) color.Color {
	w, h := v.info.Width-1, v.info.Height-1
	switch v.info.orientation {
	case 2:
		x = w - x
	case 3:
		x, y = w-x, h-y
	case 4:
		y = h - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, w-x
	case 7:
		x, y = h-y, w-x
	case 8:
		x, y = h-y, x
	}
	b := v.Image.Bounds()
	return v.Image.At(b.Min.X+x, b.Min.Y+y)
}
