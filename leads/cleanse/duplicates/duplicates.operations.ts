import { getDuplicate, listDuplicates } from "./ops/clusters.ts";
import { dismissDuplicate, reopenDuplicate } from "./ops/dismiss.ts";
import { cancelDuplicateRun, getDuplicateRun, startDuplicateRun } from "./ops/run.ts";

export const duplicateOperations = [startDuplicateRun, getDuplicateRun, cancelDuplicateRun, listDuplicates, getDuplicate, dismissDuplicate, reopenDuplicate] as const;
