package render

import "html/template"

// Glossary is the page of all terms.
type Glossary struct {
	Page
	Terms []Term
}

// Term is an entry of the glossary.
type Term struct {
	ID         string // HTML ID of its entry, on the glossary's page and on pages that name it
	Link              // to that entry
	Definition template.HTML
	Aliases    []string
	SeeAlso    []Link
	Pages      []Link // pages that name it
}

// Bibliography is the page of all works that the site cites.
type Bibliography struct {
	Page
	Works []Work
}

// Work is a work with the pages that cite it.
type Work struct {
	Reference
	Pages []Link
}

// Role is the page that lists what a role needs.
type Role struct {
	Page
	Note    string
	Minutes int
	Needs   []Need
	Also    []ModuleCard // modules for the role that teach none of its needs
}

// Need is a competency that a role requires.
type Need struct {
	ID            string
	Title         string
	Statement     string
	Level         string
	DueWithinDays int // days after starting in the role; 0 = no deadline
	Modules       []ModuleCard
}
