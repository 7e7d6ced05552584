// The hidden page that keeps for all others where each has a store of its own.
import { database } from "../database.js";
import { answerRelay } from "../relay.js";

answerRelay(document.body.dataset.site, database(() => window.indexedDB));
