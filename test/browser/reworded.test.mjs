// The site is built again with other wordings while somebody is taking an assessment: answers
// that still hold are kept, the others are shown and asked about.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { audit } from "./axe.mjs";
import { focused, launch, press, tabInto, tabTo, watch } from "./browser.mjs";
import { coursemark } from "./commands.mjs";
import { questionsOf } from "./keys.mjs";
import { sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample("types");
const lesson = "talk/listen/types/index.html";
const assessment = "talk/listen/assessment/index.html";
let browser, server;
before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});
after(async () => {
  await browser.close();
  server.close();
});

// rebuild replaces texts in a file of the project and builds the site again.
function rebuild(file, ...replacements) {
  const path = join(site.project, file);
  let text = readFileSync(path, "utf8");
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  writeFileSync(path, text);
  coursemark("build", "--frozen=false", "--project", site.project);
}

const asked = (page) =>
  page
    .locator(".player legend")
    .textContent()
    .then((t) => t.trim());
const last = '\n[[questions]]\nid         = "what-word"';

test("an assessment is reworded during a sitting", async () => {
  const bank = "quiz/banks/talk.toml";
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const complaints = watch(page, server.origin);
  await page.goto(server.origin + assessment);
  const w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type("R0001");
  await press(page, w("continue"));
  await press(page, w("start", { ordinal: 1 }));
  const answers = {
    "Who speaks?": (root) => root.getByLabel("One").press("Space"),
    "We wait.": (root) => root.getByLabel("True").press("Space"),
    "What helps?": (root) => root.getByLabel("Waiting").press("Space"),
    "What helps when?": (root) => root.locator("select").first().selectOption({ label: "Leave" }),
    "How much room do you give?": (root) => root.locator("input").pressSequentially("2,4"),
    "What do you call it when tension goes down?": (root) => root.locator("input").pressSequentially("calm"),
  };
  const all = JSON.parse(await page.locator("#assessment").textContent()).asked;
  for (let number = 1; number <= all; number++) {
    await answers[await asked(page)]?.(page.locator(".player .question"));
    await press(page, w(number < all ? "next_question" : "to_review"));
  }
  const source = readFileSync(join(site.project, bank), "utf8");
  rebuild(
    bank,
    ['prompt     = "Who speaks?"', 'prompt     = "Who speaks first?"'], // its options are there still
    ['text     = "Waiting"', 'text     = "Waiting for the person"'], // was chosen
    ['"How much room do you give?"', '"How much room do you leave?"'], // was typed
    [source.slice(source.indexOf(last)), ""],
  ); // was answered, and is not asked any more, nor what comes after it

  await page.reload();
  const screen = page.locator(".player");
  await screen.getByRole("heading", { name: w("revised_title") }).waitFor();
  await audit(page, "revised");
  const told = await screen.textContent();
  for (const line of [
    w("revised_kept_other", { count: 2 }),
    w("revised_again_other", { count: 3 }),
    w("revised_lost_one", { count: 1 }),
  ])
    assert.ok(told.includes(line), line);
  await press(page, w("revised_continue"));
  assert.match(await screen.textContent(), /answered 2 of 6 questions/);
  await press(page, w("resume_review"));
  assert.equal(await screen.locator(".review .tag", { hasText: w("review_reworded") }).count(), 3);
  assert.ok((await screen.textContent()).includes(w("review_again_other", { count: 3 })));
  await audit(page, "review of reworded questions");
  if (process.env.SHOTS)
    await page.screenshot({ path: join(process.env.SHOTS, "reworded-review.png"), fullPage: true });

  // go opens a question from the review.
  const go = (name) => screen.locator(".review li", { hasText: name }).getByRole("button").press("Enter");
  const review = () => press(page, w("to_review"));
  const notice = screen.locator(".screen-question > .notice");

  await go("Who speaks first?");
  assert.ok((await notice.textContent()).includes(w("reworded_title")));
  assert.equal(await page.getByLabel("One").isChecked(), true, "the answer to the earlier wording is shown");
  await audit(page, "a reworded question");
  if (process.env.SHOTS)
    await page.screenshot({ path: join(process.env.SHOTS, "reworded-question.png"), fullPage: true });
  await page.reload();
  await press(page, w("resume_review"));
  await go("Who speaks first?");
  assert.equal(await notice.count(), 1, "to look is not to keep");
  await press(page, w("reworded_keep"));
  await screen.getByRole("status").getByText(w("saved"), { exact: true }).waitFor();
  assert.equal(await notice.count(), 0);
  assert.notEqual(await focused(page), "", "the focus is not lost with the button");

  await review();
  await go("What helps?");
  assert.ok((await notice.textContent()).includes(w("reworded_empty")));
  assert.equal(await screen.getByRole("button", { name: w("reworded_keep") }).count(), 0);
  await page.getByLabel("Listening").press("Space");
  await screen.getByRole("status").getByText(w("saved"), { exact: true }).waitFor();
  assert.equal(await notice.count(), 0);

  await review();
  await go("How much room do you leave?");
  assert.equal(await screen.locator("input").inputValue(), "2,4");
  await review(); // nothing is kept: it counts as blank
  assert.equal(await screen.locator(".review .is-answered").count(), 3);
  assert.equal(await screen.locator(".review .tag", { hasText: w("review_partly") }).count(), 1);
  await press(page, w("hand_in"));
  assert.ok((await screen.textContent()).includes(w("confirm_blank_other", { count: 2 })));
  await press(page, w("confirm_yes"));
  const waiting = page.waitForEvent("download");
  await press(page, w("download_results"));
  const { records } = JSON.parse(readFileSync(await (await waiting).path(), "utf8"));
  const attempt = JSON.parse(Buffer.from(records[0].bytes, "base64").toString("utf8"));
  const keys = questionsOf(site.project, "talk");
  const given = new Map(
    attempt.responses.map((r) => [keys.find((k) => k.public === r.question && k.rev === r.rev).question, r.response]),
  );
  const option = (question, text) =>
    keys
      .filter((k) => k.question === question && k.options)
      .flatMap((k) => k.options)
      .find((o) => o.text === text).id;
  assert.deepEqual(given.get("who-speaks"), { choice: option("who-speaks", "One") });
  assert.deepEqual(given.get("who-waits"), { choice: option("who-waits", "True") });
  assert.deepEqual(given.get("what-helps"), { choices: [option("what-helps", "Listening")] });
  assert.equal(given.get("when-what").pairs.length, 1);
  assert.equal(given.get("how-far"), null, "what was not looked at again is no answer");
  assert.equal(given.get("first-steps"), null);
  assert.equal(attempt.responses.length, 6);

  await page.goto(server.origin + "my-progress/index.html");
  assert.match(await page.locator("main").textContent(), /was set aside because another one went on/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("practice that was reworded is shown without its old verdict", async () => {
  const file = "content/talk/01-listen/02-types.md";
  rebuild(file, [':::question{type="number"', ':::question{id="distance" type="number"']);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + lesson);
  const w = await wordsOf(page);
  const question = page.locator(".practice[data-type=number]");
  await tabInto(page, ".practice[data-type=number] input");
  await page.keyboard.type("2");
  await press(page, w("check_answer"));
  await question.locator(".feedback-right").waitFor();
  await page.reload();
  await question.locator(".feedback-right").waitFor();
  rebuild(file, ["How far away do you stand?", "How near do you stand?"]);
  await page.reload();
  await question.getByText(w("reworded")).waitFor();
  assert.equal(await question.locator(".feedback").count(), 0);
  await tabInto(page, ".practice[data-type=number] input");
  await page.keyboard.type("2");
  await press(page, w("check_answer"));
  await question.locator(".feedback-right").waitFor();
  await page.reload();
  await question.locator(".feedback-right").waitFor();
  await context.close();
});
