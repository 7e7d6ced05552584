import assert from "node:assert/strict";
import test from "node:test";
import { answer, begin } from "../../layouts/player/sitting/attempt.js";
import { dated, merge } from "../../layouts/player/store/merge.js";
import { clean, empty, withoutPage } from "../../layouts/player/store/state.js";

const attempt = (id, answered = 0) => {
  let a = begin({
    id,
    bank: "bank",
    bankRevision: "b1-x",
    ordinal: 1,
    lang: "en",
    started: "2026-11-23T09:15:02Z",
    form: [{ question: "q", rev: "r", shown: ["a", "b"] }],
  });
  for (let i = 0; i < answered; i++) a = answer(a, "q", { choice: i % 2 ? "a" : "b" });
  return a;
};
const record = (id, bytes = "QUJD") => ({ kind: "attempt", id, bytes });

test("records are merged as a set; the same ID with other bytes is kept for HR to judge", () => {
  const a = { ...empty("s", "X"), records: [record("1"), record("2")] };
  const b = { ...empty("s", "X"), records: [record("2"), record("2", "REVG"), record("3")] };
  const merged = merge(a, b);
  assert.deepEqual(merged.state.records, [record("1"), record("2"), record("2", "REVG"), record("3")]);
  assert.equal(merged.records, 2);
});

test("of two copies of an attempt in progress, the one with the longer log goes on", () => {
  const a = { ...empty("s", "X"), attempts: { bank: attempt("1", 1) } };
  const b = { ...empty("s", "X"), attempts: { bank: attempt("1", 3) } };
  assert.equal(merge(a, b).state.attempts.bank.log.length, 4);
  assert.equal(merge(b, a).state.attempts.bank.log.length, 4);
  assert.equal(merge(a, b).attempts, 1);
  assert.equal(merge(b, a).attempts, 0);
  assert.deepEqual(merge(a, b).state.aside, []);
});

test("another attempt that loses is set aside, not dropped", () => {
  const a = { ...empty("s", "X"), attempts: { bank: attempt("1", 1) } };
  const b = { ...empty("s", "X"), attempts: { bank: attempt("2", 3) } };
  const { state } = merge(a, b);
  assert.equal(state.attempts.bank.id, "2");
  assert.deepEqual(
    state.aside.map((x) => x.id),
    ["1"],
  );
});

test("an attempt that was set aside does not come back by being longer", () => {
  const a = { ...empty("s", "X"), attempts: { bank: attempt("2", 1) }, aside: [attempt("1", 2)] };
  const b = { ...empty("s", "X"), attempts: { bank: attempt("1", 5) } };
  for (const { state } of [merge(a, b), merge(b, a)]) {
    assert.equal(state.attempts.bank.id, "2");
    assert.deepEqual(
      state.aside.map((x) => x.id),
      ["1"],
    );
  }
});

test("an attempt that was handed in elsewhere is no longer in progress", () => {
  const a = { ...empty("s", "X"), attempts: { bank: attempt("1", 1) } };
  const b = { ...empty("s", "X"), records: [record("1")] };
  assert.deepEqual(merge(a, b).state.attempts, {});
});

test("lessons keep the first visit and being done", () => {
  const a = { ...empty("s", "X"), lessons: { l: { visited: "2026-01-01", done: "" } } };
  const b = {
    ...empty("s", "X"),
    lessons: { l: { visited: "2026-02-02", done: "2026-02-02" }, m: { visited: "2026-02-03", done: "" } },
  };
  const { state, lessons } = merge(a, b);
  assert.deepEqual(state.lessons.l, { visited: "2026-01-01", done: "2026-02-02" });
  assert.equal(lessons, 2);
});

test("what is not sound is left out", () => {
  const raw = {
    records: [record("1"), { kind: "attempt", id: "2", bytes: "!!" }, null, 7],
    attempts: { bank: attempt("1"), other: attempt("2"), bad: { id: 1 } },
    aside: [{}, attempt("3")],
    lessons: { a: { visited: 5 }, b: null },
    practice: { q: { response: "o", checked: "yes" }, n: { response: { number: "2" }, checked: true } },
    last: { path: "javascript:alert(1)//index.html", title: "x" },
  };
  const state = clean(JSON.parse(JSON.stringify(raw)), "s", "X");
  assert.deepEqual(state.records, [record("1")]);
  assert.deepEqual(Object.keys(state.attempts), ["bank"]);
  assert.equal(state.aside.length, 1);
  assert.deepEqual(state.lessons, { a: { visited: "", done: "" } });
  assert.deepEqual(state.practice, {
    q: { response: null, checked: false },
    n: { response: { number: "2" }, checked: true },
  });
  assert.equal(state.last, null);
  for (const broken of [null, 3, "x", [], { records: {} }]) assert.deepEqual(clean(broken, "s", "X"), empty("s", "X"));
});

test("the last lesson is a path inside the site", () => {
  const last = (path) => clean({ last: { path, title: "T" } }, "s", "X").last?.path;
  assert.equal(last("a/b/index.html"), "a/b/index.html");
  assert.equal(last("index.html"), "index.html");
  for (const bad of [
    "//evil.org/index.html",
    "/index.html",
    "../index.html",
    "https://x/index.html",
    "a?b/index.html",
    "\\\\x\\index.html",
  ]) {
    assert.equal(last(bad), undefined, bad);
  }
});

test("what somebody wrote for themselves is not lost when two states meet", () => {
  const a = {
    ...empty("s", "X"),
    reflections: { one: "mine", two: "a longer text", three: "same" },
    ticks: { x: true },
  };
  const b = {
    ...empty("s", "X"),
    reflections: { one: "theirs", two: "a longer", three: "same", four: "new" },
    ticks: { y: true },
  };
  const { state } = merge(a, b);
  assert.deepEqual(state.reflections, { one: "mine\n\ntheirs", two: "a longer text", three: "same", four: "new" });
  assert.deepEqual(state.ticks, { x: true, y: true });
});

test("reflections and ticks of any shape are made sound", () => {
  const state = clean({ reflections: { a: "text", b: 3, c: "" }, ticks: { a: true, b: "yes" } }, "s", "X");
  assert.deepEqual([state.reflections, state.ticks], [{ a: "text" }, { a: true }]);
  assert.deepEqual(clean({ reflections: [], ticks: "no" }, "s", "X").ticks, {});
});

test("of two copies of one state, what was done last holds, also what was taken back", () => {
  const lesson = (done) => ({ visited: "2026-01-01", done });
  const start = { ...empty("s", "X"), lives: ["a"] };
  const older = dated(
    start,
    {
      ...start,
      lessons: { l: lesson("2026-01-02") },
      ticks: { t: true },
      reflections: { r: "first" },
      last: { path: "index.html", title: "A" },
    },
    100,
  );
  const newer = dated(
    older,
    {
      ...older,
      lessons: { l: lesson("") },
      ticks: {},
      reflections: { r: "second" },
      last: { path: "b/index.html", title: "B" },
    },
    200,
  );
  for (const { state, lessons } of [merge(older, newer), merge(newer, older)]) {
    assert.deepEqual(
      [state.lessons.l.done, state.ticks, state.reflections, state.last.title],
      ["", {}, { r: "second" }, "B"],
    );
    assert.deepEqual(state.edited, newer.edited);
    assert.equal(lessons, 0);
  }
  // A clock that was set back does not make the newer one the older.
  const latest = dated(newer, { ...newer, ticks: { t: true } }, 50);
  assert.deepEqual(merge(newer, latest).state.ticks, { t: true });
});

test("of two copies of one state, what was drafted last holds, whichever log is longer", () => {
  const draft = (response) => ({ rev: "t1-a", response });
  const start = {
    ...empty("s", "X"),
    lives: ["a"],
    attempts: { bank: { ...attempt("1", 1), drafts: { early: draft("taken back"), text: draft("I wai") } } },
  };
  const drafts = { early: draft(null), text: draft("I waited."), rating: draft(4) };
  const newer = dated(start, { ...start, attempts: { bank: { ...attempt("1", 1), drafts } } }, 200);
  for (const [a, b] of [
    [start, newer],
    [newer, start],
  ])
    assert.deepEqual(merge(a, b).state.attempts.bank.drafts, drafts);
  const answered = dated(
    start,
    { ...start, attempts: { bank: { ...start.attempts.bank, log: attempt("1", 3).log } } },
    300,
  );
  for (const [a, b] of [
    [answered, newer],
    [newer, answered],
  ]) {
    const { bank } = merge(a, b).state.attempts;
    assert.deepEqual([bank.drafts, bank.log.length], [drafts, 4]);
  }
  const again = merge(merge(start, newer).state, newer).state;
  assert.equal(JSON.stringify(merge(again, newer).state), JSON.stringify(again), "once more changes nothing");
});

test("no draft is lost when two states of an attempt, or two attempts, meet", () => {
  const draft = (response) => ({ rev: "t1-a", response });
  const state = (id, answered, drafts) => ({
    ...empty("s", "X"),
    attempts: { bank: { ...attempt(id, answered), drafts } },
  });
  const mine = state("1", 1, { text: draft("Here"), same: draft("I waited"), gone: draft(null), rating: draft(2) });
  const theirs = state("1", 3, {
    text: draft("There"),
    same: draft("I waited."),
    gone: draft("kept"),
    rating: draft(4),
    new: draft("new"),
  });
  const { state: one, attempts } = merge(mine, theirs);
  assert.deepEqual(one.attempts.bank.drafts, {
    text: draft("Here\n\nThere"),
    same: draft("I waited."),
    gone: draft("kept"),
    rating: draft(2),
    new: draft("new"),
  });
  assert.equal(attempts, 1);
  assert.equal(merge(one, theirs).attempts, 0, "nothing new");
  const other = merge(mine, state("2", 3, { text: draft("other") })).state;
  assert.deepEqual(other.attempts.bank.drafts, { ...mine.attempts.bank.drafts, text: draft("other") });
  assert.deepEqual(
    other.aside.map((a) => a.drafts),
    [mine.attempts.bank.drafts],
  );
  const plain = { ...empty("s", "X"), attempts: { bank: attempt("1", 1) } };
  assert.deepEqual(merge(plain, plain).state, plain);
});

test("drafts of any shape are made sound", () => {
  const drafts = (raw) =>
    clean({ attempts: { bank: { ...attempt("1"), drafts: raw } } }, "s", "X").attempts.bank.drafts;
  const sound = {
    a: { rev: "t1-a", response: "text" },
    b: { rev: "t1-a", response: 3 },
    c: { rev: "t1-a", response: null },
  };
  assert.deepEqual(
    drafts({ ...sound, d: null, e: { rev: 1, response: "x" }, f: { rev: "t1-a", response: {} }, g: { response: "x" } }),
    sound,
  );
  for (const broken of [null, 7, "x", []]) assert.deepEqual(drafts(broken), {});
});

test("a module that is not done after all does not return from an older copy", () => {
  const start = { ...empty("s", "X"), lives: ["a"] };
  const older = dated(
    start,
    { ...start, completed: { "c/m": { title: "M", version: "m1-a", at: "2026-11-23T09:00:00Z" } } },
    100,
  );
  const newer = dated(older, { ...older, completed: {} }, 200);
  for (const [a, b] of [
    [older, newer],
    [newer, older],
  ])
    assert.deepEqual(merge(a, b).state.completed, {});
  const apart = { ...empty("s", "X"), completed: older.completed };
  assert.deepEqual(merge(empty("s", "X"), apart).state.completed, older.completed);
});

test("of two copies of one state the bookmark that was set last holds; otherwise that of the file that is loaded", () => {
  const start = { ...empty("s", "X"), lives: ["a"] };
  const older = dated(start, { ...start, bookmarks: { bank: "q1", other: "q7" } }, 100);
  const newer = dated(older, { ...older, bookmarks: { bank: "review", other: "q7" } }, 200);
  for (const [a, b] of [
    [older, newer],
    [newer, older],
  ])
    assert.deepEqual(merge(a, b).state.bookmarks, { bank: "review", other: "q7" });
  const loaded = { ...empty("s", "X"), bookmarks: { bank: "q5" } };
  assert.deepEqual(merge(newer, loaded).state.bookmarks, { bank: "q5", other: "q7" });
  assert.deepEqual(clean({ bookmarks: { a: "q1", b: "", c: 3, d: null } }, "s", "X").bookmarks, { a: "q1" });
  for (const broken of [null, 7, "x", ["q1"]]) assert.deepEqual(clean({ bookmarks: broken }, "s", "X").bookmarks, {});
});

test("two states that knew nothing of each other are added up, whatever their dates", () => {
  const one = dated(empty("s", "X"), { ...empty("s", "X"), lives: ["a"], reflections: { r: "mine" } }, 100);
  const two = dated(empty("s", "X"), { ...empty("s", "X"), lives: ["b"], reflections: { r: "theirs" } }, 200);
  const { state } = merge(one, two);
  assert.deepEqual(state.reflections, { r: "mine\n\ntheirs" });
  assert.deepEqual(state.lives, ["a", "b"]);
});

const page = "course/module/practice/index.html";
const practised = (box, due, on, more = {}) => ({
  response: { choice: "a" },
  checked: true,
  box,
  due,
  rev: "r1-a",
  on,
  page,
  ...more,
});

test("when a question comes again is kept where it is sound; what is old stays as it was", () => {
  const raw = {
    old: { response: { choice: "a" }, checked: true },
    good: practised(3, "2026-11-30", "2026-11-23"),
    lost: practised(3, "2026-11-30", "2026-11-23", { page: "" }),
    box: practised(7, "2026-11-30", "2026-11-23"),
    half: practised(1.5, "2026-11-30", "2026-11-23"),
    text: practised("1", "2026-11-30", "2026-11-23"),
    due: practised(1, "2026-02-30", "2026-11-23"),
    page: practised(1, "2026-11-30", "2026-11-23", { page: "https://evil.org/index.html" }),
    up: practised(1, "2026-11-30", "2026-11-23", { page: "a/../../index.html" }),
  };
  const { practice } = clean({ practice: raw }, "s", "X");
  assert.deepEqual(practice.old, raw.old);
  assert.deepEqual(practice.good, raw.good);
  assert.deepEqual(practice.lost, raw.lost);
  for (const id of ["box", "half", "text", "due", "page", "up"])
    assert.deepEqual(practice[id], { response: { choice: "a" }, checked: true }, id);
});

test("a review is kept where it is sound", () => {
  const review = {
    begun: "2026-11-23T10:00:00Z",
    items: [
      { id: "q", page, verdict: "" },
      { id: "r", page, verdict: "wrong" },
    ],
  };
  assert.deepEqual(clean({ review }, "s", "X").review, review);
  for (const bad of [
    { ...review, items: [] },
    { ...review, begun: 3 },
    { ...review, items: [{ id: "q", page: "//evil.org/index.html", verdict: "" }] },
    { ...review, items: [{ id: "q", page, verdict: "?" }] },
    [],
    "x",
  ]) {
    assert.equal(clean({ review: bad }, "s", "X").review, null);
  }
});

test("of two answers to a practice question the later wins, and none is lost", () => {
  const state = (practice) => ({ ...empty("s", "X"), practice });
  const both = (a, b) => [
    merge(state({ q: a }), state({ q: b })).state.practice.q,
    merge(state({ q: b }), state({ q: a })).state.practice.q,
  ];
  const [early, late] = [practised(2, "2026-11-25", "2026-11-22"), practised(1, "2026-11-24", "2026-11-23")];
  assert.deepEqual(both(early, late), [late, late]);
  const [right, wrong] = [practised(3, "2026-11-30", "2026-11-23"), practised(1, "2026-11-24", "2026-11-23")];
  assert.deepEqual(both(right, wrong), [wrong, wrong], "of one day, what comes again sooner");
  const old = { response: { choice: "b" }, checked: true };
  assert.deepEqual(both(old, late), [late, late]);
  const cleared = { ...late, response: null, checked: false };
  assert.deepEqual(
    both(early, cleared)[0].response,
    early.response,
    "an answer that was taken back does not take the other away",
  );
  assert.deepEqual(both(early, cleared)[0].due, late.due);
  assert.deepEqual(merge(state({ a: old }), state({ b: late })).state.practice, { a: old, b: late });
});

test("a review goes on where it was left, on either computer", () => {
  const state = (begun, ...verdicts) => ({
    ...empty("s", "X"),
    review: begun && { begun, items: verdicts.map((verdict, i) => ({ id: `q${i}`, page, verdict })) },
  });
  const verdicts = (a, b) =>
    merge(a, b)
      .state.review?.items.map((i) => i.verdict)
      .join();
  const [morning, noon] = ["2026-11-23T08:00:00+01:00", "2026-11-23T12:00:00+01:00"];
  assert.equal(verdicts(state(morning, "right", ""), state(noon, "", "wrong")), ",wrong");
  assert.equal(verdicts(state(noon, "", "wrong"), state(morning, "right", "")), ",wrong");
  assert.equal(verdicts(state(noon, "right", ""), state(noon, "", "wrong")), "right,wrong");
  assert.equal(verdicts(state(null), state(noon, "right")), "right");
  assert.equal(verdicts(state(null), state(null)), undefined);
});

test("a question that is nowhere any more keeps its answer", () => {
  const before = {
    ...empty("s", "X"),
    practice: { q: practised(2, "2026-11-25", "2026-11-22"), old: { response: null, checked: false } },
  };
  assert.deepEqual(withoutPage(before, ["q", "old", "none"]).practice, {
    q: { ...before.practice.q, page: "" },
    old: before.practice.old,
  });
});
