import type zh from "../zh-CN/leads.ts";
import type { Same } from "../same.ts";

export default {} satisfies Same<typeof zh>;
