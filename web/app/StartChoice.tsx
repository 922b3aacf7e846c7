import { useWords } from "../words/words.ts";

/** Sample data or empty, each with what it means. */
export function StartChoice({ value = true, onChange }: { value?: boolean; onChange?: (value: boolean) => void }) {
  const t = useWords();
  return (
    <div className="starts" role="radiogroup" aria-label={t("auth:start_with")}>
      {[true, false].map((sample) => (
        <label key={String(sample)} className="start">
          <input type="radio" name="start" checked={value === sample} onChange={() => onChange?.(sample)} />
          <b>{t(sample ? "auth:with_sample" : "auth:empty")}</b>
          <small>{t(sample ? "auth:with_sample_text" : "auth:empty_text")}</small>
        </label>
      ))}
    </div>
  );
}
