import { AutoComplete, Input } from "antd";
import { useState } from "react";
import { useWords } from "../../words/words.ts";
import type { EditProps } from "../twin.ts";

const MODES: Partial<Record<EditProps["field"]["type"], "tel" | "email" | "url">> = { phone: "tel", email: "email", url: "url" };

export function TextEdit({ field, value, onChange, autoFocus = false, id }: EditProps) {
  return <Input id={id} value={value === null ? "" : String(value)} inputMode={MODES[field.type]} autoFocus={autoFocus} onChange={(event) => onChange(event.target.value || null)} />;
}

export function LongTextEdit({ value, onChange, autoFocus = false, id }: EditProps) {
  return <Input.TextArea id={id} value={value === null ? "" : String(value)} autoSize={{ minRows: 2, maxRows: 8 }} autoFocus={autoFocus} onChange={(event) => onChange(event.target.value || null)} />;
}

const PROVINCES = "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区 台湾省"
  .split(" ").map((name) => ({ value: name }));

/** A place as "省/市/区"; provinces are offered while typing. */
export function RegionEdit({ value, onChange, autoFocus = false, id }: EditProps) {
  const t = useWords();
  return (
    <AutoComplete
      id={id} className="wide" value={value === null ? "" : String(value)} options={PROVINCES} autoFocus={autoFocus} placeholder={t("fields:province")}
      showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) ?? false }} onChange={(text: string) => onChange(text || null)}
    />
  );
}

/** JSON as text; while it does not parse, the last value that did is kept. */
export function JsonEdit({ value, onChange, autoFocus = false, id }: EditProps) {
  const t = useWords();
  const [text, setText] = useState(() => (value === null ? "" : JSON.stringify(value, null, 2)));
  const [wrong, setWrong] = useState(false);
  const type = (next: string): void => {
    setText(next);
    try {
      onChange(next.trim() === "" ? null : JSON.parse(next));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <>
      <Input.TextArea id={id} className="json" value={text} autoSize={{ minRows: 3, maxRows: 12 }} autoFocus={autoFocus} status={wrong ? "error" : ""} onChange={(event) => type(event.target.value)} />
      {wrong && <small className="wrong">{t("fields:bad_json")}</small>}
    </>
  );
}
