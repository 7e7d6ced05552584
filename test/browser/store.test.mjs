// What is kept when a browser keeps only part of it: each store forbidden, or not
// answering. The page never waits for any.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, press, tabTo, watch } from "./browser.mjs";
import { first, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser.close();
  server.close();
});

const forbid = (names) => {
  for (const name of names)
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
};
const silence = () => {
  IDBFactory.prototype.open = () => /** @type {IDBOpenDBRequest} */ (new EventTarget()); // answers nothing, ever
};

// answerOne begins an attempt and answers the first question.
async function answerOne(page) {
  const w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type("P0001");
  await press(page, w("continue"));
  await press(page, w("start", { ordinal: 1 }));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  return w;
}

const cases = [
  { name: "the database is forbidden", script: forbid, of: ["indexedDB"], saved: true, stays: true },
  { name: "the database does not answer", script: silence, saved: true, stays: true },
  { name: "only the database is allowed", script: forbid, of: ["localStorage"], saved: true, stays: true },
  {
    name: "nothing is allowed",
    script: forbid,
    of: ["localStorage", "sessionStorage", "indexedDB"],
    saved: false,
    stays: false,
  },
];
for (const { name, script, of, saved, stays } of cases) {
  test(name, async () => {
    const context = await browser.newContext();
    await context.addInitScript(script, of);
    const page = await context.newPage();
    const complaints = watch(page, server.origin);
    await page.goto(server.origin + first("assessment"));
    const w = await answerOne(page);
    const status = page.locator(".player").getByRole("status");
    if (saved) await status.getByText(w("saved"), { exact: true }).waitFor({ timeout: 5000 });
    else await page.waitForTimeout(1000);
    assert.equal(await status.textContent(), saved ? w("saved") : "", "nothing is called saved that is not");
    assert.equal(await page.getByText(w("storage_unavailable")).count(), stays ? 0 : 1);
    await press(page, w("to_review"));
    assert.equal(await page.locator(".review .is-answered").count(), 1);
    if (stays) {
      await page.goto(server.origin + first("progress"));
      await page.goto(server.origin + first("assessment"));
      await page.getByRole("heading", { name: w("resume_title") }).waitFor();
      assert.match(await page.locator(".player").textContent(), /answered 1 of/);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("what another window did is there when this one is looked at again", async () => {
  const context = await browser.newContext();
  await context.addInitScript(forbid, ["localStorage"]); // so that windows share the database alone
  const one = await context.newPage();
  await one.goto(server.origin + first("assessment"));
  const two = await context.newPage();
  await two.goto(server.origin + first("assessment"));
  const w = await answerOne(one);
  await one.locator(".player").getByRole("status").getByText(w("saved"), { exact: true }).waitFor();
  await two.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await two.getByRole("heading", { name: w("resume_title") }).waitFor();
  assert.match(await two.locator(".player").textContent(), /answered 1 of/);
  await press(two, w("resume", { number: 1 }));
  await press(two, w("next_question"));
  await two.keyboard.press("Tab");
  await two.keyboard.press("Space");
  await two.locator(".player").getByRole("status").getByText(w("saved"), { exact: true }).waitFor();
  await one.reload();
  await one.getByText(/answered 2 of/).waitFor();
  await context.close();
});
