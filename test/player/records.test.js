import assert from "node:assert/strict";
import test from "node:test";
import { fileName, handedIn, progressFile, readProgress, resultsFile } from "../../layouts/player/store/records.js";
import { empty } from "../../layouts/player/store/state.js";

const bytes = (content) => Buffer.from(JSON.stringify(content)).toString("base64");
const state = {
  ...empty("s", "X"),
  records: [
    { kind: "attempt", id: "2", bytes: bytes({ bank: "b", ordinal: 2, submitted: "2026-02-01T00:00:00Z" }) },
    { kind: "attempt", id: "1", bytes: bytes({ bank: "b", ordinal: 1, submitted: "2026-01-01T00:00:00+01:00" }) },
    { kind: "completion", id: "3", bytes: bytes({}) },
  ],
};

test("a results file holds every record and nothing else of the person", () => {
  const file = JSON.parse(resultsFile(state, "coursemark 1"));
  assert.deepEqual(file, { format: "coursemark-results/1", site: "s", player: "coursemark 1", records: state.records });
});

test("a progress file comes back as it went", () => {
  assert.deepEqual(readProgress("\ufeff" + progressFile(state), "s", "X"), { state });
});

test("a file of an older version is read, and one of a newer version as far as it is known", () => {
  const older = {
    format: "coursemark-progress/1",
    site: "s",
    staff: "X",
    records: [],
    attempts: {},
    aside: [],
    lessons: { l: { visited: "2026-01-01", done: "" } },
    practice: { q: { response: { choice: "o" }, checked: true } },
    last: null,
  };
  const { state: read } = readProgress(JSON.stringify(older), "s", "X");
  assert.deepEqual(read.practice, { q: { response: { choice: "o" }, checked: true } });
  assert.deepEqual(read.lessons, older.lessons);
  const newer = readProgress(
    JSON.stringify({ ...older, more: [1], practice: { q: { ...older.practice.q, rev: "r1-a", more: 2 } } }),
    "s",
    "X",
  );
  assert.deepEqual(newer.state.practice, { q: { response: { choice: "o" }, checked: true } });
});

test("files of others are refused in words", () => {
  assert.equal(readProgress("{", "s", "X").fault, "load_not_progress");
  assert.equal(readProgress("null", "s", "X").fault, "load_not_progress");
  assert.equal(readProgress(resultsFile(state, "p"), "s", "X").fault, "load_not_progress");
  assert.deepEqual(readProgress(progressFile(state), "t", "X"), { fault: "load_other_site", values: { site: "s" } });
  assert.deepEqual(readProgress(progressFile(state), "s", "Y"), { fault: "load_other_person", values: { staff: "X" } });
});

test("attempts are listed oldest first, also one that cannot be read", () => {
  assert.deepEqual(
    handedIn(state).map((a) => a.ordinal),
    [1, 2],
  );
  const odd = { ...state, records: [{ kind: "attempt", id: "x", bytes: "QUJD" }] };
  assert.equal(handedIn(odd)[0].bank, "");
});

test("file names are safe", () => {
  assert.equal(fileName("results", "H0012"), "results-H0012.json");
  assert.equal(fileName("progress", "A/B:C*É", "-2026-01-01"), "progress-A-B-C-É-2026-01-01.json");
});

test("a progress file leaves out what somebody does for themselves alone", () => {
  const file = progressFile({ ...empty("s", "X"), reflections: { a: "SECRET" }, ticks: { b: true } });
  assert.doesNotMatch(file, /SECRET|reflections|ticks/);
  const { state } = readProgress(file, "s", "X");
  assert.deepEqual([state.reflections, state.ticks], [{}, {}]);
});
