// Scenarios that are assessed.
import { start } from "../app.js";
import { mountAssessedScenario } from "../scenario-sitting.js";

start(mountAssessedScenario);
