package advice

import "github.com/coursemark/coursemark/internal/diag"

// Kinds that say what another message is about.
var (
	inQuestion = diag.Kind{What: "question %q: %s"}
	inGap      = diag.Kind{What: "question %q: gap %q: %s"}
)

// Pages.
var (
	skippedLevel = diag.Kind{Code: "advice-skipped-level", What: "the heading skips a level: %s below %s",
		Hint: "people with a screen reader navigate by levels: write %[3]s, or add the missing heading"}
	firstHeading = diag.Kind{Code: "advice-first-heading", What: "the first heading is %s: the title of the page is #",
		Hint: "people with a screen reader navigate by levels: write %[2]s, or add the missing heading"}
	idleLink = diag.Kind{Code: "advice-idle-link", What: "the link %q does not say where it leads",
		Hint: "many people read links as a list, without the text around them: use words from the page that it leads to"}
	idleAlt = diag.Kind{Code: "advice-idle-description", What: "the description %q does not describe the picture",
		Hint: altHint}
	altIsName = diag.Kind{Code: "advice-description-is-name", What: "the description %q is the name of the file",
		Hint: altHint}
	longAlt = diag.Kind{Code: "advice-long-description",
		What: "the description has %d characters; more than 250 are hard to follow with a screen reader", Hint: altHint}
	hardToRead = diag.Kind{
		Code: "advice-hard-to-read",
		What: "the text is hard to read: LIX %.0f, %.1f words a sentence, %.0f%% long words",
		Hint: "write shorter sentences: split them at “and”, “which” and semicolons; above 50 a text is for specialists",
	}
)

const altHint = "say what somebody who cannot see it should know: ![Two chairs at an angle, the door in view](…); put a long description into :::details[Description of the picture] below"

// Questions.
var (
	negativeQuestion = diag.Kind{Code: "advice-negative-question", What: "the question is asked with %q",
		Hint: negativeHint}
	negativeStatement = diag.Kind{Code: "advice-negative-statement",
		What: "a false statement with %q: the answer is a double negative", Hint: negativeHint}
	catchAllOption = diag.Kind{Code: "advice-catch-all", What: "the option %q refers to the others",
		Hint: `somebody who is sure of two options can work it out; use type = "multiple", or write another option`}
	longestIsRight = diag.Kind{Code: "advice-longest-is-right", What: "the right option is by far the longest",
		Hint: "people who guess choose the longest; shorten it, or lengthen the others"}
	longestPays = diag.Kind{
		Code: "advice-longest-pays",
		What: "always choosing the longest option gets %d of %d questions right; chance would get %.0f",
		Hint: "shorten right options, and put what people really believe into wrong ones",
	}
	articleGivesAway = diag.Kind{Code: "advice-article",
		What: "the text before the options ends with %q, which not every option fits",
		Hint: "move the article into the options"}
	echoGivesAway = diag.Kind{Code: "advice-echo", What: "only the right option repeats words of the prompt: %s",
		Hint: "use them in another option too, or use other words in this one"}
	nearDuplicate = diag.Kind{Code: "advice-near-duplicate", What: "nearly the same as question %q",
		Hint: "keep the better one, or put both into a pool from which a form draws one"}
	absolutesGiveAway = diag.Kind{Code: "advice-absolutes",
		What: "every wrong option has a word like “always” or “only”, and the right one has none",
		Hint: "people who guess avoid such words; remove them, or use one in the right option too"}
)

const negativeHint = "people overlook the word; ask for what is right, or put it in bold: **%[1]s**"

// Addresses on other sites.
var (
	notAskable = diag.Kind{Code: "advice-address-not-askable", What: "%s is not an address that can be requested",
		Hint: "check its spelling"}
	noAnswer     = diag.Kind{Code: "advice-address-no-answer", What: "%s does not answer: %v", Hint: goneHint}
	slowAnswer   = diag.Kind{Code: "advice-address-slow", What: "%s did not answer within %v", Hint: goneHint}
	notThere     = diag.Kind{Code: "advice-address-gone", What: "%s no longer exists (%d)", Hint: goneHint}
	serverFailed = diag.Kind{Code: "advice-address-failed", What: "%s answers with an error (%d)",
		Hint: "try again later; " + goneHint}
	movedForGood = diag.Kind{Code: "advice-address-moved", What: "%s has moved for good",
		Hint: "write its new address: %[2]s"}
	linksStopped = diag.Kind{Code: "advice-links-stopped", What: "stopped before every address was checked"}
)

const goneHint = "find the page's new address or an archived copy; to skip an address, add it to [link_checker] ignore"
