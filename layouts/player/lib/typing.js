/**
 * pausing calls changed when somebody stops typing for a moment, and when they leave a box
 * or the page. To call it at every key would fill the log.
 * @param {(HTMLInputElement | HTMLTextAreaElement)[]} boxes
 * @param {() => void} changed
 */
export function pausing(boxes, changed) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    if (timer === undefined) return;
    stop();
    if (!boxes[0].closest("[hidden]")) changed(); // otherwise it is no longer on the screen
  };
  for (const box of boxes) {
    box.oninput = () => {
      stop();
      timer = setTimeout(flush, 400);
    };
    box.onchange = flush;
  }
  if (boxes.length > 0) window.addEventListener("pagehide", flush);
  return { stop, flush };
}
