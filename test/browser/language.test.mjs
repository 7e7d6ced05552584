// What authors can write, as readers see it: boxes that keep what people do, terms, figures,
// videos and the lists of the site. axe finds nothing wrong with it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { audit } from "./axe.mjs";
import { launch, watch } from "./browser.mjs";
import { sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample();
const words = "talk/speak/words/index.html";
const room = "talk/speak/room/index.html";
let browser, server;
before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});
after(async () => {
  await browser.close();
  server.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing: ${colorScheme}, ${width} px`, async () => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      for (const edition of [site.folder, site.instructor]) {
        for (const { path } of site.pages) {
          await page.goto(pathToFileURL(join(edition, path)).href);
          await audit(page, `${path} (${colorScheme}, ${width} px)`);
        }
      }
      await page.goto(pathToFileURL(join(site.folder, words)).href);
      await page.locator("[data-reflect] textarea").fill("My aunt. She waited.");
      await page.locator(".tick input").first().check();
      await audit(page, "a reflection and a tick");
      await context.close();
    });
  }
}

async function visit(context, path = words) {
  const page = await context.newPage();
  const complaints = watch(page, server.origin);
  await page.goto(server.origin + path);
  return { page, complaints, w: await wordsOf(page) };
}

async function identify(page, w, staff, { shared = false } = {}) {
  await page.getByRole("button", { name: w("say_who"), exact: true }).click();
  await page.getByLabel(w("staff_label")).fill(staff);
  if (shared) await page.getByLabel(w("shared_label")).check();
  await page.getByRole("button", { name: w("continue"), exact: true }).click();
}

test("a reflection and ticks stay with the person who made them", async () => {
  const context = await browser.newContext();
  const { page, complaints, w } = await visit(context);
  const area = page.locator("[data-reflect] textarea");
  await area.fill("My aunt. She waited.");
  await page.getByLabel("The door is open").check();
  await identify(page, w, "A1");
  assert.equal(await area.inputValue(), "My aunt. She waited.", "who has just said who they are goes on");
  await page.reload();
  assert.equal(await area.inputValue(), "My aunt. She waited.");
  assert.ok(await page.getByLabel("The door is open").isChecked());
  assert.ok(!(await page.getByLabel("My phone is silent").isChecked()));

  await page.getByRole("button", { name: w("not_you") }).click();
  await page.getByLabel(w("staff_label")).fill("B2");
  await page.getByRole("button", { name: w("continue"), exact: true }).click();
  assert.equal(await area.inputValue(), "", "another person finds nothing");
  assert.ok(!(await page.getByLabel("The door is open").isChecked()));
  assert.deepEqual(complaints, []);
  await context.close();
});

test("no file that leaves the browser holds a reflection or a tick", async () => {
  const context = await browser.newContext({ acceptDownloads: true });
  const { page, w } = await visit(context);
  await identify(page, w, "A1");
  await page.locator("[data-reflect] textarea").fill("Nobody reads XYLOPHONE");
  await page.getByLabel("The door is open").check();
  await page.goto(`${server.origin}my-progress/index.html`);
  const p = await wordsOf(page);
  const download = page.waitForEvent("download");
  await page
    .getByRole("button", { name: p("save_progress"), exact: true })
    .first()
    .click();
  const file = readFileSync(await (await download).path(), "utf8");
  assert.match(file, /coursemark-progress/);
  assert.doesNotMatch(file, /XYLOPHONE|reflections|ticks/);
  await context.close();
});

test("on a shared computer a reflection is not kept, and the page says so", async () => {
  const context = await browser.newContext();
  const { page, w } = await visit(context);
  await identify(page, w, "A1", { shared: true });
  await page.getByText(w("reflect_shared")).waitFor();
  await page.locator("[data-reflect] textarea").fill("Nobody reads XYLOPHONE");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.doesNotMatch(kept, /XYLOPHONE/);
  await context.close();
});

test("a term leads to its entry, and its definition is read with it", async () => {
  const context = await browser.newContext();
  const { page } = await visit(context);
  const term = page.locator("a.term").first();
  assert.equal(await term.textContent(), "peer worker");
  const described = await page.locator(`[id="${await term.getAttribute("aria-describedby")}"]`);
  assert.match(await described.textContent(), /been through it themselves/);
  assert.ok(await described.isVisible());
  await term.click();
  assert.match(page.url(), /glossary\/index\.html#term--peer-support$/);
  await context.close();
});

test("captions are there over http and from a folder", async () => {
  const context = await browser.newContext();
  for (const origin of [server.origin, pathToFileURL(site.folder).href + "/"]) {
    const page = await context.newPage();
    await page.goto(origin + room);
    const texts = await page.evaluate(async () => {
      const video = document.querySelector("video");
      const track = video.textTracks[0];
      track.mode = "showing";
      for (let i = 0; i < 50 && !track.cues?.length; i++) await new Promise((done) => setTimeout(done, 100));
      return [...track.cues].map((c) => /** @type {VTTCue} */ (c).text);
    });
    assert.deepEqual(texts, ["Ines: I have time."], origin);
    assert.equal(await page.evaluate(() => document.querySelector("video").autoplay), false);
    assert.ok(await page.locator(".transcript summary").isVisible());
  }
  await context.close();
});

test("a phone loads the small picture", async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 700 }, deviceScaleFactor: 1 });
  const { page } = await visit(context, room);
  assert.match(
    await page.evaluate(() => document.querySelector(".figure").querySelector("img").currentSrc),
    /room-480\./,
  );
  await context.close();
});

test("without JavaScript everything can be read, and there is room for a pen", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const { page } = await visit(context);
  assert.ok(await page.locator(".ruled > span").first().isVisible());
  assert.match(await page.locator(".box-checklist").textContent(), /☐\s*The door is open/);
  await page.goto(server.origin + room);
  assert.match(await page.locator(".transcript").textContent(), /takes a step back/);
  await context.close();
});

test("the page copes with anything in a store", async () => {
  const context = await browser.newContext();
  const { page, complaints } = await visit(context);
  await page.evaluate(() =>
    sessionStorage.setItem("coursemark:demo:staff:", JSON.stringify({ reflections: [1, { a: 2 }], ticks: "no" })),
  );
  await page.reload();
  assert.equal(await page.locator("[data-reflect] textarea").inputValue(), "");
  assert.deepEqual(complaints, []);
  await context.close();
});
