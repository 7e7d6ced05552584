// Practice questions of a module.
import { start } from "../app.js";
import { mountPractice } from "../practice.js";

start(mountPractice);
