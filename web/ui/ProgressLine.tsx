import { Button, Progress } from "antd";
import { useLocale, useWords } from "../words/words.ts";
import { fullNumber } from "./numbers.ts";

interface Props {
  label?: string;
  done: number;
  total: number;
  failed?: boolean;
  cancel?: () => void;
}

/** Progress of slow work with its numbers, and a way to stop it. */
export function ProgressLine({ label, done, total, failed = false, cancel }: Props) {
  const t = useWords();
  useLocale();
  const percent = total > 0 ? Math.floor((done / total) * 100) : 0;
  return (
    <div className="progress-line">
      <div><span>{label}</span><span className="number">{t("common:done_of", { done: fullNumber(done), total: fullNumber(total) })}</span></div>
      <div>
        <Progress percent={percent} size="small" status={failed ? "exception" : percent >= 100 ? "success" : "active"} />
        {cancel && <Button size="small" onClick={cancel}>{t("common:cancel")}</Button>}
      </div>
    </div>
  );
}
