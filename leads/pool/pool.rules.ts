import { poolObject } from "../campaign.object.ts";
import type { StandardObject } from "../../core/objects/standard.ts";
import { pools } from "./membership.ts";

/** Pools are the organisation's, not somebody's: whoever may read pools sees them all. */
export const poolRules: StandardObject = {
  def: poolObject,
  visible: async () => null,
  afterWrite: (tx) => pools.changed(tx),
};
