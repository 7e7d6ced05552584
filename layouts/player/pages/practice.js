// The practice questions of a module.
import { start } from "../app/app.js";
import { mountReviewSession } from "../review/session.js";

start(mountReviewSession);
