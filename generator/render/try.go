package render

import (
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strings"

	"github.com/coursemark/coursemark/quiz"
)

// try renders made-up pages of every kind with every field filled, once with all
// booleans true and once with all of them false. It reports the errors.
func (r *Renderer) try(kinds []Kind, report func(error)) {
	for _, yes := range []bool{true, false} {
		m := maker{yes: yes, language: r.words.Language}
		navigation, err := r.Navigation(m.of(&Navigation{}).(*Navigation))
		if err != nil {
			report(err)
		}
		for _, question := range m.of(&PracticeGroup{}).(*PracticeGroup).Questions {
			if _, err := r.Practice(&question); err != nil {
				report(err)
			}
		}
		for _, kind := range kinds {
			page := m.of(kind.Page).(Document)
			common := page.common()
			common.Kind, common.Navigation = kind.Name, navigation
			if err := r.Render(io.Discard, page); err != nil {
				report(err)
			}
		}
	}
}

// maker makes up values with every field filled. The tag `try` of a field says with
// what; if it lists several values (a|b), a list has one element for each.
type maker struct {
	yes      bool
	language string
}

// of returns a filled value of the same type as like, which is a pointer to a struct.
func (m maker) of(like any) any {
	made := reflect.New(reflect.TypeOf(like).Elem())
	m.fill(made.Elem(), "", 0)
	return made.Interface()
}

// fill fills a value. n is its index in a list, or 0.
func (m maker) fill(v reflect.Value, tag string, n int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(m.text(v.Type(), tag, n))
	case reflect.Bool:
		v.SetBool(m.yes)
	case reflect.Int:
		v.SetInt(int64(n + 2))
	case reflect.Float64:
		v.SetFloat(80)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		m.fill(v.Elem(), tag, n)
	case reflect.Struct:
		for i := range v.NumField() { // all are exported
			m.fill(v.Field(i), v.Type().Field(i).Tag.Get("try"), n)
		}
	case reflect.Slice:
		count := variants(v.Type().Elem())
		v.Set(reflect.MakeSlice(v.Type(), count, count))
		for i := range count {
			m.fill(v.Index(i), tag, i)
		}
	default:
		panic(fmt.Sprintf("pages have no fields of type %s", v.Type())) // a fault of this package
	}
}

func (m maker) text(t reflect.Type, tag string, n int) string {
	switch {
	case t == reflect.TypeFor[quiz.Type]():
		return quiz.Types()[n%len(quiz.Types())]
	case t == reflect.TypeFor[template.HTML]():
		return "<p>text</p>"
	case tag == "language":
		return m.language
	case tag != "":
		values := strings.Split(tag, "|")
		return values[n%len(values)]
	}
	return "text"
}

// variants returns how many elements a list needs to have one with each value of `try`.
// It is at least two, so that what comes between elements is tried too.
func variants(t reflect.Type) int {
	most := 2
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return most
	}
	for i := range t.NumField() {
		field := t.Field(i)
		switch {
		case field.Type == reflect.TypeFor[quiz.Type]():
			most = max(most, len(quiz.Types()))
		case field.Type.Kind() == reflect.Struct, field.Type.Kind() == reflect.Pointer:
			most = max(most, variants(field.Type))
		default:
			most = max(most, 1+strings.Count(field.Tag.Get("try"), "|"))
		}
	}
	return most
}
