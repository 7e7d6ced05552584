// The pages are valid HTML, and stay within their budgets.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { folder, pages, sample } from "./site.mjs";
import { mistakes } from "./validator.mjs";

const repository = { folder, pages };
const language = sample();
const types = sample("types");
const practice = sample("practice");
const trainers = { folder: language.instructor, pages: language.pages };

const sites = { repository, language, types, practice, trainers };

test("the Nu HTML checker finds no error", (context) => {
  const java = spawnSync("java", ["-version"]);
  if (java.error) return context.skip("no Java here");
  const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
  const files = Object.values(sites).flatMap((site) => site.pages.map((p) => join(site.folder, p.path)));
  const checked = spawnSync("java", ["-jar", jar, "--errors-only", "--format", "gnu", ...files], { encoding: "utf8" });
  assert.equal(checked.stderr, "");
});

for (const [name, site] of Object.entries(sites)) {
  test(`html-validate finds nothing: ${name}`, async () => {
    const found = [];
    for (const { path } of site.pages)
      found.push(...(await mistakes(readFileSync(join(site.folder, path), "utf8"), path)));
    assert.deepEqual(found, []);
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
  assert.deepEqual(await mistakes(source, "store.html"), []);
  assert.match(source, /<meta name="robots" content="noindex">/);
  assert.match(source, /<body data-site="[^"]+"><\/body>/);
});
