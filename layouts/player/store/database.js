// The browser's database as a place. Unlike local storage, which browsers write to the disk
// some seconds later, it reports when something is on the disk.
/** @import { Holding, Place } from "../lib/types.js" */
import { same } from "../lib/values.js";
import { holding, join } from "./holding.js";

/**
 * database returns a place that adds a holding to what is in the database, and returns the
 * result once it is on the disk. The place fails if the browser does not allow a database.
 * @param {() => IDBFactory} factory may throw
 * @returns {Place}
 */
export function database(factory) {
  /** @type {Promise<IDBDatabase> | null} */
  let opened = null;
  return async (given) => {
    opened ??= open(factory, () => {
      opened = null;
    });
    try {
      return await exchange(await opened, given);
    } catch (error) {
      opened = null; // a browser that deleted its files makes new ones
      throw error;
    }
  };
}

/** @type {(factory: () => IDBFactory, onClose: () => void) => Promise<IDBDatabase>} */
async function open(factory, onClose) {
  const request = factory().open("coursemark", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("kept");
  const db = await result(request);
  db.onclose = onClose;
  db.onversionchange = () => {
    db.close();
    onClose();
  };
  return db;
}

// exchange reads and writes in one transaction, so that two windows do not overwrite each
// other.
/** @type {(db: IDBDatabase, given: Holding) => Promise<Holding>} */
function exchange(db, given) {
  const { site, staff } = given;
  const transaction = db.transaction("kept", "readwrite", { durability: "strict" });
  const kept = transaction.objectStore("kept");
  return new Promise((resolve, reject) => {
    /** @type {Holding} */
    let joined;
    const shared = kept.get([site]);
    const own = kept.get([site, staff]); // answered after the one before
    own.onsuccess = () => {
      joined = join(given, holding({ ...shared.result, state: own.result }, site, staff));
      const { person, forgotten, state } = joined;
      if (!same(shared.result, { person, forgotten })) kept.put({ person, forgotten }, [site]);
      if (!state && own.result) kept.delete([site, staff]);
      else if (state && !same(own.result, state)) kept.put(state, [site, staff]);
    };
    transaction.oncomplete = () => resolve(joined);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @type {(request: IDBOpenDBRequest) => Promise<IDBDatabase>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}
