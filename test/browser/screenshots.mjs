// npm run screenshots: the two pictures of the README into docs/images, and every
// kind of page and state of the player, at phone and desktop size, light and dark,
// into test/browser/out.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, press, tabTo } from "./browser.mjs";
import { first, pages, repository, serve } from "./site.mjs";
import { wordsOf } from "./words.mjs";

const images = join(repository, "docs/images");
const out = join(import.meta.dirname, "out");
mkdirSync(images, { recursive: true });
mkdirSync(out, { recursive: true });
const browser = await launch();
const server = await serve();

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 860 } };

async function shoot(name, visit) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await (await browser.newContext({ viewport, colorScheme })).newPage();
      await visit(page, async (state) => page.screenshot({ path: join(out, `${name}${state ? `-${state}` : ""}-${size}-${colorScheme}.png`), fullPage: true }));
      await page.context().close();
    }
  }
}

for (const kind of new Set(pages.map((p) => p.kind))) {
  await shoot(kind, async (page, take) => {
    await page.goto(server.origin + first(kind));
    await take("");
  });
}
await shoot("player", async (page, take) => {
  await page.goto(server.origin + first("assessment"));
  const w = await wordsOf(page);
  await press(page, w("continue"));
  await take("1-error");
  await tabTo(page, w("staff_label"));
  await page.keyboard.type("H0001");
  await press(page, w("continue"));
  await take("2-start");
  await press(page, w("start", { ordinal: 1 }));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await take("3-question");
  await press(page, w("to_review"));
  await take("4-review");
  await press(page, w("hand_in"));
  await take("5-confirm");
  await press(page, w("confirm_yes"));
  await take("6-done");
});

const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1 })).newPage();
await page.goto(server.origin + first("lesson", "box-dialogue"));
await page.screenshot({ path: join(images, "site.png") });
await browser.close();
server.close();

// The matrix as LibreOffice prints it.
const work = mkdtempSync(join(tmpdir(), "coursemark-matrix-"));
execFileSync("go", ["run", "./cmd/gradebook", "grade", "examples/hospital/results", "--project", ".", "--roster", "examples/hospital/roster.csv", "--observations", "examples/hospital/observations.csv", "--training", "examples/hospital/training.csv", "--as-of", "2026-11-30", "-o", work], { cwd: repository, stdio: "pipe" });
execFileSync("soffice", [`-env:UserInstallation=file://${work}/profile`, "--headless", "--convert-to", "pdf", "--outdir", work, join(work, "matrix.xlsx")], { stdio: "pipe" });
const pdf = join(work, "matrix.pdf");
const count = Number(/Pages:\s+(\d+)/.exec(execFileSync("pdfinfo", [pdf]).toString())[1]);
for (let n = 1; n <= count; n++) {
  const text = execFileSync("pdftotext", ["-f", n, "-l", n, pdf, "-"].map(String)).toString();
  if (!/Matrix\s*$|· Matrix/m.test(text) || !text.includes("H0101")) continue;
  execFileSync("pdftoppm", ["-png", "-r", "110", "-f", n, "-l", n, pdf, join(work, "page")].map(String));
  renameSync(join(work, readdirSync(work).find((f) => f.startsWith("page"))), join(images, "matrix.png"));
  break;
}
console.log(`docs/images/ and ${out}`);
