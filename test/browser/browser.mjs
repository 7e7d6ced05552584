// A browser for the tests, and helpers that use only the keyboard.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";

const options = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export function launch() {
  return chromium.launch(options);
}

// launchWith starts a browser that keeps its profile in a folder.
export function launchWith(profile) {
  return chromium.launchPersistentContext(profile, options);
}

// kill ends a browser that launchWith started, with all its helper processes, before any of
// them can write anything.
export async function kill(context, profile) {
  const browsers = readdirSync("/proc")
    .filter((p) => /^\d+$/.test(p))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return line.includes(`--user-data-dir=${profile}`) && !line.some((a) => a.startsWith("--type="));
      } catch {
        return false; // it has ended meanwhile
      }
    });
  assert.equal(browsers.length, 1);
  const closed = new Promise((done) => context.once("close", done));
  process.kill(-Number(browsers[0]), "SIGKILL"); // it leads a group of its own
  await closed;
  await pause(100);
}

// watch collects what a page complains about: errors, refusals by the policy,
// requests that leave the site.
export function watch(page, origin) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && complaints.push(`console: ${message.text()}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin))
      complaints.push(`request: ${request.url()}`);
  });
  return complaints;
}

// focused returns the name of the element that has the focus.
export function focused(page) {
  return page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return "";
    const label = "labels" in e ? (/** @type {HTMLInputElement} */ (e).labels?.[0]?.textContent ?? "") : "";
    return (label || e.textContent || "").trim().replace(/\s+/g, " ");
  });
}

// tabTo presses Tab until an element with that name has the focus.
export async function tabTo(page, name) {
  const wanted = (text) => (name instanceof RegExp ? name.test(text) : text === name);
  const seen = [];
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press("Tab");
    const text = await focused(page);
    if (wanted(text)) return;
    seen.push(text);
  }
  throw new Error(`Tab never reached ${name}; it went through ${[...new Set(seen)].join(" | ")}`);
}

// tabInto presses Tab until an element that matches a selector has the focus.
export async function tabInto(page, selector) {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
  }
  throw new Error(`Tab never reached ${selector}`);
}

export async function press(page, name) {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}
