import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  answer,
  answers,
  begin,
  carryOver,
  chain,
  note,
  reworded,
  submit,
} from "../../layouts/player/sitting/attempt.js";

const form = [
  { question: "q1", rev: "r1-a", shown: ["x", "y"] },
  { question: "q2", rev: "r1-b", shown: ["u", "v"] },
  { question: "q3", rev: "r1-c", shown: ["s", "t"] },
];
const fresh = (changes = {}) =>
  begin({
    id: "a".repeat(26),
    bank: "bank",
    bankRevision: "b1-x",
    ordinal: 1,
    lang: "en",
    started: "2026-11-23T09:15:02+01:00",
    form,
    ...changes,
  });

test("chains agree with Go", () => {
  const vectors = JSON.parse(
    readFileSync(new URL("../../results/testdata/vectors/chain.json", import.meta.url), "utf8"),
  );
  for (const v of vectors) assert.equal(chain(v.Site, v.Revision, v.Staff, v.Attempt, v.Log ?? []), v.Head);
});

test("the last answer counts, and a cleared one is blank", () => {
  let a = fresh();
  a = answer(a, "q1", { choice: "x" });
  a = answer(a, "q1", { choice: "y" });
  a = answer(a, "q2", { choices: ["u", "v"] });
  a = answer(a, "q2", null);
  assert.deepEqual([...answers(a)], [["q1", { choice: "y" }]]);
  assert.equal(a.log[1], '{"e":"answer","q":"q1","r":{"choice":"x"}}');
  assert.equal(a.log[4], '{"e":"answer","q":"q2","r":null}');
});

test("the same answer again is no event, and nothing is changed in place", () => {
  const a = fresh();
  const b = answer(a, "q1", { choice: "x" });
  assert.equal(answer(b, "q1", { choice: "x" }), b);
  assert.equal(answer(a, "q1", null), a);
  assert.equal(a.log.length, 1);
});

test("what is handed in has the shape of results.md", () => {
  let a = answer(note(fresh(), "resume"), "q2", { choice: "u" });
  a = note(a, "review");
  const record = submit(a, { site: "s", staff: "H1", name: "Ann", submitted: "2026-11-23T09:41:40+01:00" });
  const text = Buffer.from(record.bytes, "base64").toString("utf8");
  const content = JSON.parse(text);
  assert.equal(record.kind, "attempt");
  assert.equal(record.id, content.id);
  assert.deepEqual(Object.keys(content), [
    "format",
    "id",
    "site",
    "bank",
    "bank_rev",
    "ordinal",
    "staff",
    "name",
    "lang",
    "started",
    "submitted",
    "responses",
    "log",
    "head",
  ]);
  assert.deepEqual(content.responses, [
    { question: "q1", rev: "r1-a", shown: ["x", "y"], response: null },
    { question: "q2", rev: "r1-b", shown: ["u", "v"], response: { choice: "u" } },
    { question: "q3", rev: "r1-c", shown: ["s", "t"], response: null },
  ]);
  assert.deepEqual(
    content.log.map((l) => JSON.parse(l).e),
    ["start", "resume", "answer", "review", "submit"],
  );
  assert.equal(content.head, chain("s", "b1-x", "H1", content.id, content.log));
});

test("answers to unchanged questions are carried over; reworded ones wait to be looked at; those not asked any more are lost", () => {
  let old = fresh();
  old = answer(old, "q1", { choice: "x" });
  old = answer(old, "q2", { choice: "u" });
  old = answer(old, "q3", { choice: "s" });
  const revised = fresh({
    id: "b".repeat(26),
    bankRevision: "b1-y",
    form: [
      { question: "q1", rev: "r1-a", shown: ["x", "y"] },
      { question: "q2", rev: "r1-NEW", shown: ["u", "w"] },
    ],
  });
  const { attempt, kept, again, lost } = carryOver(old, revised, () => true);
  assert.deepEqual([kept, again, lost], [1, 1, 1]);
  assert.deepEqual([...answers(attempt)], [["q1", { choice: "x" }]], "what waits is no answer");
  assert.deepEqual([...reworded(attempt)], [["q2", { choice: "u" }]]);
  const content = (a) =>
    JSON.parse(
      Buffer.from(
        submit(a, { site: "s", staff: "H1", name: "", submitted: "2026-11-23T09:41:40+01:00" }).bytes,
        "base64",
      ).toString("utf8"),
    );
  assert.equal(content(attempt).responses[1].response, null, "nor is it handed in");
  assert.ok(!JSON.stringify(content(attempt)).includes("reworded"));

  const keeping = answer(attempt, "q2", { choice: "u" });
  assert.deepEqual(answers(keeping).get("q2"), { choice: "u" });
  const clearing = answer(attempt, "q2", null);
  assert.equal(clearing.log.length, attempt.log.length, "to clear what is no answer is no event");
  for (const a of [keeping, clearing]) assert.equal(reworded(a).size, 0);
  assert.equal(reworded(attempt).size, 1, "nothing is changed in place");

  const gone = carryOver(old, revised, (question, response) => question === "q2" && response.choice !== "u");
  assert.deepEqual([...reworded(gone.attempt)], [["q2", null]], "what cannot be answered any more is pointed out");

  // The site is built once more before anybody looked.
  const third = fresh({ id: "c".repeat(26), bankRevision: "b1-z", form: revised.form });
  const later = carryOver(attempt, third, () => true);
  assert.deepEqual([later.kept, later.again, later.lost], [1, 1, 0]);
  assert.deepEqual([...reworded(later.attempt)], [["q2", { choice: "u" }]]);
});
