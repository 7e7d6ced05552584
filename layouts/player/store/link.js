/** @import { Holding, Place } from "../lib/types.js" */

const patience = 3000; // ms until a place that does not answer is passed over

/**
 * What a link asks of the store, and tells it.
 * @typedef {object} LinkedStore
 * @property {(staff: string) => Holding} holding
 * @property {(held: Holding) => boolean} take reports whether there was anything new
 * @property {() => void} onNews
 * @property {() => void} onReached the place begins or ceases to answer
 */

/**
 * Link brings a place up to date, one exchange after the other: what changed meanwhile
 * goes with the next.
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
    this.works = null; // until it is known
    /** @type {Set<string>} */
    this.open = new Set(); // staff IDs
    /** @type {Promise<void> | null} */
    this.running = null;
  }

  /** @param {string} staff */
  update(staff) {
    this.open.add(staff);
    this.running ??= this.run();
  }

  /** settled comes when the place is up to date, or is not waited for any more. */
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
