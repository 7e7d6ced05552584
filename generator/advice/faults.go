package advice

import "github.com/coursemark/coursemark/internal/diag"

// Words around another message: they say what it is about.
var (
	inQuestion = diag.Kind{What: "question %q: %s"}
	inGap      = diag.Kind{What: "question %q: gap %q: %s"}
)

// Pages.
var (
	skippedLevel = diag.Kind{Code: "advice-skipped-level", What: "the heading skips a level: %s below %s", Hint: "readers with a screen reader go by levels: write %[3]s, or add the heading between"}
	firstHeading = diag.Kind{Code: "advice-first-heading", What: "the first heading is %s: the title of the page is #", Hint: "readers with a screen reader go by levels: write %[2]s, or add the heading between"}
	idleLink     = diag.Kind{Code: "advice-idle-link", What: "the link %q does not say where it leads", Hint: "many people read the links alone, as a list: use words of the page that it leads to"}
	idleAlt      = diag.Kind{Code: "advice-idle-description", What: "the description %q says nothing of the picture", Hint: altHint}
	altIsName    = diag.Kind{Code: "advice-description-is-name", What: "the description %q is the name of the file", Hint: altHint}
	longAlt      = diag.Kind{Code: "advice-long-description", What: "the description has %d characters; screen readers read up to 250 well", Hint: altHint}
	hardToRead   = diag.Kind{
		Code: "advice-hard-to-read", What: "the text is hard to read: LIX %.0f, %.1f words to a sentence, %.0f%% long words",
		Hint: "shorter sentences help most: cut at “and”, “which” and semicolons; above 50 a text is for specialists",
	}
)

const altHint = "say what somebody who cannot see it should know: ![Two chairs at an angle, the door in view](…); what is long goes into :::details[Description of the picture] below"

// Questions.
var (
	negativeQuestion  = diag.Kind{Code: "advice-negative-question", What: "it is asked with %q", Hint: negativeHint}
	negativeStatement = diag.Kind{Code: "advice-negative-statement", What: "a false statement with %q: whoever answers has to deny what is denied already", Hint: negativeHint}
	catchAllOption    = diag.Kind{Code: "advice-catch-all", What: "the option %q points at the others", Hint: `whoever knows two of them knows it; ask with type = "multiple", or write another option`}
	longestIsRight    = diag.Kind{Code: "advice-longest-is-right", What: "the right option is by far the longest", Hint: "people who guess take the longest; cut it, or lengthen the others"}
	longestPays       = diag.Kind{
		Code: "advice-longest-pays", What: "whoever always takes the longest option gets %d of %d questions right; by chance it would be %.0f",
		Hint: "cut right options, and fill wrong ones with what people really believe",
	}
	articleGivesAway  = diag.Kind{Code: "advice-article", What: "the text before the options ends with %q, which not every option fits", Hint: "move the article into the options"}
	echoGivesAway     = diag.Kind{Code: "advice-echo", What: "only the right option repeats words of the prompt: %s", Hint: "use them in another option too, or other words in this one"}
	nearDuplicate     = diag.Kind{Code: "advice-near-duplicate", What: "nearly the same as question %q", Hint: "keep the better one, or put both into one pool of which a form draws one"}
	absolutesGiveAway = diag.Kind{Code: "advice-absolutes", What: "every wrong option has a word like “always” or “only”, and the right one has none", Hint: "people who guess avoid such words; take them out, or use them in the right option too"}
)

const negativeHint = "people read over it; ask for what is right, or write **%[1]s** in bold"

// Addresses on other sites.
var (
	notAskable   = diag.Kind{Code: "advice-address-not-askable", What: "the address %s cannot be asked for", Hint: "look whether it is written right"}
	noAnswer     = diag.Kind{Code: "advice-address-no-answer", What: "%s does not answer: %v", Hint: goneHint}
	slowAnswer   = diag.Kind{Code: "advice-address-slow", What: "%s did not answer within %v", Hint: goneHint}
	notThere     = diag.Kind{Code: "advice-address-gone", What: "%s is not there any more (%d)", Hint: goneHint}
	serverFailed = diag.Kind{Code: "advice-address-failed", What: "%s answers with an error (%d)", Hint: "try again later; " + goneHint}
	movedForGood = diag.Kind{Code: "advice-address-moved", What: "%s has moved for good", Hint: "write its new address: %[2]s"}
	linksStopped = diag.Kind{Code: "advice-links-stopped", What: "stopped before every address was asked"}
)

const goneHint = "look for the page's new address, or for an archived copy; [link_checker] ignore leaves an address out"
