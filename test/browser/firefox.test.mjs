// Firefox with its default settings: from a folder it gives every file a store of its own, and
// the site still keeps everything. Drivers switch those stores off by default; here they are
// on, and a test checks that they are.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { answer, byKey, right } from "./answers.mjs";
import { grade } from "./commands.mjs";
import { questionsOf } from "./keys.mjs";
import { sample, serve } from "./site.mjs";

const site = sample("types");
const lesson = "talk/listen/types/index.html";
const assessment = "talk/listen/assessment/index.html";
const progress = "my-progress/index.html";
const keys = questionsOf(site.project, "talk");
let server;
before(async () => {
  server = await serve(site.folder);
});
after(() => server.close());

// Fox is a Firefox with a profile of its own, as one learner uses it.
class Fox {
  constructor(address) {
    this.address = address;
    this.folder = mkdtempSync(join(tmpdir(), "coursemark-firefox-"));
    this.downloads = join(this.folder, "downloads");
    mkdirSync(this.downloads);
    this.complaints = [];
  }

  async start() {
    this.browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
      userDataDir: join(this.folder, "profile"),
      extraPrefsFirefox: {
        "security.fileuri.strict_origin_policy": true,
        "browser.download.folderList": 2,
        "browser.download.dir": this.downloads,
      },
    });
    this.page = await this.browser.newPage();
    this.page.on("pageerror", (error) => this.complaints.push(error instanceof Error ? error.message : String(error)));
    this.page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
  }

  async open(path) {
    await this.page.goto(this.address + path);
    const texts = await this.page.evaluate(() => JSON.parse(document.getElementById("words").textContent));
    this.w = (key, values = {}) => {
      assert.ok(key in texts, key);
      return texts[key].replace(/\{([a-z_]+)\}/g, (whole, name) => values[name] ?? whole);
    };
  }

  // sees waits until a text is on the page.
  sees(text) {
    return this.page.waitForFunction((t) => document.body.innerText.includes(t), { timeout: 10_000 }, text);
  }

  async press(name) {
    const find = (n) =>
      [...document.querySelectorAll("button, summary")].find((b) => b.textContent.trim() === n && b.checkVisibility());
    await this.page.waitForFunction(find, { timeout: 10_000 }, name);
    await (await this.page.evaluateHandle(find, name)).asElement().press("Enter");
  }

  saved() {
    return this.page.waitForFunction(
      (s) => [...document.querySelectorAll(".player [role=status]")].some((e) => e.textContent.includes(s)),
      { timeout: 10_000 },
      this.w("saved"),
    );
  }

  async restart() {
    await this.browser.close();
    await this.start();
  }

  async end() {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

// answerRight gives the right answer to the question on the screen.
async function answerRight(fox) {
  const id = await fox.page.$eval(".player .question", (q) => q.dataset.question);
  await answer(fox.page, ".player .question", right(keys.find((k) => k.public === id)), byKey);
  await fox.saved();
}

for (const [how, address] of Object.entries({
  http: () => server.origin,
  file: () => pathToFileURL(site.folder).href + "/",
})) {
  test(`a lesson, a sitting over two days and My progress, over ${how}`, async (t) => {
    const fox = new Fox(address());
    t.after(() => fox.end());
    await fox.start();
    await fox.open(lesson);
    if (how === "file") {
      await fox.page.evaluate(() => localStorage.setItem("probe", "mine"));
      await fox.open(assessment);
      assert.equal(
        await fox.page.evaluate(() => localStorage.getItem("probe")),
        null,
        "the files have stores of their own",
      );
      assert.equal(await fox.page.$eval("iframe", (f) => f.contentDocument), null, "and cannot look into each other");
      await fox.open(lesson);
    }
    await fox.press(fox.w("say_who"));
    await (await fox.page.$(".who input[type=text]")).type("F0001");
    await fox.press(fox.w("continue"));
    const practice = ".practice[data-type=number]";
    await (await fox.page.$(`${practice} input`)).type("1.5");
    await (await fox.page.$(`${practice} .actions button`)).press("Enter");
    await fox.sees(fox.w("practice_right"));
    await pause(500);

    await fox.open(assessment);
    await fox.sees(fox.w("you_are", { staff: "F0001" }));
    await fox.press(fox.w("start", { ordinal: 1 }));
    await answerRight(fox);
    await fox.press(fox.w("next_question"));
    await answerRight(fox);

    // The lesson between, the other page, and then the next day.
    await fox.open(progress);
    await fox.sees(`2 of ${keys.length} questions answered`);
    await fox.restart();
    await fox.open(lesson);
    await fox.page.waitForFunction(
      (p) => document.querySelector(p).querySelector("input").value === "1.5",
      { timeout: 10_000 },
      practice,
    );
    await fox.open(assessment);
    await fox.press(fox.w("resume", { number: 2 }));
    await fox.press(fox.w("next_question"));
    for (let number = 3; number <= keys.length; number++) {
      await answerRight(fox);
      await fox.press(fox.w(number < keys.length ? "next_question" : "to_review"));
    }
    await fox.page.goBack();
    await fox.sees(fox.w("question_of", { number: keys.length, all: keys.length }));
    await fox.press(fox.w("to_review"));
    await fox.press(fox.w("hand_in"));
    await fox.press(fox.w("confirm_yes"));
    await fox.saved();
    const receipt = await fox.page.$eval(".receipt dd", (d) => d.textContent);
    await fox.press(fox.w("download_results"));
    const file = join(fox.downloads, "results-F0001.json");
    for (let i = 0; i < 100 && !existsSync(file); i++) await pause(100);
    await pause(300); // until it is whole
    assert.deepEqual(readdirSync(fox.downloads), ["results-F0001.json"]);

    await fox.open(progress);
    await fox.sees(receipt);
    await fox.open("index.html");
    assert.deepEqual(await fox.page.$$eval(".notices > *", (all) => all.map((n) => n.textContent)), []);
    assert.deepEqual(fox.complaints, []);

    const dir = mkdtempSync(join(tmpdir(), "coursemark-fox-"));
    mkdirSync(join(dir, "results"));
    writeFileSync(join(dir, "results", "F0001.json"), readFileSync(file));
    writeFileSync(join(dir, "roster.csv"), "staff_id,name,role,team,start\nF0001,Ann F,nurse,Desk,2020-01-01\n");
    const matrix = JSON.parse(grade(site.project, dir));
    const all = keys.reduce((sum, k) => sum + k.points, 0);
    assert.deepEqual([matrix.evidence[0].raw, matrix.evidence[0].max], [all, all]);
  });
}

test("from a folder: what one page deletes, no other page brings back", async (t) => {
  const fox = new Fox(pathToFileURL(site.folder).href + "/");
  t.after(() => fox.end());
  await fox.start();
  await fox.open(lesson);
  await fox.press(fox.w("say_who"));
  await (await fox.page.$(".who input[type=text]")).type("F0002");
  await fox.press(fox.w("continue"));
  await fox.press(fox.w("mark_done"));
  await pause(500);
  await fox.open(progress);
  await fox.sees(fox.w("you_are", { staff: "F0002" }));
  await fox.press(fox.w("delete"));
  await fox.press(fox.w("delete_yes"));
  await pause(500);
  await fox.open(lesson);
  await fox.sees(fox.w("nobody"));
  await fox.press(fox.w("say_who"));
  await (await fox.page.$(".who input[type=text]")).type("F0002");
  await fox.press(fox.w("continue"));
  await fox.sees(fox.w("mark_done"));
  await pause(500);
  await fox.sees(fox.w("mark_done"));
});

test("from a folder without its hidden page: each page says that it is alone, and goes on", async (t) => {
  const fox = new Fox(pathToFileURL(site.folder).href + "/");
  t.after(() => fox.end());
  const hidden = join(site.folder, "store.html");
  const page = readFileSync(hidden);
  rmSync(hidden);
  try {
    await fox.start();
    await fox.open(assessment);
    await fox.sees(fox.w("storage_apart"));
    await (await fox.page.$(".who input[type=text]")).type("F0003");
    await fox.press(fox.w("continue"));
    await fox.press(fox.w("start", { ordinal: 1 }));
    await answerRight(fox);
  } finally {
    writeFileSync(hidden, page);
  }
  await fox.open(progress);
  await fox.sees(fox.w("nobody"));
  await fox.open(assessment); // brings along what it had for itself
  await fox.sees(fox.w("resume_title"));
  await pause(500);
  await fox.open(progress);
  await fox.sees(`1 of ${keys.length} questions answered`);
});
