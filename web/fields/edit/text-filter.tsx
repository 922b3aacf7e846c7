import { Input, Select } from "antd";
import { takesList, type FilterEditProps } from "../twin.ts";

export function TextFilter({ op, value, onChange }: FilterEditProps) {
  if (takesList(op)) return <Select className="wide" mode="tags" open={false} suffixIcon={null} value={Array.isArray(value) ? (value as string[]) : []} tokenSeparators={[",", "，", " "]} onChange={(next: string[]) => onChange(next)} />;
  return <Input value={typeof value === "string" ? value : ""} onChange={(event) => onChange(event.target.value)} />;
}
