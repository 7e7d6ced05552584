// What axe finds on a page as it stands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** @typedef {typeof import("axe-core")} Axe */

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// In dark colours, only contrast can differ from what was found in light ones.
const colourRules = ["color-contrast", "link-in-text-block"];

/**
 * audit fails if axe finds anything, or if the page is wider than its window.
 * @param {import("playwright-core").Page} page
 * @param {string} state in words
 * @param {{coloursOnly?: boolean}} [options] coloursOnly: everything else was checked before
 */
export async function audit(page, state, { coloursOnly = false } = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const { violations, passes } = await page.evaluate(
    (runOnly) =>
      /** @type {{axe: Axe}} */ (/** @type {unknown} */ (window)).axe.run(document, {
        resultTypes: ["violations"],
        // Where the system forces its colours, axe reads one that is not shown (of the
        // inside of letters).
        rules: { "color-contrast": { enabled: !matchMedia("(forced-colors: active)").matches } },
        ...(runOnly && { runOnly }),
      }),
    coloursOnly ? colourRules : null,
  );
  assert.ok(passes.length > (coloursOnly ? 0 : 15), `axe looked at ${state}`);
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(" ; ")}`);
  assert.deepEqual(found, [], state);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${state} is ${wide} px wider than the window`);
}
