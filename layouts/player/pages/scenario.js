// Scenarios for practice.
import { start } from "../app/app.js";
import { mountPracticeScenario } from "../scenario/practice.js";

start(mountPracticeScenario);
