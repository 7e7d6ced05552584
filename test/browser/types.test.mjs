// Every type of question: by keyboard alone, as screen readers are told it, through
// a reload after every answer, and the whole way to the gradebook's points.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { focused, launch, press, tabInto, tabTo, watch } from "./browser.mjs";
import { repository, sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample("types");
const lesson = "talk/listen/types/index.html";
const assessment = "talk/listen/assessment/index.html";
const keys = readFileSync(join(site.project, "answerkeys/talk.ndjson"), "utf8").trim().split("\n").map((l) => JSON.parse(l)).filter((k) => k.kind === "question");
const optionOf = (key, text) => [...key.options, ...(key.stems ?? [])].find((o) => o.text === text).id;

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});
after(async () => {
  await browser.close();
  server.close();
});

// enter answers the question inside `root` by keyboard. wanted: a response.
async function enter(page, root, wanted) {
  if (wanted.choice || wanted.choices) {
    const ids = wanted.choices ?? [wanted.choice];
    if (wanted.choice) {
      const values = await page.locator(`${root} input`).evaluateAll((all) => all.map((i) => i.value));
      await tabInto(page, `${root} input`);
      await page.keyboard.press("Space");
      for (let i = 0; i < values.indexOf(ids[0]); i++) await page.keyboard.press("ArrowDown");
      return;
    }
    for (const id of await page.locator(`${root} input`).evaluateAll((all) => all.map((i) => i.value))) {
      await tabInto(page, `${root} input[value="${id}"]`);
      if (ids.includes(id)) await page.keyboard.press("Space");
    }
    return;
  }
  if (wanted.pairs) {
    for (const select of await page.locator(`${root} select`).all()) {
      const stem = await select.getAttribute("data-stem");
      const values = await select.locator("option").evaluateAll((all) => all.map((o) => o.value));
      await tabInto(page, `${root} select[data-stem="${stem}"]`);
      const option = new Map(wanted.pairs).get(stem);
      for (let i = 0; option && i < values.indexOf(option); i++) await page.keyboard.press("ArrowDown");
    }
    return;
  }
  if (wanted.order) {
    const now = () => page.locator(`${root} [data-item]`).evaluateAll((all) => all.map((i) => i.dataset.item));
    if ((await now()).join() === wanted.order.join()) {
      await tabTo(page, (await wordsOf(page))("order_keep"));
      await page.keyboard.press("Enter");
    }
    for (const [place, id] of wanted.order.entries()) {
      if ((await now())[place] === id) continue;
      await tabInto(page, `${root} [data-item="${id}"] button:first-child`);
      while ((await now())[place] !== id) {
        await page.keyboard.press("Enter");
        assert.ok(await page.evaluate((i) => document.activeElement.closest("[data-item]")?.dataset.item === i, id), "the focus stays on the button");
      }
    }
    assert.deepEqual(await now(), wanted.order);
    return;
  }
  await tabInto(page, `${root} input`);
  await page.keyboard.type(wanted.number ?? wanted.text);
}

// Three people: what they answer, by the authored ID, and what it is worth.
const right = (key) => {
  if (key.order) return { order: key.order };
  if (key.stems) return { pairs: key.stems.map((s) => [s.id, s.option]) };
  if (key.answers) return key.type === "number" ? { number: "2.5" } : { text: " De‑escalation ".replace("‑", "-") };
  const ids = key.options.filter((o) => o.fraction > 0).map((o) => o.id).sort();
  return key.type === "multiple" ? { choices: ids } : { choice: ids[0] };
};
const partly = (key) => ({
  "who-speaks": () => right(key),
  "who-waits": () => right(key),
  "what-helps": () => ({ choices: [optionOf(key, "Waiting")] }), // 1/2
  "when-what": () => ({ pairs: key.stems.map((s) => [s.id, s.text === "They both talk" ? optionOf(key, "Leave") : s.option]) }), // 2/3 of 3
  "first-steps": () => ({ order: [key.order[1], key.order[0], key.order[2], key.order[3]] }), // 2/4 of 2
  "how-far": () => ({ number: "2,7" }), // the wider answer: 1/2
  "what-word": () => ({ text: "DE-ESCALATING" }), // the pattern: 3/4
})[key.question]();
const people = [
  { staff: "T0001", answer: right, raw: 10 },
  { staff: "T0002", answer: partly, raw: 1 + 1 + 0.5 + 2 + 1 + 0.5 + 0.75 },
  { staff: "T0003", answer: () => null, raw: 0 },
];

async function begin(page, staff) {
  const w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type(staff);
  await press(page, w("continue"));
  await press(page, w("start", { ordinal: 1 }));
  return w;
}

const keyOn = async (page) => {
  const id = await page.locator(".player .question").getAttribute("data-question");
  return keys.find((k) => k.public === id);
};

async function sit(page, { staff, answer }) {
  await page.goto(server.origin + assessment);
  const w = await begin(page, staff);
  for (let number = 1; number <= keys.length; number++) {
    const wanted = answer(await keyOn(page));
    if (wanted) {
      await enter(page, ".player .question", wanted);
      await page.reload(); // as if the browser had been closed at once
      const next = page.getByRole("button", { name: number < keys.length ? w("resume", { number: number + 1 }) : w("resume_review") });
      await next.focus();
      await page.keyboard.press("Enter");
      continue;
    }
    await press(page, number < keys.length ? w("next_question") : w("to_review"));
  }
  await press(page, w("hand_in"));
  await press(page, w("confirm_yes"));
  const waiting = page.waitForEvent("download");
  await press(page, w("download_results"));
  return readFileSync(await (await waiting).path(), "utf8");
}

test("every type, from the keyboard to the gradebook's points", async () => {
  const dir = mkdtempSync(join(tmpdir(), "coursemark-types-"));
  mkdirSync(join(dir, "results"));
  for (const person of people) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints = watch(page, server.origin);
    const text = await sit(page, person);
    writeFileSync(join(dir, "results", `${person.staff}.json`), text);
    const attempt = JSON.parse(Buffer.from(JSON.parse(text).records[0].bytes, "base64").toString("utf8"));
    for (const r of attempt.responses) {
      const key = keys.find((k) => k.public === r.question);
      const want = person.answer(key);
      if (want?.pairs) want.pairs.sort((a, b) => (a[0] < b[0] ? -1 : 1));
      assert.deepEqual(r.response, want, `${person.staff}: ${key.question}`);
      const ids = [...(key.stems ?? []), ...key.options].map((o) => o.id);
      assert.deepEqual([...r.shown].sort(), ids.sort(), "all that can be chosen was shown");
    }
    assert.deepEqual(complaints, []);
    await context.close();
  }
  writeFileSync(join(dir, "roster.csv"), "staff_id,name,role,team,start\n" + people.map((p) => `${p.staff},Ann ${p.staff},nurse,Desk,2020-01-01\n`).join(""));
  const gradebook = (...args) => execFileSync("go", ["run", "./cmd/gradebook", ...args], { cwd: repository, stdio: "pipe" });
  gradebook("grade", join(dir, "results"), "--project", site.project, "--roster", join(dir, "roster.csv"), "--format", "json", "-o", join(dir, "out"));
  const matrix = JSON.parse(readFileSync(join(dir, "out", "matrix.json"), "utf8"));
  for (const { staff, raw } of people) {
    const [evidence] = matrix.evidence.filter((e) => e.staff === staff);
    assert.equal(evidence.raw, raw, staff);
    assert.equal(evidence.max, 10, staff);
  }
  assert.deepEqual(matrix.exceptions ?? [], []);

  // The item analysis tells what was chosen, and nothing of what was typed.
  const report = gradebook("items", join(dir, "results"), "--project", site.project, "--json", "-o", join(dir, "items")).toString();
  const items = new Map(JSON.parse(report).banks[0].items.map((i) => [i.question, i]));
  const chosen = (question) => Object.fromEntries(items.get(question).options.map((o) => [o.text, o.chosen]));
  assert.deepEqual(chosen("how-far"), { "2 ± 0.5": 1, "1 to 3": 1, "any other answer": 0 });
  assert.deepEqual(chosen("what-word"), { "de-escalation": 1, "de-escalat*": 1, "any other answer": 0 });
  assert.deepEqual(chosen("first-steps"), { "Step back: in its place, 1": 1, "Say your name: in its place, 2": 1, "Ask what happened: in its place, 3": 2, "Agree on the *next* step: in its place, 4": 2 });
  assert.deepEqual(chosen("when-what"), { "He *shouts* → Speak lower": 2, "She says nothing → Wait": 2, "They both talk → Wait": 1, "They both talk → Leave": 1 });
  assert.ok(!report.includes("DE-ESCALATING"));
});

const questionOf = (type) => `.practice[data-type="${type}"]`;

test("practice of every type, by keyboard: wrong, again, right", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = watch(page, server.origin);
  await page.goto(server.origin + lesson);
  const w = await wordsOf(page);
  const check = async (type) => {
    const root = questionOf(type);
    await tabInto(page, `${root} .actions button`);
    await page.keyboard.press("Enter");
    return page.locator(`${root} .feedback`);
  };
  for (const type of ["match", "order", "number", "text", "multiple"]) {
    const root = questionOf(type);
    const key = JSON.parse(await page.locator(root).getAttribute("data-key"));
    await check(type);
    assert.match(await focused(page), new RegExp(w("practice_missing")), "nothing was answered");
    const wrong = {
      match: () => ({ pairs: [[key.stems[0].id, key.options.find((o) => o.id !== key.stems[0].option).id]] }),
      order: () => ({ order: [...key.order].reverse() }),
      number: () => ({ number: "0,5" }),
      text: () => ({ text: "escalation" }),
      multiple: () => ({ choices: [key.options.find((o) => o.fraction <= 0).id] }),
    }[type]();
    await enter(page, root, wrong);
    let feedback = await check(type);
    assert.match(await focused(page), new RegExp(w("practice_wrong")), `${type}: the feedback takes the focus`);
    if (type === "number") assert.match(await feedback.textContent(), /That is too close/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // try again
    assert.ok(await page.evaluate((r) => document.activeElement.closest(r), root), `${type}: the focus goes back to the question`);
    await page.keyboard.press("Shift+Tab");
    await enter(page, root, { match: () => ({ pairs: key.stems.map((s) => [s.id, s.option]) }), order: () => ({ order: key.order }), number: () => ({ number: "1.5" }), text: () => ({ text: "de-escalation" }), multiple: () => ({ choices: key.options.filter((o) => o.fraction > 0).map((o) => o.id) }) }[type]());
    feedback = await check(type);
    assert.match(await focused(page), new RegExp(w("practice_right")), type);
  }
  await page.reload();
  assert.equal(await page.locator(".feedback-right").count(), 5, "what was practised is there after a reload");
  assert.equal(await page.locator(`${questionOf("number")} input`).inputValue(), "1.5");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("names, roles, states and what is announced", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + lesson);
  const w = await wordsOf(page);
  const match = page.locator(questionOf("match"));
  assert.equal(await match.getByRole("group", { name: "What would you do when?" }).count(), 1);
  assert.equal(await match.getByRole("combobox", { name: "He shouts" }).count(), 1);
  const order = page.locator(questionOf("order"));
  const items = order.getByRole("listitem");
  const first = (await items.first().locator("span").first().textContent()).trim();
  const down = order.getByRole("button", { name: `${w("move_down")} ${first}` });
  assert.equal(await order.getByRole("button", { name: `${w("move_up")} ${first}` }).getAttribute("aria-disabled"), "true");
  await down.focus();
  await page.keyboard.press("Enter");
  assert.equal(await order.getByRole("status").textContent(), w("order_position", { item: first, place: 2, all: 4 }));
  assert.ok(await down.evaluate((b) => b === document.activeElement), "the focus stays on the button");
  const number = page.locator(questionOf("number")).getByRole("textbox", { name: /Your answer/ });
  assert.equal(await number.evaluate((i) => document.getElementById(i.getAttribute("aria-describedby")).textContent), "metres");
  await number.fill("two");
  await number.blur();
  assert.equal(await page.locator(questionOf("number")).getByRole("status").textContent(), w("not_a_number"));
  for (const control of await page.locator(".practice select, .practice button:visible, .practice input[type=text]").all()) {
    const { height } = await control.boundingBox();
    assert.ok(height >= 43.5, `a target of ${height} px`);
  }
  await context.close();
});

test("an order that is right as it stands can be said to be right, and taken back", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const w = await begin(page, "T0009");
  while ((await keyOn(page)).type !== "order") await press(page, w("next_question"));
  const shown = await page.locator(".player [data-item]").evaluateAll((all) => all.map((i) => i.dataset.item));
  const kept = () => page.evaluate(() => Object.entries(localStorage).map(([, v]) => v).join().includes("\\\"order\\\""));
  assert.equal(await kept(), false, "what is shown is no answer");
  await press(page, w("order_keep"));
  await page.getByRole("status").getByText(w("saved"), { exact: true }).waitFor();
  assert.equal(await kept(), true);
  await press(page, w("clear"));
  assert.deepEqual(await page.locator(".player [data-item]").evaluateAll((all) => all.map((i) => i.dataset.item)), shown);
  await press(page, w("to_review"));
  assert.equal(await page.locator(".review .is-answered").count(), 0);
  await context.close();
});

test("what is typed is kept by the browser's own Back", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const w = await begin(page, "T0010");
  while ((await keyOn(page)).type !== "text") await press(page, w("next_question"));
  await tabInto(page, ".player .question input");
  await page.keyboard.type("calm");
  await page.goBack();
  await page.goForward();
  assert.equal(await page.locator(".player .question input").inputValue(), "calm");
  await context.close();
});

test("without JavaScript the answers of practice can be read", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.origin + lesson);
  assert.equal(await page.locator(".practice select").count(), 3);
  const summary = page.locator(`${questionOf("order")} summary`);
  await summary.focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.locator(`${questionOf("order")} .answer-text`).allInnerTexts(), ["Step back", "Say your name", "Ask what happened", "Agree on the next step"]);
  await context.close();
});
