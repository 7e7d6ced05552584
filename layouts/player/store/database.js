// The browser's database as a place. Unlike its simple store, which browsers
// write out some seconds later, it tells when a thing is on the disk.
import { holding, join } from "./holding.js";

// database gives a function that adds a holding to what is there and gives what
// there is then, once that is on the disk. It fails where the browser allows no
// database. factory: a function that gives an IDBFactory or throws.
export function database(factory) {
  let opened = null;
  return async (given) => {
    opened ??= open(factory, () => { opened = null; });
    try {
      return await exchange(await opened, given);
    } catch (error) {
      opened = null; // a browser that threw its files away makes new ones
      throw error;
    }
  };
}

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

// exchange reads and writes in one transaction, so that windows add to each other.
function exchange(db, given) {
  const { site, staff } = given;
  const transaction = db.transaction("kept", "readwrite", { durability: "strict" });
  const kept = transaction.objectStore("kept");
  return new Promise((resolve, reject) => {
    let joined;
    const shared = kept.get([site]);
    const own = kept.get([site, staff]); // answered after the one before
    own.onsuccess = () => {
      joined = join(given, holding({ ...shared.result, state: own.result }, site, staff));
      const { person, forgotten, state } = joined;
      if (differs(shared.result, { person, forgotten })) kept.put({ person, forgotten }, [site]);
      if (!state && own.result) kept.delete([site, staff]);
      else if (state && differs(own.result, state)) kept.put(state, [site, staff]);
    };
    transaction.oncomplete = () => resolve(joined);
    transaction.onabort = () => reject(transaction.error);
  });
}

const differs = (a, b) => JSON.stringify(a) !== JSON.stringify(b);

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}
