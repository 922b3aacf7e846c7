import { refusal } from "../../core/refusal.ts";

export const NotYours = refusal("lead_not_owned", 409, { zh: "只能处理您或您团队负责的线索，请先领取或分配", en: "Only leads owned by you or your team can be worked; claim or assign it first" });
