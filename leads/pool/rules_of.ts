import type { Row } from "../../core/language/types.ts";
import { DEFAULT_POOL } from "../campaign.object.ts";
import { DEFAULT_EXTENSION, type OwnRules, type PoolPolicy } from "./policy.ts";

/** The rules of one pool: its own where it has some, else those of the base. */
export interface PoolRules extends Required<Omit<PoolPolicy, "pools">> {
  /** Limits within this pool alone, besides those of the base in `limits`. */
  own: { claims_per_day: number | null; holding: number | null; min_gap_seconds: number } | null;
}

const known = new WeakMap<PoolPolicy, Map<string | null, PoolRules>>();

/** The rules that hold for the leads of a pool; null: of no pool in particular. */
export function rulesOf(policy: PoolPolicy, pool: string | null): PoolRules {
  let byPool = known.get(policy);
  if (!byPool) known.set(policy, (byPool = new Map()));
  const own = policy.pools?.find((each) => each.id === pool);
  const key = own ? own.id : null;
  let rules = byPool.get(key);
  if (!rules) byPool.set(key, (rules = joined(policy, own)));
  return rules;
}

function joined({ pools: _pools, ...base }: PoolPolicy, own: OwnRules | undefined): PoolRules {
  const { id: _id, name: _name, limits, ...rules } = own ?? {} as Partial<OwnRules>;
  const given = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
  return {
    ...base, extension: base.extension ?? DEFAULT_EXTENSION, ...given,
    own: limits ? { claims_per_day: limits.claims_per_day ?? null, holding: limits.holding ?? null, min_gap_seconds: limits.min_gap_seconds ?? 0 } : null,
  };
}

/** The pool a lead lies in, or came from and would go back to. */
export function homeOf(row: Row): string {
  return (row.pool_id as string | null | undefined) ?? (row.home_pool_id as string | null | undefined) ?? DEFAULT_POOL;
}

/** The pool a lead was taken from; null for one that has never lain in a pool. Limits of a pool count these. */
export function takenFrom(row: Row): string | null {
  return (row.pool_id as string | null | undefined) ?? (row.home_pool_id as string | null | undefined) ?? null;
}

/** Whether any pool has limits of its own. */
export const hasOwnLimits = (policy: PoolPolicy): boolean => policy.pools?.some((own) => own.limits !== undefined) ?? false;
