import type zh from "../zh-CN/manage.ts";
import type { Same } from "../same.ts";

export default {} satisfies Same<typeof zh>;
