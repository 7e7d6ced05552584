// When a practice question comes again: Leitner's boxes. What is right goes a box on
// and comes later, what is wrong goes back to the first and comes tomorrow, what is
// partly right stays where it is. Days are calendar days of the learner's own zone,
// as text, YYYY-MM-DD; no hour and no change of the clocks matters.

import { secondsFor } from "../questions/types.js";

// intervals are the days after which a question of each box comes again.
export const intervals = [1, 3, 7, 16, 35, 90];

const most = 12; // questions of a review
const minutes = 10;

// isDay tells whether a text is a day of the calendar.
export function isDay(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && plus(text, 0) === text;
}

// plus gives the day so many days later.
export function plus(day, days) {
  const [y, m, d] = day.split("-").map(Number);
  const date = new Date(Date.UTC(y, m - 1, d + days));
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}

// between is how many days lie from a day to another.
export function between(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

// isDue tells whether a question is to be asked again. A day further off than its box
// allows was set by a clock that ran ahead.
export function isDue(entry, today) {
  return Boolean(entry.box) && (entry.due <= today || between(today, entry.due) > intervals[entry.box - 1]);
}

// answered gives the schedule of a question after an answer: {box, due, rev, on, page}.
// entry: what was kept of it, or undefined; verdict: right, partly or wrong; rev: the
// revision that was answered. What is right before its day changes nothing.
export function answered(entry, { verdict, today, rev, page }) {
  const known = entry?.box && entry.rev === rev ? entry : null;
  let { box, due } = known ?? { box: 1, due: "" };
  if (verdict === "wrong") box = 1;
  else if (known && !isDue(known, today)) return { box, due, rev, on: today, page };
  else if (verdict === "right") box = Math.min(box + 1, intervals.length);
  due = plus(today, intervals[box - 1]);
  return { box, due, rev, on: today, page };
}

// waiting sorts the questions that were answered before, most overdue first: those
// that are due, and those that were missed and come again soon: {due, missed}, lists
// of [id, entry]. One that lies on no page any more is not among them.
export function waiting(practice, today) {
  const late = (entry) => Math.max(0, between(entry.due, today));
  const list = Object.entries(practice).filter(([, entry]) => entry.box && entry.page);
  list.sort(([a, x], [b, y]) => late(y) - late(x) || x.box - y.box || (x.due + a < y.due + b ? -1 : 1));
  return {
    due: list.filter(([, entry]) => isDue(entry, today)),
    missed: list.filter(([, entry]) => entry.box === 1 && !isDue(entry, today)),
  };
}

// plan is a review of about ten minutes' worth of them, page by page: [{id, page, verdict: ""}].
export function plan(practice, today) {
  const { due, missed } = waiting(practice, today);
  const items = [];
  let left = minutes * 60;
  for (const [id, entry] of [...due, ...missed]) {
    left -= secondsFor(entry.response);
    if (items.length === most || (left < 0 && items.length > 0)) break;
    items.push({ id, page: entry.page, verdict: "" });
  }
  const pages = [...new Set(items.map((item) => item.page))];
  return pages.flatMap((page) => items.filter((item) => item.page === page));
}

// next gives the place of the first question of a review that was not answered yet, -1
// where it is done.
export const next = (review) => review.items.findIndex((item) => item.verdict === "");
