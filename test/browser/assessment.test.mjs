// A whole assessment, by keyboard alone, over http and from a folder.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { focused, launch, press, tabTo, watch } from "./browser.mjs";
import { fileOrigin, first, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser.close();
  server.close();
});

const lp = (...parts) =>
  Buffer.concat(
    parts.flatMap((p) => {
      const bytes = Buffer.from(p);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
const sha = (bytes) => createHash("sha256").update(bytes).digest();

function chain(a) {
  let h = sha(lp("coursemark-log/1", a.site, a.bank_rev, a.staff, a.id));
  for (const event of a.log) h = sha(lp(h, event));
  return h.toString("hex");
}

function receipt(bytes) {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const bits = [...sha(bytes).subarray(0, 10)].map((b) => b.toString(2).padStart(8, "0")).join("");
  return bits
    .match(/.{5}/g)
    .map((five) => alphabet[parseInt(five, 2)])
    .join("")
    .match(/.{4}/g)
    .join("-");
}

async function saved(page, name) {
  const waiting = page.waitForEvent("download");
  await press(page, name);
  const download = await waiting;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

// identify enters who the learner is, from wherever the focus is.
async function identify(page, w, staff, name) {
  await tabTo(page, w("staff_label"));
  await page.keyboard.type(staff);
  await tabTo(page, w("name_label"));
  await page.keyboard.type(name);
  await press(page, w("continue"));
}

for (const [how, origin] of Object.entries({ http: () => server.origin, file: () => fileOrigin })) {
  describe(`over ${how}`, () => {
    test("start, answer, reload, review, hand in, download", async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      const complaints = watch(page, origin());
      await page.goto(origin() + first("assessment"));
      const w = await wordsOf(page);

      await press(page, w("continue"));
      assert.equal(await page.title().then((t) => t.startsWith("Error: ")), true);
      assert.match(await focused(page), new RegExp(w("problem_title")));
      await press(page, w("staff_missing"));
      assert.equal(await focused(page), w("staff_label"), "the link of the summary leads to the control");
      await page.keyboard.type(" h0012 ");
      await press(page, w("continue"));
      assert.equal(await focused(page), w("start_title"), "the focus follows to the new screen");
      assert.equal(await page.title().then((t) => t.startsWith("Error: ")), false);

      await press(page, w("start", { ordinal: 1 }));
      const data = JSON.parse(await page.locator("#assessment").textContent());
      assert.equal(await focused(page), w("question_of", { number: 1, all: data.asked }));
      assert.equal(await page.locator(".player input:checked").count(), 0, "nothing is preselected");

      // Answers by Space and arrows; the second question stays blank; the third
      // is answered and cleared where it is a radio.
      const given = new Map();
      for (let number = 1; number <= data.asked; number++) {
        const question = await page.locator(".player .question").getAttribute("data-question");
        const type = await page.locator(".player .question").getAttribute("data-type");
        if (number !== 2) {
          await page.keyboard.press("Tab");
          await page.keyboard.press("Space");
          if (type !== "multiple") await page.keyboard.press("ArrowDown");
          const values = await page
            .locator(".player input:checked")
            .evaluateAll((inputs) => inputs.map((i) => i.value));
          given.set(question, type === "multiple" ? { choices: values.sort() } : { choice: values[0] });
          if (number === 3 && type !== "multiple") {
            await press(page, w("clear"));
            assert.equal(await page.locator(".player input:checked").count(), 0);
            given.delete(question);
          }
        }
        if (number === 4) {
          await page.reload();
          assert.match(await page.locator(".player").textContent(), new RegExp(w("resume_title")));
          await press(page, w("resume", { number }));
          assert.equal(await focused(page), w("question_of", { number, all: data.asked }));
          const values = await page
            .locator(".player input:checked")
            .evaluateAll((inputs) => inputs.map((i) => i.value));
          assert.ok(values.length > 0, "the answer is there after the reload");
        }
        if (number < data.asked) await press(page, w("next_question"));
      }
      await press(page, w("to_review"));
      assert.equal(await focused(page), w("review_title"));
      assert.equal(await page.locator(".review .is-answered").count(), given.size);
      await press(page, w("hand_in"));
      assert.match(await page.locator(".identity").textContent(), /H0012/);
      await press(page, w("confirm_no"));
      assert.equal(await focused(page), w("who_title"), "who it is not can say so at the last moment");
      await identify(page, w, "h 0012", "Ann Example");
      await press(page, w("resume", { number: 2 }));
      await press(page, w("to_review"));
      await press(page, w("hand_in"));
      await press(page, w("confirm_yes"));
      assert.equal(await focused(page), w("done_title"));
      const shown = await page.locator(".receipt dd").textContent();

      const file = await saved(page, w("download_results"));
      assert.equal(file.name, "results-H0012.json");
      const results = JSON.parse(file.text);
      assert.equal(results.format, "coursemark-results/1");
      assert.equal(results.records.length, 1);
      const bytes = Buffer.from(results.records[0].bytes, "base64");
      const attempt = JSON.parse(bytes.toString("utf8"));
      assert.ok(shown.startsWith(receipt(bytes)), "the receipt shown is that of the file");
      assert.equal(attempt.format, "coursemark-attempt/1");
      assert.equal(attempt.id, results.records[0].id);
      assert.equal(attempt.site, results.site);
      assert.equal(attempt.staff, "H0012");
      assert.equal(attempt.name, "Ann Example");
      assert.equal(attempt.bank, data.bank);
      assert.equal(attempt.bank_rev, data.revision);
      assert.equal(attempt.ordinal, 1);
      assert.match(attempt.started, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
      assert.ok(Date.parse(attempt.submitted) >= Date.parse(attempt.started));
      assert.equal(attempt.head, chain(attempt));
      assert.equal(attempt.responses.length, data.asked);
      for (const { question, response, rev, shown: options } of attempt.responses) {
        assert.deepEqual(response, given.get(question) ?? null);
        assert.match(rev, /^r1-/);
        assert.ok(options.length >= 2);
        assert.ok(data.groups.some((g) => g.questions.includes(question)));
      }
      const events = attempt.log.map((line) => JSON.parse(line).e);
      assert.equal(events[0], "start");
      assert.ok(events.includes("resume") && events.includes("review"));
      assert.equal(events.at(-1), "submit");
      for (const line of attempt.log) assert.equal(line, JSON.stringify(JSON.parse(line)), "no white space");

      // The text to copy is the file.
      await press(page, w("copy_summary"));
      assert.equal(await page.locator(".results-panel textarea").inputValue(), file.text);

      // My progress lists it, and the next attempt is the second.
      await page.goto(origin() + first("progress"));
      assert.equal(await page.locator(".attempts code").textContent(), shown);
      await page.goto(origin() + first("assessment"));
      await press(page, w("start", { ordinal: 2 }));
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });
}

test("a progress file carries an attempt to another browser, and merges", async () => {
  const one = await (await browser.newContext()).newPage();
  await one.goto(server.origin + first("assessment"));
  const w = await wordsOf(one);
  await identify(one, w, "M7", "");
  await press(one, w("start", { ordinal: 1 }));
  await one.keyboard.press("Tab");
  await one.keyboard.press("Space");
  await one.goto(server.origin + first("progress"));
  const file = await saved(one, w("save_progress"));
  assert.match(file.name, /^progress-M7-\d{4}-\d\d-\d\d\.json$/);

  const two = await (await browser.newContext()).newPage();
  await two.goto(server.origin + first("progress"));
  const p = await wordsOf(two);
  const load = (text) =>
    two
      .locator("input[type=file]")
      .setInputFiles({ name: "p.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await identify(two, p, "M8", "");
  await load(file.text);
  await press(two, p("load"));
  await two
    .getByText(/belongs to M7/)
    .first()
    .waitFor(); // another person's file is refused in words
  await press(two, p("not_you"));
  await identify(two, p, "m7", "");
  await load(file.text);
  await press(two, p("load"));
  await two.locator("[data-files-status]").getByText(p("loaded")).waitFor();
  await two.goto(server.origin + first("assessment"));
  assert.match(await two.locator(".player").textContent(), new RegExp(w("resume_title")));

  await two.goto(server.origin + first("progress"));
  await press(two, p("delete"));
  await press(two, p("delete_yes"));
  assert.match(await two.locator("main").textContent(), /was deleted/);
  assert.deepEqual(await two.evaluate(() => Object.keys(localStorage).filter((k) => !k.endsWith(":M8"))), []);
});

test("questions that changed while an attempt was in progress", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.origin + first("assessment"));
  const w = await wordsOf(page);
  await identify(page, w, "R1", "");
  await press(page, w("start", { ordinal: 1 }));
  for (let i = 0; i < 2; i++) {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await press(page, w("next_question"));
  }
  // As if the attempt had been begun on an older site: another revision of the
  // bank, and of the first question.
  const old = await page.evaluate(() => {
    const key = Object.keys(localStorage).find((k) => k.endsWith(":staff:R1"));
    const state = JSON.parse(localStorage.getItem(key));
    const [bank] = Object.keys(state.attempts);
    state.attempts[bank].bank_rev = "b1-older";
    state.attempts[bank].form[0].rev = "r1-older";
    localStorage.setItem(key, JSON.stringify(state));
    return state.attempts[bank].id;
  });
  await page.reload();
  const text = await page.locator(".player").textContent();
  assert.match(text, new RegExp(w("revised_title")));
  assert.match(text, /1 answer of yours was kept/);
  assert.match(text, /1 answered question was reworded/);
  await press(page, w("revised_continue"));
  assert.match(await page.locator(".player").textContent(), /attempt 1 .* 1 of /);
  const state = await page.evaluate(() =>
    JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.endsWith(":staff:R1")))),
  );
  assert.deepEqual(
    state.aside.map((a) => a.id),
    [old],
    "the older attempt is set aside, not thrown away",
  );
});

for (const [how, origin] of Object.entries({ http: () => server.origin, file: () => fileOrigin })) {
  test(`the browser's Back leads to the question before, over ${how}`, async () => {
    const page = await (await browser.newContext()).newPage();
    const complaints = watch(page, origin());
    await page.goto(origin() + first("home"));
    await page.goto(origin() + first("assessment"));
    const w = await wordsOf(page);
    await identify(page, w, "B1", "");
    await press(page, w("start", { ordinal: 1 }));
    const { asked: all } = JSON.parse(await page.locator("#assessment").textContent());
    const at = async (number) => assert.equal(await focused(page), w("question_of", { number, all }));
    await press(page, w("next_question"));
    await press(page, w("next_question"));
    await page.goBack();
    await at(2);
    await page.goForward();
    await at(3);
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".player .question").count(), 1, "the skip link leaves the question where it is");
    await press(page, w("previous_question"));
    await at(2);
    await press(page, w("to_review"));
    await press(page, w("hand_in"));
    await page.goBack();
    assert.equal(await focused(page), w("review_title"));
    await press(page, w("hand_in"));
    await press(page, w("confirm_yes"));
    assert.equal(await focused(page), w("done_title"));
    await page.goBack();
    assert.equal(await focused(page), w("start_title"), "what was handed in is not opened again");
    assert.deepEqual(complaints, []);
  });
}

test("on a shared computer nothing stays behind", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.origin + first("assessment"));
  const w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type("S1");
  await tabTo(page, w("shared_label"));
  await page.keyboard.press("Space");
  await press(page, w("continue"));
  await press(page, w("start", { ordinal: 1 }));
  await page.reload();
  assert.match(await page.locator(".player").textContent(), new RegExp(w("resume_title")));
  assert.match(await page.locator("[data-person]").textContent(), new RegExp(w("shared_reminder")));
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test("two windows of one attempt do not undo each other, and handing in closes both", async () => {
  const context = await browser.newContext();
  const one = await context.newPage();
  await one.goto(server.origin + first("assessment"));
  const w = await wordsOf(one);
  await identify(one, w, "W1", "");
  await press(one, w("start", { ordinal: 1 }));
  const two = await context.newPage();
  await two.goto(server.origin + first("assessment"));
  await press(two, w("resume", { number: 1 }));
  await one.keyboard.press("Tab");
  await one.keyboard.press("Space");
  await press(two, w("next_question"));
  await two.keyboard.press("Tab");
  await two.keyboard.press("Space");
  await press(one, w("to_review"));
  assert.equal(await one.locator(".review .is-answered").count(), 2);
  await press(one, w("hand_in"));
  await press(one, w("confirm_yes"));
  await two.keyboard.press("ArrowDown");
  await two.keyboard.press("Space");
  assert.match(await two.locator(".player").textContent(), new RegExp(w("elsewhere_title")));
});

test("without a store the page says so and goes on in memory", async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  const page = await context.newPage();
  await page.goto(server.origin + first("assessment"));
  const w = await wordsOf(page);
  assert.match(await page.locator("main").textContent(), new RegExp(w("notice_title")));
  await identify(page, w, "N1", "");
  await press(page, w("start", { ordinal: 1 }));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await press(page, w("to_review"));
  assert.equal(await page.locator(".review .is-answered").count(), 1);
});
