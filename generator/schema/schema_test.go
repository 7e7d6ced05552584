package schema

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/coursemark/coursemark/internal/tomlfile"
)

// Every key has a description, and every description has a key.
func TestEveryKeyIsExplained(t *testing.T) {
	schemas, err := All()
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]map[string]tomlfile.Key{
		"bank":         bankKeys(),
		"config":       configKeys(),
		"framework":    frameworkKeys(),
		"front-matter": frontKeys(),
		"glossary":     glossaryKeys(),
	}
	seen := map[string]map[string]bool{}
	for _, s := range schemas {
		var root map[string]any
		if err := json.Unmarshal(s.JSON, &root); err != nil {
			t.Fatal(err)
		}
		seen[s.Name] = map[string]bool{}
		walk(t, s.Name, "", root, seen[s.Name])
	}
	for name, keys := range explained {
		for k := range keys {
			if !seen[name][k] {
				t.Errorf("%s: %q is explained but is not a key", name, k)
			}
		}
	}
}

func walk(t *testing.T, schema, path string, node map[string]any, seen map[string]bool) {
	if path != "" {
		seen[path] = true
		if d, _ := node["description"].(string); d == "" {
			t.Errorf("%s: %q is not explained", schema, path)
		}
	}
	object := node
	for {
		next, ok := object["items"].(map[string]any)
		if !ok {
			next, ok = object["additionalProperties"].(map[string]any)
		}
		if !ok {
			break
		}
		object = next
	}
	properties, _ := object["properties"].(map[string]any)
	for name, p := range properties {
		at := name
		if path != "" {
			at = path + "." + name
		}
		walk(t, schema, at, p.(map[string]any), seen)
	}
}

// An editor can compile the schemas.
func TestSchemasAreSchemas(t *testing.T) {
	schemas, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range schemas {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.JSON))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(s.Name, doc); err != nil {
			t.Fatal(err)
		}
		compiled, err := c.Compile(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(map[string]any{"titel": "x"}); err == nil {
			t.Errorf("%s takes a misspelt key", s.Name)
		}
	}
}
