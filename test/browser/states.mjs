// Every page and every state of the player, in one place: accessibility.test.mjs
// lets axe look at each, screenshots.mjs takes its picture. A journey gets a
// page, says what to open, and calls visit(name) wherever there is something to see.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { byMouse, stepsEverywhere } from "./answers.mjs";
import { states as practising } from "./practising.mjs";
import { first, folder, pages, sample } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const [made, practised] = [sample("types"), sample("practice")];
const shipped = (path) => pathToFileURL(join(folder, path)).href;
const types = (path) => pathToFileURL(join(made.folder, path)).href;
const modules = (path) => `${pathToFileURL(practised.folder).href}/${path}`;

// sizes are the windows in which pages are seen, and the looks that they have in each.
export const sizes = [
  {
    name: "phone",
    width: 320,
    looks: [{ name: "light" }, { name: "dark", colorScheme: "dark" }, { name: "right to left", rtl: true }],
  },
  {
    name: "desktop",
    width: 1280,
    looks: [
      { name: "light" },
      { name: "dark", colorScheme: "dark" },
      { name: "forced colours", forcedColors: "active" },
    ],
  },
];

// walk goes every journey once, each in a fresh browser context. visit(page, name, look) is
// called in every state, once in each look. only: a pattern for the names of journeys.
export async function walk(browser, { width, looks }, visit, only = /./) {
  for (const [name, journey] of Object.entries(journeys)) {
    if (!only.test(name)) continue;
    const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    let number = 0;
    await journey(page, async (state) => {
      const numbered = `${name}-${String(++number).padStart(2, "0")}-${state.replace(/[^\p{L}\p{N}]+/gu, "-")}`;
      for (const look of looks) {
        await show(page, look);
        await visit(page, numbered, look);
      }
      await show(page, {});
    });
    await context.close();
  }
}

// show makes a page look like this, however it looked before.
async function show(page, { colorScheme = "light", forcedColors = "none", rtl = false }) {
  await page.emulateMedia({ colorScheme, forcedColors });
  await page.evaluate(
    (dir) => {
      document.documentElement.dir = dir;
    },
    rtl ? "rtl" : "ltr",
  );
}

const click = async (page, name, values) => {
  const w = await wordsOf(page);
  await page
    .getByRole("button", { name: w(name, values), exact: true })
    .first()
    .click();
};

async function identify(page, staff) {
  const w = await wordsOf(page);
  await page.getByLabel(w("staff_label")).fill(staff);
  await page.getByLabel(w("name_label"), { exact: true }).fill("Ann Example");
  await click(page, "continue");
}

// fill does something with every control of a question.
async function fill(page, root) {
  for (const step of await stepsEverywhere(page, root)) await byMouse(page, step);
}

// playToTheEnd makes the last choice of every scene; a scenario that goes round for
// ever would hold up everything.
async function playToTheEnd(page) {
  for (let choices = 0; (await page.locator(".way-now").count()) > 0; choices++) {
    if (choices > 20) throw new Error("no end was reached");
    await page.locator(".way-now").last().click();
  }
}

const journeys = {
  async pages(page, visit) {
    for (const kind of new Set(pages.map((p) => p.kind))) {
      await page.goto(shipped(first(kind)));
      await visit(kind);
    }
  },

  async practice(page, visit) {
    await page.goto(types("talk/listen/types/index.html"));
    await visit("untouched");
    const w = await wordsOf(page);
    const questions = await page.locator("[data-practice]").all();
    const check = async () => {
      for (const question of questions) await question.getByRole("button", { name: w("check_answer") }).click();
    };
    await check();
    await visit("nothing answered");
    for (const question of questions)
      await fill(page, `[data-practice="${await question.getAttribute("data-practice")}"]`);
    await visit("answered");
    await check();
    for (const summary of await page.locator(".practice-answer summary").all()) await summary.click();
    await visit("checked");
    await click(page, "mark_done");
    await visit("lesson done");
    await click(page, "say_who");
    await visit("who");
    await click(page, "continue");
    await visit("who, with an error");
  },

  async review(page, visit) {
    await practising(page, visit, modules);
  },

  async scenario(page, visit) {
    const scenario = shipped(first("scenario", 'id="scenes"'));
    await page.goto(scenario);
    await visit("the beginning");
    await page.locator(".way-now").last().click();
    await visit("what came of it");
    await playToTheEnd(page);
    await visit("looking back");
    for (const end of ["good", "mixed", "poor"]) {
      await page.goto(`${scenario}#${await page.locator(`.scene:has(.ending-${end})`).first().getAttribute("id")}`);
      await visit(`${end} end`);
    }
    await page.goto(`${scenario}#scenes`);
    await visit("all scenes");
  },

  async assessment(page, visit) {
    await page.goto(types("talk/listen/assessment/index.html"));
    await visit("who");
    await click(page, "continue");
    await visit("who, with an error");
    await identify(page, "A1");
    await visit("start");
    await click(page, "start", { ordinal: 1 });
    const { asked } = JSON.parse(await page.locator("#assessment").textContent());
    for (let number = 1; number <= asked; number++) {
      const question = page.locator(".player .question");
      const type = await question.getAttribute("data-type");
      await visit(`${type}, blank`);
      await fill(page, ".player .question");
      await page.locator(".status:not(:empty)").first().waitFor();
      await visit(`${type}, answered`);
      if (number < asked) await click(page, "next_question");
    }
    const { tasks } = JSON.parse(await page.locator("#assessment").textContent());
    if (tasks.length > 0) await click(page, "more_tasks_other", { count: tasks.length });
    for (const [i, { type }] of tasks.entries()) {
      await visit(`${type}, blank`);
      await fill(page, ".player .task");
      await page.locator(".status:not(:empty)").first().waitFor();
      await visit(`${type}, answered`);
      if (i < tasks.length - 1) await click(page, "next_task");
    }
    await page.reload();
    await visit("resume");
    // As if the site had been built again meanwhile, with other words in the first question.
    await page.evaluate(() => {
      const [key, value] = Object.entries(localStorage).find(([, v]) => v.includes('"log"'));
      const state = JSON.parse(value);
      const [attempt] = Object.values(state.attempts);
      attempt.bank_rev = "b1-before";
      attempt.form[0].rev = "r1-before";
      localStorage.setItem(key, JSON.stringify(state));
    });
    await page.reload();
    await visit("reworded meanwhile");
    await click(page, "revised_continue");
    await click(page, "resume_review");
    await visit("review, with a reworded question");
    await page.locator(".review button").first().click();
    await visit("a reworded question");
    await click(page, "reworded_keep");
    await click(page, "to_review");
    await visit("review");
    await click(page, "hand_in");
    await visit("is this you");
    await click(page, "confirm_yes");
    await visit("done");
    await page.getByText((await wordsOf(page))("copy_summary")).click();
    await click(page, "download_results");
    await click(page, "copy");
    await visit("export");
    await click(page, "again");
    await visit("start again");
    await click(page, "start", { ordinal: 2 });
    await click(page, "to_review");
    await visit("review, all blank");
    await click(page, "back_to_questions");
    for (let number = 1; (await page.locator(".player :is(.pairs, .gap)").count()) === 0; number++) {
      if (number === asked) throw new Error("no question has pieces");
      await click(page, "next_question");
    }
    const [piece] = await stepsEverywhere(page, ".player .question");
    await byMouse(page, piece);
    await page.locator(".status:not(:empty)").first().waitFor();
    await click(page, "to_review");
    await visit("review, partly answered");
    await page.goto(types("index.html"));
    await visit("home, with progress");
    await page.goto(types("talk/listen/index.html"));
    await visit("module, with progress");
  },

  async "assessed-scenario"(page, visit) {
    await page.goto(types("talk/listen/desk/index.html"));
    await visit("who");
    await identify(page, "A3");
    await visit("start");
    await click(page, "start", { ordinal: 1 });
    await visit("the beginning");
    await page.locator(".way-now").first().click();
    await visit("a choice made");
    await click(page, "take_back");
    await visit("taken back");
    await page.reload();
    await visit("resume");
    await click(page, "resume_go_on");
    await click(page, "to_review");
    await visit("review, not ended");
    await click(page, "back_to_conversation");
    await playToTheEnd(page);
    await visit("the end");
    await click(page, "to_review");
    await visit("review");
    await click(page, "hand_in");
    await visit("is this you");
    await click(page, "confirm_yes");
    await visit("done");
    await page.goto(types("my-progress/index.html"));
    await visit("my progress");
  },

  async progress(page, visit) {
    await page.goto(shipped(first("progress")));
    await visit("nobody");
    await identify(page, "A2");
    await visit("nothing yet");
    await click(page, "load");
    await visit("nothing to load");
    await click(page, "delete");
    await visit("delete");
    await click(page, "delete_yes");
    await visit("deleted");
  },
};
