// When a practice question comes again: Leitner's boxes. A question answered rightly moves up
// a box and comes later; one answered wrongly goes back to the first box and comes tomorrow;
// one answered partly rightly stays in its box. Days are calendar days in the learner's time
// zone, as text, YYYY-MM-DD, so hours and changes of the clocks do not matter.
/** @import { Practised, ReviewItem, Schedule, Verdict } from "../lib/types.js" */
import { secondsFor } from "../questions/types.js";

/** intervals holds, for each box, after how many days its questions come again. */
export const intervals = [1, 3, 7, 16, 35, 90];

const most = 12; // questions in a review
const minutes = 10; // of a review

/**
 * isDay reports whether a text is a calendar day.
 * @param {string} text
 */
export function isDay(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && plus(text, 0) === text;
}

/**
 * plus returns the day a number of days later; "" if there is no such day.
 * @param {string} day
 * @param {number} days
 */
export function plus(day, days) {
  const [y, m, d] = day.split("-").map(Number);
  const date = new Date(Date.UTC(y, m - 1, d + days));
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}

/**
 * between returns the number of days from one day to another.
 * @param {string} from
 * @param {string} to
 */
export function between(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/**
 * hasSchedule reports whether a question has a box, and so comes again.
 * @param {Practised | undefined} entry
 * @returns {entry is Practised & Schedule}
 */
const hasSchedule = (entry) => Boolean(entry?.box);

/**
 * isDue reports whether a question is to be asked again. A day further ahead than its box
 * allows was set by a clock that was fast, so such a question is due.
 * @param {Partial<Schedule>} entry
 * @param {string} today
 */
export function isDue({ box, due = "" }, today) {
  return Boolean(box) && (due <= today || between(today, due) > intervals[Number(box) - 1]);
}

/**
 * answered returns the schedule of a question after an answer. An answer before the question
 * is due does not change the schedule unless it is wrong.
 * @param {Practised | undefined} entry what is kept about the question
 * @param {{verdict: Verdict, today: string, rev: string, page: string}} answer rev: the revision that was answered
 * @returns {Schedule}
 */
export function answered(entry, { verdict, today, rev, page }) {
  const known = hasSchedule(entry) && entry.rev === rev ? entry : null;
  let { box, due } = known ?? { box: 1, due: "" };
  if (verdict === "wrong") box = 1;
  else if (known && !isDue(known, today)) return { box, due, rev, on: today, page };
  else if (verdict === "right") box = Math.min(box + 1, intervals.length);
  due = plus(today, intervals[box - 1]);
  return { box, due, rev, on: today, page };
}

/** @typedef {[id: string, entry: Practised & Schedule]} Waiting */

/**
 * waiting returns the questions that were answered before, most overdue first: those that are
 * due, and those that were answered wrongly and come again soon. It leaves out questions that
 * are no longer on any page.
 * @param {Record<string, Practised>} practice
 * @param {string} today
 * @returns {{due: Waiting[], missed: Waiting[]}}
 */
export function waiting(practice, today) {
  const late = (/** @type {Schedule} */ { due }) => Math.max(0, between(due, today));
  const all = /** @type {Waiting[]} */ (
    Object.entries(practice).filter(([, entry]) => hasSchedule(entry) && entry.page)
  );
  all.sort(([a, x], [b, y]) => late(y) - late(x) || x.box - y.box || (x.due + a < y.due + b ? -1 : 1));
  return {
    due: all.filter(([, entry]) => isDue(entry, today)),
    missed: all.filter(([, entry]) => entry.box === 1 && !isDue(entry, today)),
  };
}

/**
 * plan returns a review of about ten minutes, page by page.
 * @param {Record<string, Practised>} practice
 * @param {string} today
 * @returns {ReviewItem[]}
 */
export function plan(practice, today) {
  const { due, missed } = waiting(practice, today);
  /** @type {ReviewItem[]} */
  const items = [];
  let left = minutes * 60;
  for (const [id, { page, response }] of [...due, ...missed]) {
    left -= secondsFor(response);
    if (items.length === most || (left < 0 && items.length > 0)) break;
    items.push({ id, page, verdict: "" });
  }
  const pages = [...new Set(items.map((item) => item.page))];
  return pages.flatMap((page) => items.filter((item) => item.page === page));
}

/**
 * next returns the index of the first question of a review that was not answered yet, or -1
 * if there is none.
 * @param {{items: Pick<ReviewItem, "verdict">[]}} review
 */
export const next = (review) => review.items.findIndex((item) => item.verdict === "");
