// All other pages: they show progress and may hold videos.
import { start } from "../app.js";
import { mountCaptions } from "../captions.js";
import { mountReviewDue } from "../review-due.js";

start(mountCaptions, mountReviewDue);
