// The pages are valid HTML, and stay in their budgets.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { launch } from "./browser.mjs";
import { folder, pages, sample } from "./site.mjs";
import { looks, walk } from "./states.mjs";

const repository = { folder, pages };
const language = sample();
const types = sample("types");
const practice = sample("practice");
const trainers = { folder: language.instructor, pages: language.pages };

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    "no-trailing-whitespace": "off", // authors' texts
    "long-title": "off", // likewise
    "require-sri": "off", // browsers refuse it from file://
    "wcag/h63": "off", // scope stands on the headers of tables that need it
    "no-inline-style": "error",
  },
});

for (const [name, site] of Object.entries({ repository, language, types, practice, trainers })) {
  test(`html-validate finds nothing: ${name}`, async () => {
    const found = [];
    for (const { path } of site.pages) {
      const report = await validator.validateString(readFileSync(join(site.folder, path), "utf8"), path);
      for (const result of report.results) {
        for (const m of result.messages) found.push(`${path}:${m.line}:${m.column}: ${m.ruleId}: ${m.message}`);
      }
    }
    assert.deepEqual(found, []);
  });

  test(`the Nu HTML checker finds no error: ${name}`, (context) => {
    const java = spawnSync("java", ["-version"]);
    if (java.error) return context.skip("no Java here");
    const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
    const files = site.pages.map((p) => join(site.folder, p.path));
    const { stderr } = spawnSync("java", ["-jar", jar, "--errors-only", "--format", "gnu", ...files], {
      encoding: "utf8",
    });
    assert.equal(stderr, "");
  });

  test(`budgets: ${name}`, () => {
    const gzipped = (path) => gzipSync(readFileSync(join(site.folder, path))).length;
    for (const { path } of site.pages) {
      const html = readFileSync(join(site.folder, path), "utf8");
      assert.ok(gzipped(path) <= 30 * 1024, `${path} has ${gzipped(path)} bytes gz`);
      const sum = (pattern) => [...html.matchAll(pattern)].reduce((all, [, file]) => all + gzipped(file), 0);
      const styles = sum(/<link rel="stylesheet" href="[./]*(assets\/[^"]+)"/g);
      assert.ok(styles > 0 && styles <= 8 * 1024, `${path} loads ${styles} bytes gz of styles`);
      const scripts = sum(/<script defer src="[./]*(assets\/[^"]+)"/g);
      assert.ok(scripts > 0 && scripts <= 25 * 1024, `${path} loads ${scripts} bytes gz of scripts`);
    }
  });
}

test("the hidden page that keeps for all is valid, and says nothing", async () => {
  const source = readFileSync(join(repository.folder, "store.html"), "utf8");
  const report = await validator.validateString(source, "store.html");
  assert.deepEqual(
    report.results.flatMap((r) => r.messages.map((m) => m.message)),
    [],
  );
  assert.match(source, /<meta name="robots" content="noindex">/);
  assert.match(source, /<body data-site="[^"]+"><\/body>/);
});

test("html-validate finds nothing in any state of the player", async () => {
  const browser = await launch();
  const found = new Set();
  await walk(browser, looks[0], async (page, state) => {
    const report = await validator.validateString(await page.content(), state);
    for (const result of report.results) {
      for (const m of result.messages) found.add(`${state}: ${m.ruleId}: ${m.message}`);
    }
  });
  await browser.close();
  assert.deepEqual([...found], []);
});
