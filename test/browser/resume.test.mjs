// Learners who come back to a sitting find themselves where they were: at the question, the task
// or the look-over, after a reload, a crash, and with a new version of the site. Questions that
// are only partly answered are pointed out before handing in.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { audit } from "./axe.mjs";
import { focused, kill, launch, launchWith, watch } from "./browser.mjs";
import { coursemark } from "./commands.mjs";
import { sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample("types");
const assessment = "talk/listen/assessment/index.html";
const bank = join(site.project, "quiz/banks/talk.toml");
let browser, server;
before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});
after(async () => {
  await browser.close();
  server.close();
});

const press = (page, name) => page.getByRole("button", { name, exact: true }).first().press("Enter");
const heading = (page) => page.locator(".screen h2").first().textContent();
const ways = (page) => page.locator(".screen .actions button").allTextContents();
const saved = (page, w) => page.locator(".player").getByRole("status").getByText(w("saved")).waitFor();
const typeOf = (page) => page.locator(".player .question").getAttribute("data-type");

async function begin(page, staff) {
  const w = await wordsOf(page);
  await page.getByLabel(w("staff_label")).fill(staff);
  await press(page, w("continue"));
  await press(page, w("start", { ordinal: 1 }));
  const assessed = page.locator("#assessment"); // none for a scenario
  return { w, all: (await assessed.count()) > 0 ? JSON.parse(await assessed.textContent()).asked : 0 };
}

// give answers what is on the screen in one move, and match and cloze in part.
async function give(page, w) {
  const question = page.locator(".player .question");
  const control = question.locator("input, select").first();
  if ((await control.count()) === 0)
    await question.locator("[data-item]").nth(1).getByRole("button").first().press("Enter");
  else if (await control.evaluate((c) => c.localName === "select")) await control.selectOption({ index: 1 });
  else if ((await control.getAttribute("type")) === "text") await control.pressSequentially("2");
  else await control.press("Space");
  await saved(page, w);
}

for (const [how, origin] of Object.entries({
  http: () => server.origin,
  file: () => pathToFileURL(site.folder).href + "/",
})) {
  describe(`over ${how}`, () => {
    test("a reload leads back to the question, the task or the review", async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const complaints = watch(page, origin());
      await page.goto(origin() + assessment);
      const { w, all } = await begin(page, "C0001");
      const question = (number) => w("question_of", { number, all });
      // again reloads, and goes on by the way that comes first.
      const again = async (first, ...others) => {
        await page.reload();
        assert.deepEqual(await ways(page), [first, ...others]);
        assert.match(await page.locator(".screen .button-main").textContent(), new RegExp(first));
        await press(page, first);
      };

      await again(w("resume", { number: 1 }), w("resume_review"));
      await give(page, w);
      await press(page, w("next_question"));
      await press(page, w("next_question"));
      await again(w("resume", { number: 3 }), w("resume_review"));
      assert.equal(await focused(page), question(3), "nothing was answered since the first, and the second is blank");
      await give(page, w);
      await again(w("resume", { number: 3 }), w("resume_review"));
      await press(page, w("previous_question"));
      await give(page, w);
      await press(page, w("previous_question"));
      await again(w("resume", { number: 1 }), w("resume_review"));
      assert.equal(await heading(page), question(1), "an answered question is a place like any other");
      await press(page, w("next_question"));
      await press(page, w("next_question"));
      await page.goBack(); // the browser's own way
      assert.equal(await heading(page), question(2));
      await again(w("resume", { number: 2 }), w("resume_review"));

      for (let number = 3; number <= all; number++) {
        await press(page, w("next_question"));
        if (number > 3 && number < all) await give(page, w);
      }
      await press(page, w("to_review"));
      await again(w("resume_review"), w("resume", { number: all }));
      assert.equal(await focused(page), w("review_title"));
      await press(page, w("hand_in"));
      await again(w("resume_review"), w("resume", { number: all }));
      await page
        .locator(".review button")
        .nth(all - 1)
        .press("Enter");
      await give(page, w);
      await press(page, w("to_review"));
      await again(w("resume_review"));

      await page.locator(".review-tasks ~ .review button").nth(1).press("Enter");
      const task = w("task_of", { number: 2, all: 3 });
      assert.equal(await heading(page), task);
      await again(w("resume_task", { number: 2, all: 3 }), w("resume_review"));
      assert.equal(await focused(page), task);
      await press(page, w("previous_question"));
      await again(w("resume_task", { number: 1, all: 3 }), w("resume_review"));
      assert.deepEqual(complaints, []);
      await context.close();
    });

    test("a conversation goes on at its step, or at the look over it", async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(origin() + "talk/listen/desk/index.html");
      const { w } = await begin(page, "C0006");
      const first = () => page.locator(".screen .button-main").textContent();
      await press(page, '"Sit down or you leave."'); // not to an end
      const told = await page.locator(".turn > h2").allTextContents();
      await page.reload();
      assert.equal(await first(), w("resume_go_on"));
      await press(page, w("resume_go_on"));
      assert.deepEqual(await page.locator(".turn > h2").allTextContents(), told);
      await press(page, w("to_review"));
      await page.reload();
      assert.equal(await first(), w("resume_review"));
      await press(page, w("resume_review"));
      await press(page, w("back_to_conversation"));
      await page.reload();
      assert.equal(await first(), w("resume_go_on"));
      await context.close();
    });

    test("a browser that is killed comes back to where something was kept last", async (t) => {
      const profile = mkdtempSync(join(tmpdir(), "coursemark-resume-"));
      let context, page;
      const open = async () => {
        context = await launchWith(profile);
        page = context.pages()[0] ?? (await context.newPage());
        await page.goto(origin() + assessment);
      };
      t.after(async () => {
        await context.close().catch(() => {});
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      });
      await open();
      const { w } = await begin(page, "C0002");
      const again = async (first) => {
        await kill(context, profile);
        await open();
        await page.getByRole("heading", { name: w("resume_title") }).waitFor();
        assert.equal((await ways(page))[0], first);
        await press(page, first);
      };
      await press(page, w("next_question"));
      await press(page, w("next_question"));
      await give(page, w);
      await again(w("resume", { number: 3 }));
      await press(page, w("previous_question"));
      await give(page, w);
      await again(w("resume", { number: 2 }));
      await press(page, w("next_question"));
      await press(page, w("next_question"));
      await pause(6000); // local storage is on the disk by then
      await again(w("resume", { number: 4 }));
      await press(page, w("to_review"));
      await page.waitForFunction(async () => {
        // until the step of the log is in the database
        const opening = indexedDB.open("coursemark", 1);
        const db = await new Promise((done) => {
          opening.onsuccess = () => done(opening.result);
        });
        const asking = db.transaction("kept").objectStore("kept").getAll();
        const held = await new Promise((done) => {
          asking.onsuccess = () => done(asking.result);
        });
        db.close();
        return held.some(({ attempts }) => attempts && Object.values(attempts)[0].log.at(-1) === '{"e":"review"}');
      });
      await again(w("resume_review"));
      assert.equal(await heading(page), w("review_title"));
      await page.locator(".review-tasks ~ .review button").nth(1).press("Enter");
      await page.locator(".player textarea").pressSequentially("I waited.");
      await saved(page, w);
      await again(w("resume_task", { number: 2, all: 3 }));
      assert.equal(await page.locator(".player textarea").inputValue(), "I waited.");
    });
  });
}

test("going from question to question writes nothing to the disk", async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    const counter = Object.assign(window, { writes: 0 });
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      counter.writes++;
      return put.apply(this, args);
    };
  });
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const { w } = await begin(page, "C0003");
  await give(page, w);
  const writes = () => page.evaluate(() => /** @type {any} */ (window).writes);
  const before = await writes();
  assert.ok(before > 0);
  for (const way of ["next_question", "next_question", "previous_question", "next_question"]) await press(page, w(way));
  await page.waitForTimeout(500);
  assert.equal(await writes(), before);
  await give(page, w);
  assert.equal(await writes(), before + 1, "the place goes with the answer");
  await context.close();
});

test("a new version of the site: the same question under another number, or the first blank one", async (t) => {
  const source = readFileSync(bank, "utf8");
  const build = () => coursemark("build", "--frozen=false", "--project", site.project);
  t.after(() => {
    writeFileSync(bank, source);
    build();
  });
  // without takes a question out of the bank.
  const without = (text, id) => {
    const [head, ...questions] = text.split(/(?=\n\[\[(?:questions|tasks)\]\]\n)/);
    return head + questions.filter((q) => !new RegExp(`\\nid +=  *"${id}"`).test(q)).join("");
  };
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const { w, all } = await begin(page, "C0004");
  await give(page, w);
  const prompts = {
    "Who speaks?": "who-speaks",
    "We wait.": "who-waits",
    "What helps?": "what-helps",
    "How much room do you give?": "how-far",
  };
  const asked = async () => (await page.locator(".player legend").textContent()).trim();
  const before = [];
  while (!prompts[await asked()] || before.length < 3) {
    before.push(await asked());
    await press(page, w("next_question"));
    assert.ok(before.length < all);
  }
  const here = await asked();

  // Two others are gone: the question is still where the learner is.
  const others = Object.entries(prompts)
    .filter(([text]) => text !== here)
    .map(([, id]) => id);
  writeFileSync(bank, without(without(source, others[0]), others[1]));
  build();
  await page.reload();
  await press(page, w("revised_continue"));
  const [first] = await ways(page);
  assert.notEqual(first, w("resume_review"));
  await press(page, first);
  assert.equal(await asked(), here);

  // It is gone as well.
  writeFileSync(bank, without(without(without(source, others[0]), others[1]), prompts[here]));
  build();
  await page.reload();
  await press(page, w("revised_continue"));
  assert.match(await page.locator(".screen").textContent(), /have answered ([01]) of 6 questions/);
  await press(page, (await ways(page))[0]);
  const number = Number(/\d+/.exec(await heading(page))[0]);
  await press(page, w("to_review"));
  const tags = await page.locator(".review").first().locator(".tag").allTextContents();
  assert.equal(tags.indexOf(w("review_blank")), number - 1, "the first blank question");
  await context.close();
});

test("what is answered in part is pointed out, can be filled in, and can be handed in", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints = watch(page, server.origin);
  await page.goto(server.origin + assessment);
  const { w, all } = await begin(page, "C0005");
  const partial = [];
  for (let number = 1; number <= all; number++) {
    if (["match", "cloze"].includes(await typeOf(page))) partial.push(number - 1);
    await give(page, w);
    await press(page, w(number < all ? "next_question" : "to_review"));
    if (number === all - 1) assert.equal(await heading(page), w("question_of", { number: all, all }));
  }
  assert.equal(partial.length, 3, "one match and two cloze questions");
  const items = page.locator(".review").first().locator("li");
  const tags = () => items.locator(".tag").allTextContents();
  const told = () => page.locator(".screen").textContent();
  assert.deepEqual(
    (await tags()).flatMap((tag, i) => (tag === w("review_partly") ? [i] : [])),
    partial,
  );
  assert.ok((await told()).includes(w("review_all", { all })));
  assert.ok((await told()).includes(w("partly_open_other", { count: 3 })));
  const way = items.nth(partial[0]).getByRole("button");
  assert.match(
    await way.evaluate((b) =>
      b
        .getAttribute("aria-labelledby")
        .split(" ")
        .map((id) => document.getElementById(id).textContent)
        .join(" "),
    ),
    new RegExp(`^${w("review_rest")} .+`),
  );
  await audit(page, "review of what is answered in part");
  if (process.env.SHOTS) {
    for (const [width, colorScheme] of [
      [1280, "light"],
      [1280, "dark"],
      [360, "light"],
      [360, "dark"],
    ]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(process.env.SHOTS, `partly-${width}-${colorScheme}.png`), fullPage: true });
    }
  }

  await way.press("Enter");
  assert.equal(await heading(page), w("question_of", { number: partial[0] + 1, all }));
  const parts = page.locator(".player .question").locator("input, select");
  for (const part of await parts.all()) {
    if (await part.evaluate((c) => c.localName === "select")) await part.selectOption({ index: 1 });
    else await part.fill("2");
  }
  await parts.last().blur();
  await press(page, w("to_review"));
  assert.equal((await tags())[partial[0]], w("review_answered"));
  assert.equal((await tags()).filter((tag) => tag === w("review_partly")).length, 2);
  await press(page, w("hand_in"));
  assert.ok((await told()).includes(w("partly_open_other", { count: 2 })));
  await press(page, w("confirm_yes"));
  const waiting = page.waitForEvent("download");
  await press(page, w("download_results"));
  const { records } = JSON.parse(readFileSync(await (await waiting).path(), "utf8"));
  const { responses } = JSON.parse(Buffer.from(records[0].bytes, "base64").toString("utf8"));
  const sizes = responses.flatMap(({ response }) =>
    (response.pairs ?? response.gaps) ? [(response.pairs ?? response.gaps).length] : [],
  );
  assert.deepEqual(sizes.filter((n) => n === 1).length, 2, "what was given is handed in as it is");
  assert.deepEqual(complaints, []);
  await context.close();
});
