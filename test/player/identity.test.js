import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { utf8 } from "../../layouts/player/lib/encoding.js";
import { canonicalStaff, randomID, receipt } from "../../layouts/player/lib/identity.js";

const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../../results/testdata/vectors/${name}`, import.meta.url), "utf8"));

test("staff IDs agree with Go", () => {
  for (const { Typed, Canonical } of vectors("staff.json"))
    assert.equal(canonicalStaff(Typed), Canonical, JSON.stringify(Typed));
});

test("receipts agree with Go", () => {
  for (const { Record, Receipt } of vectors("receipt.json")) assert.equal(receipt(utf8(Record)), Receipt);
});

test("attempt IDs are 26 characters of base32 and differ", () => {
  const ids = Array.from({ length: 50 }, () => randomID());
  for (const id of ids) assert.match(id, /^[a-z2-7]{26}$/);
  assert.equal(new Set(ids).size, 50);
});
