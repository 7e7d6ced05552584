// What is kept about one person on one site, as plain data; also the content of
// a progress file. It may come from an old version, a damaged store or a file
// that somebody edited: clean() keeps what is sound.
import { fromBase64 } from "../lib/encoding.js";
import { intervals, isDay } from "../review/schedule.js";

export const progressFormat = "coursemark-progress/1";

export function empty(site, staff) {
  return {
    format: progressFormat,
    site,
    staff, // canonical; "" = nobody has said who they are
    records: [], // handed in: {kind, id, bytes}
    attempts: {}, // in progress, by bank
    aside: [], // attempts that another one took the place of
    bookmarks: {}, // by bank, where in its attempt somebody was last: ID of a question or task, or "review"
    lessons: {}, // by ID: {visited: date, done: date or ""}
    completed: {}, // modules read to their end, by address: {title, version, at: time}
    practice: {}, // by question: {response, checked: true or false}, and once checked {box, due, rev, on, page} (review/schedule.js)
    review: null, // the last review: {begun: stamp, items: [{id, page, verdict}]}
    scenarios: {}, // for practice, by ID: {rev, path: choices that stand}
    reflections: {}, // by key: what somebody wrote for themselves; leaves the browser in no file
    ticks: {}, // by key of an item of a checklist: true; likewise
    last: null, // {path, title} of the lesson that was open last
    lives: [], // what this state grew from: random, and gone for good once somebody deletes it
    edited: {}, // when an entry was last changed, in ms: by map and key, "ticks …"; of `last` by its name
  };
}

// maps are changed entry by entry: of each, what was done last holds.
const maps = ["bookmarks", "lessons", "completed", "practice", "scenarios", "reflections", "ticks"];

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
    if (isAttempt(attempt) && attempt.bank === bank) state.attempts[bank] = withDrafts(attempt);
  }
  state.aside = list(raw.aside).filter(isAttempt).map(withDrafts);
  for (const [bank, at] of entries(raw.bookmarks)) {
    if (text(at)) state.bookmarks[bank] = at;
  }
  for (const [id, lesson] of entries(raw.lessons)) {
    if (isObject(lesson)) state.lessons[id] = { visited: text(lesson.visited), done: text(lesson.done) };
  }
  for (const [module, done] of entries(raw.completed)) {
    if (!isObject(done) || !text(done.version) || Number.isNaN(Date.parse(text(done.at)))) continue;
    state.completed[module] = { title: text(done.title), version: done.version, at: done.at };
  }
  for (const [id, practice] of entries(raw.practice)) {
    if (isObject(practice)) {
      state.practice[id] = { response: isObject(practice.response) ? practice.response : null, checked: practice.checked === true, ...scheduleOf(practice) };
    }
  }
  if (isObject(raw.review) && text(raw.review.begun) && list(raw.review.items).length > 0 && raw.review.items.every(isItem)) {
    state.review = { begun: raw.review.begun, items: raw.review.items.map(({ id, page, verdict }) => ({ id, page, verdict })) };
  }
  for (const [id, played] of entries(raw.scenarios)) {
    if (isObject(played)) state.scenarios[id] = { rev: text(played.rev), path: list(played.path).map(text) };
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
  state.lives = list(raw.lives).filter(text);
  for (const [key, time] of entries(raw.edited)) {
    if (Number.isSafeInteger(time) && time > 0) state.edited[key] = time;
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
    list(a.log).length > 0 && a.log.every(isEvent) && (a.reworded === undefined || isObject(a.reworded));
}

// withDrafts leaves of an attempt's drafts those that are sound.
function withDrafts(attempt) {
  if (attempt.drafts === undefined) return attempt;
  const sound = entries(attempt.drafts).filter(([, d]) => isObject(d) && text(d.rev) && (d.response === null || typeof d.response === "string" || Number.isInteger(d.response)));
  return { ...attempt, drafts: Object.fromEntries(sound.map(([task, { rev, response }]) => [task, { rev, response }])) };
}

function isEvent(line) {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}

// date notes in `next` what a change made other than it was in `before`.
export function date(before, next, now) {
  const edited = { ...next.edited };
  const note = (name, a, b) => {
    if (a !== b && JSON.stringify(a) !== JSON.stringify(b)) edited[name] = Math.max(now, (edited[name] ?? 0) + 1); // clocks are set back
  };
  const each = (map, a, b) => {
    for (const key of Object.keys({ ...a, ...b })) note(`${map} ${key}`, a?.[key], b?.[key]);
  };
  for (const map of maps) each(map, before[map], next[map]);
  for (const [bank, { id, drafts }] of Object.entries(next.attempts)) {
    const old = before.attempts[bank];
    each(`drafts ${id}`, old?.id === id ? old.drafts : {}, drafts);
  }
  note("last", before.last, next.last);
  note("review", before.review, next.review);
  return { ...next, edited };
}

// merge adds a state of the same person to another and tells what was new.
// Records are a set; of two attempts in progress the longer log goes on, and a
// different attempt that it takes the place of is set aside: what was drafted in it
// and not in the other stays at hand. One that was set aside on either side does not
// come back, unless there is no other. All else is added up, but of two copies of
// one state what was done last holds: so that what somebody took back does not
// return from an older copy.
export function merge(state, other) {
  const merged = { ...state };
  const known = new Set(state.records.map(key));
  const fresh = other.records.filter((r) => !known.has(key(r)));
  merged.records = [...state.records, ...fresh];
  const closed = new Set(merged.records.map((r) => r.id));

  const copies = state.lives.some((life) => other.lives.includes(life));
  const join = (map, mine, theirs, sum = sums[map]) => (copies ? latest(map, mine, theirs, state, other) : sum(mine, theirs));
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
    if (!longer) continue;
    const drafts = mine && theirs && (mine.id === theirs.id ? join(`drafts ${mine.id}`, mine.drafts, theirs.drafts, sums.drafts) : { ...shorter.drafts, ...longer.drafts });
    merged.attempts[bank] = drafts && Object.keys(drafts).length > 0 ? { ...longer, drafts } : longer;
    if (JSON.stringify(merged.attempts[bank]) !== JSON.stringify(state.attempts[bank])) attempts++;
    if (shorter && shorter.id !== longer.id) aside.push(shorter);
  }
  for (const a of Object.values(merged.attempts)) closed.add(a.id);
  merged.aside = [...new Map(aside.filter((a) => !closed.has(a.id)).map((a) => [a.id, a])).values()];

  for (const map of maps) merged[map] = join(map, state[map], other[map]);
  merged.last = state.last && !(copies && later("last", state, other)) ? state.last : other.last;
  merged.review = laterReview(state.review, other.review);
  if (copies && later("review", state, other)) merged.review = other.review;
  else if (copies && later("review", other, state)) merged.review = state.review;
  const lessons = Object.keys(merged.lessons).filter((id) => !state.lessons[id] || (!state.lessons[id].done && merged.lessons[id].done)).length;
  merged.lives = [...new Set([...state.lives, ...other.lives])];
  merged.edited = { ...state.edited };
  for (const name of Object.keys(other.edited)) {
    if (later(name, state, other)) merged.edited[name] = other.edited[name];
  }
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
const later = (name, state, other) => (other.edited[name] ?? 0) > (state.edited[name] ?? 0);

// latest takes of each entry what was done last, which may be its removal.
function latest(map, mine = {}, theirs = {}, state, other) {
  const out = { ...mine };
  for (const key of Object.keys({ ...mine, ...theirs })) {
    const newer = later(`${map} ${key}`, state, other);
    if (newer && !(key in theirs)) delete out[key];
    else if (newer || (!(key in out) && !later(`${map} ${key}`, other, state))) out[key] = theirs[key];
  }
  return out;
}

// bothTexts is the text that holds the other, or one after the other.
const bothTexts = (a, b) => (a.includes(b) ? a : b.includes(a) ? b : `${a}\n\n${b}`);

// sums add up what was done in two places that knew nothing of each other.
const sums = {
  bookmarks: (mine, theirs) => ({ ...mine, ...theirs }), // where somebody comes from
  practice(mine, theirs) {
    const out = { ...mine };
    for (const [id, b] of Object.entries(theirs)) out[id] = mine[id] ? laterPractice(mine[id], b) : b;
    return out;
  },
  ticks: (mine, theirs) => ({ ...theirs, ...mine }),
  lessons(mine, theirs) {
    const out = { ...mine };
    for (const [id, b] of Object.entries(theirs)) {
      const a = mine[id];
      out[id] = a ? { visited: a.visited || b.visited, done: a.done || b.done } : b;
    }
    return out;
  },
  reflections(mine, theirs) {
    const out = { ...mine };
    for (const [key, b] of Object.entries(theirs)) {
      out[key] = bothTexts(mine[key] ?? "", b);
    }
    return out;
  },
  completed: (mine, theirs) => ({ ...theirs, ...mine }),
  scenarios: (mine, theirs) => ({ ...theirs, ...mine }),
  drafts(mine, theirs) {
    const out = { ...mine };
    for (const [task, b] of Object.entries(theirs ?? {})) {
      const a = out[task];
      if (typeof a?.response === "string" && typeof b.response === "string") out[task] = { ...a, response: bothTexts(a.response, b.response) };
      else if ((a?.response ?? null) === null) out[task] = b;
    }
    return out;
  },
};
