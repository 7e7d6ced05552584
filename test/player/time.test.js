import assert from "node:assert/strict";
import test from "node:test";
import { day, readable, regional, stamp } from "../../layouts/player/lib/time.js";

test("stamps are RFC 3339 in whole seconds", () => {
  const date = new Date(2026, 10, 3, 4, 5, 6, 789);
  assert.match(stamp(date), /^2026-11-03T04:05:06(Z|[+-]\d\d:\d\d)$/);
  assert.equal(new Date(stamp(date)).getTime(), date.getTime() - 789);
  assert.equal(day(date), "2026-11-03");
});

test("offsets of half hours and west of Greenwich", () => {
  const at = (offset) => Object.assign(new Date(2026, 0, 1), { getTimezoneOffset: () => offset });
  assert.match(stamp(at(-330)), /\+05:30$/);
  assert.match(stamp(at(210)), /-03:30$/);
  assert.match(stamp(at(0)), /Z$/);
});

test("dates are written as the reader's region does", () => {
  assert.equal(regional("en", ["nl", "en-GB", "en-US"]), "en-GB");
  assert.equal(regional("en", ["nl"]), "en");
  assert.equal(regional("en-US", ["en-GB"]), "en-US");
});

test("what is not a time is shown as it is", () => {
  assert.equal(readable("soon", "en"), "soon");
});
