// npm run hr-screenshots: carries out the steps of docs/hr.md and takes its pictures. It starts
// from the archive that is handed out, in an empty folder, with results under the names that
// mail programs give attachments, and types no command. LibreOffice fills in a decision, as HR
// would in Excel.
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";
import { repository } from "./commands.mjs";

const images = join(repository, "docs/images");
mkdirSync(images, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "coursemark-hr-"));
const hr = join(work, "Competency matrix");
mkdirSync(hr);

const run = (command, ...args) =>
  execFileSync(command, args.map(String), { cwd: repository, stdio: ["ignore", "pipe", "pipe"] }).toString();
const office = (to, out, file) =>
  run(
    "soffice",
    `-env:UserInstallation=${pathToFileURL(join(work, "profile"))}`,
    "--headless",
    "--convert-to",
    to,
    "--outdir",
    out,
    file,
  );
function expect(text, wanted) {
  if (!text.includes(wanted)) throw new Error(`the rehearsal went another way: it does not say ${wanted}\n${text}`);
}

// Unpack the archive.
const platform = run("go", "env", "GOOS", "GOARCH").trim().replace("\n", "/");
run(
  "go",
  "run",
  "./scripts/dist",
  "-platforms",
  platform,
  "-sbom=false",
  "-version",
  "0.1.0",
  "-o",
  join(work, "dist"),
);
const archive = readdirSync(join(work, "dist")).find((f) => f.endsWith(".tar.gz"));
run("tar", "-xzf", join(work, "dist", archive), "-C", work);
const unpacked = join(work, basename(archive, ".tar.gz"));
copyFileSync(join(unpacked, "gradebook"), join(hr, "gradebook"));

// What a double-click does, without the window.
function start() {
  const done = spawnSync(join(hr, "gradebook"), { cwd: hr, input: "" });
  if (done.status !== 0) throw new Error(`status ${done.status}: ${done.stdout}${done.stderr}`);
  return done.stdout.toString();
}

const browser = await launch();
const page = await (
  await browser.newContext({ viewport: { width: 900, height: 600 }, deviceScaleFactor: 1 })
).newPage();
async function shootWindow(name, text) {
  const shown =
    text.replaceAll(work, "C:\\Users\\hr\\Documents").replaceAll("Documents/", "Documents\\").trimEnd() +
    "\n\nPress Enter to close. ";
  const html = shown.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  await page.setContent(`<meta charset="utf-8"><body style="margin:0;background:#fff"><div id="w" style="display:inline-block;border:1px solid #52606d;background:#101820;color:#e8edf2">
<div style="background:#e4e7eb;color:#1f2933;font:14px sans-serif;padding:6px 10px">gradebook</div><pre style="margin:0;padding:12px 16px;font:13px/1.35 'DejaVu Sans Mono',monospace;white-space:pre-wrap;width:860px">${html}</pre></div>`);
  await page.locator("#w").screenshot({ path: join(images, name) });
}

// A mail with a file attached.
function mail(name, content) {
  const head = [
    "From: ann@hospital.example",
    "To: hr@hospital.example",
    "Subject: my results",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="part"',
    "",
  ];
  const body = [
    "--part",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Here they are.",
    "--part",
    "Content-Type: application/json",
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: attachment; filename="${name}"`,
    "",
    ...content.toString("base64").match(/.{1,76}/g),
    "--part--",
    "",
  ];
  return [...head, ...body].join("\r\n");
}

// The upper part of the first page of a sheet.
function shootSheet(name, pdf, sheet, { width = 1, height = 1, dpi = 110, page: nth = 0 } = {}) {
  const pages = Number(/Pages:\s+(\d+)/.exec(run("pdfinfo", pdf))[1]);
  const found = [];
  for (let n = 1; n <= pages; n++) {
    if (new RegExp(`· ${sheet}\\s+Page`).test(run("pdftotext", "-layout", "-f", n, "-l", n, pdf, "-"))) found.push(n);
  }
  const n = found[nth];
  if (!n) throw new Error(`${basename(pdf)} has no sheet ${sheet}`);
  const [, w, h] = /Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)/.exec(run("pdfinfo", "-f", n, "-l", n, pdf)).map(Number);
  const to = join(work, "page");
  run(
    "pdftoppm",
    "-png",
    "-singlefile",
    "-r",
    dpi,
    "-f",
    n,
    "-l",
    n,
    "-x",
    0,
    "-y",
    0,
    "-W",
    Math.round(((w * width) / 72) * dpi),
    "-H",
    Math.round(((h * height) / 72) * dpi),
    pdf,
    to,
  );
  renameSync(`${to}.png`, join(images, name));
}
function pdfOf(file) {
  office("pdf", work, join(hr, file));
  return join(work, file.replace(/\.xlsx$/, ".pdf"));
}

// 1. The first start.
const first = start();
expect(first, "These were created for you");
await shootWindow("hr-first.png", first);
shootSheet("hr-roster.png", pdfOf("roster.xlsx"), "Read me", { height: 0.62 });

// 2. Roster, kit, observations and mail attachments come in.
const sample = join(unpacked, "sample");
for (const f of ["roster.xlsx", "observations.xlsx", "grading-kit.zip"]) copyFileSync(join(sample, f), join(hr, f));
const zipped = mkdtempSync(join(work, "zip-"));
readdirSync(join(sample, "results"))
  .sort()
  .forEach((f, i) => {
    const from = join(sample, "results", f);
    const content = readFileSync(from);
    const to = (name) => join(hr, "results", name);
    if (!f.endsWith(".json")) copyFileSync(from, to(f));
    else if (i < 4) copyFileSync(from, join(zipped, f));
    else if (i === 4) writeFileSync(to("FW my results.eml"), mail(f, content));
    else if (i === 5)
      writeFileSync(to("mail of today.txt"), `Hello,\n\nI could not attach it:\n\n${content}\n\nGreetings\n`);
    else copyFileSync(from, to([f, `results (${i}).json`, `Copy of ${f}`, `FW_ my results (${i}).json`][i % 4]));
  });
// One zip among the results, and one that was saved beside them.
const ward = readdirSync(zipped).map((f) => join(zipped, f));
run("zip", "-jq", join(hr, "results", "Ward Alder.zip"), ...ward.slice(0, 2));
run("zip", "-jq", join(hr, "results (2).zip"), ...ward.slice(2));
const second = start();
expect(second, "Wrote");
expect(second, "results, beside the folder");
await shootWindow("hr-run.png", second);
const book = () =>
  readdirSync(hr)
    .filter((f) => /^matrix-.*\.xlsx$/.test(f))
    .sort()
    .at(-1);
const matrix = JSON.parse(readFileSync(join(hr, book().replace(".xlsx", ".json")), "utf8"));
const pdf = pdfOf(book());
shootSheet("hr-matrix.png", pdf, "Matrix", { height: 0.6 });
shootSheet("hr-gaps.png", pdf, "Gaps", { height: 0.4, dpi: 120 });
shootSheet("hr-evidence.png", pdf, "Evidence", { height: 0.35, dpi: 120 });
shootSheet("hr-exceptions.png", pdf, "Exceptions", { height: 0.5 });

// A gap leads to its evidence.
const gap = matrix.cells.find((c) => c.cause === "failed" && c.evidence?.length);
if (!gap || gap.evidence.some((id) => !matrix.evidence.some((e) => e.id === id)))
  throw new Error("a gap names evidence that is not there");

// 3. One case is decided, in a spreadsheet program.
shootSheet("hr-decisions.png", pdfOf("decisions.xlsx"), "Decisions", { height: 0.32, dpi: 120 });
office("csv", work, join(hr, "decisions.xlsx"));
const lines = readFileSync(join(work, "decisions.csv"), "utf8").trimEnd().split("\n");
const header = lines[0].split(",");
const today = new Date().toISOString().slice(0, 10);
const decided = lines.map((line) => {
  if (!line.includes("HO128")) return line;
  // The columns that HR fills in stand at the end, empty.
  const typed = {
    decision: "count-as",
    staff_id: "H0128",
    reason: "wrote the letter O for a zero; confirmed by phone",
    decided_by: "M. Example",
    decided_on: today,
  };
  const blank = header.slice(header.indexOf("decision")).map((h) => typed[h] ?? "");
  return line.replace(/,{5}$/, `,${blank.join(",")}`);
});
expect(decided.join("\n"), "count-as,H0128");
writeFileSync(join(work, "decisions.csv"), decided.join("\n") + "\n");
office("xlsx", hr, join(work, "decisions.csv"));
const third = start();
const after = JSON.parse(readFileSync(join(hr, book().replace(".xlsx", ".json")), "utf8"));
if (after.counts.records.accepted !== matrix.counts.records.accepted + 1)
  throw new Error(`the decision was not applied\n${third}`);

// 4. Records of three people, as they come out of a printer.
for (const id of ["H0103", "H0107", "H0128"]) readFileSync(join(hr, "records", `record-${id}.html`));
await page.setViewportSize({ width: 900, height: 1150 });
await page.goto(pathToFileURL(join(hr, "records", "record-H0128.html")).href);
await page.emulateMedia({ media: "print" });
await page.screenshot({ path: join(images, "hr-record.png") });
await browser.close();
rmSync(work, { recursive: true });
console.log(`${images}/hr-*.png`);
