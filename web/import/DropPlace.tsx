import { InboxOutlined } from "@ant-design/icons";
import { Select } from "antd";
import { useRef, useState, type DragEvent } from "react";
import { useNavigate } from "react-router";
import { useCan } from "../api/me.ts";
import { useObjects } from "../api/objects.ts";
import { upload } from "../api/upload.ts";
import { Problem } from "../ui/Problem.tsx";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { useText, useWords } from "../words/words.ts";
import { received, type ReadOptions } from "./data.ts";

const ACCEPTED = ".csv,.tsv,.txt,.xlsx";
const LARGEST = 200 * 1024 * 1024;

/** Sends a file and opens its import. */
export function useUpload() {
  const t = useWords();
  const go = useNavigate();
  const [sending, setSending] = useState<{ name: string; size: number; share: number }>();
  const [error, setError] = useState<unknown>();
  const stop = useRef<AbortController>(null);
  const send = async (file: File, object: string, options: ReadOptions, replace = false): Promise<void> => {
    setError(undefined);
    if (file.size > LARGEST) return setError(new Error(t("import:too_large")));
    stop.current = new AbortController();
    setSending({ name: file.name, size: file.size, share: 0 });
    try {
      const answer = await upload("import.upload", file, { object, options: JSON.stringify(options) }, (share) => setSending({ name: file.name, size: file.size, share }), stop.current.signal);
      received.set(answer.id, { answer, file, options });
      void go(`/import/${answer.id}`, { replace });
    } catch (problem) {
      if (!stop.current.signal.aborted) setError(problem);
    }
    setSending(undefined);
  };
  return { send, sending, error, cancel: () => stop.current?.abort() };
}

/** Takes a file by dropping it, by keyboard or by a tap. */
export function DropPlace() {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const objects = useObjects();
  const [object, setObject] = useState("lead");
  const [over, setOver] = useState(false);
  const { send, sending, error, cancel } = useUpload();
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file) void send(file, object, {});
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const choices = (objects.data ?? []).filter(({ key }) => can(`${key}:create`));
  return (
    <div className="drop-place">
      {choices.length > 1 && (
        <label className="drop-object">{t("import:into")} <Select popupMatchSelectWidth={false} value={object} onChange={setObject} options={choices.map(({ key, label }) => ({ value: key, label: text(label) }))} /></label>
      )}
      {sending ? (
        <div className="panel"><ProgressLine label={t("import:sending", { name: sending.name })} done={Math.round((sending.share * sending.size) / 1024)} total={Math.ceil(sending.size / 1024)} cancel={cancel} /></div>
      ) : (
        <label className={over ? "drop drop-over" : "drop"} onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }} onDragLeave={() => setOver(false)} onDrop={drop}>
          <input type="file" accept={ACCEPTED} onChange={(event) => {
            take(event.target.files);
            event.target.value = "";
          }} />
          <InboxOutlined />
          <b>{t("import:drop")}</b>
          <span className="quiet">{t("import:drop_text")}</span>
        </label>
      )}
      {error !== undefined && <Problem error={error} />}
    </div>
  );
}
