// For browsers that give every local file a store of its own: all pages use the store of the
// same page, which each loads in a hidden frame. This works only on file://. Elsewhere the
// pages of a site share their store, and the frame answers nobody.
/** @import { Holding, Place } from "../lib/types.js" */
import { h } from "../lib/dom.js";
import { holding } from "./holding.js";

/**
 * relay returns the place that the site's store.html keeps.
 * @param {string} root of the site, relative to the page
 * @param {string} site
 * @returns {Place}
 */
export function relay(root, site) {
  const frame = h("iframe", { src: `${root}store.html`, hidden: true, "aria-hidden": "true", tabindex: "-1" });
  /** @type {Map<number, {resolve: (kept: unknown) => void, reject: (error: Error) => void}>} */
  const waiting = new Map(); // by serial number of the question
  let serial = 0;
  const answered = (/** @type {MessageEvent} */ { data }) => {
    const question = waiting.get(data.serial);
    waiting.delete(data.serial);
    if (data.failed) question?.reject(new Error("the frame keeps nothing"));
    else question?.resolve(data.kept);
  };
  const port = portTo(frame, site, answered);
  document.body.append(frame);
  return async (given) => {
    const to = await port;
    const kept = await new Promise((resolve, reject) => {
      waiting.set(++serial, { resolve, reject });
      to.postMessage({ serial, given });
    });
    return holding(kept, given.site, given.staff);
  };
}

/** @type {(frame: HTMLIFrameElement, site: string, answered: (event: MessageEvent) => void) => Promise<MessagePort>} */
function portTo(frame, site, answered) {
  return new Promise((resolve) => {
    frame.addEventListener("load", () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = answered;
      // A local file has no origin to name, but only the frame's own window gets the message.
      frame.contentWindow?.postMessage({ coursemark: site }, "*", [port2]);
      resolve(port1);
    });
  });
}

/**
 * answerRelay is the frame's side. It takes a port from the page around it, if that page names
 * the right site, and answers only there.
 * @param {string} site
 * @param {Place} place
 */
export function answerRelay(site, place) {
  if (location.protocol !== "file:" || window.parent === window) return;
  window.addEventListener("message", (event) => {
    const [port] = event.ports;
    if (event.source !== window.parent || event.data?.coursemark !== site || !port) return;
    port.onmessage = async ({ data }) => {
      const { serial } = data;
      try {
        const kept = await place(holding(data.given, site, String(data.given.staff)));
        port.postMessage({ serial, kept });
      } catch {
        port.postMessage({ serial, failed: true });
      }
    };
  });
}
