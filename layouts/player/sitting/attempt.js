// An attempt: what happens from the start to handing in, as plain data, independent of the
// page and the store. An attempt is never changed in place; every function returns a new one.
//
// The event log is authoritative, and the answers are derived from it. An event is the exact
// string that is hashed (docs/formats/results.md).
/** @import { Attempt, FormQuestion, Response } from "../lib/types.js" */
import { digest, hex, utf8 } from "../lib/encoding.js";
import { randomID } from "../lib/identity.js";
import { now } from "../lib/time.js";
import { same } from "../lib/values.js";
import { sealed } from "../store/records.js";

/**
 * begin returns a new attempt.
 * @param {{bank: string, bankRevision: string, ordinal: number, lang: string, form: FormQuestion[], id?: string,
 *   started?: string}} start form: in the order of the draw
 * @returns {Attempt}
 */
export function begin({ bank, bankRevision, ordinal, lang, form, id = randomID(), started = now() }) {
  return { id, bank, bank_rev: bankRevision, ordinal, lang, started, form, log: ['{"e":"start"}'] };
}

/**
 * note logs that the learner came back ("resume") or looked over the answers ("review").
 * @param {Attempt} attempt
 * @param {"resume" | "review"} event
 */
export function note(attempt, event) {
  return extend(attempt, { e: event });
}

/**
 * answer logs a response; null clears it. The same response again is not logged. An answer to
 * an earlier wording of the question need not be looked at any more after this.
 * @param {Attempt} attempt
 * @param {string} question
 * @param {Response | null} response
 */
export function answer(attempt, question, response) {
  const settled = settle(attempt, question);
  if (same(answers(attempt).get(question) ?? null, response)) return settled;
  return extend(settled, { e: "answer", q: question, r: response });
}

/** @type {(attempt: Attempt, question: string) => Attempt} */
function settle(attempt, question) {
  if (!reworded(attempt).has(question)) return attempt;
  const { [question]: _, ...others } = attempt.reworded ?? {};
  return { ...attempt, reworded: others };
}

/**
 * reworded maps the questions to look at again to what was answered to their earlier wording,
 * null if that answer is no longer possible. Such an answer does not count yet.
 * @param {Attempt} attempt
 */
export function reworded(attempt) {
  return new Map(Object.entries(attempt.reworded ?? {}));
}

/** @type {(attempt: Attempt, event: object) => Attempt} */
function extend(attempt, event) {
  return { ...attempt, log: [...attempt.log, JSON.stringify(event)] };
}

/**
 * answers replays the log and returns a map from question to response, without blank
 * questions.
 * @param {Attempt} attempt
 * @returns {Map<string, Response>}
 */
export function answers(attempt) {
  const responses = new Map();
  for (const line of attempt.log) {
    const event = JSON.parse(line);
    if (event.e !== "answer") continue;
    if (event.r === null) responses.delete(event.q);
    else responses.set(event.q, event.r);
  }
  return responses;
}

/**
 * An attempt with the answers of an older one, and the numbers of questions whose answers were
 * kept, have to be looked at again, and are lost.
 * @typedef {{attempt: Attempt, kept: number, again: number, lost: number}} CarriedOver
 */

/**
 * carryOver copies the answers of an older attempt into a fresh one, for the questions that are
 * asked again in exactly the same words. An answer to another wording has to be looked at
 * again, if it is still possible.
 * @param {Attempt} old
 * @param {Attempt} fresh
 * @param {(question: string, response: Response) => boolean} canAnswer
 * @returns {CarriedOver}
 */
export function carryOver(old, fresh, canAnswer) {
  const given = answers(old);
  const waiting = reworded(old);
  const revisions = new Map(old.form.map((f) => [f.question, f.rev]));
  let attempt = fresh;
  let kept = 0;
  /** @type {Record<string, Response | null>} */
  const again = {};
  for (const { question, rev } of fresh.form) {
    const response = given.get(question) ?? waiting.get(question) ?? null;
    if (given.has(question) && revisions.get(question) === rev) {
      attempt = answer(attempt, question, response);
      kept++;
    } else if (given.has(question) || waiting.has(question)) {
      again[question] = response && canAnswer(question, response) ? response : null;
    }
  }
  const looked = Object.keys(again).length;
  if (looked > 0) attempt = { ...attempt, reworded: again };
  return { attempt, kept, again: looked, lost: new Set([...given.keys(), ...waiting.keys()]).size - kept - looked };
}

/**
 * submit closes an attempt and returns the record that is handed in.
 * @param {Attempt} attempt
 * @param {{site: string, staff: string, name: string, submitted: string}} head
 */
export function submit(attempt, { site, staff, name, submitted }) {
  const log = [...attempt.log, '{"e":"submit"}'];
  const given = answers(attempt);
  return sealed("attempt", {
    id: attempt.id,
    site,
    bank: attempt.bank,
    bank_rev: attempt.bank_rev,
    ordinal: attempt.ordinal,
    staff,
    name,
    lang: attempt.lang,
    started: attempt.started,
    submitted,
    responses: attempt.form.map((f) => ({ ...f, response: given.get(f.question) ?? null })),
    log,
    head: chain(site, attempt.bank_rev, staff, attempt.id, log),
  });
}

/**
 * chain returns the head of the hash chain over a log.
 * @param {string} site
 * @param {string} bankRevision
 * @param {string} staff
 * @param {string} attempt its ID
 * @param {string[]} log
 */
export function chain(site, bankRevision, staff, attempt, log) {
  let h = digest("coursemark-log/1", site, bankRevision, staff, attempt);
  for (const event of log) h = digest(h, event);
  return hex(h);
}

// A record has at most 1 MiB (docs/formats/results.md). Some of it is reserved for what handing
// in adds, and for resuming many times.
const mostBytes = (1 << 20) - (1 << 15);

/**
 * fits reports whether an attempt is small enough to be handed in. An attempt at a scenario can
 * grow too large, because every event of its log holds the whole path.
 * @param {Attempt} attempt
 */
export function fits(attempt) {
  return utf8(JSON.stringify([attempt, ...answers(attempt)])).length <= mostBytes;
}
