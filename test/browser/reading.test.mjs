// Without JavaScript everything can be read, and the page says what cannot be done.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, press, tabTo } from "./browser.mjs";
import { fileOrigin, first, folder, pages } from "./site.mjs";

let browser;
let page;
before(async () => {
  browser = await launch();
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
});
after(() => browser.close());

test("a lesson with its practice answers", async () => {
  await page.goto(fileOrigin + first("lesson", "data-practice"));
  assert.ok(await page.locator("h1").isVisible());
  const question = page.locator("[data-practice]").first();
  assert.ok(await question.locator("label").first().isVisible());
  await question.locator("summary").click();
  assert.ok(await question.locator(".answer-feedback").first().isVisible());
  assert.ok(await page.locator(".pager a").first().isVisible());
});

test("a practice scenario, from its beginning to an end and round again, by keyboard", async () => {
  await page.goto(fileOrigin + first("scenario", 'id="scenes"'));
  const shown = page.locator(".scene:visible");
  const beginning = await shown.locator("h2").innerText();
  const seen = [beginning];
  while ((await shown.locator(".ending").count()) === 0) {
    assert.equal(await shown.count(), 1, "one scene at a time");
    assert.ok(seen.length < 20, "no end was reached");
    await tabTo(page, await shown.locator("summary").first().innerText());
    await page.keyboard.press("Enter");
    assert.ok(await shown.locator(".way-feedback").first().isVisible());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const title = await shown.locator("h2").innerText();
    assert.notEqual(title, seen.at(-1));
    seen.push(title);
  }
  assert.ok(seen.length > 4, `the story was short: ${seen.join(" > ")}`);
  await page.goBack();
  assert.equal(await shown.locator("h2").innerText(), seen.at(-2), "a step back is the browser's own");
  await page.goForward();
  await press(page, await shown.locator(".button").innerText());
  assert.equal(await shown.locator("h2").innerText(), beginning);
  await page.locator(".scenario-all a").click();
  assert.equal(await shown.count(), await page.locator(".scene").count());
  assert.ok(await page.locator(".pager a").first().isVisible());
});

test("the assessment says that it needs JavaScript and shows no question", async () => {
  await page.goto(fileOrigin + first("assessment"));
  assert.match(await page.locator("main").innerText(), /needs? JavaScript/);
  assert.equal(await page.locator("[data-question]:visible").count(), 0);
});

test("no page of an assessment holds anything that gives a key away", () => {
  for (const { path } of pages.filter((p) => p.kind === "assessment")) {
    const source = readFileSync(join(folder, path), "utf8");
    const questions = source.slice(source.indexOf("data-questions"), source.indexOf("data-hand-in"));
    for (const word of ["right", "correct", "feedback", "explanation", "points", "critical", "checked", "<!--"]) {
      assert.ok(
        !new RegExp(`(class|data-[a-z]+)="[^"]*${word}|${word}=|<!--`, "i").test(questions),
        `${path}: ${word}`,
      );
    }
  }
});

test("every link leads to a file or a heading that is there", async () => {
  const ids = new Map();
  const idsOf = (path) => {
    if (!ids.has(path))
      ids.set(path, new Set([...readFileSync(join(folder, path), "utf8").matchAll(/ id="([^"]+)"/g)].map((m) => m[1])));
    return ids.get(path);
  };
  const known = new Set(pages.map((p) => p.path));
  for (const { path } of pages) {
    for (const [, raw] of readFileSync(join(folder, path), "utf8").matchAll(/<a [^>]*href="([^"]+)"/g)) {
      const href = raw.replaceAll("&amp;", "&");
      if (/^(https?|mailto):/.test(href)) continue;
      const target = new URL(href, `http://x/${path}`);
      const file = decodeURIComponent(target.pathname.slice(1));
      assert.ok(file.endsWith("index.html"), `${path}: ${href} does not end in index.html`);
      assert.ok(known.has(file), `${path}: ${href} leads nowhere`);
      if (target.hash)
        assert.ok(idsOf(file).has(decodeURIComponent(target.hash.slice(1))), `${path}: ${href} has no such heading`);
    }
  }
});
