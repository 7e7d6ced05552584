package render

// PracticePage holds practice questions of a module: those of its banks for
// practice, and those of its lessons. A module with many has several.
type PracticePage struct {
	Page
	ID     string // of the module
	Module Link
	Part   int // of its pages of practice questions, from 1
	Of     int
	Groups []PracticeGroup
}

// PracticeGroup is what comes from one bank or lesson.
type PracticeGroup struct {
	Title     string // of a bank
	Lesson    *Link  // that holds them too; nil of a bank
	Questions []Practice
}
