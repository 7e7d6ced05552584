// Package standards reads and checks what staff are measured against: frameworks of
// competencies and indicators, the scale, the kinds of evidence, rules and roles.
// docs/formats/framework.md specifies the file and how levels follow from it.
package standards

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/tomlfile"
)

// Kind is a kind of evidence.
type Kind string

const (
	Quiz       Kind = "quiz"       // knowledge questions
	Vignette   Kind = "vignette"   // questions on described cases
	Scenario   Kind = "scenario"   // an assessed branching conversation
	Simulation Kind = "simulation" // observed in a simulation
	Practice   Kind = "practice"   // observed in practice
	Written    Kind = "written"    // marked by an assessor against a rubric
	Rating     Kind = "rating"     // a self-rating: never counts towards a score
)

// Scope says whose duty an indicator is.
type Scope string

const (
	Person Scope = "person"
	Team   Scope = "team"
	Agency Scope = "agency"
)

// Framework is a set of standards as written.
type Framework struct {
	ID           string       `toml:"id" json:"id"`
	Version      string       `toml:"version" json:"version"`
	Title        string       `toml:"title" json:"title"`
	Publisher    string       `toml:"publisher" json:"publisher"`
	Licence      string       `toml:"licence" json:"licence"`
	Note         string       `toml:"note" json:"note"`
	AdoptedBy    string       `toml:"adopted_by" json:"adopted_by"` // "" = PROVISIONAL
	AdoptedOn    time.Time    `toml:"adopted_on" json:"adopted_on"`
	Citations    []Citation   `toml:"citations" json:"citations"`
	Levels       []Level      `toml:"levels" json:"levels"`     // ascending from 0
	Evidence     []KindRule   `toml:"evidence" json:"evidence"` // the kinds and their defaults
	Validity     Validity     `toml:"validity" json:"validity"` // the default
	Domains      []Domain     `toml:"domains" json:"domains"`
	Competencies []Competency `toml:"competencies" json:"competencies"`
	Roles        []Role       `toml:"roles" json:"roles"`

	File *tomlfile.File `toml:"-" json:"-"`
}

// Citation names a work or an accreditation body's standard, by edition.
type Citation struct {
	ID        string `toml:"id" json:"id"`
	Body      string `toml:"body" json:"body"`
	Edition   string `toml:"edition" json:"edition"`
	Reference string `toml:"reference" json:"reference"`
}

// Level is a step of the scale.
type Level struct {
	Ordinal    int    `toml:"ordinal" json:"ordinal"`
	ID         string `toml:"id" json:"id"`
	Label      string `toml:"label" json:"label"`
	Descriptor string `toml:"descriptor" json:"descriptor"`
	Proficient bool   `toml:"proficient" json:"proficient"`
}

// Cut is the lowest percentage of a level.
type Cut struct {
	Level   int     `toml:"level" json:"level"`
	Percent float64 `toml:"percent" json:"percent"`
}

// Provenance says who set a cut, when and how. Without SetBy it is provisional.
type Provenance struct {
	SetBy  string    `toml:"set_by" json:"set_by"`
	SetOn  time.Time `toml:"set_on" json:"set_on"`
	Method string    `toml:"method" json:"method"`
}

// Policy picks among the attempts of a person at a bank.
type Policy string

const (
	Latest   Policy = "latest"
	Best     Policy = "best"
	First    Policy = "first"
	Average  Policy = "average"
	Decaying Policy = "decaying"  // weight·latest + (1−weight)·mean(earlier)
	NMastery Policy = "n-mastery" // mean of the attempts at or above mastery; none if fewer than n
)

// KindRule is how a kind of evidence is turned into a level.
type KindRule struct {
	Kind       Kind       `toml:"kind" json:"kind"`
	Label      string     `toml:"label" json:"label"`
	MaxLevel   int        `toml:"max_level" json:"max_level"`
	MinItems   int        `toml:"min_items" json:"min_items"`
	Attempts   Policy     `toml:"attempts" json:"attempts"`
	Weight     float64    `toml:"weight" json:"weight"`   // decaying; 0.65 where absent
	Mastery    float64    `toml:"mastery" json:"mastery"` // n-mastery, percent
	N          int        `toml:"n" json:"n"`             // n-mastery
	Reason     string     `toml:"reason" json:"reason"`   // why "best"
	Cuts       []Cut      `toml:"cuts" json:"cuts"`       // ascending
	Provenance Provenance `toml:"provenance" json:"provenance"`
}

// Mode is a mode of validity, after Totara.
type Mode string

const (
	Completion Mode = "completion" // done + period
	Expiry     Mode = "expiry"     // previous expiry + period while renewed inside the window
	Fixed      Mode = "fixed"      // base date + k periods
)

// Validity says how long a level holds.
type Validity struct {
	Mode       Mode      `toml:"mode" json:"mode"`
	Months     int       `toml:"months" json:"months"` // calendar months; 0 = does not expire
	WindowDays int       `toml:"window_days" json:"window_days"`
	BaseDate   time.Time `toml:"base_date" json:"base_date"` // fixed only
}

// Domain groups competencies for display.
type Domain struct {
	ID    string `toml:"id" json:"id"`
	Title string `toml:"title" json:"title"`
}

// Competency is what a level is given for.
type Competency struct {
	ID         string      `toml:"id" json:"id"`
	Domain     string      `toml:"domain" json:"domain"`
	Title      string      `toml:"title" json:"title"`
	Statement  string      `toml:"statement" json:"statement"`
	Citations  []string    `toml:"citations" json:"citations"`
	Rule       *Rule       `toml:"rule" json:"rule"` // nil: not graded
	Indicators []Indicator `toml:"indicators" json:"indicators"`
}

// Indicator is one observable thing that a competency consists of.
type Indicator struct {
	ID         string `toml:"id" json:"id"`
	Text       string `toml:"text" json:"text"`
	Source     string `toml:"source" json:"source"` // a citation
	Scope      Scope  `toml:"scope" json:"scope"`
	ReplacedBy string `toml:"replaced_by" json:"replaced_by"`
}

// Rule says which evidence a competency demands and how it is judged.
type Rule struct {
	Demands [][]Kind `toml:"demands" json:"demands"` // all of these; any of the kinds inside each
	Banks   []string `toml:"banks" json:"banks"`     // banks whose questions count
	// Vignettes are those of the banks whose questions describe cases: evidence of
	// kind vignette, the others of kind quiz.
	Vignettes []string `toml:"vignettes" json:"vignettes,omitempty"`
	// Scenarios are those of the banks that are assessed scenarios: evidence of kind
	// scenario.
	Scenarios []string `toml:"scenarios" json:"scenarios,omitempty"`
	// RefusePublic keeps attempts from counting if anybody can look up the answers of
	// their bank.
	RefusePublic bool              `toml:"refuse_public" json:"refuse_public,omitzero"`
	Mandatory    []Mandatory       `toml:"mandatory" json:"mandatory"`
	Assessor     string            `toml:"assessor" json:"assessor"`
	Validity     *Validity         `toml:"validity" json:"validity"`
	Kinds        map[Kind]KindRule `toml:"kinds" json:"kinds"` // overrides: members that are not zero
}

// Mandatory caps the level while an indicator's items are below a percentage.
type Mandatory struct {
	Indicator string  `toml:"indicator" json:"indicator"`
	Percent   float64 `toml:"percent" json:"percent"`
	Cap       int     `toml:"cap" json:"cap"`
}

// Role is what a member of staff is employed as.
type Role struct {
	ID       string        `toml:"id" json:"id"`
	Title    string        `toml:"title" json:"title"`
	Note     string        `toml:"note" json:"note"`
	Requires []Requirement `toml:"requires" json:"requires"`
}

// Requirement is a level that a role must reach.
type Requirement struct {
	Competency    string `toml:"competency" json:"competency"`
	Level         int    `toml:"level" json:"level"`
	DueWithinDays int    `toml:"due_within_days" json:"due_within_days"`
	SupervisedOK  bool   `toml:"supervised_ok" json:"supervised_ok"`
}

// Parse reads a framework and reports every fault of it. Banks that rules name
// are checked by the generator, which knows them. The Framework is never nil.
func Parse(file string, source []byte) (*Framework, diag.List) {
	f := &Framework{}
	tf, faults := tomlfile.Decode(file, source, f)
	f.File = tf
	if faults.Failed() && len(f.Competencies) == 0 {
		return f, faults
	}
	f.check(&faults)
	return f, faults
}

// Adopted reports whether a named person took the framework into use.
func (f *Framework) Adopted() bool { return f.AdoptedBy != "" && !f.AdoptedOn.IsZero() }

// Competency returns a competency by ID, or nil.
func (f *Framework) Competency(id string) *Competency {
	for i := range f.Competencies {
		if f.Competencies[i].ID == id {
			return &f.Competencies[i]
		}
	}
	return nil
}

// Role returns a role by ID, or nil.
func (f *Framework) Role(id string) *Role {
	for i := range f.Roles {
		if f.Roles[i].ID == id {
			return &f.Roles[i]
		}
	}
	return nil
}

// Level returns a step of the scale; beyond its ends, the nearest.
func (f *Framework) Level(ordinal int) Level {
	if len(f.Levels) == 0 {
		return Level{Ordinal: ordinal}
	}
	return f.Levels[min(max(ordinal, 0), len(f.Levels)-1)]
}

// CompetencyOf returns a function from an indicator to its competency, or "".
func (f *Framework) CompetencyOf() func(indicator string) string {
	of := map[string]string{}
	for _, c := range f.Competencies {
		for _, i := range c.Indicators {
			of[i.ID] = c.ID
		}
	}
	return func(indicator string) string { return of[indicator] }
}

// PersonCompetencyOf is CompetencyOf for indicators of scope person only, which are
// the ones that decide levels.
func (f *Framework) PersonCompetencyOf() func(indicator string) string {
	of := map[string]string{}
	for _, c := range f.Competencies {
		for _, i := range c.Indicators {
			if i.Scope == Person {
				of[i.ID] = c.ID
			}
		}
	}
	return func(indicator string) string { return of[indicator] }
}

// hasPersonScope reports whether a person can be required to have the competency.
func (c *Competency) hasPersonScope() bool {
	return slices.ContainsFunc(c.Indicators, func(i Indicator) bool { return i.Scope == Person })
}

// RuleHash returns a hash, in hexadecimal, of everything that decides a competency's
// level. It shows whether two levels were found by the same rule.
func (f *Framework) RuleHash(c *Competency) (string, error) {
	var own *Validity
	if c.Rule != nil {
		own = c.Rule.Validity
	}
	b, err := json.Marshal(struct {
		Competency *Competency
		Evidence   []KindRule
		Validity   Validity
	}{c, f.Evidence, f.validity(own)}, json.Deterministic(true))
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}
