package tomlfile

import (
	"reflect"
	"strings"
	"time"
)

// Key describes a key to authors.
type Key struct {
	Description string
	Enum        []string // the values that there are, where there are few
}

// Schema returns the JSON Schema (draft 2020-12) of what Decode takes for a type,
// for editors that complete and check TOML. about describes a key by its path
// without indexes, "questions.options.text"; ok false leaves the description out.
func Schema(title string, of any, about func(path string) (Key, bool)) map[string]any {
	s := schema(reflect.TypeOf(of), nil, about)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = title
	return s
}

// schema mirrors check: it offers exactly what check accepts.
func schema(t reflect.Type, path []string, about func(string) (Key, bool)) map[string]any {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	s := map[string]any{}
	switch {
	case t == reflect.TypeOf(time.Time{}):
		s["type"], s["format"] = "string", "date" // what editors make of a TOML date
	case t.Kind() == reflect.Struct:
		properties := map[string]any{}
		for i := range t.NumField() {
			if name := tagName(t.Field(i)); name != "" {
				properties[name] = schema(t.Field(i).Type, append(path[:len(path):len(path)], name), about)
			}
		}
		s["type"], s["properties"], s["additionalProperties"] = "object", properties, false
	case t.Kind() == reflect.Map:
		s["type"], s["additionalProperties"] = "object", schema(t.Elem(), path, about)
	case t.Kind() == reflect.Slice:
		s["type"], s["items"] = "array", schema(t.Elem(), path, func(p string) (Key, bool) {
			k, ok := about(p)
			if p == strings.Join(path, ".") {
				k.Description = "" // it stands at the list
			}
			return k, ok
		})
	case t.Kind() == reflect.String:
		s["type"] = "string"
	case t.Kind() == reflect.Bool:
		s["type"] = "boolean"
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		s["type"] = "integer"
	case t.Kind() == reflect.Float64:
		s["type"] = "number"
	}
	if k, ok := about(strings.Join(path, ".")); ok && len(path) > 0 {
		if k.Description != "" {
			s["description"] = k.Description
		}
		if len(k.Enum) > 0 && t.Kind() == reflect.String {
			s["enum"] = k.Enum
		}
	}
	return s
}
