// The shapes of what the player works with, for the type checker and for readers. This
// file contains no code. What leaves the browser is specified in docs/formats.

/** @import { Words } from "./words.js" */

/**
 * A response, as docs/formats/results.md specifies it: it has exactly one member, the one
 * of its question's type.
 * @typedef {object} Response
 * @property {string} [choice] ID of an option
 * @property {string[]} [choices] IDs of options
 * @property {[stem: string, option: string][]} [pairs]
 * @property {string[]} [order] IDs of items
 * @property {string} [number] as typed
 * @property {string} [text] as typed
 * @property {[gap: string, given: string][]} [gaps] ID of an option, or what was typed
 * @property {string[]} [path] of a scenario: choices and steps back
 */

/**
 * A question's answer key, as docs/formats/answerkeys.md specifies it. Its other members
 * depend on its type.
 * @typedef {{type: string} & Record<string, any>} Key
 */

/** @typedef {{id: string, fraction: number}} Fraction what an option is worth, as a share of the points */

/**
 * What every type of question provides for its controls.
 * @typedef {object} OwnControl
 * @property {HTMLElement} first what takes the focus
 * @property {string[]} shown IDs of what can be chosen, in the order on the page
 * @property {boolean} clearable whether a button is needed to make the question blank again
 * @property {() => Response | null} read null for blank
 * @property {(response: Response | null | undefined) => void} show may be anything: kept files can be edited
 * @property {(response: Response) => number} [countOpen] how many pieces a response leaves open; 0 if it has none
 * @property {(part: string) => Element | null | undefined} [row] the element of a piece of the answer
 * @property {() => string} [note] what is announced after a change
 * @property {() => void} [flush] keeps what is being typed
 */

/** @typedef {Required<OwnControl> & {onchange: () => void}} Control onchange is called when the answer has changed */

/** @typedef {(element: HTMLElement, words: Words, changed: () => void) => OwnControl} Controls */

/**
 * How practice marks the answers to a type of question, and what it says about them. The
 * gradebook scores by the same rules: tests of both use quiz/testdata/scoring.
 * @template K the key
 * @template R the response, which is not blank
 * @typedef {object} Marking
 * @property {(key: K, response: R) => number} score the share of the question's points, 0…1
 * @property {(key: K, response: R) => Map<string, boolean>} parts whether each piece of the response
 *   is right: by the ID of an option, stem or item, or by the place of a typed answer in the key
 * @property {(key: K, parts: Map<string, boolean>) => string[]} [missed] options that are right and were not chosen
 * @property {{word: string, all: (key: K) => number}} [counted] the sentence that says how many pieces are right
 * @property {string[]} caption how feedback names a piece: selectors inside its entry in the page's answer
 * @property {boolean} [chosen] whether a piece is called the learner's choice
 * @property {boolean} [rightOnly] whether feedback is for right pieces only, because it gives the answer away
 * @property {(words: Words, key: K, part: string) => string} [unfit] what is said about a piece that fits no answer
 */

/**
 * A question of a form: which one, in which wording, with its options in the order shown.
 * @typedef {{question: string, rev: string, shown: string[]}} FormQuestion
 */

/**
 * An attempt in progress. Its log is authoritative: each event is the exact text that is
 * hashed.
 * @typedef {object} Attempt
 * @property {string} id
 * @property {string} bank or scenario
 * @property {string} bank_rev
 * @property {number} ordinal from 1
 * @property {string} lang
 * @property {string} started RFC 3339
 * @property {FormQuestion[]} form in the order of the draw
 * @property {string[]} log
 * @property {Record<string, Draft>} [drafts] by task
 * @property {Record<string, Response | null>} [reworded] by question: what was answered to another wording,
 *   null if that answer is no longer possible
 */

/** @typedef {{rev: string, response: string | number | null}} Draft */

/** @typedef {{kind: string, id: string, bytes: string}} SealedRecord a record that was handed in; bytes in base64 */

/** @typedef {{site: string, staff: string, name: string, lang: string}} Head of a record */

/**
 * A task: something that an assessment asks and no answer key scores.
 * @typedef {object} Task
 * @property {string} id
 * @property {string} revision
 * @property {string} type rating, written or reflection
 * @property {string} [competency]
 * @property {string[]} [about] indicators
 * @property {number} [steps] of a rating
 * @property {number} [minWords]
 * @property {number} [maxWords]
 */

/** @typedef {"right" | "partly" | "wrong"} Verdict */

/**
 * When a practice question comes again (review/schedule.js). Days are YYYY-MM-DD.
 * @typedef {object} Schedule
 * @property {number} box from 1
 * @property {string} due day
 * @property {string} rev the revision that was answered
 * @property {string} on the day of the last answer
 * @property {string} page where it can be asked; "" if that is no longer known
 */

/** @typedef {{response: Response | null, checked: boolean} & Partial<Schedule>} Practised */

/** @typedef {{id: string, page: string, verdict: "" | Verdict | "gone"}} ReviewItem */

/** @typedef {{begun: string, items: ReviewItem[]}} Review */

/**
 * What is kept about one person on one site; also the content of a progress file.
 * @typedef {object} State
 * @property {string} format
 * @property {string} site
 * @property {string} staff canonical; "" if nobody has said who they are
 * @property {SealedRecord[]} records handed in
 * @property {Record<string, Attempt>} attempts in progress, by bank
 * @property {Attempt[]} aside attempts that another one replaced
 * @property {Record<string, string>} bookmarks by bank, where in the attempt somebody was last: ID of a question or
 *   task, or "review"
 * @property {Record<string, {visited: string, done: string}>} lessons by ID; days, done or ""
 * @property {Record<string, {title: string, version: string, at: string}>} completed modules read to their end, by
 *   address
 * @property {Record<string, Practised>} practice by question
 * @property {Review | null} review the last one
 * @property {Record<string, {rev: string, path: string[]}>} scenarios for practice, by ID: choices that stand
 * @property {Record<string, string>} reflections by key: what somebody wrote for themselves; never in a file that
 *   leaves the browser
 * @property {Record<string, boolean>} ticks by key of a checklist item, or of a reflection that is shared; likewise
 * @property {{path: string, title: string} | null} last the lesson that was open last
 * @property {string[]} lives random IDs of the states that were merged into this one; a deleted ID never
 *   comes back
 * @property {Record<string, number>} edited when an entry was last changed, in ms: by map and key ("ticks …"),
 *   for `last` and `review` by their names
 */

/** @typedef {{staff: string, name: string, at: number}} PersonEntry who uses the site, and since when, in ms */

/** @typedef {{staff: string, name: string, shared: boolean}} Person */

/**
 * What one place holds of a site.
 * @typedef {object} Holding
 * @property {string} site
 * @property {string} staff
 * @property {PersonEntry | null} person
 * @property {State | null} state
 * @property {string[]} forgotten the `lives` of states that were deleted
 */

/** @typedef {(given: Holding) => Promise<Holding>} Place adds a holding to what it has, and returns the result */

/**
 * A scenario as the page contains it.
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} revision
 * @property {string} start ID of the first scene
 * @property {Map<string, Map<string, string>>} ways by scene and choice: the scene that the choice leads to
 * @property {Map<string, Scene>} scenes
 */

/** @typedef {{title: string, text: Element, ending: Element | null, choices: Map<string, Choice>}} Scene */

/** @typedef {{text: Element, feedback: Element | null, mark: string}} Choice mark: how good it is; "" if assessed */

/**
 * What happened in a scenario: a choice was made or taken back. The last turn is where the path is now.
 * @typedef {{scene: string, choice?: string, back?: string, from?: string}} Turn
 */

export {};
