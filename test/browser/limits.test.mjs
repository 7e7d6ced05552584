// The start screen advises according to the limits of the bank, and lets everybody start.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, press, tabTo } from "./browser.mjs";
import { coursemark } from "./commands.mjs";
import { sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const start = "talk/listen/assessment/index.html";
let browser;
let server;
before(async () => {
  const { project, folder } = sample("types");
  const bank = join(project, "quiz/banks/talk.toml");
  writeFileSync(
    bank,
    readFileSync(bank, "utf8").replace(
      "pass_mark = 80",
      "pass_mark = 80\nattempts = 2\nattempts_months = 12\ncooling_off_days = 7",
    ),
  );
  coursemark("build", "--frozen=false", "--project", project);
  browser = await launch();
  server = await serve(folder);
});
after(async () => {
  await browser.close();
  server.close();
});

test("an attempt too soon, one too many, and the day from which one counts", async () => {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Amsterdam" });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date("2026-03-02T10:00:00"));
  await page.goto(`${server.origin}${start}`);
  const w = await wordsOf(page);
  const player = () => page.locator(".player").textContent();
  const sit = async (ordinal) => {
    await press(page, w("start", { ordinal }));
    await press(page, w("to_review"));
    await press(page, w("hand_in"));
    await press(page, w("confirm_yes"));
    await page.goto(`${server.origin}${start}`);
  };
  const picture = async (name) => {
    if (!process.env.SHOTS) return;
    for (const [width, colorScheme] of [
      [1280, "light"],
      [360, "dark"],
    ]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(process.env.SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  };
  await tabTo(page, w("staff_label"));
  await page.keyboard.type("H0012");
  await press(page, w("continue"));
  assert.ok(!(await player()).includes("counts only if HR decides so"), "nothing to say before the first");
  await sit(1);

  assert.match(await player(), /You can take it again from 9 March 2026\./);
  await picture("too-soon");
  await sit(2); // the learner can take it nevertheless

  await page.clock.setFixedTime(new Date("2026-03-09T10:00:00"));
  await page.reload();
  assert.ok(!(await player()).includes("counts only if HR decides so"), "the one that was too soon is in nobody's way");
  assert.ok((await player()).includes(w("start_attempts_one", { count: 1, all: 2 })));
  await sit(3);

  await page.clock.setFixedTime(new Date("2026-04-01T10:00:00"));
  await page.reload();
  assert.match(await player(), /You can take it again from 2 March 2027\./);
  await picture("over-limit");
  await press(page, w("start", { ordinal: 4 }));
  await context.close();
});
