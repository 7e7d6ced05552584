package generator

import (
	"path"

	"github.com/spf13/afero"

	"github.com/coursemark/coursemark/generator/images"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/project"
)

const imageCache = stateFolder + "/cache/images"

// newScaler returns what makes smaller pictures and keeps them in the project's cache.
func newScaler(p *project.Project) *images.Scaler {
	return images.NewScaler(afero.NewBasePathFs(p.Files, imageCache), func(name string, content []byte) error {
		if err := p.Files.MkdirAll(imageCache, 0o755); err != nil {
			return err
		}
		return files.Replace(p.Files, path.Join(imageCache, name), content)
	})
}
