import { Checkbox, DatePicker, Input } from "antd";
import type { Dayjs } from "dayjs";
import { instantOf, wallClock, wallNow } from "../../ui/moment.ts";
import { useWords } from "../../words/words.ts";
import { quickMoments } from "./next-step.ts";

export interface NextChoice {
  at: string | null;
  text: string;
  nothing: boolean;
}

interface Props {
  value: NextChoice;
  onChange: (value: NextChoice) => void;
  /** Marks that an answer is missing. */
  missing: boolean;
}

/** What comes next with a lead: one tap for the usual times, any other time, or nothing. */
export function NextStep({ value, onChange, missing }: Props) {
  const t = useWords();
  const quick = quickMoments(wallNow());
  const choose = (at: Dayjs | null): void => onChange({ ...value, at: at ? instantOf(at) : null, nothing: false });
  return (
    <fieldset className={missing ? "next next-missing" : "next"}>
      <legend>{t("leads:next_step")}</legend>
      <div className="pills">
        {quick.map(({ key, at }) => (
          <button key={key} type="button" className="pill" aria-pressed={value.at === instantOf(at)} title={at.format("MM-DD HH:mm")} onClick={() => choose(value.at === instantOf(at) ? null : at)}>{t(`leads:next_${key}`)}</button>
        ))}
        <DatePicker
          showNow={false} size="small" className="next-date" value={value.at ? wallClock(value.at) : null} placeholder={t("leads:next_other")} aria-label={t("leads:next_other")} showTime={{ format: "HH:mm", minuteStep: 5 }} format="MM-DD HH:mm"
          disabledDate={(day) => day.isBefore(wallNow(), "day")} onChange={choose}
        />
        <Checkbox checked={value.nothing} onChange={(event) => onChange({ ...value, at: event.target.checked ? null : value.at, nothing: event.target.checked })}>{t("leads:nothing_next")}</Checkbox>
      </div>
      {value.at && <Input size="small" value={value.text} maxLength={300} placeholder={t("leads:next_text")} aria-label={t("leads:next_text")} onChange={(event) => onChange({ ...value, text: event.target.value })} />}
      {missing && <small className="wrong">{t("leads:next_needed")}</small>}
    </fieldset>
  );
}
