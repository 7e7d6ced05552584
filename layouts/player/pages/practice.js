// Practice questions of a module.
import { start } from "../app.js";
import { mountReviewing } from "../reviewing.js";

start(mountReviewing);
