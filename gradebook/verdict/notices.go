package verdict

// Notices say what a reader should know about a run as a whole. The comment beside each
// names its arguments, or explains it.
const (
	Provisional          Code = "provisional"            // nobody adopted the standards
	ShowsSome            Code = "shows-some"             // people in the matrix, people in the roster
	PublicBanks          Code = "public-banks"           // how many: their answers can be looked up
	NothingCameIn        Code = "nothing-came-in"        // there was no file to read
	StaffIDsTyped        Code = "staff-ids-typed"        // no code confirms them
	NoRegister           Code = "no-register"            // of receipt
	RegisterAcceptedNone Code = "register-accepted-none" // no record was accepted that could stand in it
	RegisterListsNone    Code = "register-lists-none"    // of the records
	RegisterListsAll     Code = "register-lists-all"     // how many records
	RegisterListsSome    Code = "register-lists-some"    // how many, of how many
	ReceivedOnly         Code = "received-only"          // attempts that were not received are gaps
	ObserversUnchecked   Code = "observers-unchecked"    // there is no register of assessors
	ObserversChecked     Code = "observers-checked"      // by the register of assessors
	ObservationsHandedIn Code = "observations-handed-in" // by observers, under typed IDs
	MinutesPlanned       Code = "minutes-planned"        // by authors; nobody measured them
	ExceptionsDecided    Code = "exceptions-decided"     // how many
	CasesOpen            Code = "cases-open"             // how many
	BankIdle             Code = "bank-idle"              // accepted attempts, quiz bank: no rule names it
	ScenarioIdle         Code = "scenario-idle"          // accepted attempts, scenario: no rule names it
	EarlierIsLater       Code = "earlier-is-later"       // date of the earlier matrix, date of this one
	ComparedInPart       Code = "compared-in-part"       // one of the two matrices shows only some of the staff
)

// Notices of an item analysis.
const (
	ContainsAnswers     Code = "contains-answers"
	FewAnswers          Code = "few-answers"          // items with fewer, of all items, the bound
	AllAttempts         Code = "all-attempts"         // later ones count too
	LaterLeftOut        Code = "later-left-out"       // how many
	FirstMissing        Code = "first-missing"        // people whose first attempt was not received
	EverybodyCounted    Code = "everybody-counted"    // there is no roster
	RevisionsUndeclared Code = "revisions-undeclared" // how many
)

// Hints say what to look at in an item.
const (
	NeverAsked          Code = "never-asked"
	ItemVoid            Code = "item-void"             // a correction took it out, or gave credit to all
	WorksBackwards      Code = "works-backwards"       // the better people do, the worse they do here
	WorksBackwardsBy    Code = "works-backwards-by"    // the option that attracts those who do well
	HardlyAnybody       Code = "hardly-anybody"        // gets it
	HardlyAnybodyChosen Code = "hardly-anybody-chosen" // the wrong option that is chosen most often
	MayBeChance         Code = "may-be-chance"         // how many answers there are
)
