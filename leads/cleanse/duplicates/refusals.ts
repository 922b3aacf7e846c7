import { refusal } from "../../../core/refusal.ts";

export const RunGoing = refusal("duplicate_run_going", 409, { zh: "查重正在进行，请等待完成或先取消", en: "A search for duplicates is under way; wait for it or cancel it" });
export const NoRun = refusal("duplicate_run_none", 409, { zh: "当前没有正在进行的查重", en: "No search for duplicates is under way" });
export const ClusterDecided = refusal("duplicate_cluster_decided", 409, { zh: "该重复组已处理（{status}）", en: "This cluster has been decided ({status})" });
