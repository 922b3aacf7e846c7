import { addCollisionEvidence, appealCollision, decideCollision, getCollision, getCollisionSetting, listCollisions, raiseCollision, setCollisionSetting, withdrawCollision } from "./collision/ops.ts";
import { mergeLeadsOp, previewMerge, undoMergeOp } from "./merge/ops.ts";
import { getSurvivorship, setSurvivorship } from "./merge/survivorship_ops.ts";
import { checkTaken } from "./taken/check.ts";
import { takenLog } from "./taken/log.ts";

/** Merging, collisions and the question whether a customer is taken. */
export const deskOperations = [
  mergeLeadsOp, previewMerge, undoMergeOp, getSurvivorship, setSurvivorship, checkTaken, takenLog,
  listCollisions, getCollision, raiseCollision, addCollisionEvidence, decideCollision, appealCollision, withdrawCollision, getCollisionSetting, setCollisionSetting,
] as const;
