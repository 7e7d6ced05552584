// Advice on how often an assessment counts. The gradebook decides by the same rules, but also
// knows the dates of receipt and attempts on other computers.
import { day } from "../lib/time.js";

/** @typedef {{attempts: number, attemptsMonths: number, coolingOffDays: number}} Limits 0: no limit */

/**
 * Whether an attempt would count.
 * @typedef {object} Standing
 * @property {number} left how many more attempts count
 * @property {boolean} counts
 * @property {string} from the day from which an attempt counts; "" if it counts already, or if no such day is known
 */

// shift adds calendar months and days to a date, YYYY-MM-DD. If the month does not have that
// day, its last day is taken.
/** @type {(date: string, months: number, days: number) => string} */
function shift(date, months, days) {
  const [y, m, d] = date.split("-").map(Number);
  const last = new Date(y, m + months, 0).getDate();
  return day(new Date(y, m - 1 + months, Math.min(d, last) + days));
}

/**
 * counting returns whether an attempt that is started and handed in on a day, YYYY-MM-DD, would
 * count after others.
 * @param {Limits} limits
 * @param {{started: string, submitted: string}[]} others oldest first
 * @param {string} today
 * @returns {Standing}
 */
export function counting(limits, others, today) {
  /** @type {string[]} */
  const counted = []; // the days on which the attempts that count were handed in
  for (const { started, submitted } of others) {
    const date = day(new Date(submitted));
    if (standing(limits, counted, day(new Date(started)), date).counts) counted.push(date);
  }
  return standing(limits, counted, today, today);
}

/** @type {(limits: Limits, counted: string[], started: string, date: string) => Standing} */
function standing({ attempts, attemptsMonths, coolingOffDays }, counted, started, date) {
  const inWindow =
    attempts === 0 ? [] : counted.filter((c) => attemptsMonths === 0 || shift(c, attemptsMonths, 0) > date);
  const rested = counted.length > 0 && coolingOffDays > 0 ? shift(counted[counted.length - 1], 0, coolingOffDays) : "";
  const full = attempts > 0 && inWindow.length >= attempts;
  const freed = full && attemptsMonths > 0 ? shift(inWindow[inWindow.length - attempts], attemptsMonths, 0) : "";
  const tooSoon = started < rested;
  return {
    left: attempts === 0 ? Infinity : Math.max(0, attempts - inWindow.length),
    counts: !full && !tooSoon,
    from: full && !freed ? "" : [tooSoon ? rested : "", freed].sort()[1],
  };
}
