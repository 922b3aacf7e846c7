import { changePool } from "./ops/change_pool.ts";
import { claimLead, claimLeads } from "./ops/claim.ts";
import { extendLead, extendLeads } from "./ops/extend.ts";
import { forecastPools } from "./ops/forecast.ts";
import { assignLead, assignLeads, transferLead, transferLeads } from "./ops/hand_over.ts";
import { leadHolds } from "./ops/holds.ts";
import { leavingLeads } from "./ops/leaving.ts";
import { myPools } from "./ops/my_pools.ts";
import { releaseLead, releaseLeads } from "./ops/release.ts";
import { acceptLead, acceptLeads, disqualifyLead, disqualifyLeads, reopenLead, reopenLeads } from "./ops/stage.ts";

/** Who holds a lead, and until when. */
export const poolOperations = [
  claimLead, claimLeads, releaseLead, releaseLeads, assignLead, assignLeads, transferLead, transferLeads, acceptLead, acceptLeads, disqualifyLead, disqualifyLeads, reopenLead, reopenLeads,
  extendLead, extendLeads, leadHolds, myPools, changePool, leavingLeads, forecastPools,
] as const;
