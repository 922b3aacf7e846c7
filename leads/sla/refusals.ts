import { refusal } from "../../core/refusal.ts";

export const NoClock = refusal("no_clock", 409, { zh: "这条线索没有可以这样操作的时限", en: "This lead has no clock of which that can be done" });
export const PauseNotAllowed = refusal("pause_not_allowed", 409, { zh: "「{clock}」不允许手工暂停", en: "“{clock}” may not be paused by hand" });
export const PauseUsedUp = refusal("pause_used_up", 409, { zh: "「{clock}」可暂停的时间（{minutes} 分钟）已用完", en: "The {minutes} minutes for which “{clock}” may be paused are used up" });
