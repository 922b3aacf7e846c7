import {
  AimOutlined, CheckSquareOutlined, DeleteOutlined, EditOutlined, EnvironmentOutlined, GlobalOutlined, InboxOutlined, MailOutlined, MergeCellsOutlined, PhoneOutlined, SplitCellsOutlined, SwapOutlined, TeamOutlined, TrophyOutlined, UserOutlined, WechatOutlined,
} from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useState, type ReactNode } from "react";
import { useObject } from "../../api/objects.ts";
import { useTimeline, type Happening } from "../../api/timeline.ts";
import { Problem } from "../../ui/Problem.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { useText, useWords } from "../../words/words.ts";
import { headline } from "./happening.ts";
import { folded } from "./visits.ts";

const ACTIVITY_ICONS: Record<string, ReactNode> = { call: <PhoneOutlined />, visit: <EnvironmentOutlined />, email: <MailOutlined />, wechat: <WechatOutlined />, meeting: <TeamOutlined />, note: <EditOutlined /> };
const ICONS: Partial<Record<Happening["kind"], ReactNode>> = { task: <CheckSquareOutlined />, arrival: <AimOutlined />, stage: <SwapOutlined />, owner: <UserOutlined />, hold: <InboxOutlined />, merge: <MergeCellsOutlined />, collision: <SplitCellsOutlined />, conversion: <TrophyOutlined />, removed: <DeleteOutlined />, site: <GlobalOutlined /> };
const noteOf = ({ kind, facts }: Happening): string | undefined => [facts.summary, facts.note, kind === "site" && facts.title ? facts.url : undefined].find((each): each is string => typeof each === "string" && each !== "");

/** Everything that happened to a record, newest first; follow-ups stand out from what the system did. */
export function Timeline({ object, id }: { object: string; id: string }) {
  const t = useWords();
  const text = useText();
  const meta = useObject(object);
  const activity = useObject("activity");
  const [only, setOnly] = useState<"all" | "activity">("all");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const list = useTimeline(object, id);
  if (list.isPending) return <div className="timeline-waiting" role="status" aria-busy="true" />;
  if (!list.data) return <Problem error={list.error} retry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items).filter((item) => only === "all" || item.kind === "activity");
  return (
    <div className="timeline">
      <Segmented<"all" | "activity"> size="small" value={only} options={[{ value: "all", label: t("leads:timeline_all") }, { value: "activity", label: t("leads:timeline_activities") }]} onChange={setOnly} />
      {items.length === 0 && <p className="quiet">{t("leads:timeline_empty")}</p>}
      <ol>
        {folded(items, open).map(({ item, more }) => (
          <li key={`${item.kind} ${item.id}`} className={item.kind === "activity" ? "happened happened-activity" : "happened"}>
            <span className="happened-icon" aria-hidden="true">{item.kind === "activity" ? ACTIVITY_ICONS[String(item.facts.kind)] : (ICONS[item.kind] ?? <EditOutlined />)}</span>
            <div>
              <div className="happened-head"><b>{headline(item, { t, text, object: meta, activity })}</b><span className="quiet">{item.actor && item.actor.kind !== "system" ? item.actor.name : item.kind === "hold" || item.kind === "arrival" || item.kind === "site" ? "" : t("leads:by_system")}</span><RelativeTime at={item.at} /></div>
              {noteOf(item) && <p>{noteOf(item)}</p>}
              {more.length > 0 && <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setOpen(new Set([...open, item.id]))}>{t("score:more_visits", { n: more.length })}</Button>}
            </div>
          </li>
        ))}
      </ol>
      {list.hasNextPage && <Button type="link" size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("common:more")}</Button>}
    </div>
  );
}
