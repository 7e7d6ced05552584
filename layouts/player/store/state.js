// What is kept about one person on one site, as plain data; also the content of a progress
// file. It may come from an old version, a damaged store or a file that somebody edited:
// clean() keeps what is valid.
/** @import { Attempt, Practised, Schedule, State } from "../lib/types.js" */
import { fromBase64 } from "../lib/encoding.js";
import { isObject, list, text } from "../lib/values.js";
import { intervals, isDay } from "../review/schedule.js";

export const progressFormat = "coursemark-progress/1";

/**
 * empty returns the state of somebody who has done nothing yet.
 * @param {string} site
 * @param {string} staff
 * @returns {State}
 */
export function empty(site, staff) {
  return {
    format: progressFormat,
    site,
    staff,
    records: [],
    attempts: {},
    aside: [],
    bookmarks: {},
    lessons: {},
    completed: {},
    practice: {},
    review: null,
    scenarios: {},
    reflections: {},
    ticks: {},
    last: null,
    lives: [],
    edited: {},
  };
}

/**
 * clean makes a valid state from anything.
 * @param {any} raw
 * @param {string} site
 * @param {string} staff
 * @returns {State}
 */
export function clean(raw, site, staff) {
  if (!isObject(raw)) return empty(site, staff);
  const { review, last } = raw;
  return {
    format: progressFormat,
    site,
    staff,
    records: list(raw.records)
      .filter(isRecord)
      .map(({ kind, id, bytes }) => ({ kind, id, bytes })),
    attempts: sound(
      raw.attempts,
      (attempt, bank) => isAttempt(attempt) && attempt.bank === bank && withDrafts(attempt),
    ),
    aside: list(raw.aside).filter(isAttempt).map(withDrafts),
    bookmarks: sound(raw.bookmarks, text),
    lessons: sound(raw.lessons, (x) => isObject(x) && { visited: text(x.visited), done: text(x.done) }),
    completed: sound(raw.completed, (x) => isCompleted(x) && { title: text(x.title), version: x.version, at: x.at }),
    practice: sound(raw.practice, (x) => isObject(x) && practised(x)),
    review: isReview(review)
      ? { begun: review.begun, items: list(review.items).map(({ id, page, verdict }) => ({ id, page, verdict })) }
      : null,
    scenarios: sound(raw.scenarios, (x) => isObject(x) && { rev: text(x.rev), path: list(x.path).map(text) }),
    reflections: sound(raw.reflections, text),
    ticks: sound(raw.ticks, (x) => x === true),
    last: isObject(last) && isPage(last.path) ? { path: last.path, title: text(last.title) } : null,
    lives: list(raw.lives).filter(text),
    edited: sound(raw.edited, (x) => Number.isSafeInteger(x) && x > 0 && x),
  };
}

/**
 * sound returns the members of an object, each as returned by read, without those for which
 * read returns nothing.
 * @template T
 * @param {unknown} raw
 * @param {(x: any, name: string) => T | false | ""} read
 * @returns {Record<string, T>}
 */
function sound(raw, read) {
  /** @type {Record<string, T>} */
  const members = {};
  for (const [name, x] of isObject(raw) ? Object.entries(raw) : []) {
    const made = name !== "__proto__" && read(x, name);
    if (made) members[name] = made;
  }
  return members;
}

/** @type {(x: Record<string, any>) => Practised} */
const practised = (x) => ({
  response: isObject(x.response) ? x.response : null,
  checked: x.checked === true,
  ...scheduleOf(x),
});

/** @type {(x: unknown) => boolean} */
const isCompleted = (x) => isObject(x) && text(x.version) !== "" && !Number.isNaN(Date.parse(text(x.at)));

// isPage reports whether a path, which becomes a link, can be that of a page of this site.
/** @type {(path: any) => boolean} */
const isPage = (path) => /^([^:/\\?#][^:\\?#]*\/)?index\.html$/.test(text(path)) && !path.includes("..");

/**
 * scheduleOf returns when a question comes again; {} if that is not known.
 * @param {Partial<Schedule>} practised of anything
 * @returns {Schedule | {}}
 */
export function scheduleOf({ box, due, rev, on, page }) {
  const isSound =
    Number.isInteger(box) &&
    intervals[Number(box) - 1] &&
    [due, on].every((day) => isDay(text(day))) &&
    text(rev) &&
    (page === "" || isPage(page));
  return isSound ? { box, due, rev, on, page } : {};
}

/**
 * withoutPage notes that questions are no longer on their page. They are asked again once they
 * are found on another.
 * @param {State} state
 * @param {string[]} ids
 * @returns {State}
 */
export function withoutPage(state, ids) {
  const moved = ids.filter((id) => state.practice[id]?.box).map((id) => [id, { ...state.practice[id], page: "" }]);
  return { ...state, practice: { ...state.practice, ...Object.fromEntries(moved) } };
}

/** @type {(x: any) => boolean} */
const isReview = (x) => isObject(x) && text(x.begun) !== "" && list(x.items).length > 0 && list(x.items).every(isItem);

/** @type {(x: any) => boolean} */
const isItem = (x) =>
  isObject(x) && text(x.id) !== "" && isPage(x.page) && ["", "right", "partly", "wrong", "gone"].includes(x.verdict);

/** @type {(x: any) => boolean} */
function isRecord(x) {
  if (!isObject(x) || !text(x.kind) || !text(x.id) || !text(x.bytes)) return false;
  try {
    return fromBase64(x.bytes).length > 0;
  } catch {
    return false;
  }
}

/** @type {(x: any) => x is Attempt} */
function isAttempt(x) {
  return (
    isObject(x) &&
    [x.id, x.bank, x.bank_rev, x.lang, x.started].every((part) => text(part) !== "") &&
    Number.isInteger(x.ordinal) &&
    x.ordinal > 0 &&
    list(x.form).length > 0 &&
    x.form.every(isFormQuestion) &&
    list(x.log).length > 0 &&
    x.log.every(isEvent) &&
    (x.reworded === undefined || isObject(x.reworded))
  );
}

/** @type {(x: any) => boolean} */
const isFormQuestion = (x) => isObject(x) && text(x.question) !== "" && text(x.rev) !== "" && Array.isArray(x.shown);

/** @type {(line: any) => boolean} */
function isEvent(line) {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}

// withDrafts keeps only the valid drafts of an attempt.
/** @type {(attempt: Attempt) => Attempt} */
function withDrafts(attempt) {
  if (attempt.drafts === undefined) return attempt;
  return { ...attempt, drafts: sound(attempt.drafts, (x) => isDraft(x) && { rev: x.rev, response: x.response }) };
}

/** @type {(x: any) => boolean} */
const isDraft = (x) =>
  isObject(x) &&
  text(x.rev) !== "" &&
  (x.response === null || typeof x.response === "string" || Number.isInteger(x.response));
