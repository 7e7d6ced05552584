// What html-validate finds in a page.
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    "no-trailing-whitespace": "off", // authors' texts
    "long-title": "off", // likewise
    "require-sri": "off", // browsers refuse it from file://
    "wcag/h63": "off", // scope stands on the headers of tables that need it
    "no-inline-style": "error",
  },
});

/**
 * mistakes returns what is wrong with a page: its place, the rule and what it says.
 * @param {string} html
 * @param {string} name of the page
 */
export async function mistakes(html, name) {
  const { results } = await validator.validateString(html, name);
  return results.flatMap((result) =>
    result.messages.map((m) => `${name}:${m.line}:${m.column}: ${m.ruleId}: ${m.message}`),
  );
}
