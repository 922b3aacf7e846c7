import { z } from "zod";

const Text = z.object({ zh: z.string(), en: z.string() });

export const VersionIn = z.coerce.number().int().min(1).max(1_000_000);

/** Factor → points it shall count; null: as learned. 20 points double the odds. */
export const PointsIn = z.record(z.string().max(300), z.number().min(-100).max(100).nullable()).refine((points) => Object.keys(points).length <= 2_000, "at most 2,000 factors");

const FiguresOut = z.object({
  rows: z.number(), converted: z.number(), auc: z.number().nullable(), auc_from: z.number().nullable(), auc_to: z.number().nullable(), brier: z.number(), brier_average: z.number(), log_loss: z.number(),
  lift: z.array(z.object({ share: z.number(), rows: z.number(), converted: z.number(), lift: z.number(), found: z.number() })),
  gain: z.array(z.object({ share: z.number(), found: z.number() })),
  calibration: z.array(z.object({ rows: z.number(), predicted: z.number(), actual: z.number() })),
});

export const VersionOut = z.object({
  version: z.number(), status: z.enum(["draft", "kept", "active"]), trained_version: z.number(), changed: z.number(), created_at: z.string(), created_by: z.string().nullable(), activated_at: z.string().nullable(),
  weight: z.number(), rule_score: z.boolean(), auc: z.number().nullable(), lift_first_tenth: z.number().nullable(), rows: z.number(), converted: z.number(),
});

const FactorOut = z.object({ key: z.string(), label: Text, points: z.number(), learned: z.number(), rows: z.number(), converted: z.number(), filter: z.unknown() });

export const ModelOut = VersionOut.extend({
  figures: FiguresOut, rule_auc: z.number().nullable(), learned_from: z.number(), from: z.string(), measured_from: z.string(), to: z.string(), average: z.number(),
  features: z.array(z.object({ key: z.string(), field: z.string().nullable(), label: Text, factors: z.array(FactorOut) })),
  refused: z.array(z.object({ key: z.string(), label: Text, code: z.string(), hard: z.boolean(), allowed: z.boolean(), facts: z.record(z.string(), z.number()) })),
});

export const RunOut = z.object({
  id: z.uuid(), status: z.enum(["running", "done", "failed", "cancelled"]), phase: z.enum(["reading", "looking", "fitting"]), done: z.number(), total: z.number(), version: z.number().nullable(),
  problem: z.object({ code: z.string(), text: Text }).nullable(), started_at: z.string(), finished_at: z.string().nullable(),
});

export const HealthOut = z.object({
  checked_at: z.string().nullable(), recent: z.number(),
  drift: z.array(z.object({ key: z.string(), label: Text, psi: z.number(), limit: z.number(), state: z.enum(["fine", "watch", "bad"]) })),
  decay: z.object({ auc: z.number(), auc_from: z.number(), auc_to: z.number(), tested: z.number(), converted: z.number(), lost: z.number(), bad: z.boolean() }).nullable(),
  alarms: z.array(z.object({ kind: z.enum(["drift", "decay"]), key: z.string(), raised_at: z.string() })),
});

export const RankingOut = z.object({
  figures: z.object({ before: FiguresOut, after: FiguresOut }),
  leads: z.array(z.object({ id: z.string(), name: z.string(), before: z.number(), after: z.number(), rank_before: z.number(), rank_after: z.number() })),
});
