// A sitting by keyboard: from the who-are-you screen to the saved file.
import { readFileSync } from "node:fs";
import { press, tabTo } from "./browser.mjs";
import { keyOf } from "./keys.mjs";
import { first } from "./site.mjs";
import { wordsOf } from "./words.mjs";

// choose picks options of the question on the screen with Tab, arrows and Space.
async function choose(page, wanted) {
  const inputs = page.locator(".player input[type=radio], .player input[type=checkbox]");
  const values = await inputs.evaluateAll((all) => all.map((i) => i.value));
  const radio = (await inputs.first().getAttribute("type")) === "radio";
  await page.keyboard.press("Tab");
  if (radio) {
    await page.keyboard.press("Space"); // the first; the arrows go on from there
    for (let i = 0; i < values.indexOf(wanted[0]); i++) await page.keyboard.press("ArrowDown");
  } else {
    for (const [i, value] of values.entries()) {
      if (i > 0) await page.keyboard.press("Tab");
      if (wanted.includes(value)) await page.keyboard.press("Space");
    }
  }
  const chosen = await inputs.evaluateAll((all) => all.filter((i) => i.checked).map((i) => i.value));
  if (chosen.sort().join() !== [...wanted].sort().join()) throw new Error(`chose ${chosen} instead of ${wanted}`);
}

// sit takes the assessment on verbal de-escalation as staff and gives the text of the results file.
// answer(number, key) says what to choose: a list of option IDs, empty for blank.
// With reloadAfter the page is loaded anew after that many questions, as if the
// browser had been closed.
export async function sit(page, origin, { staff, name, answer, reloadAfter = 0 }) {
  await page.goto(origin + first("assessment", '"bank":"verbal-de-escalation"'));
  const w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type(staff);
  await tabTo(page, w("name_label"));
  await page.keyboard.type(name);
  await press(page, w("continue"));
  await press(page, w("start", { ordinal: 1 }));
  const { asked } = JSON.parse(await page.locator("#assessment").textContent());
  for (let number = 1; number <= asked; number++) {
    const question = page.locator(".player .question");
    const key = keyOf(await question.getAttribute("data-question"), await question.getAttribute("data-revision"));
    const wanted = answer(number, key);
    if (wanted.length > 0) await choose(page, wanted);
    if (number === reloadAfter) {
      await page.reload();
      await press(page, w("resume", { number }));
    }
    await press(page, number < asked ? w("next_question") : w("to_review"));
  }
  await press(page, w("hand_in"));
  await press(page, w("confirm_yes"));
  const waiting = page.waitForEvent("download");
  await press(page, w("download_results"));
  const download = await waiting;
  return readFileSync(await download.path(), "utf8");
}
