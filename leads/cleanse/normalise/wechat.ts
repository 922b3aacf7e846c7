import { cleanText } from "./text.ts";

export interface NormalisedWechat {
  value: string | null;
  /** WeChat ids do not tell capitals apart. */
  key: string | null;
  flags: ("invalid" | "same_as_phone")[];
}

const ID = /^[a-z][a-z0-9_-]{5,19}$/i;
const BY_NUMBER = /^(?:1[3-9]\d{9}|[1-9]\d{4,10})$/;

/** WeChat id: 6–20 letters, digits, _ or -, beginning with a letter; or the mobile or QQ number it was opened with. */
export function normaliseWechat(raw: string): NormalisedWechat {
  const text = cleanText(raw)?.replace(/^(?:微信号?|wechat|weixin|vx|v信)\s*[:：]\s*/i, "").replaceAll(" ", "") ?? "";
  if (text === "") return { value: null, key: null, flags: [] };
  if (/^(?:同手机号?码?|同电话|手机同号|微信同号|同号|同上)$/.test(text)) return { value: null, key: null, flags: ["same_as_phone"] };
  if (!ID.test(text) && !BY_NUMBER.test(text)) return { value: null, key: null, flags: ["invalid"] };
  return { value: text, key: text.toLowerCase(), flags: [] };
}
