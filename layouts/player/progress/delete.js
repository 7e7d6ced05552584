// The section that deletes everything that is kept about the person.
/** @import { App } from "../app/app.js" */
import { actions, button, focusOn, h, one } from "../lib/dom.js";

/** @type {(app: App, onDeleted: (message: string) => void) => HTMLElement} */
export function deleteSection({ words, store }, onDeleted) {
  const { staff } = store.state;
  const section = h("section", { class: "progress-section" });
  const show = (/** @type {string} */ title, /** @type {HTMLElement[]} */ ...parts) =>
    section.replaceChildren(h("h2", null, title), h("p", null, words.text("delete_text", { staff })), ...parts);

  const offer = () => show(words.text("delete_title"), actions(button(words.text("delete"), confirm, "quiet")));
  const cancel = () => {
    offer();
    one(section, "button").focus();
  };
  const forget = () => {
    store.forget();
    onDeleted(words.text("deleted", { staff }));
  };
  function confirm() {
    const unsent =
      store.state.records.length > 0 ? [h("p", { class: "notice" }, words.text("delete_confirm_unsent"))] : [];
    show(
      words.text("delete_confirm_title", { staff }),
      ...unsent,
      actions(button(words.text("delete_yes"), forget, "danger"), button(words.text("cancel"), cancel, "quiet")),
    );
    focusOn(one(section, "h2"));
  }
  offer();
  return section;
}
