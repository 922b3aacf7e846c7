import type zh from "../zh-CN/import.ts";
import type { Same } from "../same.ts";

export default {} satisfies Same<typeof zh>;
