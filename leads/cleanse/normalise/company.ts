import { leadingPlace } from "./region.ts";
import { cleanText, isPlaceholder } from "./text.ts";

/** What lies beyond says nothing about identity. */
const LONGEST = 200;
const LEGAL_FORMS = ["有限责任公司", "股份有限公司", "有限公司", "股份公司", "集团公司", "总公司", "公司", "股份", "集团", "有限合伙", "普通合伙", "特殊普通合伙", "合伙企业", "个人独资企业"];
const BRANCH = /(?:分公司|办事处|代表处|营业部|分店|分行|支行|子公司)$/;
const FORM_BEFORE_BRANCH = /^(.+?)(?:集团)?(?:股份有限|有限责任|有限)公司(.+)$/;
const ENGLISH_FORM = /[\s.,]+(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|llp|lp|plc|gmbh|ag|kg|sa|sas|sarl|srl|spa|bv|nv|ab|oy|as|pty|pte|sdn|bhd|kk|group|holdings?)\.?$/;
const WORDS_FOR_NONE = new Set(["个人", "个体", "个体户", "自己", "自由职业", "待定", "公司", "有限公司", "单位", "某公司", "personal", "individual", "company", "self"]);

/**
 * Match key of a company: folded, without its legal form, with a place in brackets moved to the front, where it
 * keeps companies of one brand in two cities apart: 天海机械（深圳）有限公司 = 深圳市天海机械有限责任公司 ≠ 北京天海机械有限公司.
 * A branch (分公司) stays a company of its own. Null for nothing, a placeholder or a place alone.
 */
export function companyKey(raw: string): string | null {
  const text = cleanText(raw)?.slice(0, LONGEST).toLowerCase() ?? "";
  if (text === "" || isPlaceholder(text) || WORDS_FOR_NONE.has(text)) return null;
  const key = /\p{Script=Han}/u.test(text) ? chineseKey(text) : latinKey(text);
  return key === "" || leadingPlace(key)?.length === key.length || LEGAL_FORMS.includes(key) ? null : key;
}

function chineseKey(text: string): string {
  let place = "";
  const outside = text
    .replace(/[[【〔〈《「]/g, "(").replace(/[\]】〕〉》」]/g, ")")
    .replace(/\(([^()]*)\)/g, (_, inside: string) => {
      const content = plain(inside);
      const found = leadingPlace(content);
      if (found && /^(?:市|省)?$/.test(content.slice(found.length))) {
        place ||= found.short;
        return "";
      }
      return LEGAL_FORMS.includes(content) || content === "个体工商户" ? "" : content;
    });
  const name = withPlainPlace(plain(outside));
  const base = BRANCH.test(name) ? name.replace(FORM_BEFORE_BRANCH, "$1$2") : withoutForm(name);
  return place === "" || base.startsWith(place) ? base : place + base;
}

/** Letters and digits only. */
function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "");
}

/** "深圳市天海" and "广东省深圳市天海" begin with their places' short names; 市 and 省 say nothing. */
function withPlainPlace(name: string): string {
  const found = leadingPlace(name);
  if (!found || found.length >= name.length) return name;
  const rest = name.slice(found.length);
  const inner = /[省区]$/.test(name.slice(0, found.length)) ? withPlainPlace(rest) : rest;
  return found.short + inner;
}

function withoutForm(name: string): string {
  for (const form of LEGAL_FORMS) {
    if (!name.endsWith(form)) continue;
    const rest = name.slice(0, -form.length);
    // What would leave nothing but a place is part of the name: 中国集团, 北京公司.
    if (rest.length < 2 || leadingPlace(rest)?.length === rest.length) return name;
    return withoutForm(rest);
  }
  return name;
}

function latinKey(text: string): string {
  let name = ` ${text.replace(/\([^)]*\)/g, (inside) => ` ${inside.slice(1, -1)} `).replace(/\s*(?:&|\band\b)\s*(?=co\b)/g, " ").trim()}`;
  for (let shorter = name.replace(ENGLISH_FORM, ""); shorter !== name; shorter = name.replace(ENGLISH_FORM, "")) name = shorter;
  return plain(name);
}
