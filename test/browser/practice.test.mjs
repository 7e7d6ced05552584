// Practice: hints, feedback on each piece of an answer, trying wrong answers again, the pages of
// practice questions, and a review over two modules.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { focused, launch, press, tabTo, watch } from "./browser.mjs";
import { coursemark } from "./commands.mjs";
import { answer } from "./practising.mjs";
import { sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample("practice");
const fileOrigin = pathToFileURL(site.folder).href + "/";
const listen = "talk/listen/practice/index.html";
const speak = "talk/speak/practice/index.html";
const words = "talk/speak/words/index.html";

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});
after(async () => {
  await browser.close();
  server.close();
});

// kept returns what the browser keeps about a person.
const kept = (page, staff) =>
  page.evaluate(
    (s) =>
      JSON.parse(
        Object.entries({ ...localStorage, ...sessionStorage }).find(([key]) => key.endsWith(`:staff:${s}`))[1],
      ),
    staff,
  );

async function identify(page, origin, staff) {
  await page.goto(origin + "my-progress/index.html");
  const w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type(staff);
  await press(page, w("continue"));
  return w;
}

test("hints are read one by one, by keyboard, and announced as something that opens", async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const complaints = watch(page, server.origin);
  await page.goto(server.origin + words);
  const hints = page.locator(".practice").first().locator("[data-hint]");
  assert.deepEqual([await hints.nth(0).isVisible(), await hints.nth(1).isVisible()], [true, false]);
  assert.equal(await page.getByText("Think of the last time").isVisible(), false);
  await tabTo(page, "Hint 1");
  assert.equal(
    await page.evaluate(() => document.activeElement.tagName),
    "SUMMARY",
    "the browser itself says that it opens",
  );
  const { height } = await page.locator("summary", { hasText: "Hint 1" }).first().boundingBox();
  assert.ok(height >= 43.5, `a target of ${height} px`);
  await page.keyboard.press("Enter");
  assert.equal(await page.getByText("Think of the last time").isVisible(), true);
  await hints.nth(1).waitFor(); // browsers report the opening a moment later
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Hint 2", "the next one follows");
  await page.keyboard.press("Space");
  assert.equal(await page.getByText("Two of them leave room.").isVisible(), true);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("without JavaScript hints and answers can be read, on the lesson and on the practice page", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const path of [words, speak]) {
    await page.goto(server.origin + path);
    const question = page.locator(".practice").first();
    assert.deepEqual(await question.locator("summary").allInnerTexts(), ["Hint 1", "Hint 2", "Answer and explanation"]);
    await question.locator("summary", { hasText: "Hint 2" }).click();
    assert.equal(await page.getByText("Two of them leave room.").isVisible(), true);
    await question.locator("[data-answer] summary").click();
    assert.equal(await page.getByText("Yes: it says go on.").isVisible(), true);
  }
  await page.goto(server.origin + "talk/speak/index.html");
  await page.getByRole("link", { name: "Go to the practice questions" }).click();
  assert.equal(await page.locator("h1").innerText(), "Practice questions");
  await page.getByRole("link", { name: "Words" }).first().click();
  assert.ok(page.url().endsWith(words));
  await context.close();
});

test("each piece of an answer is marked; the right answer is shown only on request or when it was found", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + speak);
  const w = await wordsOf(page);

  const multiple = page.locator(".practice", { hasText: "go on talking" });
  await multiple.getByLabel("Waiting").check();
  await multiple.getByRole("button", { name: w("check_answer") }).click();
  const feedback = multiple.locator(".feedback");
  assert.match(await feedback.innerText(), /he finds his next word[^]*1 right choice is still missing/);
  assert.doesNotMatch(await feedback.innerText(), /Nodding|go on\./);
  assert.equal(
    await multiple.getByRole("checkbox", { name: `Waiting (${w("part_right")})` }).count(),
    1,
    "what the mark shows is said too",
  );
  await multiple.locator("[data-answer] summary").click();
  assert.match(
    await multiple.locator("[data-answer] li", { hasText: "Nodding" }).innerText(),
    /You did not choose this one[^]*it says go on/,
  );

  const match = await answer(page, "What would you do when?", false);
  assert.match(await match.locator(".feedback").innerText(), /0 of 2/);
  assert.doesNotMatch(await match.locator(".feedback").innerText(), /catching|lower your voice|Silence takes/);
  assert.equal(await match.getByRole("combobox", { name: `He shouts (${w("part_wrong")})` }).count(), 1);
  await match.getByRole("button", { name: w("try_again") }).click();
  assert.equal(await match.getByRole("combobox", { name: "He shouts", exact: true }).count(), 1);
  await answer(page, "What would you do when?", true);
  assert.match(await match.locator(".feedback").innerText(), /It is catching/);

  const order = await answer(page, "What comes first", true);
  assert.match(await order.locator(".feedback").innerText(), /People like to know/);

  await page.goto(server.origin + listen);
  const single = await answer(page, "waiting for an hour", false);
  assert.doesNotMatch(await single.locator(".feedback").innerText(), /Your name|can wait better/);
  await single.getByRole("button", { name: w("try_again") }).click();
  await answer(page, "waiting for an hour", true);
  assert.match(
    await single.locator(".feedback").innerText(),
    /can wait better/,
    "the explanation comes with what is right",
  );
  const number = await answer(page, "How far away", false);
  assert.match(await number.locator(".feedback").innerText(), /too close/);
  await context.close();
});

test("only what was not right is tried again, by keyboard", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + words);
  const w = await wordsOf(page);
  const summary = page.locator("[data-practice-end]");
  assert.equal(await summary.innerText(), "");
  const first = await answer(page, "go on talking", false);
  assert.match(await summary.innerText(), /1 is not answered yet/);
  const second = await answer(page, "What comes first", true);
  assert.match(await summary.innerText(), /1 of 2 right/);
  await press(page, w("summary_again_one"));
  assert.ok(await page.evaluate(() => document.activeElement.matches("input")), "the focus is in the first of them");
  assert.equal(await first.locator("input:checked").count(), 0);
  assert.equal(await second.locator(".feedback-right").count(), 1, "what was right stays");
  await answer(page, "go on talking", true);
  assert.match(await summary.innerText(), /2 of 2 right/);
  assert.equal(await summary.getByRole("button").count(), 0);
  await page.reload();
  assert.match(await summary.innerText(), /2 of 2 right/);
  await context.close();
});

test("a text with gaps has hints, is marked gap by gap, tried again and asked in a review, by keyboard", async () => {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  const complaints = watch(page, server.origin);
  await page.clock.install({ time: new Date("2026-11-23T10:00:00Z") });
  await identify(page, server.origin, "G1");
  await page.goto(server.origin + speak);
  let w = await wordsOf(page);

  const upset = page.locator(".practice", { hasText: "She is upset" });
  await upset.locator("[data-hint] summary").press("Enter");
  assert.equal(await upset.getByText("Stretch out both arms.").isVisible(), true);
  await answer(page, "She is upset", false);
  const said = await upset.locator(".feedback").innerText();
  for (const part of [
    w("practice_gaps", { right: 0, all: 3 }),
    "That is too close.",
    "She hears a contest.",
    w("practice_gap", { number: 3 }),
  ])
    assert.ok(said.includes(part), said);
  assert.doesNotMatch(said, /catching|lower|two arms|Yes\./, "what would be right is not shown");
  assert.deepEqual(await upset.locator(".gap [data-said]").allInnerTexts(), Array(3).fill(`(${w("part_wrong")})`));
  await press(page, w("try_again"));
  assert.ok(await page.evaluate(() => document.activeElement.matches(".gap input")), "the focus is in the first gap");
  assert.deepEqual(await upset.locator("[data-gap]").evaluateAll((all) => all.map((gap) => gap.value)), ["", "", ""]);
  assert.equal(await upset.locator(".gap [data-said]").count(), 0);
  await answer(page, "She is upset", true);
  assert.match(await upset.locator(".feedback-right").innerText(), /It is catching/);

  await page.goto(server.origin + listen);
  const speakers = page.locator(".practice", { hasText: "of you speaks to him" });
  await speakers.getByRole("combobox").selectOption({ label: "One" });
  await speakers.getByRole("button", { name: w("check_answer") }).press("Enter");
  const partly = await speakers.locator(".feedback-partly").innerText();
  assert.ok(partly.includes(w("practice_gaps", { right: 1, all: 2 })), partly);
  assert.doesNotMatch(partly, /Near enough|face to look at/);
  assert.match(await page.locator("[data-practice-end]").innerText(), /3 are not answered yet/);

  await page.clock.setFixedTime(new Date("2026-11-24T10:00:00Z"));
  await page.goto(server.origin + "my-progress/index.html");
  w = await wordsOf(page);
  await press(page, w("review_start_other", { count: 2 }));
  for (const number of [1, 2]) {
    await page.waitForURL(/#review$/);
    w = await wordsOf(page);
    await page.getByRole("heading", { name: w("review_of", { number, all: 2 }) }).waitFor();
    assert.ok(
      await page.locator(".practice:visible [data-gap]").evaluateAll((all) => all.every((gap) => gap.value === "")),
      "it is asked again",
    );
    const asked = await answer(
      page,
      (await page.locator(".practice:visible").innerText()).includes("She is upset")
        ? "She is upset"
        : "of you speaks to him",
      true,
    );
    assert.equal(await asked.locator(".feedback-right").count(), 1);
    if (number === 1) await Promise.all([page.waitForNavigation(), press(page, w("review_next"))]);
  }
  assert.match(await page.locator(".practice:visible").innerText(), /face to look at|It is catching/);
  await press(page, w("review_finish"));
  assert.match(await page.locator("[data-review]").innerText(), /2 of 2 right[^]*27 November 2026/);
  const { practice } = await kept(page, "G1");
  assert.deepEqual(
    Object.values(practice)
      .map((p) => [p.response.gaps.length, p.box, p.due].join())
      .sort(),
    ["2,2,2026-11-27", "3,2,2026-11-27"],
  );
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const from of ["http", "file"]) {
  test(`a review over two modules, by keyboard, day after day (${from})`, async () => {
    const origin = from === "http" ? server.origin : fileOrigin;
    const context = await browser.newContext({ timezoneId: "Europe/Amsterdam", locale: "en-GB" });
    const page = await context.newPage();
    const complaints = watch(page, origin);
    await page.clock.install({ time: new Date("2026-10-23T20:30:00Z") });
    const staff = `R-${from}`.toUpperCase();
    let w = await identify(page, origin, staff);
    assert.ok(await page.getByText(w("review_empty")).isVisible());

    await page.goto(origin + words);
    await answer(page, "go on talking", false);
    await answer(page, "What comes first", true);
    await page.goto(origin + listen);
    await answer(page, "waiting for an hour", false);
    await page.goto(origin + "index.html");
    assert.equal(await page.locator("[data-review] a").count(), 0, "nothing is due on the same day");

    // The next day, and the clocks go back on the day after.
    await page.clock.setFixedTime(new Date("2026-10-24T21:30:00Z"));
    await page.goto(origin + "index.html");
    w = await wordsOf(page);
    assert.ok(await page.getByText(w("review_due_other", { count: 2 })).isVisible());
    await tabTo(page, w("review_name"));
    await Promise.all([page.waitForURL(/my-progress/), page.keyboard.press("Enter")]);
    w = await wordsOf(page);
    assert.ok(await page.getByText(w("review_ready_other", { count: 2 })).isVisible());
    await tabTo(page, w("review_start_other", { count: 2 }));
    await Promise.all([page.waitForURL(/#review$/), page.keyboard.press("Enter")]);
    w = await wordsOf(page);

    const walked = [];
    for (const number of [1, 2]) {
      assert.equal(await focused(page), w("review_of", { number, all: 2 }));
      assert.ok((await page.title()).startsWith(w("review_of", { number, all: 2 })));
      assert.equal(await page.locator(".practice:visible").count(), 1, "one question on the screen");
      assert.equal(await page.locator(".practice:visible input:checked").count(), 0, "it is asked again");
      const text = (await page.locator(".practice:visible").innerText()).includes("waiting for an hour")
        ? "waiting for an hour"
        : "go on talking";
      walked.push(new URL(page.url()).pathname.includes("/listen/") ? "listen" : "speak");
      await answer(page, text, text === "go on talking");
      assert.match(
        await focused(page),
        new RegExp(text === "go on talking" ? w("practice_right") : w("practice_wrong")),
      );
      if (number === 1) {
        await tabTo(page, w("review_next"));
        await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
        await page.reload(); // a closed laptop
        await page.waitForFunction(() => document.activeElement.tagName === "H2");
      } else {
        await press(page, w("review_finish"));
      }
    }
    assert.deepEqual(walked.sort(), ["listen", "speak"]);
    assert.equal(await focused(page), w("review_done_title"));
    const said = await page.locator("[data-review]").innerText();
    assert.match(said, /1 of 2 right/);
    assert.match(said, /1 question comes again tomorrow/);
    assert.match(said, /1 question comes again on 27 October 2026/);
    const { practice } = await kept(page, staff);
    assert.deepEqual(
      Object.values(practice)
        .map((p) => `${p.box} ${p.due}`)
        .sort(),
      ["1 2026-10-25", "2 2026-10-26", "2 2026-10-27"],
    );

    // What was not right, once more: the first answer of the day stands.
    await press(page, w("summary_again_one"));
    assert.equal(await focused(page), w("review_of", { number: 1, all: 1 }));
    await answer(page, "waiting for an hour", true);
    await press(page, w("review_finish"));
    assert.match(await page.locator("[data-review]").innerText(), /1 of 1 right[^]*comes again tomorrow/);
    await tabTo(page, w("review_to_progress"));
    await Promise.all([page.waitForURL(/my-progress/), page.keyboard.press("Enter")]);

    // After two days, one of which had 25 hours, two are due, the most overdue first.
    await page.clock.setFixedTime(new Date("2026-10-26T06:00:00Z"));
    await page.reload();
    w = await wordsOf(page);
    assert.ok(await page.getByText(w("review_ready_other", { count: 2 })).isVisible());
    await tabTo(page, w("review_start_other", { count: 2 }));
    await Promise.all([page.waitForURL(/listen.*#review$/), page.keyboard.press("Enter")]);
    // A review that was stopped half-way goes on where it was, on the same day.
    w = await wordsOf(page);
    await answer(page, "waiting for an hour", true);
    await tabTo(page, w("review_pause"));
    await Promise.all([page.waitForURL(/my-progress/), page.keyboard.press("Enter")]);
    w = await wordsOf(page);
    assert.ok(await page.getByText(w("review_running", { number: 2, all: 2 })).isVisible());
    await tabTo(page, w("review_go_on"));
    await Promise.all([page.waitForURL(/speak.*#review$/), page.keyboard.press("Enter")]);
    assert.equal(
      await page.locator(".practice:visible h3, .practice:visible legend").first().innerText(),
      "What comes first, what next?",
    );
    // Without the review the page is as it was.
    await page.goto(origin + speak);
    assert.equal(await page.locator(".practice:visible").count(), 5);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("what was reworded is asked as new, what was taken out is passed over", async () => {
  const own = sample("practice");
  const origin = pathToFileURL(own.folder).href + "/";
  const bank = join(own.project, "quiz/banks/listen-practice.toml");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.clock.install({ time: new Date("2026-11-23T10:00:00Z") });
  await identify(page, origin, "N1");
  await page.goto(origin + listen);
  await answer(page, "waiting for an hour", false);
  await answer(page, "How far away", false);
  await answer(page, "Do you listen?", false);
  const text = readFileSync(bank, "utf8");
  writeFileSync(bank, text.replace("for an hour", "for two hours").replace(/\[\[questions\]\]\nid += "arms"[^]*/, ""));
  coursemark("build", "--project", own.project);

  await page.clock.setFixedTime(new Date("2026-11-25T10:00:00Z"));
  await page.goto(origin + "my-progress/index.html");
  let w = await wordsOf(page);
  await press(page, w("review_start_other", { count: 3 }));
  await page.waitForURL(/#review$/);
  w = await wordsOf(page);
  let seen = 0;
  for (; seen < 5 && (await page.locator(".practice:visible").count()) === 1; seen++) {
    const text = await page.locator(".practice:visible").innerText();
    assert.equal(
      await page.locator(".practice:visible", { hasText: "two hours" }).getByText(w("reworded")).isVisible(),
      text.includes("two hours"),
    );
    assert.equal(await page.locator(".practice:visible input:checked").count(), 0);
    await answer(page, text.includes("two hours") ? "two hours" : "Do you listen?", true);
    await page.locator(".practice:visible .feedback button").click();
  }
  assert.equal(seen, 2);
  assert.match(await page.locator("[data-review]").innerText(), /2 of 2 right/);
  const { practice } = await kept(page, "N1");
  assert.deepEqual(
    Object.values(practice)
      .map((p) => [p.box, p.page === ""].join())
      .sort(),
    ["1,true", "2,false", "2,false"],
    "its answer is kept",
  );
  assert.equal(Object.values(practice).filter((p) => p.response !== null).length, 3);
  await context.close();
});

test("a progress file takes the review along", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await identify(page, server.origin, "F1");
  await page.goto(server.origin + words);
  await answer(page, "go on talking", false);
  await page.goto(server.origin + "my-progress/index.html");
  const w = await wordsOf(page);
  const waiting = page.waitForEvent("download");
  await page
    .getByRole("button", { name: w("save_progress") })
    .first()
    .click();
  const file = await (await waiting).path();
  const other = await browser.newContext();
  const there = await other.newPage();
  await identify(there, server.origin, "F1");
  assert.ok(await there.getByText(w("review_empty")).isVisible());
  await there
    .getByLabel(w("load_label"))
    .setInputFiles({ name: "progress.json", mimeType: "application/json", buffer: readFileSync(file) });
  await there.getByRole("button", { name: w("load"), exact: true }).click();
  await there.getByText(w("review_missed_one", { count: 1 })).waitFor();
  await context.close();
  await other.close();
});
