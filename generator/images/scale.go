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

// quality of JPEG files: what photographs of rooms and people need on a page.
const quality = 82

// encoderVersion is part of the names of smaller pictures: raise it where other
// bytes come out.
const encoderVersion = "1"

// Fingerprint identifies the smaller pictures of a picture.
func Fingerprint(content []byte) string {
	h := sha256.New()
	h.Write([]byte("coursemark-image/" + encoderVersion + "\n"))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil)[:10])
}

// Scaler makes smaller pictures, and keeps them in a folder, so that an
// unchanged picture is encoded once. It is safe for concurrent use.
type Scaler struct {
	cache afero.Fs
	write func(name string, content []byte) error

	one sync.Mutex // decoded pictures are large: one at a time
}

// NewScaler makes a Scaler over a cache folder. write puts a file into that
// folder whole or not at all; where it fails, the picture is made again next time.
func NewScaler(cache afero.Fs, write func(name string, content []byte) error) *Scaler {
	return &Scaler{cache: cache, write: write}
}

// Scaled returns a picture in one of its Widths. A smaller picture of more bytes
// than the picture itself is of no use: then it is the picture itself.
func (s *Scaler) Scaled(name string, content []byte, width int) ([]byte, error) {
	info, err := Inspect(name, content)
	if err != nil {
		return nil, err
	}
	file := func(width int) string { return fmt.Sprintf("%s-%d", Fingerprint(content), width) }
	s.one.Lock()
	defer s.one.Unlock()
	if kept, err := afero.ReadFile(s.cache, file(width)); err == nil {
		// A cache may be damaged: at least it must be a picture of that width.
		c, format, err := image.DecodeConfig(bytes.NewReader(kept))
		if err == nil && format == info.Format && (c.Width == width || bytes.Equal(kept, content)) {
			return kept, nil
		}
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, &Problem{damagedPicture.With(name, err)}
	}
	picture = turned(picture, info)
	var wanted []byte
	// Each is made of the next larger one: that is faster, and looks the same.
	for _, w := range slices.Backward(info.Widths()) {
		picture = scaled(picture, w, info)
		encoded, err := encode(picture, info.Format)
		if err != nil {
			return nil, err
		}
		if len(encoded) >= len(content) && info.orientation == 1 {
			encoded = content
		}
		_ = s.write(file(w), encoded) // without a cache it only takes longer
		if w == width {
			wanted = encoded
		}
	}
	if wanted == nil {
		return nil, fmt.Errorf("the picture %s has no version of %d pixels", name, width)
	}
	return wanted, nil
}

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

// turned shows a photograph as the camera was held.
func turned(picture image.Image, info Info) image.Image {
	if info.orientation == 1 {
		return picture
	}
	return &view{picture, info}
}

// view is a picture that is turned or mirrored; Exif 2.32, tag Orientation.
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
