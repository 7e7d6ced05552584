// The whole way: an assessment is taken in a browser by keyboard, the gradebook reads the saved
// files, and the levels are read back from the workbook.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { gradebook } from "./commands.mjs";
import { keyOf } from "./keys.mjs";
import { sit } from "./sitting.mjs";
import { serve } from "./site.mjs";

const competency = "ROS-DEESC";
const indicators = ["ROS-COE-6", "ROS-COE-7", "ROS-COE-A", "ROS-COE-D"];

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser.close();
  server.close();
});

// The three sittings. A wrong answer has only wrong options, so it is worth nothing under
// every scoring rule of the bank.
const people = [
  { staff: "L0001", name: "Ada Allright", reloadAfter: 6, answer: (_, key) => key.right },
  { staff: "L0002", name: "Hal Half", answer: (number, key) => (number <= 6 ? key.right : [key.wrong[0]]) },
  { staff: "L0003", name: "Bo Blank", answer: () => [] },
];

// expected returns the score of an attempt by the answer keys, computed independently of the
// gradebook.
function expected(attempt) {
  let raw = 0;
  let max = 0;
  for (const { question, rev, response } of attempt.responses) {
    const key = keyOf(question, rev);
    if (!key.indicators.some((i) => indicators.includes(i))) continue;
    max += key.points;
    const chosen = response?.choices ?? (response ? [response.choice] : []);
    if (chosen.length > 0 && chosen.every((c) => key.right.includes(c)) && chosen.length === key.right.length)
      raw += key.points;
  }
  return { raw, max };
}

const attemptOf = (text) => JSON.parse(Buffer.from(JSON.parse(text).records[0].bytes, "base64").toString("utf8"));

// withoutWrong removes the wrong answers from a file, as somebody might who hopes for a smaller
// denominator.
function withoutWrong(text) {
  const file = JSON.parse(text);
  const attempt = attemptOf(text);
  attempt.responses = attempt.responses.filter(({ question, rev, response }) => {
    const key = keyOf(question, rev);
    const chosen = response?.choices ?? (response ? [response.choice] : []);
    return chosen.every((c) => key.right.includes(c)) && chosen.length === key.right.length;
  });
  file.records[0].bytes = Buffer.from(JSON.stringify(attempt)).toString("base64");
  return JSON.stringify(file);
}

// grade runs the gradebook over files and reads the sheets of its workbook back
// through LibreOffice.
function grade(files) {
  const dir = mkdtempSync(join(tmpdir(), "coursemark-loop-"));
  mkdirSync(join(dir, "results"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, "results", name), text);
  writeFileSync(
    join(dir, "roster.csv"),
    "staff_id,name,role,team,start\n" + people.map((p) => `${p.staff},${p.name},reception,Desk,2020-01-01\n`).join(""),
  );
  gradebook(
    "grade",
    join(dir, "results"),
    "--project",
    ".",
    "--roster",
    join(dir, "roster.csv"),
    "-o",
    join(dir, "out"),
  );
  execFileSync(
    "soffice",
    [
      `-env:UserInstallation=file://${dir}/profile`,
      "--headless",
      "--convert-to",
      "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1",
      "--outdir",
      join(dir, "csv"),
      join(dir, "out", "matrix.xlsx"),
    ],
    { stdio: "pipe" },
  );
  return (sheet) => {
    const [header, ...rows] = readFileSync(join(dir, "csv", `matrix-${sheet}.csv`), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split("\t").map((cell) => cell.replace(/^"|"$/g, "")));
    return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
  };
}

const find = (rows, staff) => {
  const row = rows.find((r) => Object.values(r).includes(staff));
  assert.ok(row, `${staff} is in the sheet`);
  return row;
};
const column = (row, pattern) => {
  const name = Object.keys(row).find((n) => pattern.test(n));
  assert.ok(name, `a column ${pattern} among ${Object.keys(row)}`);
  return row[name];
};

test("from the browser to the workbook", async () => {
  const files = {};
  for (const person of people) {
    const context = await browser.newContext();
    const page = await context.newPage();
    files[`results-${person.staff}.json`] = await sit(page, server.origin, person);
    await context.close();
  }
  const want = people.map((p) => expected(attemptOf(files[`results-${p.staff}.json`])));
  assert.deepEqual(want[0], { raw: 10, max: 10 });
  assert.ok(want[1].raw >= 4 && want[1].raw <= 6 && want[1].max === 10, JSON.stringify(want[1]));
  assert.deepEqual(want[2], { raw: 0, max: 10 });

  const sheet = grade(files);
  const evidence = sheet("Evidence").filter((r) => Object.values(r).includes(competency));
  for (const [i, person] of people.entries()) {
    const row = find(evidence, person.staff);
    assert.equal(Number(column(row, /^raw/i)), want[i].raw, `${person.name}: points`);
    assert.equal(Number(column(row, /^max/i)), want[i].max, `${person.name}: of`);
  }
  const matrix = sheet("Matrix");
  const level = (staff) => column(find(matrix, staff), /De-escalation/);
  assert.match(level("L0001"), /^knows ✓/);
  assert.doesNotMatch(level("L0002"), /✓/);
  assert.doesNotMatch(level("L0003"), /✓/);

  // Removing wrong answers gains nothing: the gradebook draws the form again, and what is
  // missing counts as blank.
  const cut = grade({ "results-L0002.json": withoutWrong(files["results-L0002.json"]) });
  const row = find(
    cut("Evidence").filter((r) => Object.values(r).includes(competency)),
    "L0002",
  );
  assert.equal(Number(column(row, /^raw/i)), want[1].raw);
  assert.equal(Number(column(row, /^max/i)), 10, "the denominator is the form's, not the file's");
  assert.match(Object.values(row).join(" "), /ANSWERS-MISSING/);
  assert.doesNotMatch(column(find(cut("Matrix"), "L0002"), /De-escalation/), /✓/);
});
