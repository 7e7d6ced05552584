// Scenarios, in practice and assessed: by keyboard alone, as screen readers announce them,
// with the page closed after every step, and the record that is handed in.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { focused, launch, press, tabTo, watch } from "./browser.mjs";
import { grade, gradebook } from "./commands.mjs";
import { fileOrigin, first, sample, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const site = sample("types");
const practice = "talk/listen/door/index.html";
const assessed = "talk/listen/desk/index.html";
const key = readFileSync(join(site.project, "answerkeys/desk.ndjson"), "utf8")
  .trim()
  .split("\n")
  .map((l) => JSON.parse(l))
  .find((l) => l.kind === "scenario");
const sceneCalled = (title) => key.scenes.find((s) => s.title === title);
const choiceOf = (title, text) => sceneCalled(title).choices.find((c) => c.text === text).id;

let browser, server, origins;
before(async () => {
  browser = await launch();
  server = await serve(site.folder);
  origins = { http: server.origin, file: pathToFileURL(site.folder).href + "/" };
});
after(async () => {
  await browser.close();
  server.close();
});

// open returns a page with a person of its own.
async function open(address, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

const titles = (page) => page.locator(".turn > h2").allTextContents();
const status = (page) => page.locator(".play > [role=status], .player ~ [role=status]").textContent();

// again closes the page without warning, as a crash would, and opens it again.
async function again(page, complaints, origin) {
  const next = await page.context().newPage();
  complaints.push(watch(next, origin));
  await next.goto(page.url().split("#")[0]);
  await page.close({ runBeforeUnload: false });
  return next;
}

async function begin(page, staff, ordinal = 1) {
  const w = await wordsOf(page);
  await tabTo(page, w("staff_label"));
  await page.keyboard.type(staff);
  await press(page, w("continue"));
  await press(page, w("start", { ordinal }));
  return w;
}

// records returns the attempts in a results file.
async function records(page, w) {
  const waiting = page.waitForEvent("download");
  await press(page, w("download_results"));
  const text = readFileSync(await (await waiting).path(), "utf8");
  return {
    text,
    attempts: JSON.parse(text).records.map((r) => JSON.parse(Buffer.from(r.bytes, "base64").toString("utf8"))),
  };
}

// inspect lets the gradebook read a results file.
function inspect(text) {
  const file = join(mkdtempSync(join(tmpdir(), "coursemark-scenario-")), "results.json");
  writeFileSync(file, text);
  return gradebook("inspect", file);
}

// graded grades a results file of one person, and returns kind, points, best points, level and
// path of the only evidence.
function graded(text, staff) {
  const dir = mkdtempSync(join(tmpdir(), "coursemark-scenario-"));
  writeFileSync(join(dir, "results.json"), text);
  writeFileSync(join(dir, "roster.csv"), `staff_id,name,role,team,start\n${staff},Ann,nurse,Desk,2020-01-01\n`);
  const {
    evidence: [found, ...others],
    exceptions,
  } = JSON.parse(grade(site.project, dir, "results.json"));
  assert.deepEqual([others, exceptions ?? []], [[], []]);
  return [found.kind, found.raw, found.max, found.level, found.path];
}

for (const where of ["http", "file"]) {
  test(`practice by keyboard alone, the page closed after every step (${where})`, async () => {
    let page = await open(origins[where] + practice);
    const complaints = [watch(page, origins[where])];
    const w = await wordsOf(page);
    assert.deepEqual(await titles(page), ["A knock"]);
    assert.equal(await focused(page), "", "a page that loads moves no focus");
    await press(page, w("say_who"));
    await tabTo(page, w("staff_label"));
    await page.keyboard.type("S0000");
    await press(page, w("continue"));

    await press(page, "Close the door");
    assert.equal(await focused(page), w("came_of_it"), "the focus goes to what came of it");
    assert.equal(await page.locator(".came").textContent(), `${w("came_of_it")}Now there is a door between you.`);
    assert.deepEqual(await titles(page), ["A knock", "The door is closed"]);

    page = await again(page, complaints, origins[where]);
    assert.deepEqual(await titles(page), ["A knock", "The door is closed"]);
    assert.match(await page.locator(".play .notice").textContent(), new RegExp(w("practice_resumed")));
    await press(page, w("practice_go_on"));
    assert.equal(await focused(page), "The door is closed");
    await press(page, w("take_back"));
    assert.deepEqual(await titles(page), ["A knock"]);
    assert.equal(await focused(page), "A knock");
    assert.equal(await status(page), w("taken_back", { title: "A knock" }));

    await press(page, "Hold up one finger and take the call");
    page = await again(page, complaints, origins[where]);
    await press(page, "Turn your chair to the window");
    page = await again(page, complaints, origins[where]);
    await press(page, "Open and say that you are sorry"); // a loop
    page = await again(page, complaints, origins[where]);
    assert.deepEqual(await titles(page), ["A knock", "The call takes long", "The door is closed", "A knock"]);
    await press(page, "Look up and ask Robin in");
    assert.equal(await page.locator(".turn-now .ending-good").count(), 1);
    page = await again(page, complaints, origins[where]);

    // The look back: two choices that helped, two where something else could be tried.
    const debrief = page.getByRole("region", { name: w("debrief_title") });
    assert.match(await debrief.textContent(), new RegExp(w("debrief_good")));
    const list = (heading) => debrief.locator(`h3:text-is("${heading}") ~ ul`).first().locator("> li");
    const helped = (await list(w("debrief_helped")).allTextContents()).join("\n");
    assert.match(helped, /Open and say that you are sorry.*Doors can be opened again/s);
    assert.match(helped, /Look up and ask Robin in.*Robin saw that/s);
    const others = debrief.locator(".moment-fair, .moment-harmed");
    assert.deepEqual(await others.locator("h4").allTextContents(), ["A knock", "The call takes long"]);
    assert.match(await others.first().textContent(), new RegExp(w("moment_fair")));
    assert.match(await others.last().textContent(), new RegExp(w("moment_harmed")));
    assert.equal(await others.last().locator(".better").isVisible(), false, "what would help is shown on request");
    await others.last().locator("summary").focus();
    await page.keyboard.press("Enter");
    assert.match(await others.last().locator(".better").innerText(), /two more minutes/);
    const back = others.last().getByRole("button", { name: `${w("go_back_to")} The call takes long` });
    await back.focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await titles(page), ["A knock", "The call takes long"]);
    assert.equal(await focused(page), "The call takes long");
    assert.equal(await status(page), w("gone_back", { title: "The call takes long" }));
    await press(page, "Say that you need two more minutes");
    await press(page, w("start_again"));
    assert.deepEqual(await titles(page), ["A knock"]);
    assert.equal(await status(page), w("started_again"));
    page = await again(page, complaints, origins[where]);
    assert.deepEqual(await titles(page), ["A knock"]);
    assert.deepEqual(complaints.flat(), []);
    await page.context().close();
  });
}

test("a critical choice and an end that did not go well", async () => {
  const page = await open(origins.http + practice);
  const w = await wordsOf(page);
  await press(page, /^Shout through the corridor/);
  const debrief = page.getByRole("region", { name: w("debrief_title") });
  assert.match(await debrief.textContent(), new RegExp(w("debrief_poor")));
  assert.match(await debrief.locator(".moment-critical").textContent(), new RegExp(w("moment_critical")));
  assert.equal(await debrief.getByText(w("debrief_helped")).count(), 0);
  assert.equal(await page.evaluate(() => JSON.stringify(sessionStorage).includes("D-1")), false);
  await page.context().close();
});

test("the shipped scenario, to each of its ends by the shortest way", async () => {
  const page = await open(fileOrigin + first("scenario", 'data-scenario="visitor-sent-away"'));
  const w = await wordsOf(page);
  const ways = await page.evaluate(() => {
    /** @type {HTMLElement} */
    const told = document.querySelector(".scenes");
    const found = [];
    const seen = new Set([told.dataset.start]);
    for (let todo = [{ at: told.dataset.start, words: [] }]; todo.length > 0;) {
      const { at, words } = todo.shift();
      const scene = told.querySelector(`[data-scene="${at}"]`);
      const ending = scene.querySelector(".ending");
      if (ending)
        found.push({
          words,
          title: scene.querySelector("h2").textContent,
          ending: ending.className.split("ending-")[1],
        });
      for (const choice of scene.querySelectorAll("[data-choice]")) {
        const to = choice.getAttribute("data-to");
        if (seen.has(to)) continue;
        seen.add(to);
        todo.push({ at: to, words: [...words, choice.querySelector("summary").textContent.trim()] });
      }
    }
    return found;
  });
  assert.deepEqual(ways.map((way) => way.ending).sort(), ["good", "good", "mixed", "mixed", "poor"]);
  for (const { words, title, ending } of ways) {
    for (const text of words) await page.getByRole("button", { name: text, exact: true }).click();
    assert.equal((await titles(page)).at(-1), title);
    const debrief = page.getByRole("region", { name: w("debrief_title") });
    assert.match(await debrief.textContent(), new RegExp(w(`debrief_${ending}`)));
    assert.ok((await debrief.locator(".moments > li").count()) > 0);
    await debrief.getByRole("button", { name: w("start_again") }).click();
  }
  await page.context().close();
});

test("a scenario that was reworded starts again and says so", async () => {
  const page = await open(origins.http + practice);
  const w = await wordsOf(page);
  await press(page, "Close the door");
  await page.evaluate(() => {
    const k = Object.keys(sessionStorage).find((name) => name.includes(":staff:"));
    const state = JSON.parse(sessionStorage.getItem(k));
    state.scenarios.door.rev = "s1-old";
    sessionStorage.setItem(k, JSON.stringify(state));
  });
  await page.reload();
  assert.deepEqual(await titles(page), ["A knock"]);
  assert.equal((await page.locator(".play .notice").textContent()).trim(), w("practice_reworded"));
  await press(page, "Look up and ask Robin in");
  assert.equal(await page.locator(".play .notice").count(), 0);
  await page.context().close();
});

test("links to scenes go on working beside the conversation, and paper has all", async () => {
  const page = await open(origins.file + practice);
  const w = await wordsOf(page);
  await press(page, "Close the door");
  assert.equal(await page.locator(".scene:visible").count(), 0, "one telling at a time");
  await press(page, "Read all scenes on one page");
  assert.equal(await page.locator(".scene:visible").count(), 5);
  assert.equal(await page.locator(".turn:visible").count(), 0);
  const inside = await page.locator(".scene", { hasText: "Robin brought the key" }).getAttribute("id");
  await page.goto(`${origins.file}${practice}#${inside}`);
  assert.deepEqual(await page.locator(".scene:visible h2").allTextContents(), ["Inside"]);
  await press(page, w("to_your_way"));
  await page.waitForFunction(() => document.activeElement.textContent === "The door is closed"); // where the conversation was
  assert.equal(await page.locator(".scene:visible").count(), 0);
  await page.goBack();
  assert.deepEqual(await page.locator(".scene:visible h2").allTextContents(), ["Inside"]);
  await page.goto(`${origins.file}${practice}#%`);
  assert.equal(await page.locator(".turn:visible").count(), 2, "an address that names nothing");

  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".scene:visible").count(), 5);
  assert.equal(await page.locator(".way-feedback:visible").count(), 8);
  assert.equal(
    await page.locator(".way-on:visible", { hasText: "Go on: Inside" }).count(),
    2,
    "where each leads can be read",
  );
  assert.equal(await page.locator(".turn:visible").count(), 0);
  await page.context().close();
});

for (const where of ["http", "file"]) {
  test(`an assessed scenario by keyboard alone, the page closed after every step (${where})`, async () => {
    let page = await open(origins[where] + assessed);
    const complaints = [watch(page, origins[where])];
    const w = await begin(page, "S0001");
    assert.equal(await focused(page), "The lobby");
    assert.match(await page.locator(".screen").textContent(), /Sam has waited for an hour/);
    assert.equal(await page.getByRole("button", { name: w("take_back") }).count(), 0);
    const resume = async () => {
      page = await again(page, complaints, origins[where]);
      assert.match(await page.locator(".player").textContent(), new RegExp(w("resume_title")));
      await press(page, w("resume_go_on"));
    };
    await resume();
    assert.equal(await focused(page), "The lobby");

    await press(page, '"Sit down or you leave."');
    assert.equal(await focused(page), "A quarrel");
    assert.match(await page.title(), /^A quarrel/);
    await resume();
    assert.deepEqual(await titles(page), ["The lobby", "A quarrel"]);
    assert.match(await page.locator(".under-scene").textContent(), new RegExp(w("take_back_recorded")));
    await press(page, w("take_back"));
    assert.equal(await focused(page), "The lobby");
    assert.equal(await status(page), w("back_recorded"));
    assert.deepEqual(await titles(page), ["The lobby", "A quarrel", "The lobby"], "what happened stays on the page");
    assert.match(await page.locator(".said-back").textContent(), /Sit down or you leave/);
    await resume();
    await press(page, '"Sit down or you leave."');
    await press(page, "Say that you are sorry, and begin again");
    await resume();
    await press(page, "Step back and wait");
    await press(page, "Ask what happened");
    await resume();
    assert.equal(await focused(page), "The form is found");
    assert.equal(await page.locator(".way-now").count(), 0);

    await press(page, w("to_review"));
    assert.equal(await focused(page), w("review_title"));
    assert.match(
      await page.locator(".screen").textContent(),
      new RegExp(w("review_ended", { title: "The form is found" })),
    );
    assert.deepEqual(
      await page
        .locator(".path li")
        .evaluateAll((all) =>
          all.map((li) => [...li.querySelectorAll("p")].map((p) => p.textContent.trim()).join(" | ")),
        ),
      [
        `The lobby | ${w("you_chose")} "Sit down or you leave."`,
        `A quarrel | ${w("you_took_back")} "Sit down or you leave."`,
        `The lobby | ${w("you_chose")} "Sit down or you leave."`,
        `A quarrel | ${w("you_chose")} Say that you are sorry, and begin again`,
        `The lobby | ${w("you_chose")} Step back and wait`,
        `Room to breathe | ${w("you_chose")} Ask what happened`,
      ],
    );
    await press(page, w("hand_in"));
    assert.equal(await page.locator(".screen .notice").count(), 0, "nothing is open");
    await press(page, w("confirm_yes"));
    assert.equal(await focused(page), w("done_title"));

    const {
      text,
      attempts: [attempt],
    } = await records(page, w);
    const [sit, sorry, wait, ask] = [
      choiceOf("The lobby", '"Sit down or you leave."'),
      choiceOf("A quarrel", "Say that you are sorry, and begin again"),
      choiceOf("The lobby", "Step back and wait"),
      choiceOf("Room to breathe", "Ask what happened"),
    ];
    const path = [sit, "back", sit, sorry, wait, ask];
    assert.deepEqual(Object.keys(attempt), [
      "format",
      "id",
      "site",
      "bank",
      "bank_rev",
      "ordinal",
      "staff",
      "name",
      "lang",
      "started",
      "submitted",
      "responses",
      "log",
      "head",
    ]);
    assert.deepEqual(
      [attempt.format, attempt.bank, attempt.bank_rev, attempt.ordinal, attempt.staff],
      ["coursemark-attempt/1", "desk", key.rev, 1, "S0001"],
    );
    assert.deepEqual(attempt.responses, [{ question: key.start, rev: key.rev, shown: [], response: { path } }]);
    const log = attempt.log.map((l) => JSON.parse(l));
    assert.deepEqual(
      log.filter((e) => e.e === "answer"),
      path.map((_, i) => ({ e: "answer", q: key.start, r: { path: path.slice(0, i + 1) } })),
      "the path so far, after every choice and step back",
    );
    assert.deepEqual(new Set(log.map((e) => e.e)), new Set(["start", "resume", "answer", "review", "submit"]));
    assert.match(
      inspect(text),
      /attempt 1 at the scenario "desk" by S0001, .* path of 5 choices, 1 step back; its log is intact/,
    );
    assert.deepEqual(
      graded(text, "S0001"),
      ["scenario", 2, 3, 1, { choices: 5, back: 1, ended: true }],
      "the threat was taken back, and still costs",
    );
    assert.deepEqual(complaints.flat(), []);
    await page.context().close();
  });
}

test("the browser's Back looks back on the screen and takes nothing back", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0002");
  await press(page, "Step back and wait");
  await press(page, "Explain the form");
  await page.goBack();
  assert.match(await focused(page), /^Room to breathe/);
  assert.deepEqual(
    await titles(page),
    ["The lobby", "Room to breathe", "The form is explained"],
    "the conversation is as it was",
  );
  assert.match(await page.locator(".turn .notice").textContent(), new RegExp(w("looking_back")));
  await page.goBack();
  assert.equal(await focused(page), "The lobby");
  await page.goForward();
  assert.equal(await focused(page), "Room to breathe");
  await press(page, w("to_the_present"));
  assert.equal(await focused(page), "The form is explained");
  await press(page, w("to_review"));
  await page.goBack();
  await press(page, w("to_review"));
  assert.equal(await page.locator(".path li").count(), 2, "only choices are in the path");
  await page.context().close();
});

test("what is not at an end can be handed in, and the page says so", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0003");
  await press(page, w("to_review"));
  assert.match(await page.locator(".screen").textContent(), new RegExp(w("review_nothing", { title: "The lobby" })));
  await press(page, w("hand_in"));
  assert.equal(await page.locator(".screen .notice").textContent(), w("confirm_nothing"));
  await press(page, w("confirm_back"));
  await press(page, w("back_to_conversation"));
  await press(page, "Step back and wait");
  await press(page, w("to_review"));
  await press(page, w("hand_in"));
  assert.equal(await page.locator(".screen .notice").textContent(), w("confirm_not_ended"));
  await press(page, w("confirm_yes"));
  const first = (await records(page, w)).attempts[0];
  assert.deepEqual(first.responses[0].response, { path: [choiceOf("The lobby", "Step back and wait")] });

  // A second attempt, the last that the scenario allows; it is blank, so its response is null.
  await press(page, w("again"));
  await press(page, w("start", { ordinal: 2 }));
  await press(page, w("to_review"));
  await press(page, w("hand_in"));
  await press(page, w("confirm_yes"));
  const { text, attempts } = await records(page, w);
  assert.deepEqual(
    attempts.map((a) => [a.ordinal, a.responses[0].response]),
    [
      [1, first.responses[0].response],
      [2, null],
    ],
  );
  assert.match(inspect(text), /attempt 2 at the scenario "desk" .* no choice made; its log is intact/);
  await page.reload();
  assert.equal(await page.locator(".earlier li").count(), 2, "the start screen knows of both");
  await page.context().close();
});

// keep changes the state that the browser keeps of an attempt at the scenario "desk".
const keep = (page, change, value) =>
  page.evaluate(
    ([what, to]) => {
      const k = Object.keys(localStorage).find((name) => name.includes(":staff:"));
      const state = JSON.parse(localStorage.getItem(k));
      const attempt = state.attempts.desk;
      if (what === "revision") attempt.bank_rev = attempt.form[0].rev = to;
      else attempt.log.push(...to);
      localStorage.setItem(k, JSON.stringify(state));
    },
    [change, value],
  );

test("a scenario that was reworded sets the old attempt aside and says so", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0004");
  await press(page, "Step back and wait");
  await keep(page, "revision", "s1-" + "a".repeat(32));
  await page.reload();
  const told = await page.locator(".player").textContent();
  for (const word of ["revised_title", "revised_lost_one"]) assert.match(told, new RegExp(w(word)));
  await press(page, w("revised_continue"));
  await press(page, w("resume_go_on"));
  assert.deepEqual(await titles(page), ["The lobby"]);
  await page.goto(origins.http + "my-progress/index.html");
  assert.match(await page.locator("main").textContent(), /“At the desk”, attempt 1, .*was set aside/);
  await page.context().close();
});

test("a path that this scenario does not have is set aside too", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0005");
  await keep(page, "log", [JSON.stringify({ e: "answer", q: key.start, r: { path: ["nothing"] } })]);
  await page.reload();
  await press(page, w("revised_continue"));
  await press(page, w("resume_go_on"));
  assert.deepEqual(await titles(page), ["The lobby"]);
  await page.context().close();
});

test("a conversation without end is stopped while it still can be handed in", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0006");
  const loop = [
    choiceOf("The lobby", '"Sit down or you leave."'),
    choiceOf("A quarrel", "Say that you are sorry, and begin again"),
  ];
  const path = Array.from({ length: 340 }, (_, i) => loop[i % 2]);
  await keep(
    page,
    "log",
    path.map((_, i) => JSON.stringify({ e: "answer", q: key.start, r: { path: path.slice(0, i + 1) } })),
  );
  await page.reload();
  await press(page, w("resume_go_on"));
  let steps = path.length;
  while ((await page.locator(".way-now").count()) > 0) {
    await page.locator(".way-now", { hasText: steps % 2 ? "Say that you are sorry" : "Sit down" }).click();
    steps++;
    assert.ok(steps < 400);
  }
  assert.ok(steps > path.length, "some more steps fitted");
  assert.equal(await page.locator(".screen > .notice").textContent(), w("conversation_full"));
  assert.equal(await page.getByRole("button", { name: w("take_back") }).count(), 0);
  await page.getByRole("button", { name: w("to_review") }).click();
  await page.getByRole("button", { name: w("hand_in") }).click();
  await page.getByRole("button", { name: w("confirm_yes") }).click();
  const {
    text,
    attempts: [attempt],
  } = await records(page, w);
  assert.equal(attempt.responses[0].response.path.length, steps);
  assert.match(inspect(text), /its log is intact/);
  await page.context().close();
});

test("a second window does not record from a screen that is out of date", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0007");
  const other = await page.context().newPage();
  await other.goto(origins.http + assessed);
  await press(other, w("resume_go_on"));
  await press(other, '"Sit down or you leave."');
  await press(page, "Call the guard");
  assert.deepEqual(await titles(page), ["The lobby", "A quarrel"], "where the conversation is now");
  assert.equal(await status(page), w("gone_on_elsewhere"));
  assert.equal(
    await page.evaluate((id) => JSON.stringify(localStorage).includes(id), choiceOf("The lobby", "Call the guard")),
    false,
  );
  await page.context().close();
});

test("the status of a scenario is shown beside its links", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0008");
  const mark = async () => {
    await page.goto(origins.http + "talk/listen/index.html");
    const card = await page.locator('.card[data-bank="desk"] .tag').allTextContents();
    await page.goto(origins.http + "talk/listen/door/index.html");
    const link = await page
      .getByRole("link", { name: /^At the desk/ })
      .first()
      .textContent();
    await page.goto(origins.http + "my-progress/index.html");
    return [card.join(), link, (await page.locator('[data-bank="desk"]').textContent()).replace(/\s+/g, " ")];
  };
  assert.deepEqual(await mark(), [
    w("attempt_running"),
    `At the desk (${w("attempt_running")})`,
    `At the desk ${w("attempt_running")}`,
  ]);
  assert.match(
    await page.locator("main").textContent(),
    /“At the desk”, attempt 1, begun on .*: the conversation is as you left it/,
  );
  await page.goto(origins.http + assessed);
  await press(page, w("resume_review"));
  await press(page, w("hand_in"));
  await press(page, w("confirm_yes"));
  const once = (await wordsOf(page))("handed_in_times_one", { count: 1 });
  assert.deepEqual(await mark(), [once, `At the desk (${once})`, `At the desk ${once}`]);
  assert.match(await page.locator(".attempts").textContent(), /At the desk/);
  await page.context().close();
});

test("names, roles and the order of focus", async () => {
  const page = await open(origins.http + assessed);
  const w = await begin(page, "S0009");
  await press(page, '"Sit down or you leave."');
  const choices = page.getByRole("list", { name: w("what_now") }).getByRole("button");
  assert.deepEqual(
    await choices.allTextContents(),
    sceneCalled("A quarrel").choices.map((c) => c.text),
  );
  for (const button of await page.locator(".play button:visible").all()) {
    const { height } = await button.boundingBox();
    assert.ok(height >= 43.5, `a target of ${height} px`);
  }
  assert.deepEqual(
    await page
      .locator("main h1, main h2")
      .evaluateAll((all) => all.filter((h) => h.checkVisibility()).map((h) => `${h.tagName} ${h.textContent}`)),
    ["H1 At the desk", "H2 The lobby", "H2 A quarrel"],
  );
  const order = [];
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press("Tab");
    order.push(await focused(page));
  }
  assert.deepEqual(
    order,
    [...sceneCalled("A quarrel").choices.map((c) => c.text), w("take_back"), w("to_review")],
    "from the heading to what can be done",
  );
  await page.context().close();
});

test("without JavaScript an assessed scenario says what it needs and shows no scene", async () => {
  const page = await open(origins.file + assessed, { javaScriptEnabled: false });
  assert.match(await page.locator("main").innerText(), /needs? JavaScript/);
  assert.equal(await page.locator("[data-scene]:visible").count(), 0);
  await page.context().close();
});

test("an assessed page says nothing about what its choices are worth", () => {
  const source = readFileSync(join(site.folder, assessed), "utf8");
  for (const word of [
    "data-mark",
    "helped",
    "critical",
    "feedback",
    "ending",
    "D-1",
    "D-2",
    "Nobody was in danger",
    "<!--",
  ]) {
    assert.ok(!source.includes(word), word);
  }
});
