// Lessons.
import { start } from "../app/app.js";
import { mountCaptions } from "../lesson/captions.js";
import { mountChecklists } from "../lesson/checklists.js";
import { mountLesson } from "../lesson/lesson.js";
import { mountReflections } from "../lesson/reflections.js";
import { any } from "../lib/dom.js";
import { mountPractice } from "../practice/practice.js";

start(mountLesson, mountPractice, mountReflections, mountChecklists, mountCaptions, openContents);

// openContents opens the list of headings if the window has room for it in its own column.
function openContents() {
  const contents = /** @type {HTMLDetailsElement | null} */ (any("[data-contents]"));
  if (contents && window.matchMedia("(min-width: 78rem)").matches) contents.open = true;
}
