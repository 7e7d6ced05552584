// Every type of question: by keyboard alone, as screen readers announce it, through
// a reload after every answer, and the whole way to the gradebook's points.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { answer, byTouch, right, stepsEverywhere, wrong } from "./answers.mjs";
import { focused, launch, press, tabInto, tabTo, watch } from "./browser.mjs";
import { questionsOf } from "./keys.mjs";
import { grade, gradebook } from "./commands.mjs";
import { sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample("types");
const lesson = "talk/listen/types/index.html";
const assessment = "talk/listen/assessment/index.html";
const keys = questionsOf(site.project, "talk");
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

// Three people: what they answer, by the authored ID, and what it is worth.
const partly = (key) =>
  ({
    "who-speaks": () => right(key),
    "who-waits": () => right(key),
    "what-helps": () => ({ choices: [optionOf(key, "Waiting")] }), // 1/2
    "when-what": () => ({
      pairs: key.stems.map((s) => [s.id, s.text === "They both talk" ? optionOf(key, "Leave") : s.option]),
    }), // 2/3 of 3
    "first-steps": () => ({ order: [key.order[1], key.order[0], key.order[2], key.order[3]] }), // 2/4 of 2
    "how-far": () => ({ number: "2,7" }), // the wider answer: 1/2
    "what-word": () => ({ text: "DE-ESCALATING" }), // the pattern: 3/4
    "begin-well": () => ({
      gaps: [
        [key.gaps[0].id, "2.75"],
        [key.gaps[1].id, key.gaps[1].options.find((o) => o.text === "lower").id],
      ],
    }), // (2·1/2 + 1)/4 of 4
    "who-does-what": () => ({ gaps: key.gaps.map((g) => [g.id, g.options.find((o) => o.text === "One").id]) }), // 1/2 of 2
  })[key.question]();
const people = [
  { staff: "T0001", response: right, raw: 16 },
  { staff: "T0002", response: partly, raw: 1 + 1 + 0.5 + 2 + 1 + 0.5 + 0.75 + 2 + 1 },
  { staff: "T0003", response: () => null, raw: 0 },
];

// said waits for what the page says.
const said = (page, text) => page.locator(".player").getByRole("status").getByText(text, { exact: true }).waitFor();

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

async function sit(page, { staff, response }) {
  await page.goto(server.origin + assessment);
  const w = await begin(page, staff);
  for (let number = 1; number <= keys.length; number++) {
    const wanted = response(await keyOn(page));
    if (wanted) {
      await answer(page, ".player .question", wanted);
      await page.reload(); // as if the browser had been closed at once
      await page.getByRole("button", { name: w("resume", { number }) }).press("Enter");
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
      const want = person.response(key);
      if (want?.pairs) want.pairs.sort((a, b) => (a[0] < b[0] ? -1 : 1));
      assert.deepEqual(r.response, want, `${person.staff}: ${key.question}`);
      const ids = [
        ...(key.stems ?? []),
        ...key.options,
        ...(key.gaps ?? []).flatMap((g) => [g, ...(g.options ?? [])]),
      ].map((o) => o.id);
      assert.deepEqual([...r.shown].sort(), ids.sort(), "all that can be chosen was shown");
    }
    assert.deepEqual(complaints, []);
    await context.close();
  }
  writeFileSync(
    join(dir, "roster.csv"),
    "staff_id,name,role,team,start\n" + people.map((p) => `${p.staff},Ann ${p.staff},nurse,Desk,2020-01-01\n`).join(""),
  );
  const matrix = JSON.parse(grade(site.project, dir));
  for (const { staff, raw } of people) {
    const [evidence] = matrix.evidence.filter((e) => e.staff === staff);
    assert.equal(evidence.raw, raw, staff);
    assert.equal(evidence.max, 16, staff);
  }
  assert.deepEqual(matrix.exceptions ?? [], []);

  // The item analysis shows what was chosen, and nothing of what was typed.
  const report = gradebook(
    "items",
    join(dir, "results"),
    "--project",
    site.project,
    "--json",
    "-o",
    join(dir, "items"),
  ).toString();
  const items = new Map(JSON.parse(report).banks[0].items.map((i) => [i.question, i]));
  const chosen = (question) => Object.fromEntries(items.get(question).options.map((o) => [o.text, o.chosen]));
  assert.deepEqual(chosen("how-far"), { "2 ± 0.5": 1, "1 to 3": 1, "any other answer": 0 });
  assert.deepEqual(chosen("what-word"), { "de-escalation": 1, "de-escalat*": 1, "any other answer": 0 });
  assert.deepEqual(chosen("first-steps"), {
    "Step back: in its place, 1": 1,
    "Say your name: in its place, 2": 1,
    "Ask what happened: in its place, 3": 2,
    "Agree on the *next* step: in its place, 4": 2,
  });
  assert.deepEqual(chosen("when-what"), {
    "He *shouts* → Speak lower": 2,
    "She says nothing → Wait": 2,
    "They both talk → Wait": 1,
    "They both talk → Leave": 1,
  });
  assert.deepEqual(chosen("begin-well"), {
    "Gap 1: 2 ± 0.5": 1,
    "Gap 1: 1 to 3": 1,
    "Gap 1: any other answer": 0,
    "Gap 2: lower": 2,
    "Gap 2: faster": 0,
    "Gap 2: louder": 0,
    "Gap 3: de-escalat*": 1,
    "Gap 3: any other answer": 0,
  });
  assert.deepEqual(chosen("who-does-what"), {
    "Gap 1: One": 2,
    "Gap 1: All": 0,
    "Gap 2: All the others": 1,
    "Gap 2: One": 1,
  });
  assert.ok(!report.includes("DE-ESCALATING"));
});

// Of a type that stands on the page twice, the first.
const questionOf = (type) => `.practice[data-type="${type}"]:not(.practice[data-type="${type}"] ~ .practice)`;

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
  for (const type of ["match", "order", "number", "text", "multiple", "cloze"]) {
    const root = questionOf(type);
    const key = JSON.parse(await page.locator(root).getAttribute("data-key"));
    await check(type);
    assert.match(await focused(page), new RegExp(w("practice_missing")), "nothing was answered");
    await answer(page, root, wrong(key));
    const feedback = await check(type);
    assert.match(await focused(page), new RegExp(w("practice_wrong")), `${type}: the feedback takes the focus`);
    if (type === "number") assert.match(await feedback.textContent(), /That is too close/);
    if (type === "cloze") {
      const said = (await feedback.locator(".feedback-item").allInnerTexts()).map((t) => t.replace(/\n+/g, "\n"));
      assert.deepEqual(said, [
        "Gap 1: Not right\nThat is too close.",
        "Gap 2: Not right\nShe hears a contest.",
        "Gap 3: Not right\nThat is when it goes up.",
      ]);
      assert.match(await feedback.textContent(), new RegExp(w("practice_gaps", { right: 0, all: 3 })));
    }
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // try again
    assert.ok(
      await page.evaluate((r) => document.activeElement.closest(r), root),
      `${type}: the focus goes back to the question`,
    );
    await answer(page, root, right(key));
    await check(type);
    assert.match(await focused(page), new RegExp(w("practice_right")), type);
  }
  await page.reload();
  assert.equal(await page.locator(".feedback-right").count(), 6, "what was practised is there after a reload");
  assert.equal(await page.locator(`${questionOf("number")} input`).inputValue(), "2.5");
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
  assert.equal(
    await order.getByRole("button", { name: `${w("move_up")} ${first}` }).getAttribute("aria-disabled"),
    "true",
  );
  await down.focus();
  await page.keyboard.press("Enter");
  assert.equal(await order.getByRole("status").textContent(), w("order_position", { item: first, place: 2, all: 4 }));
  assert.ok(await down.evaluate((b) => b === document.activeElement), "the focus stays on the button");
  const number = page.locator(questionOf("number")).getByRole("textbox", { name: /Your answer/ });
  assert.equal(
    await number.evaluate((i) => document.getElementById(i.getAttribute("aria-describedby")).textContent),
    "metres",
  );
  await number.fill("two");
  await number.blur();
  assert.equal(await page.locator(questionOf("number")).getByRole("status").textContent(), w("not_a_number"));
  const cloze = page.locator(questionOf("cloze"));
  assert.equal(await cloze.getByRole("group", { name: "Fill in the gaps." }).count(), 1);
  const room = cloze.getByRole("textbox", { name: "Gap 1 of 3, after: You give about", exact: true });
  assert.equal(
    await room.evaluate((i) => document.getElementById(i.getAttribute("aria-describedby")).textContent),
    "metres",
  );
  assert.equal(
    await cloze.getByRole("combobox", { name: "Gap 2 of 3, after: You give about … and speak", exact: true }).count(),
    1,
  );
  assert.equal(
    await cloze.getByRole("textbox", { name: "Gap 3 of 3, after: tension goes down, we call it", exact: true }).count(),
    1,
  );
  assert.equal(
    await page
      .locator(".practice[data-type=cloze]")
      .last()
      .getByRole("combobox", { name: "Gap 2 of 2", exact: true })
      .count(),
    1,
  );
  await room.fill("two");
  await room.blur();
  assert.equal(await cloze.getByRole("status").textContent(), w("not_a_number"));
  for (const control of await page
    .locator(".practice select, .practice button:visible, .practice input[type=text]")
    .all()) {
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
  const kept = () =>
    page.evaluate(() =>
      Object.entries(localStorage)
        .map(([, v]) => v)
        .join()
        .includes('\\"order\\"'),
    );
  assert.equal(await kept(), false, "what is shown is no answer");
  await press(page, w("order_keep"));
  await said(page, w("saved"));
  assert.equal(await kept(), true);
  await press(page, w("clear"));
  assert.deepEqual(
    await page.locator(".player [data-item]").evaluateAll((all) => all.map((i) => i.dataset.item)),
    shown,
  );
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

// What is asked beside the questions, and by whom it is answered.
const secret = "XYLOPHONE, and what nobody is to read";
const conversation = "She was loud. I said what I heard and waited for her to go on.";
const task = (type) => `.player .task[data-type="${type}"]`;
const recordsOf = (file) =>
  JSON.parse(file).records.map((r) => ({
    ...JSON.parse(Buffer.from(r.bytes, "base64").toString("utf8")),
    kind: r.kind,
  }));

// openTask goes to a task from the review, where a sitting is taken up again.
async function openTask(page, number) {
  const w = await wordsOf(page);
  await press(page, w("resume_review"));
  await tabInto(page, `.review-tasks ~ .review li:nth-child(${number}) button`);
  await page.keyboard.press("Enter");
}

async function download(page) {
  const w = await wordsOf(page);
  const waiting = page.waitForEvent("download");
  await press(page, w("download_results"));
  return readFileSync(await (await waiting).path(), "utf8");
}

test("what is not scored: kept through reloads, handed in as records of its own, marked by an assessor", async () => {
  const dir = mkdtempSync(join(tmpdir(), "coursemark-tasks-"));
  mkdirSync(join(dir, "results"));
  for (const { staff, ticked } of [
    { staff: "T0021", ticked: false },
    { staff: "T0022", ticked: true },
  ]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints = watch(page, server.origin);
    await page.goto(server.origin + assessment);
    const w = await begin(page, staff);
    for (let number = 1; number <= keys.length; number++) {
      await answer(page, ".player .question", right(await keyOn(page)));
      await press(page, number < keys.length ? w("next_question") : w("more_tasks_other", { count: 3 }));
    }
    assert.equal(await focused(page), w("task_of", { number: 1, all: 3 }));

    await answer(page, task("rating"), { choice: "4" });
    await said(page, w("saved"));
    await page.reload();
    await openTask(page, 1);
    assert.equal(await page.locator(`${task("rating")} input:checked`).inputValue(), "4");
    await press(page, w("next_task"));

    await tabInto(page, `${task("written")} textarea`);
    await page.keyboard.type(conversation);
    await page.reload(); // in the middle of a word, for all the page knows
    await openTask(page, 2);
    assert.equal(await page.locator(`${task("written")} textarea`).inputValue(), conversation);
    await press(page, w("next_task"));

    await tabInto(page, `${task("reflection")} textarea`);
    await page.keyboard.type(secret);
    if (ticked) {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await said(page, w("task_shared"));
    }
    await page.reload();
    await openTask(page, 3);
    assert.equal(await page.locator(`${task("reflection")} textarea`).inputValue(), secret);
    assert.equal(await page.locator(`${task("reflection")} input`).isChecked(), ticked);
    await press(page, w("to_review"));
    assert.deepEqual(await page.locator(".review-tasks ~ .review .tag").allTextContents(), [
      w("given_rated"),
      w("given_written"),
      w(ticked ? "given_shared" : "given_private"),
    ]);
    await press(page, w("hand_in"));
    const confirm = await page.locator(".player").innerText();
    for (const words of [
      w("also_written_one", { count: 1 }),
      w("also_rated_one", { count: 1 }),
      ticked ? w("also_shared_one", { count: 1 }) : w("also_private_one"),
    ])
      assert.ok(confirm.includes(words), words);
    await press(page, w("confirm_yes"));
    assert.equal(await page.locator(".player li code.receipt-small").count(), ticked ? 3 : 2);

    const file = await download(page);
    writeFileSync(join(dir, "results", `${staff}.json`), file);
    const [attempt, ...others] = recordsOf(file);
    assert.deepEqual(
      others.map((r) => r.kind),
      ["rating", "written", ...(ticked ? ["reflection"] : [])],
    );
    assert.deepEqual([others[0].rating, others[0].max_rating, others[0].competency], [4, 5, "D-TALK"]);
    assert.deepEqual(
      [others[1].text, others[1].task, others[1].indicators],
      [
        conversation,
        "Think of a conversation that went well.\n\nWhat did you say, and what did you leave out?",
        ["D-1", "D-2"],
      ],
    );
    // A reflection leaves by its tick alone, and nothing else mentions it.
    const bytes = [file, ...JSON.parse(file).records.map((r) => Buffer.from(r.bytes, "base64").toString("utf8"))].join(
      "\n",
    );
    const id = await page.locator("[data-tasks] [data-type=reflection]").getAttribute("data-task");
    assert.equal(bytes.includes("XYLOPHONE"), ticked);
    assert.equal(bytes.includes(id), ticked);
    if (ticked) assert.deepEqual([others[2].text, others[2].page], [secret, "talk/listen/assessment"]);
    // Nor does the attempt mention any task.
    for (const part of [
      conversation,
      ...(await page.locator("[data-task]").evaluateAll((all) => all.map((t) => t.dataset.task))),
    ])
      assert.ok(!JSON.stringify(attempt).includes(part), part);
    assert.equal(attempt.responses.length, keys.length);

    // Another sitting: nothing is handed in again unasked, and a tick held for one.
    await press(page, w("again"));
    await press(page, w("start", { ordinal: 2 }));
    await press(page, w("to_review"));
    await tabInto(page, ".review-tasks ~ .review li:nth-child(1) button");
    await page.keyboard.press("Enter");
    assert.match(await page.locator(".player .notice").first().innerText(), /\d{4}.*[0-9A-Z]{4}-/);
    assert.equal(await page.locator(`${task("rating")} input:checked`).count(), 0);
    await press(page, w("next_task"));
    assert.equal(await page.locator(`${task("written")} textarea`).inputValue(), "");
    await press(page, w("next_task"));
    assert.equal(await page.locator(`${task("reflection")} textarea`).inputValue(), secret, "it is still theirs");
    assert.equal(await page.locator(`${task("reflection")} input`).isChecked(), false);
    await press(page, w("to_review"));
    await press(page, w("hand_in"));
    await press(page, w("confirm_yes"));
    assert.deepEqual(
      recordsOf(await download(page)).map((r) => r.kind),
      [attempt, ...others].map((r) => r.kind).concat("attempt"),
    );
    assert.deepEqual(complaints, []);
    await context.close();
  }

  writeFileSync(
    join(dir, "roster.csv"),
    "staff_id,name,role,team,start\nT0021,Ann,nurse,Desk,2020-01-01\nT0022,Bo,nurse,Desk,2020-01-01\nT0099,Cas,nurse,Desk,2020-01-01\n",
  );
  const regrade = (...more) => grade(site.project, dir, "results", ...more);
  const cell = (matrix, staff) => JSON.parse(matrix).cells.find((c) => c.staff === staff);
  const before = regrade();
  for (const staff of ["T0021", "T0022"]) {
    const { level, status, kinds } = cell(before, staff);
    assert.deepEqual(
      [level, status, kinds.map((k) => k.kind)],
      [1, "pending", ["quiz", "rating"]],
      "written, and not marked: pending, never 0",
    );
  }
  assert.deepEqual(JSON.parse(before).exceptions ?? [], []);
  assert.deepEqual(
    JSON.parse(before).staff.map((s) => s.reflections ?? 0),
    [0, 1, 0],
  );
  for (const part of ["XYLOPHONE", conversation]) assert.ok(!before.includes(part), "texts stay in their file");

  // Whoever marks it reads the text with the rubric, and writes a row into a table.
  const shown = gradebook("inspect", join(dir, "results/T0021.json"), "--project", site.project);
  assert.ok(
    shown.includes(conversation) && shown.includes("names what was heard, and one thing that was not said."),
    shown,
  );
  const written = recordsOf(readFileSync(join(dir, "results/T0021.json"), "utf8")).find((r) => r.kind === "written");
  writeFileSync(
    join(dir, "seen.csv"),
    "staff_id,competency,indicator,rating,max_rating,method,observed_on,observer_id,observer_name,record\n" +
      ["D-1", "D-2"]
        .map((i) => `T0021,D-TALK,${i},1,2,written,${written.at.slice(0, 10)},T0099,Cas,${written.id}\n`)
        .join(""),
  );
  const marked = regrade("--observations", join(dir, "seen.csv"));
  assert.deepEqual(
    ["T0021", "T0022"].map((staff) => cell(marked, staff)).map((c) => [c.level, c.status]),
    [
      [2, "current"],
      [1, "pending"],
    ],
  );
});

test("a self-rating, a text and a reflection as screen readers announce them", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const w = await begin(page, "T0023");
  for (let number = 1; number < keys.length; number++) await press(page, w("next_question"));
  await press(page, w("more_tasks_other", { count: 3 }));
  const steps = page
    .getByRole("group", { name: "How sure are you that you could do this with a visitor who shouts?" })
    .getByRole("radio");
  assert.deepEqual(await steps.evaluateAll((all) => all.map((i) => i.labels[0].textContent.trim())), [
    "1 not yet sure",
    "2 a little",
    "3 mostly",
    "4 sure",
    "5 sure enough to show others",
  ]);
  assert.equal(await steps.and(page.locator(":checked")).count(), 0, "nothing is chosen beforehand");
  await answer(page, task("rating"), { choice: "2" });
  await press(page, w("clear"));
  await said(page, w("cleared"));
  await press(page, w("next_task"));

  // What becomes of a text is said before anybody types.
  const described = (locator) =>
    locator.evaluate((e) =>
      e
        .getAttribute("aria-describedby")
        .split(" ")
        .map((id) => document.getElementById(id).textContent)
        .join(" "),
    );
  const area = page.getByRole("textbox", { name: "Your text" });
  assert.match(await described(area), /An assessor will read this.*Name no person.*Between 5 and 60 words/);
  const tall = (await area.boundingBox()).height;
  await area.fill("one two\n".repeat(20));
  await page.waitForTimeout(600);
  await said(page, `${w("words_enough", { least: 5 })} ${w("saved")}`);
  assert.ok((await area.boundingBox()).height > tall, "the box grows");
  await area.fill("one two\n".repeat(31));
  await area.blur();
  await said(page, `${w("words_many", { most: 60 })} ${w("saved")}`);
  await press(page, w("next_task"));
  assert.match(
    await described(page.getByRole("textbox", { name: "Your text" })),
    /stays in this browser and is never scored/,
  );
  assert.equal(await page.getByRole("checkbox", { name: /Share this/ }).isChecked(), false);
  await press(page, w("previous_question"));
  await page.goBack();
  assert.equal(await page.locator(task("reflection")).count(), 1, "the browser's Back leads through tasks too");
  for (const control of await page.locator(".player label.choice, .player button:visible").all())
    assert.ok((await control.boundingBox()).height >= 43.5);
  await context.close();
});

test("a new version of the site keeps what was drafted, and a text whose task was reworded is looked at again", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const w = await begin(page, "T0027");
  await page.getByRole("button", { name: w("to_review") }).click();
  const tasks = page.locator(".review-tasks ~ .review");
  await tasks.getByRole("button").nth(0).click();
  await page
    .locator(`${task("rating")} label`)
    .first()
    .click();
  await page.getByRole("button", { name: w("next_task") }).click();
  await page.locator(`${task("written")} textarea`).fill(conversation);
  await page.getByRole("button", { name: w("to_review") }).click();
  // As if the attempt had been begun before the bank and the written task were changed.
  await page.evaluate(() => {
    for (const [key, value] of Object.entries(localStorage)) {
      const state = JSON.parse(value);
      if (!state.attempts?.talk) continue;
      state.attempts.talk.bank_rev = "b1-before";
      for (const draft of Object.values(state.attempts.talk.drafts))
        if (typeof draft.response === "string") draft.rev = "t1-before";
      localStorage.setItem(key, JSON.stringify(state));
    }
  });
  await page.reload();
  await page.getByRole("button", { name: w("revised_continue") }).click();
  await page.getByRole("button", { name: w("resume", { number: 1 }) }).click();
  await page.getByRole("button", { name: w("to_review") }).click();
  assert.deepEqual(await tasks.locator(".tag").allTextContents(), [
    w("given_rated"),
    w("given_reworded"),
    w("given_blank"),
  ]);
  await page.getByRole("button", { name: w("hand_in") }).click();
  assert.ok((await page.locator(".player").innerText()).includes(w("also_reworded_one", { count: 1 })));
  await page.getByRole("button", { name: w("confirm_back") }).click();
  await tasks.getByRole("button").nth(1).click();
  assert.equal(await page.locator(".player > * > .notice").innerText(), w("task_reworded"));
  assert.equal(await page.locator(`${task("written")} textarea`).inputValue(), conversation);
  await page.getByRole("button", { name: w("to_review") }).click();
  assert.deepEqual(await tasks.locator(".tag").allTextContents(), [
    w("given_rated"),
    w("given_written"),
    w("given_blank"),
  ]);
  await context.close();
});

test("on a shared computer no reflection is kept", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const w = await wordsOf(page);
  await page.getByLabel(w("staff_label")).fill("T0024");
  await page.getByLabel(w("shared_label")).check();
  await page.getByRole("button", { name: w("continue") }).click();
  await page.getByRole("button", { name: w("start", { ordinal: 1 }) }).click();
  await page.getByRole("button", { name: w("to_review") }).click();
  await page.locator(".review-tasks ~ .review button").nth(2).click();
  await page.locator(`${task("reflection")} textarea`).fill(secret);
  await page.getByRole("button", { name: w("to_review") }).click();
  assert.equal(await page.locator(".review-tasks ~ .review .tag").nth(2).textContent(), w("given_private"));
  assert.ok(
    !(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]).includes("XYLOPHONE"))),
  );
  // Somebody else in the same tab does not find it.
  await page.getByRole("button", { name: w("not_you") }).click();
  await page.getByLabel(w("staff_label")).fill("T0025");
  await page.getByRole("button", { name: w("continue") }).click();
  await page.getByRole("button", { name: w("start", { ordinal: 1 }) }).click();
  await page.getByRole("button", { name: w("to_review") }).click();
  await page.locator(".review-tasks ~ .review button").nth(2).click();
  assert.equal(await page.locator(`${task("reflection")} textarea`).inputValue(), "");
  await context.close();
});

test("a module that was read to its end is in the next results file, once", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = watch(page, server.origin);
  await page.goto(server.origin + "my-progress/index.html");
  let w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type("T0026");
  await press(page, w("continue"));
  assert.equal(await page.getByRole("button", { name: w("download_results") }).count(), 0, "nothing to hand in");
  const mark = async (path, word) => {
    await page.goto(server.origin + path);
    await press(page, (await wordsOf(page))(word));
    return page.locator(".lesson-end .status").textContent();
  };
  await page.goto(server.origin + lesson);
  w = await wordsOf(page);
  assert.equal(await mark("talk/listen/first/index.html", "mark_done"), w("marked_done"));
  assert.equal(await mark(lesson, "mark_done"), w("module_done", { title: "Listen" }));
  assert.equal(await mark(lesson, "unmark_done"), "");
  assert.equal(await mark(lesson, "mark_done"), w("module_done", { title: "Listen" }));
  await page.goto(server.origin + "my-progress/index.html");
  assert.match(await page.locator("[data-my-progress]").innerText(), /this module to its end:\s+“Listen”, on/);
  const [record] = recordsOf(await download(page));
  const [module] = JSON.parse(
    execFileSync("unzip", ["-p", join(site.project, "grading-kit.zip"), "modules.json"]).toString(),
  ).modules;
  assert.deepEqual(
    [record.kind, record.module, record.title, record.version],
    ["completion", module.path, module.title, module.version],
  );
  await mark(lesson, "unmark_done");
  await mark(lesson, "mark_done");
  await page.goto(server.origin + "my-progress/index.html");
  const again = await download(page);
  assert.deepEqual(recordsOf(again), [record], "once for a version and a year");
  assert.deepEqual(complaints, []);
  await context.close();

  const dir = mkdtempSync(join(tmpdir(), "coursemark-read-"));
  writeFileSync(join(dir, "T0026.json"), again);
  writeFileSync(join(dir, "roster.csv"), "staff_id,name,role,team,start\nT0026,Ann,nurse,Desk,2020-01-01\n");
  const [training] = JSON.parse(grade(site.project, dir, "T0026.json")).training;
  assert.deepEqual(
    [training.staff, training.type, training.version],
    ["T0026", "module, read to its end", module.version],
  );
});

test("a gap that is typed is kept by the browser's own Back, and the look-over shows the text", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const w = await begin(page, "T0012");
  while ((await keyOn(page)).question !== "begin-well") await press(page, w("next_question"));
  await tabInto(page, ".player .gap input");
  await page.keyboard.type("2,5");
  await page.goBack();
  await page.goForward();
  assert.equal(await page.locator(".player .gap input").first().inputValue(), "2,5");
  await press(page, w("to_review"));
  const told = (await page.locator(".review-case").allTextContents()).map((t) => t.replace(/\s+/g, " "));
  assert.ok(
    told.includes(
      "Sam is shouting at the desk. Nobody else is near. You stand … away. You speak … than he does, and tension goes down: that is ….",
    ),
    told.join("|"),
  );
  assert.equal(await page.locator(".review .tag", { hasText: w("review_partly") }).count(), 1);
  await context.close();
});

test("every type by touch", async () => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(server.origin + assessment);
  const w = await wordsOf(page);
  const tap = (name) => page.getByRole("button", { name, exact: true }).first().tap();
  await page.getByLabel(w("staff_label")).tap();
  await page.keyboard.type("T0041");
  await tap(w("continue"));
  await tap(w("start", { ordinal: 1 }));
  for (let number = 1; number <= keys.length; number++) {
    const { type } = await keyOn(page);
    for (const step of await stepsEverywhere(page, ".player .question")) await byTouch(page, step);
    await page.locator(".player .question").locator("xpath=..").getByRole("status").getByText(w("saved")).waitFor();
    for (const control of await page
      .locator(".player button:visible, .player label.choice, .player select, .player input[type=text]")
      .all()) {
      assert.ok((await control.boundingBox()).height >= 43.5, `${type}: ${await control.textContent()}`);
    }
    await tap(number < keys.length ? w("next_question") : w("to_review"));
  }
  assert.equal(await page.locator(".review .is-answered").count(), keys.length);
  await context.close();
});

test("without JavaScript the answers of practice can be read", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.origin + lesson);
  assert.equal(await page.locator(".practice select").count(), 6);
  assert.equal(await page.locator(".practice .gap input").count(), 2);
  const summary = page.locator(`${questionOf("order")} summary`);
  await summary.focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.locator(`${questionOf("order")} .answer-text`).allInnerTexts(), [
    "Step back",
    "Say your name",
    "Ask what happened",
    "Agree on the next step",
  ]);
  const gaps = page.locator(questionOf("cloze"));
  await gaps.locator("summary").click();
  assert.deepEqual(await gaps.locator(".is-right .answer-text").allInnerTexts(), [
    "Gap 1: 2 ± 0.5",
    "Gap 2: lower",
    "Gap 3: de-escalat*",
  ]);
  await context.close();
});
