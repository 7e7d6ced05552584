import assert from "node:assert/strict";
import test from "node:test";
import { Words } from "../../layouts/player/lib/words.js";

test("placeholders and plurals", () => {
  const words = new Words({ a: "{x} of {y}", n_one: "{count} day", n_other: "{count} days" }, "en");
  assert.equal(words.text("a", { x: 0, y: "<b>" }), "0 of <b>");
  assert.equal(words.text("a", { x: 1 }), "1 of {y}");
  assert.equal(words.count("n", 1), "1 day");
  assert.equal(words.count("n", 2), "2 days");
  assert.equal(words.text("missing"), "missing");
});
