// Practice as a learner does it: answers by keyboard, and every state of hints,
// feedback and review.
import { answer as give, right, wrong } from "./answers.mjs";
import { wordsOf } from "./words.mjs";

// answer answers the question with a given text, rightly or wrongly, by keyboard.
export async function answer(page, text, well) {
  const root = page.locator(".practice", { hasText: text });
  const key = JSON.parse(await root.getAttribute("data-key"));
  await give(page, `[data-practice="${await root.getAttribute("data-practice")}"]`, well ? right(key) : wrong(key));
  await root.getByRole("button", { name: (await wordsOf(page))("check_answer") }).press("Enter");
  return root;
}

// states goes through all states, in the made-up project "practice". It calls visit(name) in
// each; address returns the address of a page.
export async function states(page, visit, address) {
  await page.clock.install({ time: new Date("2026-11-23T10:00:00Z") });
  await page.goto(address("talk/speak/practice/index.html"));
  await visit("practice page");
  const w = await wordsOf(page);
  for (const summary of await page.locator("[data-hint] summary").all()) await summary.click();
  await visit("hints");
  for (const [i, text] of [
    "go on talking",
    "What comes first",
    "Where do you sit",
    "What would you do",
    "She is upset",
  ].entries())
    await answer(page, text, i % 2 === 1);
  for (const summary of await page.locator("[data-answer] summary").all()) await summary.click();
  await visit("answered, with a summary");
  await page.clock.setFixedTime(new Date("2026-12-23T10:00:00Z"));
  await page.goto(address("index.html"));
  await visit("home, something is due");
  await page.goto(address("my-progress/index.html"));
  await page.getByLabel(w("staff_label")).fill("A1");
  await page.getByRole("button", { name: w("continue") }).click();
  await visit("my progress, something is due");
  const p = await wordsOf(page);
  await page.getByRole("button", { name: p("review_start_other", { count: 5 }) }).click();
  await page.waitForURL(/#review$/);
  const r = await wordsOf(page);
  for (let number = 1; number <= 5; number++) {
    await visit(`review, question ${number}`);
    await page
      .locator(".screen")
      .getByRole("button", { name: r("check_answer") })
      .click();
    if (number === 1) await visit("review, nothing answered");
    const text = await page.locator(".practice:visible legend").innerText();
    await answer(page, text.slice(0, 20), number > 2);
    await visit(`review, answered ${number}`);
    if (number === 2) {
      await page.goto(address("talk/listen/practice/index.html#review"));
      await visit("review, on another page");
      await page.getByRole("button", { name: r("review_go_on") }).click();
      await page.waitForURL(/speak.*#review$/);
    } else {
      await page.locator(".practice:visible .feedback .button").click();
    }
  }
  await visit("review, done");
}
