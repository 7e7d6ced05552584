// My progress.
import { start } from "../app.js";
import { mountMyProgress } from "../my-progress.js";

start(mountMyProgress);
