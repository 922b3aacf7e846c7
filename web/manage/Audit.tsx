import { Button, Select, Table } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import type { OutputOf } from "../../apps/contract.ts";
import { useObject } from "../api/objects.ts";
import { run } from "../api/run.ts";
import { ConditionWords } from "../ui/ConditionChip.tsx";
import { Empty } from "../ui/Empty.tsx";
import { isFilter } from "../ui/list-url.ts";
import { exactTime } from "../ui/moment.ts";
import { fullNumber } from "../ui/numbers.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { useText, useWords, type WordKey } from "../words/words.ts";
import zh from "../words/zh-CN/audit.ts";
import { KINDS } from "./channels.ts";
import { usePeople, useRoles, useTeams } from "./directory.ts";
import "./manage.css";

type Entry = OutputOf<"audit.list">["items"][number];
type Subject = Entry["subject"];
const SUBJECTS: readonly Subject[] = ["person", "leave", "team", "role", "api_key", "organisation", "policy", "channel", "export", "purge"];

/** Who changed people, teams, roles, keys and settings: what it was before and is now. */
export default function Audit() {
  const t = useWords();
  const phone = usePhoneWidth();
  const [params, setParams] = useSearchParams();
  const subject = SUBJECTS.find((each) => each === params.get("subject"));
  const list = useInfiniteQuery({
    queryKey: ["audit", subject ?? ""], initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => run("audit.list", { limit: 50, ...(subject ? { subject } : {}), ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const who = ({ actor }: Entry): string => (actor.kind === "system" ? t("audit:by_system") : actor.kind === "key" ? t("audit:by_key", { name: actor.name }) : actor.name);
  return (
    <PageFrame
      title={t("nav:audit")}
      filters={<Select<Subject | ""> style={{ minWidth: 150 }} value={subject ?? ""} aria-label={t("audit:subject")} options={[{ value: "", label: t("audit:any_subject") }, ...SUBJECTS.map((value) => ({ value, label: t(`audit:is_${value}`) }))]} onChange={(next) => setParams(next ? { subject: next } : {}, { replace: true })} />}
    >
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      <div className="sheet">
        <Table<Entry>
          size="small" rowKey="id" showHeader={!phone} dataSource={items} loading={list.isPending} pagination={false} locale={{ emptyText: list.isPending ? " " : <Empty title={t("audit:none")} text={t("audit:none_text")} /> }}
          columns={phone ? [{ key: "all", render: (_, entry) => <><div className="quiet">{exactTime(entry.at)} · {who(entry)}</div><What entry={entry} /></> }] : [
            { title: t("audit:when"), key: "at", width: 150, render: (_, entry) => <span className="number">{exactTime(entry.at)}</span> },
            { title: t("audit:who"), key: "who", width: 140, render: (_, entry) => <span title={entry.address ?? ""}>{who(entry)}</span> },
            { title: t("audit:what"), key: "what", render: (_, entry) => <What entry={entry} /> },
          ]}
        />
      </div>
      {list.hasNextPage && <div style={{ textAlign: "center", marginTop: 10 }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("audit:load_more")}</Button></div>}
    </PageFrame>
  );
}

function What({ entry }: { entry: Entry }) {
  const t = useWords();
  const shown = useShown();
  if (entry.subject === "export") return <Exported entry={entry} />;
  const fields = Object.entries(entry.diff);
  const anew = /create|add$/.test(entry.event) && fields.every(([, [from]]) => from === null);
  const verb = anew ? "added" : /remove|revoke/.test(entry.event) ? "removed" : "changed";
  return (
    <div>
      <div>{t(`audit:is_${entry.subject}`)} <b>{entry.subject_name}</b> {entry.subject !== "purge" && <span className="quiet">{t(`audit:${verb}`)}</span>}</div>
      {fields.filter(([key]) => key !== "object").map(([key, [from, to]]) => (
        <div key={key} className="change"><span className="quiet">{t(wordOf(key))}</span> {from !== null && <>{shown(key, from)} → </>}{shown(key, to)}</div>
      ))}
    </div>
  );
}

/** What was taken out as a file: of which object, how many records, which columns, under which conditions. */
function Exported({ entry }: { entry: Entry }) {
  const t = useWords();
  const text = useText();
  const object = useObject(entry.subject_id);
  const now = (key: string): unknown => entry.diff[key]?.[1] ?? undefined;
  const [rows, fields, filter, q] = [now("rows"), now("fields"), now("filter"), now("q")];
  return (
    <div>
      <div>{t("audit:is_export")} <b>{object ? text(object.label) : entry.subject_name}</b> <span className="quiet">{t("records:total", { n: fullNumber(Number(rows ?? 0)) })}</span></div>
      {Array.isArray(fields) && <div className="change"><span className="quiet">{t("records:columns")}</span> {fields.map((key) => (({ label }) => (label ? text(label) : String(key)))(object?.fields.find((field) => field.key === key) ?? { label: undefined })).join(t("policies:list_or"))}</div>}
      {object && isFilter(filter) && <div className="change"><span className="quiet">{t("audit:f_filter")}</span> <ConditionWords object={object} condition={filter} /></div>}
      {typeof q === "string" && <div className="change"><span className="quiet">{t("common:search")}</span> {q}</div>}
    </div>
  );
}

const wordOf = (key: string): WordKey => (Object.hasOwn(zh, `f_${key}`) ? (`audit:f_${key}` as WordKey) : "audit:f_other");

/** Says a value: people, teams and roles by name, moments in the organisation's time, what is too long only that it changed. */
function useShown(): (key: string, value: unknown) => string {
  const t = useWords();
  const text = useText();
  const [people, teams, roles] = [usePeople().data ?? [], useTeams().data ?? [], useRoles().data ?? []];
  return (key, value) => {
    if (value === null || value === "") return "–";
    if (typeof value === "boolean") return t(value ? "audit:yes" : "audit:no");
    if (typeof value === "string") {
      if (/^\d{4}-\d\d-\d\dT/.test(value)) return exactTime(value);
      if (key === "role") return (({ label }) => (label ? text(label) : value))(roles.find((role) => role.key === value) ?? { label: undefined });
      const kind = key === "kind" ? KINDS.find((each) => each === value) : undefined;
      if (kind) return t(`records:channel_${kind}`);
      if (key === "status") return t(value === "active" ? "people:active" : "people:inactive");
      return [...people, ...teams].find((each) => each.id === value)?.name ?? value;
    }
    if (typeof value === "number") return String(value);
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(t("policies:list_or")) || "–";
    if (typeof value === "object" && "zh" in value && "en" in value) return text(value as { zh: string; en: string });
    return t("audit:new_value");
  };
}
