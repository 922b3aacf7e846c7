import { refusal } from "../../../core/refusal.ts";

export const SameLead = refusal("merge_with_itself", 400, { zh: "不能把线索与自己合并", en: "A lead cannot be merged with itself" });
export const ConvertedOther = refusal("merge_converted", 409, { zh: "已转化的线索只能作为保留的一条", en: "A converted lead can only be the one that stays" });
export const MergeUndone = refusal("merge_undone", 409, { zh: "这次合并已经撤销", en: "This merge has been undone already" });
export const SurvivorGone = refusal("merge_survivor_gone", 409, { zh: "保留的线索之后又被合并或删除，请先撤销那一次", en: "The lead that stayed was merged or removed itself since; take that back first" });
