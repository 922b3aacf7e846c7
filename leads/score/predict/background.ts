import { applyPredictions } from "./apply.ts";
import { checkModel, sweepHealth } from "./health.ts";
import { sweepPredictions } from "./predict_sweep.ts";
import { resumeTraining, trainModel } from "./train_job.ts";

/** What the predictive score does in the background. */
export const predictJobs = [trainModel, applyPredictions, checkModel] as const;
export const predictSweeps = [sweepPredictions, sweepHealth, resumeTraining] as const;
