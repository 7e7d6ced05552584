// Lessons.
import { start } from "../app.js";
import { mountCaptions } from "../captions.js";
import { mountChecklists } from "../checks.js";
import { mountLesson } from "../lessons.js";
import { mountPractice } from "../practice.js";
import { mountReflections } from "../reflect.js";

start(mountLesson, mountPractice, mountReflections, mountChecklists, mountCaptions, openContents);

// openContents opens the list of headings where it has a column of its own.
function openContents() {
  const contents = document.querySelector("[data-contents]");
  if (contents && window.matchMedia("(min-width: 78rem)").matches) contents.open = true;
}
