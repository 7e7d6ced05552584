// What is kept about one person on one site, as plain data; also the content of
// a progress file. It may come from an old version, a damaged store or a file
// that somebody edited: clean() keeps what is sound.
import { fromBase64 } from "./encoding.js";
import { intervals, isDay } from "./review.js";

export const progressFormat = "coursemark-progress/1";

export function empty(site, staff) {
  return {
    format: progressFormat,
    site,
    staff, // canonical; "" = nobody has said who they are
    records: [], // handed in: {kind, id, bytes}
    attempts: {}, // in progress, by bank
    aside: [], // attempts that another one took the place of
    lessons: {}, // by ID: {visited: date, done: date or ""}
    practice: {}, // by question: {response, checked: true or false}, and once checked {box, due, rev, on, page} (review.js)
    review: null, // the last review: {begun: stamp, items: [{id, page, verdict}]}
    reflections: {}, // by key: what somebody wrote for themselves; leaves the browser in no file
    ticks: {}, // by key of an item of a checklist: true; likewise
    last: null, // {path, title} of the lesson that was open last
  };
}

const text = (x) => (typeof x === "string" ? x : "");
const list = (x) => (Array.isArray(x) ? x : []);
const isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x);

function entries(x) {
  return isObject(x) ? Object.entries(x).filter(([key]) => key !== "__proto__") : [];
}

// clean makes a sound state of anything.
export function clean(raw, site, staff) {
  const state = empty(site, staff);
  if (!isObject(raw)) return state;
  state.records = list(raw.records).filter(isRecord).map(({ kind, id, bytes }) => ({ kind, id, bytes }));
  for (const [bank, attempt] of entries(raw.attempts)) {
    if (isAttempt(attempt) && attempt.bank === bank) state.attempts[bank] = attempt;
  }
  state.aside = list(raw.aside).filter(isAttempt);
  for (const [id, lesson] of entries(raw.lessons)) {
    if (isObject(lesson)) state.lessons[id] = { visited: text(lesson.visited), done: text(lesson.done) };
  }
  for (const [id, practice] of entries(raw.practice)) {
    if (isObject(practice)) {
      state.practice[id] = { response: isObject(practice.response) ? practice.response : null, checked: practice.checked === true, ...scheduleOf(practice) };
    }
  }
  if (isObject(raw.review) && text(raw.review.begun) && list(raw.review.items).length > 0 && raw.review.items.every(isItem)) {
    state.review = { begun: raw.review.begun, items: raw.review.items.map(({ id, page, verdict }) => ({ id, page, verdict })) };
  }
  for (const [key, words] of entries(raw.reflections)) {
    if (text(words)) state.reflections[key] = words;
  }
  for (const [key, ticked] of entries(raw.ticks)) {
    if (ticked === true) state.ticks[key] = true;
  }
  if (isObject(raw.last) && isPage(raw.last.path)) {
    state.last = { path: raw.last.path, title: text(raw.last.title) };
  }
  return state;
}

// isPage tells whether a path, which becomes a link, is that of a page of this site.
function isPage(path) {
  return /^([^:/\\?#][^:\\?#]*\/)?index\.html$/.test(text(path)) && !path.includes("..");
}

// scheduleOf is when a question comes again; nothing where that is not known.
export function scheduleOf({ box, due, rev, on, page }) {
  const sound = Number.isInteger(box) && intervals[box - 1] && [due, on].every((day) => isDay(text(day))) && text(rev) && (page === "" || isPage(page));
  return sound ? { box, due, rev, on, page } : {};
}

// withoutPage notes that questions are no longer where they were. They are asked
// again once they are found somewhere else.
export function withoutPage(state, ids) {
  const moved = ids.filter((id) => state.practice[id]?.box).map((id) => [id, { ...state.practice[id], page: "" }]);
  return { ...state, practice: { ...state.practice, ...Object.fromEntries(moved) } };
}

function isItem(item) {
  return isObject(item) && text(item.id) !== "" && isPage(item.page) && ["", "right", "partly", "wrong", "gone"].includes(item.verdict);
}

function isRecord(r) {
  if (!isObject(r) || !text(r.kind) || !text(r.id) || !text(r.bytes)) return false;
  try {
    return fromBase64(r.bytes).length > 0;
  } catch {
    return false;
  }
}

function isAttempt(a) {
  return isObject(a) && [a.id, a.bank, a.bank_rev, a.lang, a.started].every((x) => text(x) !== "") &&
    Number.isInteger(a.ordinal) && a.ordinal > 0 &&
    list(a.form).length > 0 && a.form.every((f) => isObject(f) && text(f.question) && text(f.rev) && Array.isArray(f.shown)) &&
    list(a.log).length > 0 && a.log.every(isEvent);
}

function isEvent(line) {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}

// merge adds a state of the same person to another and tells what was new.
// Records are a set; of two attempts in progress the longer log goes on, and a
// different attempt that it takes the place of is set aside. One that was set
// aside on either side does not come back, unless there is no other.
export function merge(state, other) {
  const merged = { ...state };
  const known = new Set(state.records.map(key));
  const fresh = other.records.filter((r) => !known.has(key(r)));
  merged.records = [...state.records, ...fresh];
  const closed = new Set(merged.records.map((r) => r.id));

  merged.attempts = {};
  const aside = [...state.aside, ...other.aside];
  const retired = new Set(aside.map((a) => a.id));
  let attempts = 0;
  for (const bank of new Set([...Object.keys(state.attempts), ...Object.keys(other.attempts)])) {
    let [mine, theirs] = [state.attempts[bank], other.attempts[bank]].map((a) => (a && !closed.has(a.id) ? a : undefined));
    if (mine && theirs && mine.id !== theirs.id && retired.has(mine.id) !== retired.has(theirs.id)) {
      if (retired.has(mine.id)) mine = undefined;
      else theirs = undefined;
    }
    const longer = !mine || (theirs && theirs.log.length > mine.log.length) ? theirs : mine;
    const shorter = longer === mine ? theirs : mine;
    if (longer) merged.attempts[bank] = longer;
    if (longer && longer === theirs) attempts++;
    if (shorter && shorter.id !== longer.id) aside.push(shorter);
  }
  for (const a of Object.values(merged.attempts)) closed.add(a.id);
  merged.aside = [...new Map(aside.filter((a) => !closed.has(a.id)).map((a) => [a.id, a])).values()];

  merged.lessons = { ...state.lessons };
  let lessons = 0;
  for (const [id, theirs] of Object.entries(other.lessons)) {
    const mine = state.lessons[id];
    if (!mine || (!mine.done && theirs.done)) lessons++;
    merged.lessons[id] = mine ? { visited: mine.visited || theirs.visited, done: mine.done || theirs.done } : theirs;
  }
  merged.practice = { ...state.practice };
  for (const [id, theirs] of Object.entries(other.practice)) {
    const mine = state.practice[id];
    merged.practice[id] = mine ? laterPractice(mine, theirs) : theirs;
  }
  merged.review = laterReview(state.review, other.review);
  merged.ticks = { ...other.ticks, ...state.ticks };
  merged.reflections = { ...state.reflections };
  for (const [key, theirs] of Object.entries(other.reflections)) {
    const mine = state.reflections[key] ?? "";
    merged.reflections[key] = mine.includes(theirs) ? mine : theirs.includes(mine) ? theirs : `${mine}\n\n${theirs}`;
  }
  merged.last = state.last ?? other.last;
  return { state: merged, records: fresh.length, attempts, lessons };
}

// laterPractice is the answer of the later day. Of the same day it is the one that
// comes again sooner.
function laterPractice(mine, theirs) {
  const [a, b] = [mine.on ?? "", theirs.on ?? ""];
  const [later, earlier] = b > a || (b === a && b !== "" && theirs.box < mine.box) ? [theirs, mine] : [mine, theirs];
  return later.response === null && later.rev === earlier.rev ? { ...later, response: earlier.response, checked: earlier.checked } : later;
}

// laterReview is the one that was begun later; of the same, what was answered in
// either.
function laterReview(mine, theirs) {
  if (!mine || !theirs) return mine ?? theirs;
  if (mine.begun !== theirs.begun || mine.items.length !== theirs.items.length) return Date.parse(theirs.begun) > Date.parse(mine.begun) ? theirs : mine;
  return { ...mine, items: mine.items.map((item, i) => (item.verdict === "" && item.id === theirs.items[i].id ? theirs.items[i] : item)) };
}

const key = (record) => `${record.id} ${record.bytes}`;
