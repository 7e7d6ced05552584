// Somebody pulls the plug: the whole browser is killed after every single step of a sitting,
// and started again with the same profile. Nothing that the page called saved is lost.
// Questions and tasks are answered with whatever controls they have, so a type that is added
// to the sample project is tested too.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { markingOf } from "../../layouts/player/questions/types.js";
import { byKey, stepsEverywhere, texts } from "./answers.mjs";
import { kill, launchWith } from "./browser.mjs";
import { grade } from "./commands.mjs";
import { questionsOf } from "./keys.mjs";
import { sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample("types");
const assessment = "talk/listen/assessment/index.html";
const keys = questionsOf(site.project, "talk");
let server;
before(async () => {
  server = await serve(site.folder);
});
after(() => server.close());

// Plug is a browser with a profile of its own that can be killed and started again.
class Plug {
  constructor(address) {
    this.address = address;
    this.profile = mkdtempSync(join(tmpdir(), "coursemark-plug-"));
    this.kills = 0;
  }

  async open(path = assessment) {
    this.context = await launchWith(this.profile);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    await this.page.goto(this.address + path);
    this.w = await wordsOf(this.page);
    return this.page;
  }

  async pull() {
    await kill(this.context, this.profile);
    this.kills++;
  }

  async end() {
    await this.context?.close().catch(() => {});
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  press(name) {
    return this.page.getByRole("button", { name, exact: true }).first().press("Enter");
  }

  // saved waits until the page says that something is saved, or that it is shared.
  saved() {
    const said = this.page.locator(".player").getByRole("status");
    return said
      .getByText(this.w("saved"))
      .or(said.getByText(this.w("task_shared")))
      .waitFor();
  }

  // carryOut does one step and waits until the page says that it is saved. What is typed is
  // saved at each pause, and "Saved" stays on the screen when typing goes on: so it is waited
  // for until all of the text is kept.
  async carryOut(step) {
    await byKey(this.page, step);
    if (step.type) await this.page.waitForFunction(holdsText, step.on);
    await this.saved();
    if (step.type) await this.settled();
  }

  // kept returns the state in local storage; settled waits until it is in the database as well,
  // after steps about which the page says nothing.
  kept() {
    return this.page.evaluate(() => {
      const key = Object.keys(localStorage).find((k) => k.includes(":staff:"));
      return key ? JSON.parse(localStorage.getItem(key)) : null;
    });
  }

  settled() {
    return this.page.waitForFunction(async () => {
      const key = Object.keys(localStorage).find((k) => k.includes(":staff:"));
      if (!key) return false;
      const { site, staff, ...state } = JSON.parse(localStorage.getItem(key));
      const opening = indexedDB.open("coursemark", 1);
      const db = await new Promise((done) => {
        opening.onsuccess = () => done(opening.result);
      });
      const asking = db.transaction("kept").objectStore("kept").get([site, staff]);
      const held = await new Promise((done) => {
        asking.onsuccess = () => done(asking.result);
      });
      db.close();
      return (
        held &&
        ["attempts", "records", "reflections", "ticks"].every(
          (what) => JSON.stringify(held[what]) === JSON.stringify(state[what]),
        )
      );
    });
  }

  // attempt waits until the page shows an attempt to carry on with.
  async attempt() {
    await this.page.getByRole("heading", { name: this.w("resume_title") }).waitFor();
    await this.settled();
    return Object.values((await this.kept()).attempts)[0];
  }

  // back opens the page again and goes on to a question of the form.
  async back(index, { answered, all }) {
    const next = await this.page.locator(".screen .button-main").textContent();
    await this.press(next);
    if (next === this.w("resume_review")) await this.press(this.w("back_to_questions"));
    for (;;) {
      const title = await this.page.locator(".screen h2").textContent();
      const at = Array.from({ length: all }, (_, i) => this.w("question_of", { number: i + 1, all })).indexOf(title);
      assert.ok(at >= 0, `${title} after ${answered} answers`);
      if (at === index) return;
      await this.press(this.w(at < index ? "next_question" : "previous_question"));
    }
  }

  // backToTask opens the page's review again and goes on to a task.
  async backToTask(index) {
    await this.press(this.w("resume_review"));
    await this.page.locator(".review-tasks ~ .review li").nth(index).getByRole("button").press("Enter");
  }

  // given returns what is kept for tasks: drafts, reflections and what is shared.
  async given() {
    const { attempts, reflections, ticks } = await this.kept();
    return { drafts: Object.values(attempts)[0].drafts ?? {}, reflections, ticks };
  }

  // shown returns what is in the controls of the question on the screen.
  shown() {
    return this.page
      .locator(".player .question")
      .evaluate((q) => [
        .../** @type {HTMLInputElement[]} */ ([...q.querySelectorAll("input, select, textarea")]).map((c) =>
          /radio|checkbox/.test(c.type) ? c.checked : c.value,
        ),
        ...[...q.querySelectorAll("[data-item]")].map((i) => i.getAttribute("data-item")),
      ]);
  }
}

// steps returns steps to answer what is on the screen; each is a change to keep.
const steps = (plug) => stepsEverywhere(plug.page, ".player .question");

// holdsText reports, in the page, whether local storage holds what stands in a box.
function holdsText(on) {
  const { value } = document.querySelector(on);
  const holds = (kept) => {
    if (kept === value) return true;
    if (typeof kept === "string") return kept.startsWith('{"') && holds(JSON.parse(kept));
    return kept !== null && typeof kept === "object" && Object.values(kept).some(holds);
  };
  return Object.keys(localStorage).some((key) => key.includes(":staff:") && holds(localStorage.getItem(key)));
}

async function begin(plug, staff, path) {
  await plug.open(path);
  await plug.page.getByLabel(plug.w("staff_label")).fill(staff);
  await plug.press(plug.w("continue"));
  await plug.press(plug.w("start", { ordinal: 1 }));
}

const answersOf = (log) =>
  new Map(
    log
      .map((l) => JSON.parse(l))
      .filter((e) => e.e === "answer")
      .map((e) => [e.q, e.r]),
  );

// Both variants run at the same time: most of the time a browser is starting.
describe("the plug is pulled", { concurrency: 2 }, () => {
  for (const [how, address] of Object.entries({
    http: () => server.origin,
    file: () => pathToFileURL(site.folder).href + "/",
  })) {
    describe(`over ${how}`, () => {
      test("the browser is killed after every step that the page called saved", async (t) => {
        const plug = new Plug(address());
        t.after(() => plug.end());
        await begin(plug, "K0001");
        await plug.settled();
        const { id, form } = Object.values((await plug.kept()).attempts)[0];
        const all = form.length;
        assert.equal(all, keys.length, "every type is asked");
        let log = ['{"e":"start"}'];

        // again kills the browser, starts it and checks that everything is as it was.
        const again = async (index) => {
          const shown = index === null ? null : await plug.shown();
          await plug.pull();
          await plug.open();
          const found = await plug.attempt();
          assert.equal(found.id, id);
          assert.deepEqual(found.form, form);
          assert.deepEqual(found.log, log, `after ${log.at(-1)}`);
          const answered = answersOf(log).size;
          assert.match(
            await plug.page.locator(".screen").textContent(),
            new RegExp(`answered ${answered} of ${all} questions`),
          );
          if (index === null) return;
          await plug.back(index, { answered, all });
          await plug.settled();
          log = Object.values((await plug.kept()).attempts)[0].log; // with what coming back adds
          assert.deepEqual(await plug.shown(), shown, `question ${index + 1} looks as it did`);
        };

        for (let index = 0; index < all; index++) {
          await again(index); // on coming to the question
          for (const step of await steps(plug)) {
            await plug.carryOut(step);
            const now = Object.values((await plug.kept()).attempts)[0].log;
            assert.ok(now.length > log.length, "the step is an answer");
            log = now;
            await again(index);
          }
          if (index < all - 1) await plug.press(plug.w("next_question"));
        }

        const { tasks } = JSON.parse(await plug.page.locator("#assessment").textContent());
        assert.deepEqual(
          tasks.map((task) => task.type),
          ["rating", "written", "reflection"],
          "every type of task is asked",
        );
        await plug.press(plug.w("more_tasks_other", { count: tasks.length }));
        for (let index = 0; index < tasks.length; index++) {
          for (const [i, step] of (await steps(plug)).entries()) {
            // By then local storage is on the disk with older contents, and no event in the
            // log shows that.
            if (i === 1) await pause(6000);
            const before = await plug.given();
            await plug.carryOut(step);
            const given = await plug.given();
            assert.notDeepEqual(given, before, "the step is kept");
            const shown = await plug.shown();
            await plug.pull();
            await plug.open();
            assert.deepEqual((await plug.attempt()).log, log);
            assert.deepEqual(await plug.given(), given, `${tasks[index].type}, step ${i + 1}`);
            await plug.backToTask(index);
            await plug.settled();
            log = Object.values((await plug.kept()).attempts)[0].log;
            assert.deepEqual(await plug.shown(), shown, `${tasks[index].type} looks as it did`);
          }
          if (index < tasks.length - 1) await plug.press(plug.w("next_task"));
        }
        await plug.press(plug.w("to_review"));
        await plug.settled();
        log = Object.values((await plug.kept()).attempts)[0].log;
        assert.equal(log.at(-1), '{"e":"review"}');
        await again(null);
        await plug.press(plug.w("resume_review"));
        await plug.press(plug.w("hand_in"));
        await plug.settled();
        log = Object.values((await plug.kept()).attempts)[0].log;
        await again(null);
        await plug.press(plug.w("resume_review"));
        await plug.settled();
        log = Object.values((await plug.kept()).attempts)[0].log;
        await plug.press(plug.w("hand_in"));
        await plug.press(plug.w("confirm_yes"));
        await plug.page.getByRole("heading", { name: plug.w("done_title") }).waitFor();
        await plug.saved();
        await plug.pull();

        const page = await plug.open("my-progress/index.html");
        const waiting = page.waitForEvent("download");
        await plug.press(plug.w("download_results"));
        const text = readFileSync(await (await waiting).path(), "utf8");
        const { records } = JSON.parse(text);
        assert.deepEqual(
          records.map((r) => r.kind),
          ["attempt", "rating", "written", "reflection"],
        );
        assert.equal(records[0].id, id);
        const [attempt, rating, written, reflection] = records.map((r) =>
          JSON.parse(Buffer.from(r.bytes, "base64").toString("utf8")),
        );
        assert.deepEqual([rating.rating, written.text, reflection.text], [5, texts.join(""), texts.join("")]);
        assert.deepEqual(attempt.log, [...log, '{"e":"submit"}']);
        assert.deepEqual(new Map(attempt.responses.map((r) => [r.question, r.response])), answersOf(log));
        assert.ok(
          attempt.responses.every((r) => r.response),
          "every question was answered",
        );

        // The gradebook finds the points that each answer is worth by its key.
        const dir = mkdtempSync(join(tmpdir(), "coursemark-killed-"));
        mkdirSync(join(dir, "results"));
        writeFileSync(join(dir, "results", "K0001.json"), text);
        writeFileSync(join(dir, "roster.csv"), "staff_id,name,role,team,start\nK0001,Ann K,nurse,Desk,2020-01-01\n");
        const matrix = JSON.parse(grade(site.project, dir));
        const worth = attempt.responses.reduce((sum, r) => {
          const key = keys.find((k) => k.public === r.question);
          return sum + (key.points ?? 1) * markingOf(key).score(key, r.response);
        }, 0);
        assert.ok(worth > 0);
        const [{ raw }] = matrix.evidence.filter((e) => e.attempt_id === id);
        assert.equal(Math.abs(raw - worth) < 1e-9, true, `${raw} instead of ${worth}`);
        assert.deepEqual(matrix.exceptions ?? [], []);
        console.log(`${how}: ${plug.kills} kills`);
      });

      test("a scenario: the browser is killed after every choice and step back", async (t) => {
        const plug = new Plug(address());
        t.after(() => plug.end());
        const desk = "talk/listen/desk/index.html";
        await begin(plug, "K0013", desk);
        const log = async () => {
          await plug.settled();
          return Object.values((await plug.kept()).attempts)[0].log;
        };
        const titles = () => plug.page.locator(".turn > h2").allTextContents();
        const choose = (n) => async () => plug.page.locator(".way-now").nth(n).press("Enter");
        let before = await log();
        for (const step of [choose(0), () => plug.press(plug.w("take_back")), choose(1), choose(0)]) {
          await step();
          const now = await log();
          assert.ok(now.length > before.length, "the step is recorded");
          const told = await titles();
          await plug.pull();
          await plug.open(desk);
          assert.deepEqual((await plug.attempt()).log, now);
          await plug.press(plug.w("resume_go_on"));
          assert.deepEqual(await titles(), told, "the conversation stands where it stood");
          before = await log();
        }
      });

      test("killed at once: at most the last step is missing, and nothing is damaged", async (t) => {
        const plug = new Plug(address());
        t.after(() => plug.end());
        await begin(plug, "K0002");
        await plug.settled();
        let { id, form, log } = Object.values((await plug.kept()).attempts)[0];
        for (let index = 0; index < form.length; index++) {
          await byKey(plug.page, (await steps(plug)).at(-1));
          await plug.pull();
          await plug.open();
          const found = await plug.attempt();
          assert.equal(found.id, id);
          assert.deepEqual(found.log.slice(0, log.length), log, "what was there before is there");
          assert.ok(found.log.length <= log.length + 1);
          assert.equal(await plug.page.getByText(plug.w("storage_damaged")).count(), 0);
          await plug.back(index, { answered: 0, all: form.length });
          if (index < form.length - 1) await plug.press(plug.w("next_question"));
          await plug.settled();
          log = Object.values((await plug.kept()).attempts)[0].log;
        }

        const { tasks } = JSON.parse(await plug.page.locator("#assessment").textContent());
        await plug.press(plug.w("to_review"));
        await plug.settled();
        await plug.page.reload();
        await plug.attempt();
        await plug.backToTask(0);
        for (let index = 0; index < tasks.length; index++) {
          const { id: task, type } = tasks[index];
          const before = await plug.given();
          await byKey(plug.page, (await steps(plug))[0]);
          await plug.pull();
          await plug.open();
          assert.equal((await plug.attempt()).id, id);
          const { drafts, reflections } = await plug.given();
          for (const [map, old] of [
            [drafts, before.drafts],
            [reflections, before.reflections],
          ]) {
            const { [task]: now, ...others } = map;
            assert.deepEqual(others, old, "what was there before is there");
            assert.ok([undefined, 5, texts[0]].includes(now?.response ?? now), type);
          }
          assert.equal(await plug.page.getByText(plug.w("storage_damaged")).count(), 0);
          if (index < tasks.length - 1) await plug.backToTask(index + 1);
        }
      });
    });
  }
});

test("a person whose data was deleted does not come back", async (t) => {
  const plug = new Plug(server.origin);
  t.after(() => plug.end());
  await begin(plug, "K0003");
  await plug.settled();
  await pause(6000); // until local storage is on the disk too
  await plug.page.goto(plug.address + "my-progress/index.html");
  plug.w = await wordsOf(plug.page);
  await plug.press(plug.w("delete"));
  await plug.press(plug.w("delete_yes"));
  await pause(500); // the deletion is in the database, but not yet in the file of local storage
  await plug.pull();
  await plug.open();
  await plug.page.getByRole("heading", { name: plug.w("who_title") }).waitFor();
  await plug.page.getByLabel(plug.w("staff_label")).fill("K0003");
  await plug.press(plug.w("continue"));
  await plug.page.getByRole("button", { name: plug.w("start", { ordinal: 1 }) }).waitFor();
  await pause(500);
  assert.equal(await plug.page.getByRole("heading", { name: plug.w("start_title") }).count(), 1);
  assert.deepEqual((await plug.kept())?.attempts ?? {}, {});
});
