// A sitting by keyboard: from the who-are-you screen to the saved file.
import { readFileSync } from "node:fs";
import { answer as give } from "./answers.mjs";
import { press, tabTo } from "./browser.mjs";
import { keyOf } from "./keys.mjs";
import { first } from "./site.mjs";
import { wordsOf } from "./words.mjs";

// sit takes the assessment on verbal de-escalation as staff and returns the text of the results file.
// answer(number, key) says what to choose: a list of option IDs, empty for blank.
// With reloadAfter the page is loaded again after that many questions, as if the
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
    if (wanted.length > 0)
      await give(page, ".player .question", key.type === "multiple" ? { choices: wanted } : { choice: wanted[0] });
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
