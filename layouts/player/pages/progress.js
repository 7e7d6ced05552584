// My progress.
import { start } from "../app/app.js";
import { mountMyProgress } from "../progress/progress.js";

start(mountMyProgress);
