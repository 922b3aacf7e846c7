import { Alert, Button, ConfigProvider, Input, Segmented, Tag } from "antd";
import { useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { queryClient } from "../api/query-client.ts";
import { Waiting } from "../app/Waiting.tsx";
import { usePeople } from "../manage/directory.ts";
import "../manage/manage.css";
import { useSave } from "../manage/save.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { offerUndo } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { POLICY_KINDS, type MatchBody, type PolicyKind, type PoolBody, type RouteBody, type ScoreBody, type SlaBody } from "./bodies.ts";
import { Changes } from "./Changes.tsx";
import { missingIn } from "./complete.ts";
import { differences } from "./differences.ts";
import { MatchForm } from "./MatchForm.tsx";
import { PoolForm } from "./PoolForm.tsx";
import { RouteForm } from "./RouteForm.tsx";
import { ScoreForm } from "./ScoreForm.tsx";
import { Simulation } from "./Simulation.tsx";
import { SlaForm } from "./SlaForm.tsx";

interface Version {
  version: number;
  status: "draft" | "published" | "superseded";
  body: unknown;
  note: string | null;
  changed_at: string;
  changed_by: string | null;
  published_at: string | null;
  published_by: string | null;
}

interface Policy {
  published: Version | null;
  draft: Version | null;
  versions: Version[];
}

/** The rules that decide by themselves: tried as a draft, published when they are right, taken back when they were not. */
export default function Policies() {
  const t = useWords();
  const go = useNavigate();
  const params = useParams();
  const kind = POLICY_KINDS.find((each) => each === params.kind) ?? "score";
  const policy = useQuery({ queryKey: ["policy", kind], queryFn: () => call<Policy>("GET", `/policies/${kind}`) });
  return (
    <PageFrame
      title={t("nav:policies")}
      filters={<div style={{ overflowX: "auto" }}><Segmented<PolicyKind> value={kind} options={POLICY_KINDS.map((each) => ({ value: each, label: t(`policies:kind_${each}`) }))} onChange={(next) => void go(`/policies/${next}`)} /></div>}
    >
      {policy.isPending && <Waiting />}
      {policy.error && <Problem error={policy.error} retry={() => void policy.refetch()} />}
      {policy.data?.published && <Editor key={`${kind} ${policy.data.published.version} ${policy.data.draft?.changed_at ?? ""}`} kind={kind} policy={policy.data} published={policy.data.published} />}
    </PageFrame>
  );
}

function Editor({ kind, policy, published }: { kind: PolicyKind; policy: Policy; published: Version }) {
  const t = useWords();
  const can = useCan();
  const fixed = !can("policy:edit");
  const kept = policy.draft?.body ?? published.body;
  const [body, setBody] = useState(kept);
  const [note, setNote] = useState(policy.draft?.note ?? "");
  const changes = useMemo(() => differences(published.body, body), [published.body, body]);
  const missing = missingIn(kind, body);
  const unsaved = differences(kept, body).length > 0;
  const refresh = ["policy"];
  const keep = (next: unknown): Promise<unknown> => call("PUT", `/policies/${kind}/draft`, { body: { body: next, ...(note.trim() ? { note: note.trim() } : {}) } });
  const save = useSave(() => keep(body), { refresh, said: t("policies:draft_saved") });
  const discard = useSave(() => keep(published.body), { refresh, said: t("policies:draft_discarded"), done: () => setBody(published.body) });
  const publish = useSave(
    async () => {
      await keep(body);
      return call<Version>("POST", `/policies/${kind}/publish`);
    },
    {
      refresh,
      done: () => offerUndo(t("policies:published_now"), async () => {
        await call("POST", `/policies/${kind}/rollback`, { body: { version: published.version } });
        await queryClient.invalidateQueries({ queryKey: ["policy"] });
      }),
    },
  );
  return (
    <div className="columns-2">
      <div className="stack">
        <ConfigProvider componentDisabled={fixed}><KindForm kind={kind} body={body} onChange={setBody} /></ConfigProvider>
      </div>
      <aside className="stack">
        <section className="panel" aria-label={t("policies:draft")}>
          <h2>{t("policies:draft")}<small>{t("policies:compared", { n: published.version })}</small></h2>
          <div className="stack" style={{ gap: 10 }}>
            {changes.length === 0 ? <p className="hint">{t(fixed ? "policies:read_only" : "policies:no_changes")}</p> : <Changes differences={changes} />}
            {missing.map((each) => <Alert key={each} type="warning" showIcon title={t(each)} />)}
            {!fixed && changes.length > 0 && (
              <>
                <Input value={note} maxLength={500} aria-label={t("policies:note")} placeholder={t("policies:note")} onChange={(event) => setNote(event.target.value)} />
                <div className="row">
                  <Button type="primary" disabled={missing.length > 0} loading={publish.isPending} onClick={() => publish.mutate(undefined)}>{t("policies:publish")}</Button>
                  <Button disabled={!unsaved || missing.length > 0} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t("policies:save_draft")}</Button>
                  <Button type="text" onClick={() => (policy.draft ? discard.mutate(undefined) : setBody(published.body))}>{t("policies:discard")}</Button>
                </div>
              </>
            )}
          </div>
        </section>
        <Simulation kind={kind} body={body} disabled={missing.length > 0} />
        <Versions kind={kind} policy={policy} fixed={fixed} />
      </aside>
    </div>
  );
}

function KindForm({ kind, body, onChange }: { kind: PolicyKind; body: unknown; onChange: (body: unknown) => void }) {
  if (kind === "match") return <MatchForm body={body as MatchBody} onChange={onChange} />;
  if (kind === "score") return <ScoreForm body={body as ScoreBody} onChange={onChange} />;
  if (kind === "route") return <RouteForm body={body as RouteBody} onChange={onChange} />;
  if (kind === "pool") return <PoolForm body={body as PoolBody} onChange={onChange} />;
  return <SlaForm body={body as SlaBody} onChange={onChange} />;
}

/** Earlier versions with who published them and why; each can be put in force again. */
function Versions({ kind, policy, fixed }: { kind: PolicyKind; policy: Policy; fixed: boolean }) {
  const t = useWords();
  const people = usePeople();
  const [open, setOpen] = useState<number>();
  const back = useSave((version: number) => call("POST", `/policies/${kind}/rollback`, { body: { version } }), { refresh: ["policy"], said: t("policies:rolled_back") });
  const told = (note: string | null): string => { const from = /^← (\d+)$/.exec(note ?? "")?.[1]; return from ? t("policies:from_version", { n: from }) : (note ?? ""); };
  const past = policy.versions.filter((each) => each.status !== "draft");
  return (
    <section className="panel" aria-label={t("policies:versions")}>
      <h2>{t("policies:versions")}</h2>
      <ul className="versions">
        {past.map((each) => (
          <li key={each.version} style={{ flexWrap: "wrap" }}>
            <span style={{ flex: 1, minWidth: 0 }}>
              {t("policies:version", { n: each.version })} {each.status === "published" && <Tag color="green">{t("policies:in_force")}</Tag>}
              <small>{people.data?.find((person) => person.id === each.published_by)?.name ?? t("policies:shipped")} · <RelativeTime at={each.published_at} />{each.note && ` · ${told(each.note)}`}</small>
            </span>
            {each.status !== "published" && <Button size="small" type="text" onClick={() => setOpen(open === each.version ? undefined : each.version)}>{t("policies:compare")}</Button>}
            {each.status !== "published" && !fixed && <Button size="small" loading={back.isPending && back.variables === each.version} onClick={() => back.mutate(each.version)}>{t("policies:roll_back")}</Button>}
            {open === each.version && <div style={{ flexBasis: "100%" }}><p className="hint">{t("policies:compare_hint")}</p><Changes differences={differences(policy.published?.body, each.body)} /></div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
