/**
 * pausing calls changed at a pause in typing, on leaving a box and on leaving the page:
 * not at every key, which would fill the log.
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
    if (!boxes[0].closest("[hidden]")) changed(); // else it is not on the screen any more
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
