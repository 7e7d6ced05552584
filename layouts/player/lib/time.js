// Times as records contain them and as people read them.

/**
 * stamp returns a time in RFC 3339 with the learner's offset, in whole seconds.
 * @param {Date} date
 */
export function stamp(date) {
  const offset = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return (
    `${day(date)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}` +
    (offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`)
  );
}

/** @param {number} n */
const two = (n) => String(n).padStart(2, "0");

/**
 * day returns the calendar date, YYYY-MM-DD.
 * @param {Date} date
 */
export function day(date) {
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** today returns the current calendar date, YYYY-MM-DD. */
export const today = () => day(new Date());

/** now returns the current time as a stamp. */
export const now = () => stamp(new Date());

/**
 * regional returns the reader's own variant of the page's language: even within English the
 * order of day and month differs.
 * @param {string} lang
 * @param {readonly string[]} preferred
 */
export function regional(lang, preferred) {
  const base = (/** @type {string} */ l) => l.split("-")[0].toLowerCase();
  return lang.includes("-") ? lang : (preferred.find((l) => base(l) === base(lang)) ?? lang);
}

/**
 * readable returns a stamp as text in the reader's language and time zone.
 * @param {string} text
 * @param {string} lang
 */
export function readable(text, lang) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" }).format(date);
}

/**
 * readableDay returns a calendar day as text in the reader's language.
 * @param {string} date YYYY-MM-DD
 * @param {string} lang
 */
export function readableDay(date, lang) {
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}
