// The interface's words: texts with {name} placeholders, from the page.

export class Words {
  constructor(texts, lang) {
    this.texts = texts;
    this.lang = lang;
    this.plural = new Intl.PluralRules(lang);
  }

  // text fills a word's placeholders. A key without a text is shown as it is:
  // better than nothing, and easy to find.
  text(key, values = {}) {
    return (this.texts[key] ?? key).replace(/\{([a-z_]+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // count is text in the plural form that the number takes.
  count(key, number, values = {}) {
    const form = `${key}_${this.plural.select(number)}`;
    return this.text(form in this.texts ? form : `${key}_other`, { count: number, ...values });
  }
}
