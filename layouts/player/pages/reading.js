// All other pages: they show progress and may hold videos.
import { start } from "../app.js";
import { mountCaptions } from "../captions.js";
import { mountDue } from "../due.js";

start(mountCaptions, mountDue);
