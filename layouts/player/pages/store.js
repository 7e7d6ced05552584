// The hidden page that keeps data for all other pages if each has a store of its own.
import { database } from "../store/database.js";
import { answerRelay } from "../store/relay.js";

answerRelay(
  document.body.dataset.site ?? "",
  database(() => window.indexedDB),
);
