/** @import { Holding, Place } from "../lib/types.js" */

const patience = 3000; // ms to wait for a place that does not answer

/**
 * What a link needs from the store.
 * @typedef {object} LinkedStore
 * @property {(staff: string) => Holding} holding
 * @property {(held: Holding) => boolean} take reports whether there was anything new
 * @property {() => void} onNews
 * @property {() => void} onReached called when the place begins or ceases to answer
 */

/**
 * Link brings a place up to date, one exchange after another. What changes during an exchange
 * goes into the next.
 */
export class Link {
  /**
   * @param {Place} place
   * @param {LinkedStore} store
   */
  constructor(place, store) {
    this.place = place;
    this.store = store;
    /** @type {boolean | null} */
    this.works = null; // not known yet
    /** @type {Set<string>} */
    this.open = new Set(); // staff IDs that wait for an exchange
    /** @type {Promise<void> | null} */
    this.running = null;
  }

  /** @param {string} staff */
  update(staff) {
    this.open.add(staff);
    this.running ??= this.run();
  }

  /** settled resolves when the place is up to date or is too slow; null if there is nothing to wait for. */
  get settled() {
    if (!this.running || this.works === false) return null;
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const limit = new Promise((resolve) => {
      timer = setTimeout(resolve, patience);
    }).then(() => {
      this.works = false;
      this.store.onReached();
    });
    return Promise.race([this.running, limit]).then(() => clearTimeout(timer));
  }

  /** @private */
  async run() {
    let news = false;
    const before = this.works;
    while (this.open.size > 0) {
      const [staff] = this.open;
      this.open.delete(staff);
      const held = await this.place(this.store.holding(staff)).catch(() => null);
      this.works = held !== null;
      if (held && this.store.take(held)) news = true;
    }
    this.running = null;
    if (this.works !== before) this.store.onReached();
    if (news) this.store.onNews();
  }
}
