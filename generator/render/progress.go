package render

import "strings"

// Progress is the my-progress page.
type Progress struct {
	Page
	Modules []ModuleCard // of all courses
	Lessons []LessonCard // of all modules
}

// ProgressGroup is a module with its lessons, as the my-progress page shows it.
type ProgressGroup struct {
	Module  ModuleCard
	Lessons []LessonCard
}

// Groups returns every module with its lessons. A lesson's ID begins with the ID of its
// module.
func (p *Progress) Groups() []ProgressGroup {
	groups := make([]ProgressGroup, len(p.Modules))
	place := make(map[string]int, len(p.Modules))
	for i, m := range p.Modules {
		groups[i].Module = m
		place[m.ID] = i
	}
	for _, l := range p.Lessons {
		if slash := strings.LastIndexByte(l.ID, '/'); slash >= 0 {
			if i, ok := place[l.ID[:slash]]; ok {
				groups[i].Lessons = append(groups[i].Lessons, l)
			}
		}
	}
	return groups
}
