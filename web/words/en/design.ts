import type zh from "../zh-CN/design.ts";
import type { Same } from "../same.ts";

export default {} satisfies Same<typeof zh>;
