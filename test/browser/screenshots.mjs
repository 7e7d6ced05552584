// npm run screenshots: the two pictures of the README into docs/images, and every
// kind of page and state of the player, however it is seen, into test/browser/out,
// with an index.html that shows them side by side. `node screenshots.mjs PATTERN`
// takes only the journeys whose name fits.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { gradebook, repository } from "./commands.mjs";
import { first, serve } from "./site.mjs";
import { sizes, walk } from "./states.mjs";

const images = join(repository, "docs/images");
const out = join(import.meta.dirname, "out");
mkdirSync(images, { recursive: true });
mkdirSync(out, { recursive: true });
const browser = await launch();

const shots = [];
for (const size of sizes) {
  await walk(
    browser,
    size,
    async (page, state, look) => {
      const seen = `${look.name}, ${size.name}`;
      const name = `${state}-${seen.replace(/[^a-z]+/g, "-")}.png`;
      await page.screenshot({ path: join(out, name), fullPage: true });
      shots.push({ name, look: seen, state });
    },
    new RegExp(process.argv[2] ?? "."),
  );
}
writeFileSync(join(out, "index.html"), gallery(shots));

// gallery shows each state in all its looks, side by side.
function gallery(all) {
  const states = new Map();
  for (const shot of all) states.set(shot.state, [...(states.get(shot.state) ?? []), shot]);
  const row = ([state, shots]) =>
    `<section><h2>${state}</h2><div>${shots.map(({ name, look }) => `<figure><a href="${name}"><img loading="lazy" src="${name}" alt=""></a><figcaption>${look}</figcaption></figure>`).join("")}</div></section>`;
  return `<!doctype html><meta charset="utf-8"><title>Every state</title><style>body{font:1rem sans-serif;margin:1rem}div{display:flex;gap:1rem;overflow:auto;align-items:start}figure{margin:0}img{height:26rem;border:1px solid #999;object-fit:cover;object-position:top}</style>${[...states].map(row).join("")}`;
}

if (process.argv[2]) {
  await browser.close();
  process.exit();
}
const server = await serve();
const page = await (
  await browser.newContext({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1 })
).newPage();
await page.goto(server.origin + first("lesson", "box-dialogue"));
await page.screenshot({ path: join(images, "site.png") });
await browser.close();
server.close();

// The matrix as LibreOffice prints it.
const work = mkdtempSync(join(tmpdir(), "coursemark-matrix-"));
gradebook(
  "grade",
  "examples/hospital/results",
  "--project",
  ".",
  "--roster",
  "examples/hospital/roster.csv",
  "--observations",
  "examples/hospital/observations.csv",
  "--training",
  "examples/hospital/training.csv",
  "--as-of",
  "2026-11-30",
  "-o",
  work,
);
execFileSync(
  "soffice",
  [
    `-env:UserInstallation=file://${work}/profile`,
    "--headless",
    "--convert-to",
    "pdf",
    "--outdir",
    work,
    join(work, "matrix.xlsx"),
  ],
  { stdio: "pipe" },
);
const pdf = join(work, "matrix.pdf");
const count = Number(/Pages:\s+(\d+)/.exec(execFileSync("pdfinfo", [pdf]).toString())[1]);
for (let n = 1; n <= count; n++) {
  const text = execFileSync("pdftotext", ["-f", n, "-l", n, pdf, "-"].map(String)).toString();
  if (!/Matrix\s*$|· Matrix/m.test(text) || !text.includes("H0101")) continue;
  execFileSync("pdftoppm", ["-png", "-r", "110", "-f", n, "-l", n, pdf, join(work, "page")].map(String));
  renameSync(
    join(
      work,
      readdirSync(work).find((f) => f.startsWith("page")),
    ),
    join(images, "matrix.png"),
  );
  break;
}
console.log(`docs/images/ and ${out}`);
