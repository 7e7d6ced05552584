// Assessed scenarios.
import { start } from "../app/app.js";
import { mountAssessedScenario } from "../scenario/sitting.js";

start(mountAssessedScenario);
