import { Button, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import type { ObjectMeta } from "../api/objects.ts";
import { tell, tellProblem } from "../ui/toast.tsx";
import { useText, useWords } from "../words/words.ts";
import type { ArrivalPage, Channel } from "./channels.ts";
import { capturable } from "./lead-fields.ts";
import { pathsOf, readSample } from "./payload.ts";

interface Props {
  channel: Channel;
  lead: ObjectMeta;
  onChange: (mapping: Record<string, string> | null) => void;
}

/** Which part of what arrives goes to which field: paste one example, then choose a field beside each value. */
export function Mapping({ channel, lead, onChange }: Props) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const { mapping } = channel;
  const [sample, setSample] = useState("");
  const fields = capturable(lead);
  const payload = readSample(sample);
  const paths = pathsOf(payload);
  const known = new Map(Object.entries(mapping ?? {}).map(([field, path]) => [path, field]));
  const rows = [...paths, ...[...known.keys()].filter((path) => !paths.some((each) => each.path === path)).map((path) => ({ path, value: "" }))];
  const put = (path: string, field: string | undefined): void => {
    const next = Object.fromEntries(Object.entries(mapping ?? {}).filter(([key, at]) => at !== path && key !== field));
    onChange(field ? { ...next, [field]: path } : next);
  };
  const useLatest = async (): Promise<void> => {
    try {
      const latest = (await call<ArrivalPage>("GET", "/arrivals", { query: { channel: channel.key, limit: 1 } })).items[0];
      if (latest) setSample(JSON.stringify(latest.payload, null, 2));
      else tell(t("channels:no_arrival_yet"));
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <section className="panel">
      <h2>{t("channels:mapping")}</h2>
      <Segmented<"name" | "own"> value={mapping === null ? "name" : "own"} options={[{ value: "name", label: t("channels:by_name") }, { value: "own", label: t("channels:own_mapping") }]} onChange={(next) => onChange(next === "name" ? null : {})} />
      <p className="hint" style={{ margin: "6px 0 10px" }}>{t(mapping === null ? "channels:by_name_hint" : "channels:own_mapping_hint")}</p>
      {mapping !== null && (
        <div className="stack" style={{ gap: 8 }}>
          <Input.TextArea className="json" aria-label={t("channels:sample")} value={sample} autoSize={{ minRows: 3, maxRows: 10 }} placeholder={'{"user":{"name":"王伟","mobile":"13912345678"}}'} status={sample !== "" && payload === undefined ? "error" : ""} onChange={(event) => setSample(event.target.value)} />
          <div className="row">
            {can("arrival:read") && <Button size="small" onClick={() => void useLatest()}>{t("channels:use_latest")}</Button>}
            {sample !== "" && payload === undefined && <span className="wrong">{t("channels:bad_sample")}</span>}
          </div>
          {rows.length > 0 && (
            <div style={{ overflowX: "auto" }}>
              <table className="matrix">
                <thead><tr><th>{t("channels:path")}</th><th style={{ textAlign: "left" }}>{t("channels:value")}</th><th style={{ textAlign: "left" }}>{t("channels:goes_to")}</th></tr></thead>
                <tbody>
                  {rows.map(({ path, value }) => (
                    <tr key={path}>
                      <td><code>{path}</code></td>
                      <td className="matrix-more quiet">{value.slice(0, 40)}</td>
                      <td className="matrix-more"><Select<string> allowClear size="small" style={{ width: 180 }} aria-label={path} value={known.get(path) ?? null} placeholder={t("channels:not_used")} showSearch={{ optionFilterProp: "label" }} options={fields.map((field) => ({ value: field.key, label: text(field.label) }))} onChange={(field?: string) => put(path, field)} /></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {rows.length === 0 && <p className="hint">{t("channels:paste_first")}</p>}
        </div>
      )}
    </section>
  );
}
