// The words of the interface: texts with {name} placeholders, from the page.

export class Words {
  /**
   * @param {Record<string, string>} texts
   * @param {string} lang
   */
  constructor(texts, lang) {
    this.texts = texts;
    this.plural = new Intl.PluralRules(lang);
  }

  /**
   * text returns a word's text with its placeholders filled in. A word without a text is
   * shown by its name, which is better than nothing and easy to find.
   * @param {string} name
   * @param {Record<string, unknown>} [values]
   * @returns {string}
   */
  text(name, values = {}) {
    return (this.texts[name] ?? name).replace(/\{([a-z_]+)\}/g, (whole, place) => String(values[place] ?? whole));
  }

  /**
   * count returns the text of a word in the plural form for a number.
   * @param {string} name
   * @param {number} number
   * @param {Record<string, unknown>} [values]
   */
  count(name, number, values = {}) {
    const form = `${name}_${this.plural.select(number)}`;
    return this.text(form in this.texts ? form : `${name}_other`, { count: number, ...values });
  }
}
