import { Alert, Button, Drawer, Form, Input, InputNumber, Radio, Select, TreeSelect } from "antd";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useCan, useMe } from "../api/me.ts";
import { queryClient } from "../api/query-client.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { offerUndo, tellProblem } from "../ui/toast.tsx";
import { useText, useWords } from "../words/words.ts";
import { GradeCapsInput, ShiftsInput } from "./Capacity.tsx";
import { everything, usePeople, useRoles, useTeams, type Person } from "./directory.ts";
import { HandoverLog } from "../work/reroute/Log.tsx";
import { HandoverWizard } from "./Handover.tsx";
import { Leave } from "./Leave.tsx";
import { Once } from "./Once.tsx";
import { newPassword } from "./password.ts";
import { PROVINCES } from "./provinces.ts";
import { useSave } from "./save.ts";

type Input_ = Omit<Person, "id" | "status" | "version"> & { password?: string };

/** Adds or changes one person; a new password is shown once. */
export function PersonDrawer({ person, team, onClose }: { person: Person | undefined; team: string; onClose: () => void }) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const phone = usePhoneWidth();
  const me = useMe();
  const [form] = Form.useForm<Input_>();
  const known = [...new Set((usePeople().data ?? []).flatMap((each) => each.skills))].sort();
  const [roles, teams] = [useRoles(can("role:read")), useTeams()];
  const [way, setWay] = useState<"generate" | "type" | "none">(person ? "none" : "generate");
  const [leaving, setLeaving] = useState(false);
  const [handed, setHanded] = useState<string>();
  const save = useSave(
    async (input: Input_) => {
      const password = way === "generate" ? newPassword() : way === "type" ? input.password : undefined;
      const { password: _, ...fields } = input;
      const body = { ...fields, team_id: fields.team_id || null, phone: fields.phone || null, cap_open: fields.cap_open ?? null, cap_daily: fields.cap_daily ?? null, territories: fields.territories ?? [], skills: fields.skills ?? [], cap_grades: fields.cap_grades ?? {}, shifts: fields.shifts ?? null, ...(password ? { password } : {}) };
      await (person ? call("PATCH", `/people/${person.id}`, { body, ifMatch: person.version }) : call("POST", "/people", { body }));
      return way === "generate" ? password : undefined;
    },
    { refresh: ["person", "candidates"], said: t("records:saved"), form, done: (password) => (password ? setHanded(password) : onClose()) },
  );
  const may = person ? can("person:edit") : can("person:create");
  const required = { required: true, whitespace: true, message: t("auth:required") };
  const tree = (parent: string | null): object[] => (teams.data ?? []).filter((each) => each.parent_id === parent).map((each) => ({ value: each.id, title: each.name, children: tree(each.id) }));
  return (
    <Drawer
      open title={person?.name ?? t("people:add")} size={phone ? "100%" : 520} onClose={onClose}
      extra={handed === undefined && may && <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>{t("common:save")}</Button>}
    >
      {handed !== undefined ? (
        <div className="stack">
          <Alert type="success" showIcon title={t("people:password_made", { name: String(form.getFieldValue("name")) })} description={t("people:password_once")} />
          <Once text={`${form.getFieldValue("email")}\n${handed}`} />
          <div><Button type="primary" onClick={onClose}>{t("people:password_kept")}</Button></div>
        </div>
      ) : (
        <>
          <Form<Input_> form={form} layout="vertical" requiredMark={false} disabled={!may} onFinish={save.mutate} initialValues={person ?? { role: "rep", team_id: team || null, territories: [], skills: [], cap_grades: {}, shifts: null }}>
            <div className="fields-2">
              <Form.Item name="name" label={t("people:name")} rules={[required]}><Input autoFocus={!person} autoComplete="off" /></Form.Item>
              <Form.Item name="email" label={t("people:email_sign_in")} rules={[required, { type: "email", message: t("auth:bad_email") }]} validateTrigger="onBlur"><Input autoComplete="off" /></Form.Item>
              <Form.Item name="role" label={t("people:role")} rules={[required]}><Select options={(roles.data ?? []).map((role) => ({ value: role.key, label: text(role.label) }))} /></Form.Item>
              <Form.Item name="team_id" label={t("people:team")}><TreeSelect allowClear treeDefaultExpandAll placeholder={t("people:no_team")} treeData={tree(null)} /></Form.Item>
              <Form.Item name="phone" label={t("people:phone")}><Input inputMode="tel" autoComplete="off" /></Form.Item>
            </div>
            <Form.Item label={t(person ? "people:password_new" : "people:password")} extra={person && way !== "none" ? t("people:password_signs_out") : undefined}>
              <Radio.Group value={way} onChange={(event) => setWay(event.target.value as typeof way)} options={(person ? (["none", "generate", "type"] as const) : (["generate", "type", "none"] as const)).map((each) => ({ value: each, label: t(person && each === "none" ? "people:password_keep" : `people:password_${each}`) }))} />
            </Form.Item>
            {way === "type" && <Form.Item name="password" rules={[{ required: true, min: 10, message: t("auth:password_hint") }]}><Input.Password autoComplete="new-password" placeholder={t("auth:password_hint")} /></Form.Item>}
            <h3 style={{ fontSize: 13, margin: "8px 0" }}>{t("people:for_routing")}</h3>
            <div className="fields-2">
              <Form.Item name="cap_open" label={t("people:cap_open")} extra={t("people:cap_open_hint")}><InputNumber className="wide" min={0} placeholder={t("people:unlimited")} /></Form.Item>
              <Form.Item name="cap_daily" label={t("people:cap_daily")} extra={t("people:cap_daily_hint")}><InputNumber className="wide" min={0} placeholder={t("people:unlimited")} /></Form.Item>
            </div>
            <Form.Item name="cap_grades" label={t("route:cap_grades")} extra={t("route:cap_grades_hint")}><GradeCapsInput /></Form.Item>
            <Form.Item name="territories" label={t("people:territories")} extra={t("people:territories_hint")}><Select mode="tags" tokenSeparators={[",", "，", "、"]} options={PROVINCES.map((value) => ({ value }))} /></Form.Item>
            <Form.Item name="skills" label={t("people:skills")} extra={t("people:skills_hint")}><Select mode="tags" options={known.map((value) => ({ value }))} tokenSeparators={[",", "，", "、"]} /></Form.Item>
            <Form.Item name="shifts" label={t("route:shifts")} extra={t("route:shifts_hint")}><ShiftsInput /></Form.Item>
          </Form>
          {person && <Leave person={person.id} />}
          {person && person.id !== me.person.id && person.status === "active" && can("lead:transfer") && (
            <section className="stack" style={{ marginTop: 20, gap: 6 }}>
              <h3 style={{ fontSize: 13 }}>{t("route:handover")}</h3>
              <p className="hint">{t("route:handover_says")}</p>
              <HandoverLog person={person.id} />
              <div><Button onClick={() => setLeaving(true)}>{t("route:handover_open")}</Button></div>
            </section>
          )}
          {person && leaving && <HandoverWizard person={person} close={() => setLeaving(false)} done={onClose} />}
          {person && person.id !== me.person.id && can("person:remove") && <Standing person={person} onDone={onClose} />}
        </>
      )}
    </Drawer>
  );
}

interface Key {
  created_by: string | null;
  revoked_at: string | null;
}

/** Switching somebody off, with what it means beforehand; and on again. */
function Standing({ person, onDone }: { person: Person; onDone: () => void }) {
  const t = useWords();
  const can = useCan();
  const held = useQuery({
    queryKey: ["records", "lead", "held", person.id],
    queryFn: () => call<{ total: number }>("POST", "/records/lead/query", { body: { filter: { all: [{ field: "owner_id", op: "is", value: person.id }, { field: "stage", op: "not_in", value: ["converted", "disqualified"] }] }, fields: ["name"], limit: 1, count: true } }),
    enabled: can("lead:read"),
  });
  const keys = useQuery({ queryKey: ["api_key", "all"], queryFn: () => everything<Key>("/api-keys"), enabled: can("api_key:read") });
  const live = (keys.data ?? []).filter((key) => key.created_by === person.id && key.revoked_at === null).length;
  const active = person.status === "active";
  const put = (status: Person["status"]): Promise<unknown> => (status === "inactive" ? call("DELETE", `/people/${person.id}`) : call("PATCH", `/people/${person.id}`, { body: { status } }));
  const change = async (): Promise<void> => {
    try {
      await put(active ? "inactive" : "active");
      await queryClient.invalidateQueries({ queryKey: ["person"] });
      offerUndo(t(active ? "people:switched_off" : "people:switched_on", { name: person.name }), async () => {
        await put(person.status);
        await queryClient.invalidateQueries({ queryKey: ["person"] });
      });
      onDone();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <section className="stack" style={{ marginTop: 20 }}>
      <h3 style={{ fontSize: 13 }}>{t(active ? "people:switch_off" : "people:switch_on")}</h3>
      {active ? (
        <ul className="changes">
          <li>{t("people:off_sign_in")}</li>
          <li>{held.data ? t("people:off_leads", { n: held.data.total }) : t("people:off_leads_unknown")}</li>
          {live > 0 && <li>{t("people:off_keys", { n: live })}</li>}
        </ul>
      ) : <p className="hint">{t("people:on_hint")}</p>}
      <div><Button danger={active} onClick={() => void change()}>{t(active ? "people:switch_off" : "people:switch_on")}</Button></div>
    </section>
  );
}
