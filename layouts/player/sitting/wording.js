import { one } from "../lib/dom.js";

/**
 * wording returns what a question or task asks, and the case above it that it is about.
 * @param {HTMLElement} element
 */
export function wording(element) {
  const prompt = /** @type {Element | undefined} */ (element.querySelector(".prompt")?.cloneNode(true));
  for (const gap of prompt?.querySelectorAll(".gap") ?? []) gap.replaceWith("…");
  return { context: prompt?.textContent?.trim() ?? "", task: one(element, "legend").textContent?.trim() ?? "" };
}
