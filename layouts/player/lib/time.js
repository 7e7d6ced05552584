// Times as records write them and as people read them.

// stamp is RFC 3339 with the learner's offset, in whole seconds.
export function stamp(date) {
  const two = (n) => String(n).padStart(2, "0");
  const offset = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${day(date)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}` +
    (offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`);
}

// day is the calendar date, YYYY-MM-DD.
export function day(date) {
  const two = (n) => String(n).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

// regional is the reader's own variant of the page's language: the order of day
// and month differs within English.
export function regional(lang, preferred) {
  const base = (l) => l.split("-")[0].toLowerCase();
  return lang.includes("-") ? lang : preferred.find((l) => base(l) === base(lang)) ?? lang;
}

// readable shows a stamp in the reader's language and time zone.
export function readable(text, lang) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" }).format(date);
}

// readableDay shows a day of the calendar in the reader's language.
export function readableDay(day, lang) {
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
