import type zh from "../zh-CN/collision.ts";
import type { Same } from "../same.ts";

export default {
  standing: "Under a collision: no transfer, release or claim before the verdict",
  claims: "{{claimant}} claims the customer of {{holder}}",
  open: "Open the collision",
} satisfies Same<typeof zh>;
