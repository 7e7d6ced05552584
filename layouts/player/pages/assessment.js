// Assessments.
import { start } from "../app/app.js";
import { mountAssessment } from "../sitting/assessment.js";

start(mountAssessment);
