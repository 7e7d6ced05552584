// Tasks: what an assessment asks beside its questions, and nobody scores. A
// self-rating, a text for an assessor, a reflection. Drafts are kept with the
// attempt in progress and never stand in its log; what was given becomes entries of
// their own kinds when the attempt is handed in (docs/formats/results.md).
//
// A reflection is its writer's: it is kept beside what they wrote for themselves in
// lessons, on no shared computer, and leaves only when its writer ticks a box.
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
 * draftOf returns what was drafted for a task, or null. What was kept may come from a file
 * that somebody edited.
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
 * drafted returns the attempt with a draft for a task; null takes it away.
 * @param {Attempt} attempt
 * @param {Task} task
 * @param {string | number | null} response
 * @returns {Attempt}
 */
export function drafted(attempt, task, response) {
  return { ...attempt, drafts: { ...attempt.drafts, [task.id]: { rev: task.revision, response } } };
}

/**
 * shareTick names a reflection's tick among the ticks of the person: it holds for one
 * sitting.
 * @param {Attempt} attempt
 * @param {Task} task
 */
export const shareTick = (attempt, task) => `share-${attempt.id}-${task.id}`;

/**
 * givenFor says how things stand with a task.
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
 * A task as it was asked, and what its writer made of it.
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
 * countWords counts words as people do, also where no spaces stand between them.
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
 * lengthNote says now and then how long a text is: at every fifty words, and where it
 * reaches or passes what is asked for. In between it stays the same.
 * @param {Pick<Words, "text">} words
 * @param {number} count
 * @param {Partial<Task>} task
 */
export function lengthNote(words, count, { minWords = 0, maxWords = 0 }) {
  if (maxWords && count > maxWords) return words.text("words_many", { most: maxWords });
  if (minWords && count >= minWords) return words.text("words_enough", { least: minWords });
  return count >= 50 ? words.text("words_about", { count: Math.floor(count / 50) * 50 }) : "";
}
