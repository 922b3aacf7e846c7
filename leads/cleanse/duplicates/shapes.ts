import { z } from "zod";
import { RecordOut } from "../../../core/records/ops/shapes.ts";

export const RUN_STATUSES = ["queued", "running", "done", "failed", "cancelled"] as const;
export const RUN_PHASES = ["reading", "pairing", "comparing", "grouping"] as const;
export const CLUSTER_STATUSES = ["open", "merged", "dismissed"] as const;

/** One search of the whole base. `done` of `total` leads read or pairs compared, by `phase`. */
export const RunOut = z.object({
  id: z.uuid(), status: z.enum(RUN_STATUSES), phase: z.enum(RUN_PHASES).nullable(), started_at: z.string(), finished_at: z.string().nullable(), done: z.number(), total: z.number(),
  /** Pairs looked at, and clusters found. */
  pairs: z.number(), clusters: z.number(), started_by: z.string().nullable(), started_by_name: z.string().nullable(), policy_version: z.number(), error: z.string().nullable(),
});
export type Run = z.output<typeof RunOut>;

const ReasonOut = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });

/** Two members and why they are likely the same: reasons as data, and the same as sentences in both languages. */
export const PairOut = z.object({
  left_id: z.uuid(), right_id: z.uuid(), score: z.number(), rule_id: z.string(), reasons: z.array(ReasonOut), explain: z.array(z.object({ zh: z.string(), en: z.string() })),
});

/** A cluster as the caller may see it: only members within the caller's rights are counted and shown. */
export const ClusterOut = z.object({
  id: z.uuid(), status: z.enum(CLUSTER_STATUSES), size: z.number(), score: z.number(), decided_by: z.string().nullable(), decided_by_name: z.string().nullable(), decided_at: z.string().nullable(),
  /** At most five in a list, all on the cluster's own page; those a person set apart carry `_apart`. */
  members: z.array(RecordOut),
  /** The strongest pairs: one in a list, all on the cluster's own page. */
  pairs: z.array(PairOut),
});
export const ClusterId = z.strictObject({ id: z.uuid() });
