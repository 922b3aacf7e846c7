import { activatePredictive, checkPredictive, offPredictive } from "./ops/activate.ts";
import { getPredictive } from "./ops/get.ts";
import { cancelTraining, getTraining, trainPredictive } from "./ops/train.ts";
import { draftPredictive, previewPredictive } from "./ops/weights.ts";

/** The predictive score, from training to switching it off. */
export const predictiveOperations = [getPredictive, trainPredictive, getTraining, cancelTraining, draftPredictive, previewPredictive, activatePredictive, offPredictive, checkPredictive] as const;
