// axe finds nothing on any kind of page and in any state of the player, light
// and dark, and nothing is wider than a small phone.
import { after, before, test } from "node:test";
import { audit } from "./axe.mjs";
import { launch } from "./browser.mjs";
import { fileOrigin, first } from "./site.mjs";
import { wordsOf } from "./words.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function everyState(page, check) {
  const click = (name) => page.getByRole("button", { name, exact: true }).first().click();
  for (const kind of ["home", "course", "module", "lesson", "scenario", "assessment", "progress", "bibliography", "role"]) {
    await page.goto(fileOrigin + first(kind));
    await check(kind);
  }
  // A lesson: practice wrong, right or partly; an error; done.
  const lesson = fileOrigin + first("lesson", "data-practice");
  await page.goto(lesson);
  let w = await wordsOf(page);
  await click(w("check_answer"));
  await check("practice, nothing chosen");
  for (const question of await page.locator("[data-practice]").all()) {
    await question.locator("label").first().click();
    await question.getByRole("button", { name: w("check_answer") }).click();
  }
  for (const details of await page.locator(".practice-answer summary").all()) await details.click();
  await click(w("mark_done"));
  await check("practice, checked");
  await click(w("say_who"));
  await click(w("continue"));
  await check("who, with an error");

  // A scenario: a choice, an end with its look back, each scene by its address.
  const scenario = fileOrigin + first("scenario", 'id="scenes"');
  await page.goto(scenario);
  for (let i = 0; await page.locator(".way-now").count() > 0; i++) {
    await page.locator(".way-now").last().click();
    if (i === 0) await check("scenario, a choice");
    if (i > 20) throw new Error("no end was reached");
  }
  await check("scenario, looking back");
  for (const end of ["good", "mixed", "poor"]) {
    await page.goto(`${scenario}#${await page.locator(`.scene:has(.ending-${end})`).first().getAttribute("id")}`);
    await check(`scenario, ${end} end`);
  }
  await page.goto(`${scenario}#scenes`);
  await check("scenario, all scenes");

  await page.goto(fileOrigin + first("assessment"));
  w = await wordsOf(page);
  await click(w("continue"));
  await check("assessment: who, with an error");
  await page.getByLabel(w("staff_label")).fill("A1");
  await page.getByLabel(w("name_label"), { exact: true }).fill("Ann");
  await click(w("continue"));
  await check("assessment: start");
  await click(w("start", { ordinal: 1 }));
  const { asked } = JSON.parse(await page.locator("#assessment").textContent());
  for (let i = 0; i < asked; i++) {
    if (i % 3 !== 1) await page.locator(".player label").last().click();
    await check(`assessment: question ${i + 1}`);
    if (i < asked - 1) await click(w("next_question"));
  }
  await page.reload();
  await check("assessment: resume");
  await click(w("resume_review"));
  await check("assessment: review");
  await click(w("hand_in"));
  await check("assessment: confirm");
  await click(w("confirm_yes"));
  await page.getByText(w("copy_summary")).click();
  await click(w("download_results"));
  await click(w("copy"));
  await check("assessment: done");
  await click(w("again"));
  await check("assessment: start again");
  await click(w("start", { ordinal: 2 }));
  for (const kind of ["home", "course", "module", "lesson", "progress"]) {
    await page.goto(fileOrigin + first(kind));
    await check(`${kind}, with progress`);
  }
  w = await wordsOf(page);
  await click(w("load"));
  await check("progress: nothing to load");
  await click(w("delete"));
  await check("progress: delete");
  await click(w("delete_yes"));
  await check("progress: deleted");
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`${colorScheme}, ${width} px`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      await everyState(page, (state) => audit(page, `${state} (${colorScheme}, ${width} px)`));
      await context.close();
    });
  }
}
