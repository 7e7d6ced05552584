// Assessments.
import { start } from "../app.js";
import { mountAssessment } from "../assessment.js";

start(mountAssessment);
