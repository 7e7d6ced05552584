import assert from "node:assert/strict";
import test from "node:test";
import { readFileSync } from "node:fs";
import { answer, begin, fits, submit } from "../../layouts/player/sitting/attempt.js";
import { follow, mostSteps } from "../../layouts/player/scenario/path.js";

const ways = (scenes) => new Map(Object.entries(scenes).map(([id, choices]) => [id, new Map(Object.entries(choices))]));
const scenario = {
  start: "lobby",
  ways: ways({
    lobby: { wait: "room", argue: "quarrel" },
    quarrel: { sorry: "lobby" },
    room: { ask: "home" },
    home: {},
  }),
};

test("a path without steps is at the first scene", () => {
  assert.deepEqual(follow(scenario, []), { turns: [{ scene: "lobby" }], way: [], ended: false });
});

test("a loop comes round, and a step back leads to where the choice was made", () => {
  const { turns, way, ended } = follow(scenario, ["argue", "sorry", "wait", "back", "back", "sorry", "wait", "ask"]);
  assert.deepEqual(
    turns.map((t) => t.scene),
    ["lobby", "quarrel", "lobby", "room", "lobby", "quarrel", "lobby", "room", "home"],
  );
  assert.deepEqual(turns[3], { scene: "room", back: "wait", from: "lobby" });
  assert.deepEqual(turns[4], { scene: "lobby", back: "sorry", from: "quarrel" });
  assert.deepEqual(
    way.map((w) => w.choice),
    ["argue", "sorry", "wait", "ask"],
  );
  assert.equal(ended, true);
});

test("a path that the scenario does not have is refused", () => {
  for (const path of [["nothing"], ["ask"], ["back"], ["wait", "back", "back"], ["wait", "ask", "ask"]]) {
    assert.equal(follow(scenario, path), null, path.join());
  }
  assert.equal(follow({ start: "nowhere", ways: scenario.ways }, []), null);
  const long = Array.from({ length: mostSteps }, (_, i) => (i % 2 ? "sorry" : "argue"));
  assert.equal(follow(scenario, long).way.length, mostSteps);
  assert.equal(follow(scenario, [...long, "argue"]), null);
});

test("paths come to the same scenes as the gradebook's", () => {
  const { key, paths } = JSON.parse(
    readFileSync(new URL("../../quiz/testdata/vectors/scenario.json", import.meta.url), "utf8"),
  );
  const vectors = {
    start: key.start,
    ways: new Map(key.scenes.map((s) => [s.id, new Map((s.choices ?? []).map((c) => [c.id, c.to]))])),
  };
  assert.ok(paths.length > 5);
  for (const { path, ended } of paths) assert.equal(follow(vectors, path).ended, ended, path.join());
});

test("an attempt at a scenario is refused more steps while it can still be handed in", () => {
  let attempt = begin({
    id: "a".repeat(26),
    bank: "desk",
    bankRevision: "s1-x",
    ordinal: 1,
    lang: "en",
    started: "2026-11-23T09:15:02+01:00",
    form: [{ question: "abcdefghij", rev: "s1-x", shown: [] }],
  });
  const path = [];
  for (let next = attempt; fits(next); next = answer(next, "abcdefghij", { path: [...path] })) {
    attempt = next;
    path.push("abcdefghij");
  }
  assert.ok(path.length > 300, `${path.length} steps`);
  const record = submit(attempt, {
    site: "s".repeat(100),
    staff: "H".repeat(64),
    name: "é".repeat(500),
    submitted: "2026-11-23T09:41:40+01:00",
  });
  const bytes = Buffer.from(record.bytes, "base64").length;
  assert.ok(bytes < 1 << 20 && bytes > 900_000, `${bytes} bytes`);
});
