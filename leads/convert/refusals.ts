import { refusal } from "../../core/refusal.ts";

export const AlreadyConverted = refusal("already_converted", 409, { zh: "这条线索已经转化", en: "This lead has been converted already" });
export const LeadDisqualified = refusal("lead_disqualified", 409, { zh: "线索已判无效，请先重新打开", en: "This lead is disqualified; reopen it first" });
export const CustomerTaken = refusal("customer_taken", 409, { zh: "该公司已是他人负责的客户，请联系主管处理", en: "This company is a customer somebody else looks after; ask your manager" });
export const NotConverted = refusal("not_converted", 409, { zh: "这条线索没有可撤销的转化", en: "There is no conversion of this lead to undo" });
export const BuiltUpon = refusal("conversion_built_upon", 409, { zh: "转化后的记录已有后续内容，不能撤销", en: "Something has been built on this conversion; it cannot be undone" });
