// Tasks: what an assessment asks in addition to its questions, and no answer key scores: a
// self-rating, a text for an assessor, a reflection. Drafts are kept with the attempt in
// progress, but not in its log; when the attempt is handed in, they become entries of their
// own kinds (docs/formats/results.md).
//
// A reflection belongs to its writer: it is kept with what they wrote for themselves in
// lessons, never on a shared computer, and leaves the browser only if they tick a box.
/** @import { Attempt, Draft, Head, SealedRecord, Task } from "../lib/types.js" */
/** @import { Words } from "../lib/words.js" */
import { randomID } from "../lib/identity.js";
import { isObject } from "../lib/values.js";
import { sealedEntry } from "../store/records.js";

/**
 * What was given for a task: left out, rated, written, written before its words were
 * changed, or a reflection that is kept private or shared.
 * @typedef {"" | "rated" | "written" | "reworded" | "private" | "shared"} Given
 */

/**
 * draftOf returns the draft for a task, or null. The draft may come from a file that somebody
 * edited, so it is checked.
 * @param {Attempt} attempt
 * @param {Task} task
 * @returns {Draft | null}
 */
export function draftOf({ drafts }, task) {
  const draft = isObject(drafts) && Object.hasOwn(drafts, task.id) ? drafts[task.id] : null;
  if (!isObject(draft) || typeof draft.rev !== "string") return null;
  const { rev, response } = draft;
  return (task.type === "rating" ? isStep(task, draft) : typeof response === "string" && response.trim())
    ? { rev, response }
    : null;
}

// isStep reports whether a draft is a step of the task's scale. Another scale is another
// question: 3 of 5 is not 3 of 7.
/** @type {(task: Task, draft: Record<string, any>) => boolean} */
function isStep({ revision, steps = 0 }, { rev, response }) {
  return rev === revision && Number.isInteger(response) && response >= 1 && response <= steps;
}

/**
 * drafted returns the attempt with a draft for a task; null removes the draft.
 * @param {Attempt} attempt
 * @param {Task} task
 * @param {string | number | null} response
 * @returns {Attempt}
 */
export function drafted(attempt, task, response) {
  return { ...attempt, drafts: { ...attempt.drafts, [task.id]: { rev: task.revision, response } } };
}

/**
 * shareTick returns the key of a reflection's tick among the person's ticks. A tick holds for
 * one sitting only.
 * @param {Attempt} attempt
 * @param {Task} task
 */
export const shareTick = (attempt, task) => `share-${attempt.id}-${task.id}`;

/**
 * givenFor returns what was given for a task.
 * @param {Task} task
 * @param {Attempt} attempt
 * @param {string} reflection
 * @param {boolean} shared
 * @returns {Given}
 */
export function givenFor(task, attempt, reflection, shared) {
  if (task.type === "reflection") return !reflection.trim() ? "" : shared ? "shared" : "private";
  const draft = draftOf(attempt, task);
  if (!draft) return "";
  if (task.type === "rating") return "rated";
  return draft.rev === task.revision ? "written" : "reworded";
}

/**
 * A task as it was asked, and the reflection on it, if any.
 * @typedef {{task: Task, asked: string, reflection: string, shared: boolean}} AskedTask
 */

/**
 * entriesFor returns the entries that are handed in with an attempt.
 * @param {string} bank
 * @param {Attempt} attempt
 * @param {AskedTask[]} tasks
 * @param {string} page the assessment's address
 * @param {Head & {at: string}} head
 * @returns {SealedRecord[]}
 */
export function entriesFor(bank, attempt, tasks, page, head, newID = randomID) {
  return tasks.flatMap(({ task, asked, reflection, shared }) => {
    const response = draftOf(attempt, task)?.response;
    const { competency, about, steps } = task;
    const source = { bank, question: task.id };
    const seal = (/** @type {string} */ kind, /** @type {object} */ content) => [
      sealedEntry(kind, head, { ...content, ...source }, newID()),
    ];
    switch (givenFor(task, attempt, reflection, shared)) {
      case "rated":
        return seal("rating", { competency, rating: response, max_rating: steps });
      case "written":
        return seal("written", { competency, ...(about ? { indicators: about } : {}), task: asked, text: response });
      case "shared":
        return seal("reflection", { page, text: reflection });
    }
    return [];
  });
}

/**
 * countWords counts words as people do, also in languages without spaces between words.
 * @param {string} text
 * @param {string} lang
 */
export function countWords(text, lang) {
  if (typeof Intl.Segmenter === "function") {
    return [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)].filter((s) => s.isWordLike).length;
  }
  return text.split(/\s+/).filter((s) => /[\p{L}\p{N}]/u.test(s)).length;
}

/**
 * lengthNote returns how long a text is. The note changes only now and then: at every fifty
 * words, and where the text reaches the least or passes the greatest length.
 * @param {Pick<Words, "text">} words
 * @param {number} count
 * @param {Partial<Task>} task
 */
export function lengthNote(words, count, { minWords = 0, maxWords = 0 }) {
  if (maxWords && count > maxWords) return words.text("words_many", { most: maxWords });
  if (minWords && count >= minWords) return words.text("words_enough", { least: minWords });
  return count >= 50 ? words.text("words_about", { count: Math.floor(count / 50) * 50 }) : "";
}
