// Merging two states of the same person: from two windows, from two computers, or with an older
// copy. Nothing is lost, and nothing that was removed comes back.
/** @import { Attempt, Draft, Practised, Review, SealedRecord, State } from "../lib/types.js" */
import { same } from "../lib/values.js";

/** @typedef {"bookmarks" | "lessons" | "completed" | "practice" | "scenarios" | "reflections" | "ticks"} MapName */

// maps are merged entry by entry: for each entry, the latest change wins.
/** @type {MapName[]} */
const maps = ["bookmarks", "lessons", "completed", "practice", "scenarios", "reflections", "ticks"];

/** @typedef {Record<string, any>} Entries */

/** @typedef {(mine: Entries, theirs: Entries) => Entries} Sum */

/** @typedef {(name: string, mine: Entries | undefined, theirs: Entries | undefined, sum: Sum) => Entries} Joiner */

/**
 * dated returns `next` with the time of every entry that differs from `before`.
 * @param {State} before
 * @param {State} next
 * @param {number} now in ms
 * @returns {State}
 */
export function dated(before, next, now) {
  const edited = { ...next.edited };
  const note = (/** @type {string} */ name, /** @type {unknown} */ a, /** @type {unknown} */ b) => {
    if (!same(a, b)) edited[name] = Math.max(now, (edited[name] ?? 0) + 1); // even if the clock was set back
  };
  const each = (/** @type {string} */ map, /** @type {Entries} */ a = {}, /** @type {Entries} */ b = {}) => {
    for (const name of Object.keys({ ...a, ...b })) note(`${map} ${name}`, a[name], b[name]);
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

/**
 * merge adds a state of the same person to another, and returns the result with the numbers of
 * new records, attempts and lessons. Records are a set. Two states of separate origin are
 * added up; between two copies of one state, the latest change of each entry wins.
 * @param {State} mine
 * @param {State} theirs
 */
export function merge(mine, theirs) {
  const copies = mine.lives.some((life) => theirs.lives.includes(life));
  /** @type {Joiner} */
  const joined = (name, a = {}, b = {}, sum) => (copies ? latest(name, a, b, mine, theirs) : sum(a, b));
  const { records, fresh } = mergeRecords(mine.records, theirs.records);
  const { attempts, aside, changed } = mergeAttempts(mine, theirs, new Set(records.map((r) => r.id)), joined);
  const all = Object.fromEntries(maps.map((map) => [map, joined(map, mine[map], theirs[map], sums[map])]));
  const state = /** @type {State} */ ({
    ...mine,
    ...all,
    records,
    attempts,
    aside,
    last: mine.last && !(copies && isLater("last", mine, theirs)) ? mine.last : theirs.last,
    review: mergeReviews(mine, theirs, copies),
    lives: [...new Set([...mine.lives, ...theirs.lives])],
    edited: {
      ...mine.edited,
      ...Object.fromEntries(Object.entries(theirs.edited).filter(([name]) => isLater(name, mine, theirs))),
    },
  });
  const lessons = Object.entries(state.lessons).filter(
    ([id, { done }]) => !mine.lessons[id] || (!mine.lessons[id].done && done),
  ).length;
  return { state, records: fresh, attempts: changed, lessons };
}

// isLater reports whether theirs changed something after mine did.
/** @type {(name: string, mine: State, theirs: State) => boolean} */
const isLater = (name, mine, theirs) => (theirs.edited[name] ?? 0) > (mine.edited[name] ?? 0);

/** @type {(mine: SealedRecord[], theirs: SealedRecord[]) => {records: SealedRecord[], fresh: number}} */
function mergeRecords(mine, theirs) {
  const identity = (/** @type {SealedRecord} */ record) => `${record.id} ${record.bytes}`;
  const known = new Set(mine.map(identity));
  const fresh = theirs.filter((r) => !known.has(identity(r)));
  return { records: [...mine, ...fresh], fresh: fresh.length };
}

/**
 * mergeAttempts keeps, of two attempts in progress, the one with the longer log. If it replaces
 * a different attempt, that one is set aside, and drafts that only that one has are taken over.
 * An attempt that was set aside on either side does not come back, unless there is no other.
 * An attempt that was handed in is over.
 * @param {State} mine
 * @param {State} theirs
 * @param {Set<string>} closed IDs of attempts that were handed in
 * @param {Joiner} joined
 */
function mergeAttempts(mine, theirs, closed, joined) {
  /** @type {State["attempts"]} */
  const attempts = {};
  const aside = [...mine.aside, ...theirs.aside];
  const retired = new Set(aside.map((a) => a.id));
  for (const bank of Object.keys({ ...mine.attempts, ...theirs.attempts })) {
    const pair = [mine.attempts[bank], theirs.attempts[bank]].filter((a) => a && !closed.has(a.id));
    const [longer, shorter] = ranked(pair, retired);
    if (!longer) continue;
    attempts[bank] = shorter ? withBothDrafts(longer, shorter, mine.attempts[bank] === longer, joined) : longer;
    if (shorter && shorter.id !== longer.id) aside.push(shorter);
  }
  const over = new Set([...closed, ...Object.values(attempts).map((a) => a.id)]);
  return {
    attempts,
    aside: [...new Map(aside.filter((a) => !over.has(a.id)).map((a) => [a.id, a])).values()],
    changed: Object.keys(attempts).filter((bank) => !same(attempts[bank], mine.attempts[bank])).length,
  };
}

// ranked puts the attempt that goes on first.
/** @type {(pair: Attempt[], retired: Set<string>) => Attempt[]} */
function ranked([a, b], retired) {
  if (!b) return [a];
  if (a.id !== b.id && retired.has(a.id) !== retired.has(b.id)) return retired.has(a.id) ? [b] : [a];
  return b.log.length > a.log.length ? [b, a] : [a, b];
}

/** @type {(longer: Attempt, shorter: Attempt, isMine: boolean, joined: Joiner) => Attempt} */
function withBothDrafts(longer, shorter, isMine, joined) {
  const [mine, theirs] = isMine ? [longer, shorter] : [shorter, longer];
  const drafts =
    mine.id === theirs.id
      ? joined(`drafts ${mine.id}`, mine.drafts, theirs.drafts, sums.drafts)
      : { ...shorter.drafts, ...longer.drafts };
  return Object.keys(drafts).length > 0 ? { ...longer, drafts } : longer;
}

/** @type {(mine: State, theirs: State, copies: boolean) => Review | null} */
function mergeReviews(mine, theirs, copies) {
  if (copies && isLater("review", mine, theirs)) return theirs.review;
  if (copies && isLater("review", theirs, mine)) return mine.review;
  return laterReview(mine.review, theirs.review);
}

// laterReview returns the review that was begun later; if both are the same, it combines their
// answers.
/** @type {(mine: Review | null, theirs: Review | null) => Review | null} */
function laterReview(mine, theirs) {
  if (!mine || !theirs) return mine ?? theirs;
  if (mine.begun !== theirs.begun || mine.items.length !== theirs.items.length) {
    return Date.parse(theirs.begun) > Date.parse(mine.begun) ? theirs : mine;
  }
  return {
    ...mine,
    items: mine.items.map((item, i) =>
      item.verdict === "" && item.id === theirs.items[i].id ? theirs.items[i] : item,
    ),
  };
}

// laterPractice returns the answer of the later day; of two on the same day, the one that comes
// again sooner.
/** @type {(mine: Practised, theirs: Practised) => Practised} */
function laterPractice(mine, theirs) {
  const [a, b] = [mine.on ?? "", theirs.on ?? ""];
  const isTheirs = b > a || (b === a && b !== "" && (theirs.box ?? 0) < (mine.box ?? 0));
  const [later, earlier] = isTheirs ? [theirs, mine] : [mine, theirs];
  if (later.response !== null || later.rev !== earlier.rev) return later;
  return { ...later, response: earlier.response, checked: earlier.checked };
}

// latest returns each entry as it was last changed; the last change may be its removal.
/** @type {(map: string, a: Entries, b: Entries, mine: State, theirs: State) => Entries} */
function latest(map, a, b, mine, theirs) {
  const out = { ...a };
  for (const name of Object.keys({ ...a, ...b })) {
    const newer = isLater(`${map} ${name}`, mine, theirs);
    if (newer && !(name in b)) delete out[name];
    else if (newer || (!(name in out) && !isLater(`${map} ${name}`, theirs, mine))) out[name] = b[name];
  }
  return out;
}

// sums combine, for each map, what two states of separate origin hold.
/** @type {Record<MapName | "drafts", Sum>} */
const sums = {
  bookmarks: (mine, theirs) => ({ ...mine, ...theirs }), // the loaded file says where somebody was last
  lessons: byEntry((a, b) => ({ visited: a.visited || b.visited, done: a.done || b.done })),
  completed: (mine, theirs) => ({ ...theirs, ...mine }),
  practice: byEntry(laterPractice),
  scenarios: (mine, theirs) => ({ ...theirs, ...mine }),
  reflections: byEntry(bothTexts),
  ticks: (mine, theirs) => ({ ...theirs, ...mine }),
  drafts: byEntry(bothDrafts),
};

/** @type {(both: (a: any, b: any) => any) => Sum} */
function byEntry(both) {
  return (mine, theirs) => {
    const out = { ...mine };
    for (const [name, b] of Object.entries(theirs)) out[name] = name in mine ? both(mine[name], b) : b;
    return out;
  };
}

/** @type {(a: Draft, b: Draft) => Draft} */
function bothDrafts(a, b) {
  if (typeof a.response === "string" && typeof b.response === "string")
    return { ...a, response: bothTexts(a.response, b.response) };
  return a.response === null ? b : a;
}

// bothTexts returns the text that contains the other, or one after the other.
/** @type {(a: string, b: string) => string} */
function bothTexts(a, b) {
  if (a.includes(b)) return a;
  return b.includes(a) ? b : `${a}\n\n${b}`;
}
