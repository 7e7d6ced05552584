package render

// PracticePage is a page of a module's practice questions, from its practice banks and
// its lessons. A module with many questions has several such pages.
type PracticePage struct {
	Page
	ID     string // of the module
	Module Link
	Part   int // number of this page, from 1
	Of     int
	Groups []PracticeGroup
}

// PracticeGroup is the questions of one bank or lesson.
type PracticeGroup struct {
	Title     string // of a bank
	Lesson    *Link  // the lesson that holds them too; nil for a bank
	Questions []Practice
}
