import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { begin } from "../../layouts/player/sitting/attempt.js";
import { completed, entries, progressFile, sealedEntry } from "../../layouts/player/store/records.js";
import { merge } from "../../layouts/player/store/merge.js";
import { clean, empty } from "../../layouts/player/store/state.js";
import { countWords, draftOf, drafted, entriesFor, givenFor, lengthNote } from "../../layouts/player/sitting/tasks.js";

const head = { site: "recovery-demo", staff: "H0001", name: "Ann", lang: "en", at: "2026-11-23T09:41:40+01:00" };
const text = (record) => Buffer.from(record.bytes, "base64").toString("utf8");
const vectors = JSON.parse(
  readFileSync(new URL("../../results/testdata/vectors/entries.json", import.meta.url), "utf8"),
);

const attempt = begin({
  id: "a1",
  bank: "talk",
  bankRevision: "b1-x",
  ordinal: 1,
  lang: "en",
  started: head.at,
  form: [{ question: "q", rev: "r1-x", shown: [] }],
});
const rating = { id: "bcdefghijk", revision: "t1-a", type: "rating", competency: "ROS-DEESC", steps: 5 };
const written = { id: "abcdefghij", revision: "t1-b", type: "written", competency: "ROS-DEESC" };
const reflection = { id: "cdefghijkl", revision: "t1-c", type: "reflection" };

test("records of every kind have the bytes that Go writes", () => {
  const own = vectors.filter((v) => ["written", "rating", "reflection", "completion"].includes(v.Kind));
  assert.equal(own.length, 7);
  for (const v of own) {
    const { format, id, site, staff, name, lang, at, ...content } = JSON.parse(v.Bytes);
    assert.equal(text(sealedEntry(v.Kind, { site, staff, name, lang, at }, content, v.ID)), v.Bytes);
  }
});

test("what was given for tasks becomes records with the bytes that Go writes", () => {
  let a = drafted(attempt, rating, 1);
  a = drafted(a, written, "I <waited> & listened.");
  const ids = ["a", "b", "c"].map((last) => `abcdefghijklmnopqrstuvwxy${last}`);
  const asked = [
    { task: written, asked: "Describe it.", reflection: "", shared: false },
    { task: rating, asked: "How sure are you?", reflection: "", shared: false },
    { task: reflection, asked: "What stays?", reflection: "日本 🙂", shared: true },
  ];
  const records = entriesFor(
    "verbal-de-escalation",
    a,
    asked,
    "de-escalation/05-verbal-de-escalation/assessment",
    head,
    () => ids.shift(),
  );
  assert.deepEqual(
    records.map(text),
    vectors.slice(-3).map((v) => v.Bytes),
  );
});

test("a task that was left out makes no record, nor does a reflection without its tick", () => {
  const asked = [written, rating, reflection].map((task) => ({ task, asked: "", reflection: "SECRET", shared: false }));
  assert.deepEqual(
    entriesFor("talk", attempt, asked, "p", head, () => "x"),
    [],
  );
  const blank = drafted(drafted(attempt, written, "  \n"), rating, null);
  assert.deepEqual(
    entriesFor("talk", blank, asked, "p", head, () => "x"),
    [],
  );
  assert.deepEqual(
    entriesFor("talk", attempt, [{ task: reflection, asked: "", reflection: " ", shared: true }], "p", head, () => "x"),
    [],
  );
});

test("drafts are not in the log, and damaged ones are left out", () => {
  const a = drafted(drafted(attempt, rating, 3), written, "SECRET");
  assert.deepEqual(a.log, attempt.log);
  assert.equal(attempt.drafts, undefined, "nothing is changed in place");
  for (const drafts of /** @type {any[]} */ ([
    null,
    7,
    [],
    { [rating.id]: { rev: "t1-a", response: "3" } },
    { [rating.id]: { rev: "t1-a", response: 6 } },
    { [rating.id]: { response: 3 } },
    { [rating.id]: null },
  ])) {
    assert.equal(draftOf({ ...attempt, drafts }, rating), null);
  }
  assert.equal(draftOf({ ...attempt, drafts: { [written.id]: { rev: "t1-b", response: 7 } } }, written), null);
});

test("a reworded scale begins again, a reworded text is looked at again", () => {
  const a = drafted(drafted(attempt, rating, 3), written, "text");
  assert.equal(givenFor({ ...rating, revision: "t1-z" }, a, "", false), "");
  assert.equal(givenFor({ ...written, revision: "t1-z" }, a, "", false), "reworded");
  assert.deepEqual(
    entriesFor(
      "talk",
      a,
      [{ task: { ...written, revision: "t1-z" }, asked: "", reflection: "", shared: false }],
      "p",
      head,
      () => "x",
    ),
    [],
  );
});

test("drafts go with the attempt through a progress file", () => {
  const state = { ...empty("s", "X"), attempts: { talk: drafted(attempt, written, "text") } };
  const back = merge(empty("s", "X"), clean(JSON.parse(progressFile(state)), "s", "X")).state;
  assert.equal(draftOf(back.attempts.talk, written).response, "text");
});

test("words are counted, and the count is announced now and then", () => {
  assert.equal(countWords(" Don't wait – ask: two words ", "en"), 5);
  assert.equal(countWords("", "en"), 0);
  const words = {
    text: (key, /** @type {Record<string, unknown>} */ { count, least, most } = {}) =>
      `${key} ${count ?? least ?? most}`,
  };
  const told = [10, 49, 50, 99, 100, 149, 150].map((n) => lengthNote(words, n, {}));
  assert.deepEqual(told, [
    "",
    "",
    "words_about 50",
    "words_about 50",
    "words_about 100",
    "words_about 100",
    "words_about 150",
  ]);
  assert.deepEqual(
    [60, 80, 201].map((n) => lengthNote(words, n, { minWords: 80, maxWords: 200 })),
    ["words_about 50", "words_enough 80", "words_many 200"],
  );
});

test("a module is handed in once for a version and a year", () => {
  const hand = (state) => completed(state, { site: "s", staff: "X", name: "", lang: "en" });
  const read = (version, at) => ({ "c/m": { title: "M", version, at } });
  let state = hand({ ...empty("s", "X"), completed: read("m1-a", "2026-11-23T09:00:00Z") });
  assert.equal(state.records.length, 1);
  const { module, title, version, at } = JSON.parse(text(state.records[0]));
  assert.deepEqual([module, title, version, at], ["c/m", "M", "m1-a", "2026-11-23T09:00:00Z"]);
  assert.equal(hand(state), state, "nothing new");
  for (const [version, at, records] of [
    ["m1-a", "2026-12-01T09:00:00Z", 1],
    ["m1-b", "2026-12-01T09:00:00Z", 2],
    ["m1-b", "2027-01-01T09:00:00Z", 3],
  ]) {
    state = hand({ ...state, completed: read(version, at) });
    assert.equal(state.records.length, records, `${version} ${at}`);
  }
  assert.deepEqual(
    entries(state).map((r) => r.version),
    ["m1-a", "m1-b", "m1-b"],
  );
});

test("a progress file keeps modules that were read, and leaves out invalid ones", () => {
  /** @type {any} */
  const state = {
    ...empty("s", "X"),
    completed: {
      "c/m": { title: "M", version: "m1-a", at: "2026-11-23T09:00:00Z" },
      a: { version: "m1-a" },
      b: 7,
      d: null,
    },
  };
  assert.deepEqual(Object.keys(clean(JSON.parse(progressFile(state)), "s", "X").completed), ["c/m"]);
});
