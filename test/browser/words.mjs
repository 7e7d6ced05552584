// The words of a page, so that the tests follow them.
export async function wordsOf(page) {
  const texts = JSON.parse(await page.locator("#words").textContent());
  return (key, values = {}) => {
    if (!(key in texts)) throw new Error(`no word ${key}`);
    return texts[key].replace(/\{([a-z_]+)\}/g, (whole, name) => values[name] ?? whole);
  };
}
