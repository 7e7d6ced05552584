// Keeps a page of the preview fresh: reloads it when it has changed, replaces a changed
// stylesheet without reloading, and shows the faults of the project.
"use strict";
(() => {
  const { page, sum, own, sheets: first } = document.currentScript.dataset;
  let sheets = first ?? "";
  const memory = "coursemark-live " + location.pathname;
  let stream;
  let panel;
  let hidden = ""; // the faults that the author has hidden

  // After a reload the page scrolls to where it was.
  const left = sessionStorage.getItem(memory);
  if (left) {
    sessionStorage.removeItem(memory);
    const [x, y] = left.split(" ").map(Number);
    const back = () => scrollTo({ left: x, top: y, behavior: "instant" });
    back();
    addEventListener("load", back, { once: true }); // once pictures have loaded
  }

  function reload() {
    stream?.close();
    sessionStorage.setItem(memory, `${scrollX} ${scrollY}`);
    location.reload();
  }

  // Replaces the page's stylesheets that have changed.
  function restyle(names) {
    const before = sheets.split(" ");
    sheets = names;
    names.split(" ").forEach((next, i) => {
      const old = [...document.querySelectorAll('link[rel="stylesheet"]')].find((l) => before[i] && l.getAttribute("href").endsWith(before[i]));
      if (!old || next === before[i]) return;
      const link = old.cloneNode();
      link.href = document.body.dataset.root + next;
      link.addEventListener("load", () => old.remove(), { once: true }); // the page is never without a stylesheet
      link.addEventListener("error", () => link.remove(), { once: true });
      old.after(link);
    });
  }

  function element(name, className, text) {
    const e = document.createElement(name);
    if (className) e.className = className;
    if (text) e.textContent = text;
    return e;
  }

  function show({ count, faults }) {
    const said = JSON.stringify(faults);
    if (panel && panel.said === said) return;
    const had = panel?.contains(document.activeElement);
    panel?.remove();
    panel = undefined;
    if (count === 0) hidden = "";
    if (count === 0 || said === hidden || own !== undefined) return;
    panel = element("coursemark-faults");
    panel.said = said;
    const root = panel.attachShadow({ mode: "open" });
    const sheet = element("link");
    sheet.rel = "stylesheet";
    sheet.href = "/.coursemark/live.css";
    const section = element("section", "panel");
    section.setAttribute("aria-labelledby", "title");
    const head = element("div", "head");
    const title = element("h2", "", "");
    title.id = "title";
    const alert = element("div");
    alert.setAttribute("role", "alert");
    alert.append(title);
    const hideButton = element("button", "", "Hide");
    hideButton.type = "button";
    const hide = () => {
      hidden = said;
      panel?.remove();
      panel = undefined;
    };
    hideButton.addEventListener("click", hide);
    section.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    head.append(alert, hideButton);
    const list = element("ol", "faults");
    for (const f of faults) {
      const item = element("li");
      item.append(element("p", "place", f.place), element("p", "what", f.what));
      if (f.excerpt) item.append(element("pre", "", f.excerpt));
      if (f.hint) item.append(element("p", "hint", f.hint));
      list.append(item);
    }
    section.append(head, list);
    if (count > faults.length) section.append(element("p", "", `and ${count - faults.length} more`));
    root.append(sheet, section);
    document.body.append(panel);
    // Set once the panel is in the page, so that screen readers announce it.
    title.textContent = count === 1 ? "1 fault: you see the last good version" : `${count} faults: you see the last good version`;
    if (had) hideButton.focus();
  }

  function listen() {
    if (stream && stream.readyState !== EventSource.CLOSED) return;
    stream = new EventSource("/.coursemark/events?" + new URLSearchParams({ page, sum, sheets }));
    stream.addEventListener("faults", (event) => show(JSON.parse(event.data)));
    stream.addEventListener("reload", reload);
    stream.addEventListener("style", (event) => restyle(JSON.parse(event.data)));
  }

  // A browser opens few connections to a server: only visible pages keep one.
  document.addEventListener("visibilitychange", () => (document.hidden ? stream?.close() : listen()));
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", listen);
  if (!document.hidden) listen();
})();
