import type { FieldDef } from "../../../core/language/types.ts";
import type { Reason } from "../../../core/policies/reason.ts";
import type { Text } from "../../../core/refusal.ts";
import { MATCH_WORDS } from "../../cleanse/words.ts";

type Words = (facts: Record<string, unknown>, label: (field: unknown) => Text) => Text;

const SPAM: Record<string, Text> = {
  honeypot: { zh: "疑似机器填写", en: "seems to be filled in by a machine" },
  links: { zh: "链接过多", en: "too many links" },
  link_in_name: { zh: "姓名、公司或职位中含链接", en: "a link in name, company or job title" },
};

/** Why a row needs somebody's eye. */
const WORDS: Record<string, Words> = {
  value_not_understood: ({ field, value }, label) => ({ zh: `${label(field).zh}：无法识别“${String(value)}”`, en: `${label(field).en}: “${String(value)}” was not understood` }),
  required_missing: ({ field }, label) => ({ zh: `缺少必填的${label(field).zh}`, en: `${label(field).en} is required` }),
  no_contact: () => ({ zh: "没有可用的电话、邮箱或微信", en: "No usable phone, e-mail or WeChat" }),
  test_number: ({ typed }) => ({ zh: `测试号码“${String(typed)}”`, en: `Test number “${String(typed)}”` }),
  disposable_email: ({ typed }) => ({ zh: `一次性邮箱“${String(typed)}”`, en: `Disposable e-mail “${String(typed)}”` }),
  spam: ({ because }) => ({ zh: `疑似广告：${SPAM[String(because)]?.zh ?? ""}`, en: `Looks like advertising: ${SPAM[String(because)]?.en ?? ""}` }),
  holding_limit: ({ limit }) => ({ zh: `负责人在手线索已达上限 ${String(limit)}`, en: `The owner holds the limit of ${String(limit)} leads` }),
  holding_team_limit: ({ team, limit }) => ({ zh: `${String(team)}共同持有的线索已达上限 ${String(limit)}`, en: `${String(team)} together holds its limit of ${String(limit)} leads` }),
  holding_grade_limit: ({ grade, limit }) => ({ zh: `负责人在手的 ${String(grade)} 级线索已达上限 ${String(limit)}`, en: `The owner holds the limit of ${String(limit)} leads of grade ${String(grade)}` }),
  owner_inactive: () => ({ zh: "负责人已停用", en: "The owner has been switched off" }),
  not_visible: ({ external_id }) => ({ zh: `外部编号“${String(external_id)}”属于您无权查看的记录`, en: `The external id “${String(external_id)}” belongs to a record you cannot see` }),
  broken_quotes: () => ({ zh: "引号不成对，已按最合理的方式读取", en: "Quotes do not pair up; read as well as possible" }),
  too_many_cells: ({ cells, columns }) => ({ zh: `本行有 ${String(cells)} 格，多于表头的 ${String(columns)} 列`, en: `This row has ${String(cells)} cells, more than the ${String(columns)} columns` }),
  internal: () => ({ zh: "内部错误，已记录", en: "An internal error, which was logged" }),
};

/** A reason as a sentence in both languages; `fields` name what it is about. */
export function reasonText({ code, facts }: Reason, fields: ReadonlyMap<string, FieldDef>): Text {
  const label = (field: unknown): Text => fields.get(String(field))?.label ?? { zh: String(field), en: String(field) };
  const words = WORDS[code];
  if (words) return words(facts, label);
  const text = (MATCH_WORDS as Record<string, Text>)[code];
  const fill = (template: string) => template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ""));
  return text ? { zh: fill(text.zh), en: fill(text.en) } : { zh: code, en: code };
}
