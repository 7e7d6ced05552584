// The page advises what the gradebook decides: both run the same cases in limits.json
// (gradebook/grading/limits_test.go), which also say what the page cannot know.
import assert from "node:assert/strict";
import test from "node:test";
import { readFileSync } from "node:fs";
import { counting } from "../../layouts/player/sitting/limits.js";
import { day } from "../../layouts/player/lib/time.js";

const cases = JSON.parse(readFileSync(new URL("../../quiz/testdata/vectors/limits.json", import.meta.url), "utf8"));
const moment = (text) => (text.length > 10 ? text : `${text}T12:00:00+01:00`);

for (const c of cases) {
  test(c.name, (t) => {
    const before = process.env.TZ;
    t.after(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });
    process.env.TZ = c.here ?? c.zone ?? "Europe/Amsterdam";
    const { attempts = 0, attempts_months: attemptsMonths = 0, cooling_off_days: coolingOffDays = 0 } = c.limits;
    const known = c.attempts
      .filter((a) => !a.elsewhere)
      .map((a) => ({ started: moment(a.begun ?? a.on), submitted: moment(a.on) }));
    const { left = Infinity, counts, from = "" } = c.page;
    assert.deepEqual(counting({ attempts, attemptsMonths, coolingOffDays }, known, day(new Date(c.next))), {
      left,
      counts,
      from,
    });
  });
}
