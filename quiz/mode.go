package quiz

// Mode says whether a bank counts.
type Mode string

const (
	Assessed Mode = "assessed" // counts; its answer keys are never published
	Practice Mode = "practice" // never counts; its answer keys are published
)

// Exposure says whether learners can find a bank's answers outside the site.
type Exposure string

const (
	Private Exposure = "private"
	Public  Exposure = "public"
)
