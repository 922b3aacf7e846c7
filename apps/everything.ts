import { accessOperations } from "../core/access/operations.ts";
import { accessMigration } from "../core/access/access.migration.ts";
import { auditMigration } from "../core/audit/audit.migration.ts";
import { listAudit } from "../core/audit/list.ts";
import { signInMigration } from "../core/access/sign_in.migration.ts";
import type { Migration } from "../core/db/migrate.ts";
import type { Job } from "../core/jobs/queue.ts";
import type { Sweep } from "../core/jobs/sweep.ts";
import { listNotifications, readNotifications } from "../core/notifications/ops.ts";
import { notificationsMigration } from "../core/notifications/notify.ts";
import { objectsMigration } from "../core/objects/objects.migration.ts";
import { changeField, changeObject, createField, createObject, listFields, planObjectChange } from "../core/objects/ops/change.ts";
import { listObjects } from "../core/objects/ops/list.ts";
import type { StandardObject } from "../core/objects/standard.ts";
import type { PolicyKind } from "../core/policies/kind.ts";
import { cancelSimulation, draftPolicy, getPolicy, publishPolicy, rollbackPolicy, simulatePolicy, simulationProgress } from "../core/policies/ops/policies.ts";
import { policiesMigration } from "../core/policies/policies.migration.ts";
import { trialsMigration } from "../core/policies/trials.migration.ts";
import { aggregateRecords } from "../core/records/ops/aggregate.ts";
import { createRecords } from "../core/records/ops/create.ts";
import { exportRecords } from "../core/records/ops/export.ts";
import { listRecords, queryRecords } from "../core/records/ops/list.ts";
import { getRecord, listRemoved, patchRecord, patchRecords, recordHistory, removeRecord, removeRecords, restoreRecords } from "../core/records/ops/one.ts";
import { purgeRecord } from "../core/records/ops/purge.ts";
import { upsertRecords } from "../core/records/ops/upsert.ts";
import { recordsMigration } from "../core/records/records.migration.ts";
import { viewOperations } from "../core/views/operations.ts";
import { viewsMigration } from "../core/views/views.migration.ts";
import { insightOperations } from "../insight/operations.ts";
import { campaignObject } from "../leads/campaign.object.ts";
import { resumeImports, previewImport, runImport } from "../leads/capture/import/job.ts";
import { importMigration } from "../leads/capture/import/import.migration.ts";
import { importSampleMigration } from "../leads/capture/import/sample.migration.ts";
import { cancelImport } from "../leads/capture/import/ops/cancel.ts";
import { getImport, listImports } from "../leads/capture/import/ops/list.ts";
import { importProblems } from "../leads/capture/import/ops/problems.ts";
import { startImport, startPreview } from "../leads/capture/import/ops/start.ts";
import { undoImport } from "../leads/capture/import/ops/undo.ts";
import { uploadImport } from "../leads/capture/import/ops/upload.ts";
import { captureMigration, verdictsMigration } from "../leads/capture/capture.migration.ts";
import { formMigration } from "../leads/capture/form/form.migration.ts";
import { captureLead, captureLeads } from "../leads/capture/ops/capture.ts";
import { laneMigration } from "../leads/capture/lane.ts";
import { listArrivals, replayArrival } from "../leads/capture/ops/arrivals.ts";
import { changeChannel, createChannel, listChannels, removeChannel, renewToken } from "../leads/capture/ops/channels.ts";
import { duplicateOperations } from "../leads/cleanse/duplicates/duplicates.operations.ts";
import { duplicatesMigration } from "../leads/cleanse/duplicates/duplicates.migration.ts";
import { findDuplicates, resumeDuplicateRuns } from "../leads/cleanse/duplicates/job.ts";
import { companyKeyMigration } from "../leads/cleanse/company_key.migration.ts";
import { blocksMigration } from "../leads/cleanse/blocking/blocks.migration.ts";
import { fileRecords } from "../leads/cleanse/blocking/filing.ts";
import { matchPolicy } from "../leads/cleanse/kind.ts";
import { accountRules, contactRules } from "../leads/customer.rules.ts";
import { leadRules } from "../leads/lead.rules.ts";
import { opportunityObject } from "../leads/opportunity.object.ts";
import { poolPolicy } from "../leads/pool/kind.ts";
import { poolOperations } from "../leads/pool/operations.ts";
import { poolFullMigration } from "../leads/pool/pool_full.migration.ts";
import { eventsMigration } from "../leads/capture/events/events.migration.ts";
import { reportEvents } from "../leads/capture/events/report.ts";
import { sweepEvents, sweepVisitors } from "../leads/capture/events/sweeps.ts";
import { poolMigration } from "../leads/pool/pool.migration.ts";
import { poolRules } from "../leads/pool/pool.rules.ts";
import { replan } from "../leads/pool/replan.ts";
import { sweepHolds } from "../leads/pool/sweep.ts";
import { capacityMigration } from "../core/access/capacity.migration.ts";
import { countRouteStats, sweepRouteStats } from "../leads/route/count_stats.ts";
import { routePolicy } from "../leads/route/kind.ts";
import { rerouteOperations } from "../leads/route/reroute/ops.ts";
import { resumeHandovers, runHandover } from "../leads/route/reroute/run.ts";
import { routeMigration } from "../leads/route/route.migration.ts";
import { sweepOffers } from "../leads/route/sweep_offers.ts";
import { rescore } from "../leads/score/rescore.ts";
import { scorePolicy } from "../leads/score/kind.ts";
import { predictJobs, predictSweeps } from "../leads/score/predict/background.ts";
import { predictiveOperations } from "../leads/score/predict/operations.ts";
import { predictMigration } from "../leads/score/predict/predict.migration.ts";
import { previewScore } from "../leads/score/preview.ts";
import { scoreMigration } from "../leads/score/score.migration.ts";
import { sweepScores } from "../leads/score/sweep.ts";
import { slaPolicy } from "../leads/sla/kind.ts";
import { sweepClocks } from "../leads/clock.rules.ts";
import { slaOperations } from "../leads/sla/operations.ts";
import { slaPausesMigration } from "../leads/sla/pauses.migration.ts";
import { slaMeasureMigration } from "../leads/sla/measure.migration.ts";
import { sweepMeasures } from "../leads/sla/measure.ts";
import { sweepPauses } from "../leads/sla/resume_sweep.ts";
import { sweepHours, sweepReviews } from "../leads/sla/review.ts";
import { slaMigration } from "../leads/sla/sla.migration.ts";
import { makeSampleJob } from "./seed/job.ts";
import { createSample, getSample } from "./seed/operations.ts";
import { streamLive } from "./live.ts";
import { collisionMigration } from "../leads/cleanse/collision/collision.migration.ts";
import { sweepCollisions } from "../leads/cleanse/collision/sweep.ts";
import { takenMigration } from "../leads/cleanse/taken/taken.migration.ts";
import { provenanceMigration } from "../leads/cleanse/merge/provenance.migration.ts";
import { mergeMigration } from "../leads/cleanse/merge/merge.migration.ts";
import { convertMigration } from "../leads/convert/convert.migration.ts";
import { sweepReminders } from "../leads/tasks/reminders.ts";
import { tasksMigration } from "../leads/tasks/tasks.migration.ts";
import { sweepLeaves } from "../leads/team/leave_cover.ts";
import { leaverOperations } from "../leads/team/leaver.ts";
import { workOperations } from "../leads/work.operations.ts";
import { activityRules, taskRules } from "../leads/work.rules.ts";

/** In the order in which they were first applied; only ever appended to. */
export const migrations: readonly Migration[] = [
  accessMigration, signInMigration, objectsMigration, recordsMigration, policiesMigration, notificationsMigration,
  captureMigration, poolMigration, slaMigration,
  tasksMigration, convertMigration, mergeMigration, formMigration,
  importMigration, laneMigration, verdictsMigration,
  predictMigration,
  poolFullMigration,
  capacityMigration, routeMigration,
  slaPausesMigration,
  eventsMigration, scoreMigration,
  duplicatesMigration, blocksMigration,
  provenanceMigration, takenMigration, collisionMigration,
  trialsMigration, importSampleMigration, auditMigration, companyKeyMigration,
  viewsMigration,
  slaMeasureMigration,
];

export const standardObjectList: readonly StandardObject[] = [
  { def: campaignObject }, poolRules, leadRules, accountRules, contactRules, { def: opportunityObject }, activityRules, taskRules,
];

export const policyKindList = [matchPolicy, scorePolicy, routePolicy, poolPolicy, slaPolicy] as unknown as readonly PolicyKind[];

export const jobs = [runImport, previewImport, rescore, replan, makeSampleJob, ...predictJobs, countRouteStats, runHandover, findDuplicates, fileRecords] as unknown as readonly Job<never>[];

export const sweeps = [sweepHours, sweepReviews, sweepPauses, sweepClocks, sweepMeasures, sweepHolds, sweepReminders, resumeImports, ...predictSweeps, sweepOffers, sweepRouteStats, resumeHandovers, sweepLeaves, sweepVisitors, sweepEvents, sweepScores, resumeDuplicateRuns, sweepCollisions] as unknown as readonly Sweep<never>[];

/** The one list of operations: routes, OpenAPI, the web client and the CLI follow from it. */
export const operations = [
  listRecords, queryRecords, exportRecords, createRecords, patchRecords, upsertRecords, aggregateRecords, listRemoved, removeRecords, restoreRecords,
  getRecord, patchRecord, removeRecord, purgeRecord, recordHistory,
  listObjects, planObjectChange, createObject, changeObject, listFields, createField, changeField,
  getPolicy, draftPolicy, simulatePolicy, simulationProgress, cancelSimulation, publishPolicy, rollbackPolicy,
  ...slaOperations,
  listNotifications, readNotifications, streamLive,
  ...accessOperations, listAudit, ...viewOperations,
  ...workOperations,
  ...rerouteOperations, ...leaverOperations,
  captureLead, captureLeads, listArrivals, replayArrival, listChannels, createChannel, changeChannel, removeChannel, renewToken,
  ...poolOperations,
  ...insightOperations,
  ...predictiveOperations,
  createSample, getSample,
  reportEvents, previewScore,
  uploadImport, startPreview, startImport, cancelImport, undoImport, listImports, getImport, importProblems,
  ...duplicateOperations,
] as const;
