import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useWords } from "../words/words.ts";

interface Props {
  from: string;
  to: string;
  today: string;
  onChange(days: { from: string; to: string }): void;
}

/** Own first and last day. */
export default function OwnDays({ from, to, today, onChange }: Props) {
  const t = useWords();
  return (
    <DatePicker.RangePicker
      aria-label={t("insight:own")} allowClear={false} value={[dayjs(from), dayjs(to)]} maxDate={dayjs(today)} inputReadOnly
      onChange={(days) => {
        const [first, last] = days ?? [];
        if (first && last) onChange({ from: first.format("YYYY-MM-DD"), to: last.format("YYYY-MM-DD") });
      }}
    />
  );
}
