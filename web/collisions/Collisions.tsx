import { FileSearchOutlined, SettingOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useEffect, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { ask } from "../actions/ask.ts";
import { offerList } from "../actions/list.ts";
import { useCan } from "../api/me.ts";
import { run } from "../api/run.ts";
import { Waiting } from "../app/Waiting.tsx";
import "../duplicates/duplicates.css";
import { Countdown } from "../ui/Countdown.tsx";
import { Empty } from "../ui/Empty.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useWords } from "../words/words.ts";
import { CollisionDetail } from "./CollisionDetail.tsx";
import "./collisions.css";
import { customerName, partyName, type CollisionRow } from "./party.ts";
import { SettingDrawer } from "./SettingDrawer.tsx";
import { TakenLog } from "./TakenLog.tsx";

type State = "waiting" | "settled";

/** Two claims on one customer: what waits for a verdict, until when, and what was decided. */
export default function Collisions() {
  const t = useWords();
  const can = useCan();
  const go = useNavigate();
  const phone = usePhoneWidth();
  const { id } = useParams();
  const [params, setParams] = useSearchParams();
  const [drawer, setDrawer] = useState<"setting" | "log" | null>(null);
  const state = (params.get("state") ?? "waiting") as State;
  const list = useQuery({ queryKey: ["collisions", "notifications", state], queryFn: () => run("collision.list", { state, limit: 100 }) });
  const items = list.data?.items ?? [];
  const chosen = id ?? (phone ? undefined : items[0]?.id);
  const open = (next: string): void => void go(`/collisions/${next}${params.size > 0 ? `?${params.toString()}` : ""}`, { replace: !phone });
  const at = items.findIndex((each) => each.id === chosen);
  useEffect(() => offerList({ object: "collision", selected: [], focused: undefined, move: (step) => { const next = items[at + step]; if (next) open(next.id); } }));
  if (list.error && !list.data) return <section className="page"><Problem error={list.error} retry={() => void list.refetch()} /></section>;
  const detail = phone && chosen !== undefined;
  const actions = (
    <>
      {can("lead:check") && <Button onClick={() => ask({ kind: "taken" })}>{t("actions:taken")}</Button>}
      {can("taken:read") && <Button icon={<FileSearchOutlined />} onClick={() => setDrawer("log")}>{t("desks:taken_log")}</Button>}
      {can("organisation:edit") && <Button icon={<SettingOutlined />} onClick={() => setDrawer("setting")}>{t("desks:setting")}</Button>}
    </>
  );
  return (
    <PageFrame fill={!phone} title={t("nav:collisions")} actions={detail ? undefined : actions}>
      {!detail && <Segmented<State> className="desk-tabs" style={{ alignSelf: "start" }} value={state} options={[{ value: "waiting", label: t("desks:waiting") }, { value: "settled", label: t("desks:settled") }]} onChange={(value) => { setParams(value === "waiting" ? {} : { state: value }, { replace: true }); if (id) void go(value === "waiting" ? "/collisions" : "/collisions?state=settled", { replace: true }); }} />}
      {!list.data ? <Waiting /> : items.length === 0 && !chosen ? (
        state === "waiting"
          ? <Empty title={t("desks:no_collisions")} text={t("desks:no_collisions_text")} {...(can("lead:check") ? { action: { label: t("actions:taken"), run: () => ask({ kind: "taken" }) } } : {})} />
          : <Empty title={t("desks:no_settled")} />
      ) : (
        <div className={items.length > 0 ? "desk" : "desk desk-one"}>
          {!detail && items.length > 0 && <ul className="desk-list" aria-label={t("nav:collisions")}>{items.map((each) => <Row key={each.id} collision={each} chosen={each.id === chosen} open={() => open(each.id)} />)}</ul>}
          {chosen && (detail || !phone) && <CollisionDetail key={chosen} id={chosen} back={() => void go("/collisions")} />}
        </div>
      )}
      {drawer === "setting" && <SettingDrawer close={() => setDrawer(null)} />}
      {drawer === "log" && <TakenLog close={() => setDrawer(null)} />}
    </PageFrame>
  );
}

function Row({ collision, chosen, open }: { collision: CollisionRow; chosen: boolean; open: () => void }) {
  const t = useWords();
  return (
    <li>
      <button type="button" className="desk-item" aria-current={chosen} onClick={open}>
        <span className="desk-item-head"><b>{customerName(collision, t)}</b><span className={`collision-state collision-${collision.state}`}>{t(`desks:state_${collision.state}`)}</span></span>
        <span className="desk-item-head"><small className="desk-why">{partyName(collision, "claimant", t)} → {partyName(collision, "holder", t)}</small>{collision.frozen && collision.due_at && <small><Countdown due={collision.due_at} from={collision.opened_at} /></small>}</span>
      </button>
    </li>
  );
}
