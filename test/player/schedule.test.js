import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import {
  answered,
  between,
  intervals,
  isDay,
  isDue,
  next,
  plan,
  plus,
  waiting,
} from "../../layouts/player/review/schedule.js";

const at = (today, verdict, entry, rev = "r1-a") =>
  answered(entry, { verdict, today, rev, page: "c/m/practice/index.html" });

test("what is right comes later each time, up to the last box", () => {
  let [today, entry] = ["2026-11-23", undefined];
  const gaps = [];
  for (let i = 0; i < 7; i++) {
    entry = at(today, "right", entry);
    gaps.push(between(today, entry.due));
    today = entry.due;
  }
  assert.deepEqual(gaps, [3, 7, 16, 35, 90, 90, 90]);
});

test("what is wrong goes back to the first box, what is partly right stays", () => {
  const entry = { box: 4, due: "2026-11-23", rev: "r1-a", on: "2026-11-07", page: "p/index.html" };
  assert.deepEqual(at("2026-11-24", "wrong", entry), {
    box: 1,
    due: "2026-11-25",
    rev: "r1-a",
    on: "2026-11-24",
    page: "c/m/practice/index.html",
  });
  assert.equal(at("2026-11-24", "partly", entry).box, 4);
  assert.equal(at("2026-11-24", "partly", entry).due, plus("2026-11-24", 16));
  for (const verdict of ["wrong", "partly"])
    assert.equal(at("2026-11-24", verdict).due, "2026-11-25", `new and ${verdict}`);
});

test("trying again at once does not put off what was missed; missing it early brings it back", () => {
  const missed = at("2026-11-23", "wrong");
  const again = at("2026-11-23", "right", missed);
  assert.deepEqual([again.box, again.due], [1, "2026-11-24"]);
  const far = at("2026-11-23", "right", { box: 4, due: "2026-11-23", rev: "r1-a" });
  assert.equal(at("2026-11-25", "wrong", far).due, "2026-11-26");
});

test("a question that was reworded is new", () => {
  const old = { box: 5, due: "2027-01-01", rev: "r1-a", on: "2026-11-27", page: "p/index.html" };
  assert.deepEqual(
    [at("2026-11-28", "right", old, "r1-b").box, at("2026-11-28", "right", old, "r1-b").rev],
    [2, "r1-b"],
  );
});

test("days are days: over months, leap days and changes of the clocks, in any zone", () => {
  assert.equal(plus("2028-02-28", 1), "2028-02-29");
  assert.equal(plus("2026-12-31", 1), "2027-01-01");
  assert.equal(plus("2026-03-28", 1), "2026-03-29");
  assert.equal(between("2026-03-28", "2026-03-30"), 2);
  // The clocks go forward in Amsterdam on 29 March 2026 and back on 25 October; in
  // Apia there was no 30 December 2011; at 23:30 the day is the learner's own.
  const code = `import { plus, between } from ${JSON.stringify(new URL("../../layouts/player/review/schedule.js", import.meta.url).href)}; import { day } from ${JSON.stringify(new URL("../../layouts/player/lib/time.js", import.meta.url).href)};
    const late = day(new Date(2026, 9, 24, 23, 30));
    console.log(late, plus(late, 1), plus("2026-03-28", 1), plus("2011-12-29", 1), between("2026-10-24", "2026-10-26"));`;
  for (const TZ of ["Europe/Amsterdam", "Pacific/Apia", "America/St_Johns", "UTC"]) {
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", code], {
      env: { ...process.env, TZ },
      encoding: "utf8",
    }).trim();
    assert.equal(said, "2026-10-24 2026-10-25 2026-03-29 2011-12-30 2", TZ);
  }
});

test("a clock that was set back hides nothing for ever", () => {
  const ahead = at("2031-05-01", "right"); // the clock ran years ahead
  assert.equal(isDue(ahead, "2026-11-23"), true);
  const now = at("2026-11-23", "right", ahead);
  assert.deepEqual([now.box, now.due], [3, plus("2026-11-23", 7)]);
  assert.equal(isDue(at("2026-11-23", "right"), "2026-11-22"), true, "further off than its box allows");
  assert.equal(isDue(at("2026-11-23", "right"), "2026-11-23"), false);
});

test("only a day is a day", () => {
  for (const text of ["2026-02-30", "2026-13-01", "26-01-01", "", "2026-11-23T00:00:00Z", "0000-00-00"])
    assert.equal(isDay(text), false, text);
  assert.equal(isDay("2026-11-23"), true);
});

const entry = (box, due, page = "a/index.html", response = { choice: "x" }) => ({
  response,
  checked: true,
  box,
  due,
  rev: "r",
  on: "2026-11-01",
  page,
});

test("the most overdue is asked first, then what was missed; the rest waits", () => {
  const practice = {
    soon: entry(3, "2026-11-25"),
    today: entry(2, "2026-11-23"),
    late: entry(5, "2026-11-01"),
    missed: entry(1, "2026-11-24"),
    never: { response: { choice: "x" }, checked: true },
    gone: entry(1, "2026-11-01", ""),
  };
  const { due, missed } = waiting(practice, "2026-11-23");
  assert.deepEqual([due.map(([id]) => id), missed.map(([id]) => id)], [["late", "today"], ["missed"]]);
  assert.deepEqual(
    plan(practice, "2026-11-23").map((i) => i.id),
    ["late", "today", "missed"],
  );
});

test("a review is about ten minutes, and goes from page to page once", () => {
  const practice = {};
  for (let i = 0; i < 30; i++)
    practice[`q${String(i).padStart(2, "0")}`] = entry(
      1,
      plus("2026-11-20", -i),
      i % 2 ? "a/index.html" : "b/index.html",
    );
  const items = plan(practice, "2026-11-23");
  assert.equal(items.length, 12);
  assert.deepEqual(items.map((i) => i.page[0]).join(""), "aaaaaabbbbbb");
  assert.ok(items.some((i) => i.id === "q29") && !items.some((i) => i.id === "q00"), "the most overdue are in it");
  for (const id of Object.keys(practice)) practice[id].response = { order: ["x", "y"] };
  assert.equal(plan(practice, "2026-11-23").length, 8, "longer questions are fewer");
  assert.deepEqual(plan({}, "2026-11-23"), []);
  assert.equal(next({ items: [{ verdict: "right" }, { verdict: "" }] }), 1);
  assert.equal(next({ items: [{ verdict: "gone" }] }), -1);
});

test("over a year of answers nothing is lost and no interval is skipped", () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let run = 0; run < 200; run++) {
    let e = at("2026-01-01", "wrong");
    let today = "2026-01-01";
    for (let step = 0; step < 60; step++) {
      today = plus(today, Math.floor(random() * 20));
      const before = e;
      const verdict = ["right", "partly", "wrong"][Math.floor(random() * 3)];
      e = at(today, verdict, e);
      assert.ok(isDay(e.due) && e.box >= 1 && e.box <= intervals.length);
      assert.ok(e.box <= before.box + 1 && (verdict !== "wrong" || e.box === 1));
      assert.ok(between(today, e.due) <= intervals[e.box - 1]);
    }
  }
});
