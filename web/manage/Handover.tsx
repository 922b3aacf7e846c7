import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Modal, Select } from "antd";
import { useState } from "react";
import type { InputOf } from "../../apps/contract.ts";
import { useCan } from "../api/me.ts";
import { run } from "../api/run.ts";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { GivePicker } from "../work/reroute/GivePicker.tsx";
import { type GiveLeads, told } from "../work/reroute/handovers.ts";
import { PreviewTable } from "../work/reroute/PreviewTable.tsx";
import { type Person, usePeople, useTeams } from "./directory.ts";

type Plan = InputOf<"person.handover">["plan"];
const OTHERS = ["account", "contact", "opportunity", "task"] as const;

/** Somebody leaves: what they hold goes to others in one step, and their account is switched off. */
export function HandoverWizard({ person, close, done }: { person: Person; close: () => void; done: () => void }) {
  const t = useWords();
  const can = useCan();
  const people = usePeople();
  const [lead, setLead] = useState<GiveLeads | null>({ by: "policy" });
  const boss = useTeams().data?.find((team) => team.id === person.team_id)?.manager_id;
  const manager = boss && boss !== person.id && people.data?.some((each) => each.id === boss && each.status === "active") ? [boss] : [];
  const [chosen, setChosen] = useState<Partial<Record<(typeof OTHERS)[number], string[]>>>({});
  // The manager takes what nobody else is named for.
  const to = (object: (typeof OTHERS)[number]): string[] => chosen[object] ?? manager;
  const [deactivate, setDeactivate] = useState(can("person:remove") && person.status === "active");
  const held = useQuery({ queryKey: ["handover", "held", person.id], queryFn: () => run("person.handover_preview", { id: person.id, plan: {} }) });
  const counts = held.data?.counts;
  const roles = held.data?.roles ?? [];
  const [successor, setSuccessor] = useState<string | null>();
  const takesOver = successor === undefined ? (manager[0] ?? null) : successor;
  const plan = (): Plan => ({
    ...(roles.length > 0 && takesOver ? { roles: { by: "person" as const, id: takesOver } } : {}),
    ...(lead && (counts?.lead ?? 0) > 0 ? { lead } : {}),
    ...Object.fromEntries(OTHERS.flatMap((object) => { const ids = to(object); return ids.length === 0 || (counts?.[object] ?? 0) === 0 ? [] : [[object, ids.length === 1 ? { by: "person", id: ids[0] } : { by: "even", ids }]]; })),
  });
  const preview = useMutation({ mutationFn: () => run("person.handover_preview", { id: person.id, plan: plan() }) });
  const hand = useMutation({
    mutationFn: () => run("person.handover", { id: person.id, plan: plan(), deactivate }),
    onSuccess: async (handover) => {
      done();
      await told(handover);
    },
  });
  const receivers = (people.data ?? []).filter((each) => each.status === "active" && each.id !== person.id).map((each) => ({ value: each.id, label: each.name }));
  const total = counts ? Object.values(counts).reduce((sum, n) => sum + n, 0) : 0;
  // Nothing may stay with somebody who cannot sign in.
  const left = deactivate && ((roles.length > 0 && !takesOver) || OTHERS.some((object) => (counts?.[object] ?? 0) > 0 && to(object).length === 0));
  const waits = ((counts?.lead ?? 0) > 0 && lead === null) || left;
  return (
    <Modal
      open title={t("route:handover_title", { name: person.name })} width={660} onCancel={close}
      footer={<>
        <Button onClick={close}>{t("common:cancel")}</Button>
        {(counts?.lead ?? 0) > 0 && <Button disabled={waits} loading={preview.isPending} onClick={() => preview.mutate()}>{t("route:preview")}</Button>}
        <Button type="primary" danger={deactivate} disabled={!counts || waits || (total === 0 && roles.length === 0 && !deactivate)} loading={hand.isPending} onClick={() => hand.mutate()}>{t(deactivate ? "route:handover_do_off" : "route:handover_do")}</Button>
      </>}
    >
      <div className="dialog">
        {(held.error ?? preview.error ?? hand.error) && <Problem error={held.error ?? preview.error ?? hand.error} />}
        {counts && total === 0 && roles.length === 0 && <p className="says">{t("route:handover_nothing")}</p>}
        {counts && counts.lead > 0 && (
          <section><h3 className="part">{t("route:object_lead")} <span className="number quiet">{fullNumber(counts.lead)}</span></h3><GivePicker without={person.id} onChange={(next) => { setLead(next); preview.reset(); }} /></section>
        )}
        {preview.data?.leads && <PreviewTable preview={preview.data.leads} />}
        {counts && OTHERS.filter((object) => counts[object] > 0).map((object) => (
          <div key={object} className="line">
            <span className="line-label">{t(`route:object_${object}`)} <span className="number">{fullNumber(counts[object])}</span></span>
            <Select mode="multiple" className="wide" aria-label={t(`route:object_${object}`)} placeholder={t("route:not_handed")} showSearch={{ optionFilterProp: "label" }} value={to(object)} options={receivers} onChange={(ids: string[]) => setChosen({ ...chosen, [object]: ids })} />
          </div>
        ))}
        {counts && total > counts.lead && <p className="hint">{t("route:with_account_hint")}</p>}
        {roles.length > 0 && (
          <div className="line">
            <span className="line-label">{t("hand:roles")} <span className="number">{fullNumber(roles.length)}</span></span>
            <div>
              <Select className="wide" aria-label={t("hand:roles")} placeholder={t("hand:roles_choose")} showSearch={{ optionFilterProp: "label" }} allowClear value={takesOver} options={receivers} onChange={(id: string | undefined) => setSuccessor(id ?? null)} />
              <p className="hint">{roles.map((role) => t(`hand:role_${role.kind}`, { name: role.name })).join(t("hand:and"))}</p>
            </div>
          </div>
        )}
        {held.data && held.data.collisions > 0 && <p className="hint">{t("hand:collisions", { n: fullNumber(held.data.collisions) })}</p>}
        {held.data && held.data.offers > 0 && <p className="hint">{t("hand:offers", { n: fullNumber(held.data.offers) })}</p>}
        {left && <p className="hint down" role="status">{t("hand:left")}</p>}
        {can("person:remove") && person.status === "active" && <Checkbox checked={deactivate} onChange={(event) => setDeactivate(event.target.checked)}>{t("route:deactivate")}</Checkbox>}
      </div>
    </Modal>
  );
}
