import { Button, DatePicker, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { queryClient } from "../api/query-client.ts";
import { Problem } from "../ui/Problem.tsx";
import { exactTime, instantOf } from "../ui/moment.ts";
import { offerUndo } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import "./manage.css";
import { type Cover, CoverPicker, coverWords } from "./CoverPicker.tsx";
import { usePeople, useTeams } from "./directory.ts";
import { useLeaveEffect } from "./LeaveEffect.tsx";
import { useSave } from "./save.ts";

interface Absence {
  id: string;
  from_at: string;
  to_at: string;
  note: string | null;
  cover: Cover | null;
  comes_back: boolean;
  state?: "plain" | "waiting" | "covered" | "over";
}

/** When a person is away: no leads are given to them then. */
export function Leave({ person }: { person: string }) {
  const t = useWords();
  const [days, setDays] = useState<[Dayjs, Dayjs]>();
  const [note, setNote] = useState("");
  const [cover, setCover] = useState<{ way: Cover["to"] | "none"; id: string | undefined; back: boolean }>({ way: "none", id: undefined, back: true });
  const [people, teams] = [usePeople().data ?? [], useTeams().data ?? []];
  const chosen: Cover | null = cover.way === "policy" ? { to: "policy" } : cover.way !== "none" && cover.id ? { to: cover.way, id: cover.id } : null;
  const effect = useLeaveEffect(person);
  const leave = useQuery({ queryKey: ["leave", person], queryFn: () => call<{ items: Absence[] }>("GET", `/people/${person}/leave`, { query: { limit: 200 } }) });
  const enter = (absence: Omit<Absence, "id">): Promise<unknown> => call("POST", `/people/${person}/leave`, { body: absence });
  const add = useSave(enter, { refresh: ["leave"], said: t("people:leave_added"), done: () => { setDays(undefined); setNote(""); setCover({ way: "none", id: undefined, back: true }); } });
  const remove = useSave((absence: Absence) => call("DELETE", `/people/${person}/leave/${absence.id}`).then(() => absence), {
    refresh: ["leave"],
    done: ({ from_at, to_at, note: kept, cover: by, comes_back }) => offerUndo(t("people:leave_removed"), async () => {
      await enter({ from_at, to_at, note: kept, cover: by, comes_back });
      await queryClient.invalidateQueries({ queryKey: ["leave"] });
    }),
  });
  const coming = (leave.data?.items ?? []).filter((each) => dayjs(each.to_at).isAfter(dayjs().subtract(30, "day"))).sort((a, b) => a.from_at.localeCompare(b.from_at));
  return (
    <section>
      <h3 style={{ fontSize: 13, margin: "12px 0 4px" }}>{t("people:leave")}</h3>
      <p className="hint">{t("people:leave_hint")}</p>
      {leave.error && <Problem error={leave.error} retry={() => void leave.refetch()} />}
      <ul className="versions">
        {coming.map((each) => (
          <li key={each.id}>
            <span style={{ flex: 1 }}>{exactTime(each.from_at)} – {exactTime(each.to_at)}<small>{[each.note, each.cover && coverWords(each.cover, people, teams, t), each.state === "covered" && t("route:state_covered")].filter(Boolean).join(" · ")}</small></span>
            <Button size="small" type="text" onClick={() => void effect.before(each, true, () => remove.mutate(each))}>{t("people:leave_remove")}</Button>
          </li>
        ))}
      </ul>
      <div className="row" style={{ marginTop: 6 }}>
        <DatePicker.RangePicker showTime={{ format: "HH:mm", minuteStep: 30, defaultOpenValue: [dayjs().startOf("day"), dayjs().endOf("day")] }} format="YYYY-MM-DD HH:mm" value={days ?? null} onChange={(next) => setDays(next?.[0] && next[1] ? [next[0], next[1]] : undefined)} />
        <Input style={{ width: 120 }} placeholder={t("people:leave_note")} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
      <div className="row" style={{ marginTop: 6 }}>
        <CoverPicker person={person} way={cover.way} id={cover.id} back={cover.back} onChange={(way, id, back) => setCover({ way, id, back })} />
        <Button disabled={!days || (cover.way !== "none" && !chosen)} loading={add.isPending || effect.busy} onClick={() => {
          if (!days) return;
          const absence = { from_at: instantOf(days[0]), to_at: instantOf(days[1]), note: note || null, cover: chosen, comes_back: cover.back };
          void effect.before(absence, false, () => add.mutate(absence));
        }}>{t("people:leave_add")}</Button>
      </div>
      {cover.way !== "none" && <p className="hint">{t("route:cover_hint")}</p>}
      {effect.dialog}
    </section>
  );
}
