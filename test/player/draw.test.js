import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { draw } from "../../layouts/player/sitting/draw.js";

test("draws agree with Go", () => {
  const vectors = JSON.parse(readFileSync(new URL("../../quiz/testdata/vectors/draw.json", import.meta.url), "utf8"));
  assert.ok(vectors.length > 0);
  for (const v of vectors) assert.deepEqual(draw(v.site, v.bank_rev, v.staff, v.ordinal, v.groups), v.form ?? []);
});

test("a draw leaves its groups as they were", () => {
  const groups = [{ count: 1, questions: ["b", "a", "c"] }];
  draw("s", "b1", "X", 1, groups);
  assert.deepEqual(groups[0].questions, ["b", "a", "c"]);
});
