import type zh from "../zh-CN/notices.ts";
import type { Same } from "../same.ts";

export default {
  assigned: "Lead “{{lead}}” has been assigned to you",
  recycle_warning: "Lead “{{lead}}” is about to be recycled; follow up soon",
  recycled: "Lead “{{lead}}” has been recycled to the pool",
  sla_warning: "The clock of lead “{{lead}}” is about to run out",
  sla_breach: "Lead “{{lead}}” is late",
  other: "Something that concerns you has changed",
} satisfies Same<typeof zh>;
