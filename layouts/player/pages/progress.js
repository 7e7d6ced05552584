// The page My progress.
import { start } from "../app/app.js";
import { mountCards } from "../lesson/cards.js";
import { mountMyProgress } from "../progress/progress.js";

start(mountCards, mountMyProgress);
