package competence

// What the tests of other packages' words are made with.
var (
	Ward       = framework
	AttemptAt  = attempt
	ObservedAs = observed
)
