import assert from "node:assert/strict";
import test from "node:test";
import { counting, readableDay } from "./limits.js";

const on = (date, started = date) => ({ started: `${started}T09:00:00`, submitted: `${date}T09:30:00` });

test("three attempts in a year, and the fourth counts when the first is a year old", () => {
  const limits = { attempts: 3, attemptsMonths: 12, coolingOffDays: 0 };
  const used = [on("2026-01-31"), on("2026-02-10"), on("2026-03-01")];
  assert.deepEqual(counting(limits, used.slice(0, 2), "2026-03-01"), { left: 1, counts: true, from: "" });
  assert.deepEqual(counting(limits, used, "2026-03-02"), { left: 0, counts: false, from: "2027-01-31" });
  assert.deepEqual(counting(limits, used, "2027-01-31"), { left: 1, counts: true, from: "" });
  // What did not count itself is in nobody's way.
  assert.equal(counting(limits, [...used, on("2026-04-01")], "2027-01-31").counts, true);
});

test("without months nobody can tell from when on", () => {
  const limits = { attempts: 1, attemptsMonths: 0, coolingOffDays: 7 };
  assert.deepEqual(counting(limits, [on("2026-01-31")], "2026-02-01"), { left: 0, counts: false, from: "" });
});

test("a week between handing in and the next start", () => {
  const limits = { attempts: 0, attemptsMonths: 0, coolingOffDays: 7 };
  assert.deepEqual(counting(limits, [on("2026-02-25")], "2026-03-03"), { left: Infinity, counts: false, from: "2026-03-04" });
  assert.equal(counting(limits, [on("2026-02-25")], "2026-03-04").counts, true);
  // Begun too soon: the week still runs from the one that counts.
  assert.equal(counting(limits, [on("2026-02-25"), on("2026-03-03")], "2026-03-04").counts, true);
});

test("the last day of a shorter month", () => {
  const limits = { attempts: 1, attemptsMonths: 1, coolingOffDays: 0 };
  assert.equal(counting(limits, [on("2026-01-31")], "2026-02-01").from, "2026-02-28");
  assert.equal(readableDay("2026-02-28", "en-GB"), "28 February 2026");
});
