// All other pages: they show progress and may hold videos.
import { start } from "../app/app.js";
import { mountCaptions } from "../lesson/captions.js";
import { mountCards } from "../lesson/cards.js";
import { mountReviewDue } from "../review/due.js";

start(mountCards, mountCaptions, mountReviewDue);
