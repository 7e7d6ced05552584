import { one } from "../lib/dom.js";

/**
 * wording is what a question or task asks and, before it, the case that it is about.
 * @param {HTMLElement} element
 */
export function wording(element) {
  const prompt = /** @type {Element | undefined} */ (element.querySelector(".prompt")?.cloneNode(true));
  for (const gap of prompt?.querySelectorAll(".gap") ?? []) gap.replaceWith("…");
  return { context: prompt?.textContent?.trim() ?? "", task: one(element, "legend").textContent?.trim() ?? "" };
}
