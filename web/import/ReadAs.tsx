import { Select } from "antd";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import type { ReadOptions, Received } from "./data.ts";
import { useUpload } from "./DropPlace.tsx";

const ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16le", "utf-16be", "windows-1252", "shift_jis"];

/** How the file was read, to be put right where it was guessed wrong; reading it another way sends it again. */
export function ReadAs({ from }: { from: Received }) {
  const t = useWords();
  const { send, sending, error } = useUpload();
  const { answer, file, options } = from;
  const again = (change: ReadOptions): void => void send(file, answer.object, { ...options, ...change }, true);
  if (sending) return <ProgressLine label={t("import:sending", { name: sending.name })} done={Math.round(sending.share * 100)} total={100} />;
  return (
    <div className="read-as">
      {answer.format === "csv" ? (
        <>
          <label>{t("import:encoding")} <Select size="small" popupMatchSelectWidth={false} value={options.encoding ?? answer.encoding ?? ""} options={[...new Set([...ENCODINGS, ...(answer.encoding ? [answer.encoding] : [])])].map((value) => ({ value, label: value === "gb18030" ? "GBK / GB18030" : value.toUpperCase() }))} onChange={(encoding) => again({ encoding })} /></label>
          <label>{t("import:separator")} <Select size="small" popupMatchSelectWidth={false} value={options.separator ?? ""} options={[{ value: "", label: t("import:separator_auto") }, { value: ",", label: t("import:separator_comma") }, { value: ";", label: t("import:separator_semicolon") }, { value: "\t", label: t("import:separator_tab") }, { value: "|", label: "|" }]} onChange={(separator) => {
            const { separator: _, ...rest } = options;
            void send(file, answer.object, separator ? { ...rest, separator } : rest, true);
          }} /></label>
        </>
      ) : (answer.sheets?.length ?? 0) > 1 && (
        <label>{t("import:sheet")} <Select size="small" popupMatchSelectWidth={false} value={options.sheet ?? answer.sheets?.[0] ?? ""} options={(answer.sheets ?? []).map((value) => ({ value, label: value }))} onChange={(sheet) => again({ sheet })} /></label>
      )}
      {error !== undefined && <Problem error={error} />}
    </div>
  );
}
