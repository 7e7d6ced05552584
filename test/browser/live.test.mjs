// The live preview, with a real server and a page that stays open: saved changes appear at the
// same place on the page; faults come and go; a changed style appears without a reload.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { launch, watch } from "./browser.mjs";
import { bin, repository } from "./commands.mjs";

const lesson = "content/de-escalation/05-verbal-de-escalation/02-before-you-speak.md";
const address = "de-escalation/verbal-de-escalation/before-you-speak/index.html";

let project;
let server;
let origin;
let browser;
let page;
let complaints;

const read = (name) => readFileSync(join(project, name), "utf8");
const put = (name, text) => {
  mkdirSync(dirname(join(project, name)), { recursive: true });
  writeFileSync(join(project, name), text);
};

before(async () => {
  project = mkdtempSync(join(tmpdir(), "coursemark-live-"));
  for (const name of ["content", "quiz/banks", "standards/frameworks", "coursemark.toml"]) {
    cpSync(join(repository, name), join(project, name), { recursive: true });
  }
  server = spawn(join(bin, "coursemark"), ["serve", "--project", project, "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  origin = await new Promise((done, fail) => {
    let said = "";
    server.stdout.on("data", (text) => {
      said += text;
      const found = /http:\/\/localhost:\d+\//.exec(said);
      if (found) done(found[0]);
    });
    server.on("exit", () => fail(new Error(`serve ended: ${said}`)));
  });
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  complaints = watch(page, origin);
  await page.goto(origin + address);
});

after(async () => {
  await browser?.close();
  server?.kill("SIGINT");
  if (server && server.exitCode === null) await new Promise((done) => server.on("exit", done));
  rmSync(project, { recursive: true, force: true });
});

// mark sets a mark that only a reload of the page removes.
const mark = () => page.evaluate(() => (document.body.dataset.marked = "yes"));
const marked = () => page.evaluate(() => document.body.dataset.marked === "yes");
const panel = () => page.locator("coursemark-faults");

test("a saved lesson appears, at the place where the reader was", async () => {
  await page.evaluate(() => scrollTo(0, 700));
  await mark();
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 500, `the page is too short to scroll: ${before}`);
  put(lesson, `${read(lesson)}\nSeen without a hand on the keyboard.\n`);
  await page.getByText("Seen without a hand on the keyboard.").waitFor({ state: "attached" });
  await page.waitForFunction((y) => Math.abs(scrollY - y) < 2, before);
  assert.equal(await marked(), false);
});

test("a fault is shown over the page, and disappears when it is corrected", async () => {
  const good = read(lesson);
  await mark();
  put(lesson, `${good}\n[a way](nowhere.md)\n`);
  await panel().locator(".place").waitFor();
  assert.match(await panel().locator(".place").innerText(), /02-before-you-speak\.md:\d+:1$/);
  assert.match(await panel().locator(".what").innerText(), /there is no page .*nowhere\.md/);
  assert.match(await panel().locator("pre").innerText(), /\| \[a way\]\(nowhere\.md\)\n +\| \^/);
  assert.equal(await panel().locator("h2").innerText(), "1 fault: you see the last good version");
  assert.ok(await page.getByText("Seen without a hand on the keyboard.").isVisible(), "the last good version is gone");

  const own = complaints.length;
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run("coursemark-faults", { resultTypes: ["violations"] }),
  );
  assert.deepEqual(
    violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html)}`),
    [],
  );
  complaints.length = own; // axe writes styles, which the page's policy refuses

  // The keyboard can close it, and it comes back with other faults.
  await panel().locator("button").focus();
  await page.keyboard.press("Escape");
  await panel().waitFor({ state: "detached" });
  put(lesson, `${good}\n[a way](elsewhere.md)\n`);
  await panel().getByText("elsewhere.md").first().waitFor();
  put(lesson, good);
  await panel().waitFor({ state: "detached" });
  assert.equal(await marked(), true, "the page was loaded again for nothing");
});

test("a changed style appears without a reload", async () => {
  await mark();
  const colour = () => page.evaluate(() => getComputedStyle(document.querySelector(".kicker")).color);
  assert.notEqual(await colour(), "rgb(1, 2, 3)");
  const sheets = await page.evaluate(() => document.querySelectorAll('link[rel="stylesheet"]').length);
  put("layouts/styles/print.css", ".kicker { color: rgb(1 2 3) !important; }\n");
  await page.waitForFunction(() => getComputedStyle(document.querySelector(".kicker")).color === "rgb(1, 2, 3)");
  await page.waitForFunction((n) => document.querySelectorAll('link[rel="stylesheet"]').length === n, sheets);
  assert.equal(await marked(), true);
});

test("a missing page appears by itself once it exists", async () => {
  await page.goto(origin + "de-escalation/verbal-de-escalation/later/");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  put("content/de-escalation/05-verbal-de-escalation/09-later.md", '+++\ntitle = "Later"\n+++\nNow it is here.\n');
  await page.getByText("Now it is here.").waitFor();
});

test("the content security policy of the pages allows everything that the preview does", () => {
  assert.deepEqual(
    complaints.filter((c) => !c.includes("404")),
    [],
  );
});
