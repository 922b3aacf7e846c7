import { Button, DatePicker, Select, Table, Tag } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { run } from "../api/run.ts";
import { useCan } from "../api/me.ts";
import { useObjects } from "../api/objects.ts";
import { queryClient } from "../api/query-client.ts";
import { recordAddress } from "../app/pages.tsx";
import { Empty } from "../ui/Empty.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { dayStart } from "../ui/moment.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { tell, tellProblem } from "../ui/toast.tsx";
import { useText, useWords } from "../words/words.ts";
import { useReasonText } from "./arrival-reasons.ts";
import { OUTCOMES, useChannels, type Arrival, type ArrivalPage, type Outcome } from "./channels.ts";
import "./manage.css";
import { pathsOf } from "./payload.ts";

const COLOURS: Record<Outcome, string> = { created: "green", merged: "blue", attached: "cyan", duplicate: "gold", quarantined: "orange", failed: "red" };
/** Whatever became a lead stays as it is. */
const replayable = (arrival: Arrival): boolean => arrival.outcome !== "created";

/** Everything that arrived, what became of it and why; nothing is ever lost. */
export default function Arrivals() {
  const t = useWords();
  const can = useCan();
  const phone = usePhoneWidth();
  const [params, setParams] = useSearchParams();
  const [replaying, setReplaying] = useState<{ done: number; of: number }>();
  const channels = useChannels();
  const [outcome, channel, from, to] = [params.get("outcome") ?? "", params.get("channel") ?? "", params.get("from"), params.get("to")];
  const importId = params.get("import_id") ?? "";
  const range = { channel, import_id: importId, from: from ? dayStart(from) : "", to: to ? dayStart(to, 1) : "" };
  const totals = useQuery({ queryKey: ["arrival", "totals", range], queryFn: () => call<ArrivalPage>("GET", "/arrivals", { query: { ...range, limit: 1, count: true } }), placeholderData: (before) => before });
  const list = useInfiniteQuery({
    queryKey: ["arrival", "list", outcome, range], initialPageParam: undefined as string | undefined, placeholderData: (before) => before,
    queryFn: ({ pageParam, signal }) => call<ArrivalPage>("GET", "/arrivals", { query: { ...range, outcome, limit: 50, cursor: pageParam }, signal }), getNextPageParam: (page: ArrivalPage) => page.next_cursor ?? undefined,
  });
  const put = (change: Record<string, string | undefined>): void => setParams((now) => {
    const next = new URLSearchParams(now);
    for (const [key, value] of Object.entries(change)) if (value) next.set(key, value); else next.delete(key);
    return next;
  }, { replace: true });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const counted = totals.data?.totals ?? {};
  const lost = totals.data?.lost ?? 0;
  const all = Object.values(counted).reduce((sum, n) => sum + n, 0);
  const replay = async (arrivals: Arrival[]): Promise<void> => {
    const became = new Map<string, number>();
    setReplaying({ done: 0, of: arrivals.length });
    try {
      for (const [index, arrival] of arrivals.entries()) {
        const answer = await call<{ outcome: Outcome }>("POST", `/arrivals/${arrival.id}/replay`);
        became.set(answer.outcome, (became.get(answer.outcome) ?? 0) + 1);
        setReplaying({ done: index + 1, of: arrivals.length });
      }
      tell(t("channels:replayed", { text: [...became].map(([key, n]) => `${t(`channels:outcome_${key as Outcome}`)} ${n}`).join(" · ") }));
    } catch (error) {
      tellProblem(error);
    }
    setReplaying(undefined);
    await queryClient.invalidateQueries({ queryKey: ["arrival"] });
  };
  const again = items.filter(replayable);
  const tag = ({ outcome: became }: Arrival) => <Tag color={COLOURS[became]}>{t(`channels:outcome_${became}`)}</Tag>;
  const actions = (arrival: Arrival) => (
    <span className="row" style={{ justifyContent: "flex-end", flexWrap: "nowrap" }} onClick={(event) => event.stopPropagation()}>
      {arrival.object && arrival.record_id && <Link to={recordAddress(arrival.object, arrival.record_id)}>{t("channels:open_record")}</Link>}
      {replayable(arrival) && can("arrival:replay") && <Button size="small" disabled={replaying !== undefined} onClick={() => void replay([arrival])}>{t("channels:replay")}</Button>}
    </span>
  );
  return (
    <PageFrame
      title={t("nav:arrivals")}
      actions={can("arrival:replay") && again.length > 0 && <Button loading={replaying !== undefined} onClick={() => void replay(again)}>{replaying ? t("common:done_of", { done: replaying.done, total: replaying.of }) : t("channels:replay_shown", { n: again.length })}</Button>}
      filters={<>
        <Select style={{ minWidth: 150 }} value={channel} aria-label={t("channels:channel")} options={[{ value: "", label: t("channels:any_channel") }, ...(channels.data ?? []).map((each) => ({ value: each.key, label: each.name }))]} onChange={(next) => put({ channel: next })} />
        {importId && <OfImport id={importId} close={() => put({ import_id: undefined })} />}
        <DatePicker.RangePicker value={[from ? dayjs(from) : null, to ? dayjs(to) : null]} allowEmpty={[true, true]} onChange={(days) => put({ from: days?.[0]?.format("YYYY-MM-DD"), to: days?.[1]?.format("YYYY-MM-DD") })} />
      </>}
    >
      <div className="stack">
        <div className="tally" role="group" aria-label={t("channels:outcome")}>
          <button type="button" aria-pressed={outcome === ""} onClick={() => put({ outcome: undefined })}><b>{fullNumber(all)}</b><span>{t("channels:arrived")} · <span className={lost > 0 ? "down" : "up"}>{t("channels:lost_n", { n: fullNumber(lost) })}</span></span></button>
          {OUTCOMES.map((each) => <button key={each} type="button" aria-pressed={outcome === each} onClick={() => put({ outcome: outcome === each ? undefined : each })}><b>{fullNumber(counted[each] ?? 0)}</b><span>{t(`channels:outcome_${each}`)}</span></button>)}
        </div>
        {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
        <div className="sheet">
          <Table<Arrival>
            size="small" rowKey="id" dataSource={items} loading={list.isPending} pagination={false}
            locale={{ emptyText: list.isPending ? " " : <Empty title={t("channels:no_arrivals")} text={t("channels:no_arrivals_text")} /> }}
            expandable={{ expandRowByClick: true, expandedRowRender: detail }}
            showHeader={!phone}
            columns={phone ? [{
              key: "all", render: (_, arrival) => (
                <div className="stack" style={{ gap: 4 }}>
                  <span className="row">{tag(arrival)}<span className="quiet"><RelativeTime at={arrival.received_at} /></span><span style={{ marginInlineStart: "auto" }}>{actions(arrival)}</span></span>
                  <span>{whole(arrival.payload)}</span>
                </div>
              ),
            }] : [
              { title: t("channels:when"), key: "at", render: (_, arrival) => <RelativeTime at={arrival.received_at} /> },
              { title: t("channels:outcome"), key: "outcome", render: (_, arrival) => tag(arrival) },
              { title: t("channels:who"), key: "who", render: (_, arrival) => <span title={whole(arrival.payload)}>{whole(arrival.payload).slice(0, 60)}</span> },
              { title: t("channels:channel"), key: "channel", className: "short", render: (_, arrival) => channels.data?.find((each) => each.key === arrival.channel)?.name ?? arrival.channel },
              { title: t("channels:why"), key: "why", render: (_, arrival) => <FirstReason arrival={arrival} /> },
              { title: "", key: "do", align: "right", className: "short", render: (_, arrival) => actions(arrival) },
            ]}
          />
        </div>
        {list.hasNextPage && <div style={{ textAlign: "center" }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("channels:load_more")}</Button></div>}
      </div>
    </PageFrame>
  );
}

/** The file that the arrivals shown came in. */
function OfImport({ id, close }: { id: string; close: () => void }) {
  const t = useWords();
  const of = useQuery({ queryKey: ["import", id], queryFn: () => run("import.get", { id }) });
  return <Tag closable onClose={close} style={{ lineHeight: "28px", margin: 0 }}><Link to={`/import/${id}`}>{t("ledger:of_import", { file: of.data?.file_name ?? "…" })}</Link></Tag>;
}

const detail = (arrival: Arrival) => <Detail arrival={arrival} />;

/** Names under which senders put what an arrival is recognised by. */
const TELLING = [/(^|[._])(name|姓名|联系人)$/i, /(^|[._])company(_?name)?$|公司|单位/i, /phone|mobile|tel|电话|手机/i, /need|message|需求|留言/i];

/** The first few values that arrived, to recognise the arrival by. */
function whole(payload: unknown): string {
  const paths = pathsOf(payload).filter((each) => each.value !== "" && !/^\d{4}-\d\d-\d\dT/.test(each.value));
  const rank = (path: string): number => { const at = TELLING.findIndex((word) => word.test(path)); return at < 0 ? TELLING.length : at; };
  return paths.sort((a, b) => rank(a.path) - rank(b.path)).slice(0, 4).map((each) => each.value).join(" · ");
}

function FirstReason({ arrival }: { arrival: Arrival }) {
  const say = useReasonText();
  const [first] = arrival.reasons;
  return first ? <span className="quiet">{say(first)}</span> : null;
}

function Detail({ arrival }: { arrival: Arrival }) {
  const t = useWords();
  const text = useText();
  const say = useReasonText();
  const fields = useObjects().data?.find((each) => each.key === "lead")?.fields ?? [];
  const label = (path: string): string => { const found = fields.find((field) => field.key === path); return found ? text(found.label) : path; };
  return (
    <div className="stack" style={{ padding: "4px 8px", gap: 8 }}>
      <ul className="reasons">
        {arrival.reasons.length === 0 && <li>{t(`channels:outcome_${arrival.outcome}_hint`)}</li>}
        {arrival.reasons.map((reason, index) => <li key={`${reason.code} ${index}`}>{say(reason)}</li>)}
        {arrival.replays > 0 && <li className="quiet">{t("channels:replays", { n: arrival.replays })} <RelativeTime at={arrival.replayed_at} /></li>}
      </ul>
      <dl className="payload">{pathsOf(arrival.payload).flatMap(({ path, value }) => [<dt key={path}>{label(path)}</dt>, <dd key={`${path}=`}>{value}</dd>])}</dl>
    </div>
  );
}
