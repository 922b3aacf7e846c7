import { CloseOutlined } from "@ant-design/icons";
import { Alert, Button, Checkbox, Radio, Select } from "antd";
import { useState } from "react";
import type { FieldAccess, Scope } from "../../core/ctx.ts";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { useObjects, type ObjectMeta } from "../api/objects.ts";
import { useText, useWords } from "../words/words.ts";
import type { Grants, Role } from "./directory.ts";
import { useSave } from "./save.ts";
import { ACCESSES, LEAD_VERBS, RECORD_VERBS, ROOMS, roomWord, SCOPES, type Room, type Verb, verbWord } from "./verbs.ts";

/** The rights of one role as tables of ticks and sentences. */
export function RoleEditor({ role, people, onRemoved }: { role: Role; people: number; onRemoved: () => void }) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const objects = (useObjects().data ?? []).filter((object) => !object.retired && object.key !== "person" && object.key !== "team");
  const [grants, setGrants] = useState(role.grants);
  const save = useSave(() => call("PATCH", `/roles/${role.key}`, { body: { grants }, ifMatch: role.version }), { refresh: ["role", "me"], said: t("people:role_saved") });
  const remove = useSave(() => call("DELETE", `/roles/${role.key}`), { refresh: ["role"], said: t("people:role_removed"), done: onRemoved });
  const everything = role.key === "admin";
  const fixed = everything || !can("role:edit");
  const dirty = JSON.stringify(grants) !== JSON.stringify(role.grants);
  const granted = (object: string, verb: string): boolean => [...(grants.verbs[object] ?? []), ...(grants.verbs["*"] ?? [])].some((each) => each === verb || each === "*");
  const tick = (object: string, verb: string, on: boolean): void => {
    const now = new Set(grants.verbs[object] ?? []);
    if (on) now.add(verb);
    else now.delete(verb);
    // Whoever may do something with records has to see them.
    if (on && verb !== "read") now.add("read");
    const verbs = { ...grants.verbs, [object]: !on && verb === "read" ? [] : [...now] };
    if (verbs[object]?.length === 0) delete verbs[object];
    setGrants({ ...grants, verbs });
  };
  const box = (object: string, verb: Verb, label = false) => (
    <Checkbox key={verb} checked={granted(object, verb)} disabled={fixed || granted("*", verb)} onChange={(event) => tick(object, verb, event.target.checked)} aria-label={`${object} ${t(verbWord(verb))}`}>{label ? t(verbWord(verb)) : undefined}</Checkbox>
  );
  return (
    <div className="stack">
      <div className="row">
        <h2 style={{ fontSize: 15 }}>{text(role.label)}</h2>
        <span className="quiet">{t(role.standard ? "people:role_shipped" : "people:role_own")} · {t("people:role_people", { n: people })}</span>
        <span className="row row-end">
          {!role.standard && can("role:remove") && <Button onClick={() => remove.mutate(undefined)}>{t("people:role_remove")}</Button>}
          {!fixed && <Button type="primary" disabled={!dirty} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t("common:save")}</Button>}
        </span>
      </div>
      {everything ? <Alert type="info" showIcon title={t("people:role_admin")} /> : <p className="says">{t("people:role_at_once", { n: people })}</p>}
      {!everything && (
        <>
          <section className="panel">
            <div className="panel-head"><h2>{t("people:scope")}</h2></div>
            <Radio.Group disabled={fixed} value={grants.scope["*"] ?? "none"} onChange={(event) => setGrants({ ...grants, scope: { ...grants.scope, "*": event.target.value as Scope } })}>
              {SCOPES.map((scope) => <Radio key={scope} value={scope} className="option">{t(`people:scope_${scope}`)}<div className="hint">{t(`people:scope_${scope}_hint`)}</div></Radio>)}
            </Radio.Group>
            <Exceptions objects={objects} grants={grants} fixed={fixed} onChange={setGrants} />
          </section>
          <section className="panel">
            <div className="panel-head"><h2>{t("people:may_records")}</h2></div>
            <div style={{ overflowX: "auto" }}>
              <table className="matrix">
                <thead><tr><th>{t("people:object")}</th>{RECORD_VERBS.map((verb) => <th key={verb}>{t(verbWord(verb))}</th>)}</tr></thead>
                <tbody>
                  {objects.map((object) => (
                    <tr key={object.key}><td>{text(object.label)}</td>{RECORD_VERBS.map((verb) => <td key={verb}>{box(object.key, verb)}</td>)}</tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div className="line" style={{ marginTop: 12 }}>
              <span className="line-label">{t("people:lead_verbs")}</span>
              <div className="row">{LEAD_VERBS.map((verb) => box("lead", verb, true))}</div>
              <span className="line-label">{t("people:pool_verbs")}</span>
              <div className="row">{box("pool", "manage", true)}</div>
            </div>
          </section>
          <section className="panel">
            <div className="panel-head"><h2>{t("people:may_rooms")}</h2></div>
            <div className="stack" style={{ gap: 6 }}>
              {(Object.keys(ROOMS) as Room[]).map((room) => (
                <div className="line" key={room}><span className="line-label">{t(roomWord(room))}</span><div className="row">{ROOMS[room].map((verb) => box(room, verb, true))}</div></div>
              ))}
            </div>
          </section>
          <FieldRules objects={objects} grants={grants} fixed={fixed} onChange={setGrants} />
        </>
      )}
    </div>
  );
}

interface Part {
  objects: ObjectMeta[];
  grants: Grants;
  fixed: boolean;
  onChange: (grants: Grants) => void;
}

/** Objects of which the role sees more or fewer records than of the others. */
function Exceptions({ objects, grants, fixed, onChange }: Part) {
  const t = useWords();
  const text = useText();
  const put = (object: string, scope: Scope | undefined): void => {
    const next = { ...grants.scope };
    if (scope) next[object] = scope;
    else delete next[object];
    onChange({ ...grants, scope: next });
  };
  const named = objects.filter((object) => grants.scope[object.key] !== undefined);
  const rest = objects.filter((object) => grants.scope[object.key] === undefined);
  return (
    <div className="stack" style={{ gap: 6, marginTop: 8 }}>
      {named.map((object) => (
        <div className="sentence" key={object.key}>
          <span>{t("people:scope_except", { object: text(object.label) })}</span>
          <Select size="small" style={{ minWidth: 170 }} disabled={fixed} aria-label={`${t("people:scope")} · ${text(object.label)}`} value={grants.scope[object.key]} options={(["none", ...SCOPES] as const).map((scope) => ({ value: scope, label: t(`people:scope_${scope}`) }))} onChange={(scope: Scope) => put(object.key, scope)} />
          {!fixed && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("people:remove_exception")} onClick={() => put(object.key, undefined)} />}
        </div>
      ))}
      {!fixed && <Select<string> size="small" style={{ width: 220 }} value={null} aria-label={t("people:scope_add")} placeholder={t("people:scope_add")} options={rest.map((object) => ({ value: object.key, label: text(object.label) }))} onChange={(object) => put(object, "all")} />}
    </div>
  );
}

/** Fields the role may not change, sees masked, or does not see. */
function FieldRules({ objects, grants, fixed, onChange }: Part) {
  const t = useWords();
  const text = useText();
  const [object, setObject] = useState("lead");
  const put = (of: string, field: string, access: FieldAccess | undefined): void => {
    const rules = { ...grants.fields[of] };
    if (access && access !== "edit") rules[field] = access;
    else delete rules[field];
    const fields = { ...grants.fields, [of]: rules };
    if (Object.keys(rules).length === 0) delete fields[of];
    onChange({ ...grants, fields });
  };
  const chosen = objects.find((each) => each.key === object);
  const rules = objects.flatMap((each) => Object.entries(grants.fields[each.key] ?? {}).map(([field, access]) => ({ of: each, field: each.fields.find((one) => one.key === field), key: field, access })));
  const free = (chosen?.fields ?? []).filter((field) => !field.retired && !["id", "version"].includes(field.key) && grants.fields[object]?.[field.key] === undefined);
  return (
    <section className="panel">
      <div className="panel-head"><h2>{t("people:field_rules")}</h2></div>
      <p className="hint" style={{ marginBottom: 8 }}>{t("people:field_rules_hint")}</p>
      <div className="stack" style={{ gap: 6 }}>
        {rules.map(({ of, field, key, access }) => (
          <div className="sentence" key={`${of.key} ${key}`}>
            <span style={{ minWidth: 160 }}>{text(of.label)} · {field ? text(field.label) : key}</span>
            <Select size="small" style={{ minWidth: 150 }} disabled={fixed} aria-label={`${text(of.label)} · ${field ? text(field.label) : key}`} value={access} options={ACCESSES.map((each) => ({ value: each, label: t(`people:access_${each}`) }))} onChange={(next: FieldAccess) => put(of.key, key, next)} />
            {!fixed && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("people:remove_exception")} onClick={() => put(of.key, key, undefined)} />}
          </div>
        ))}
        {!fixed && (
          <div className="row">
            <Select size="small" style={{ width: 120 }} aria-label={t("people:object")} value={object} options={objects.map((each) => ({ value: each.key, label: text(each.label) }))} onChange={setObject} />
            <Select<string> size="small" style={{ width: 200 }} value={null} aria-label={t("people:field_add")} showSearch={{ optionFilterProp: "label" }} placeholder={t("people:field_add")} options={free.map((field) => ({ value: field.key, label: text(field.label) }))} onChange={(field) => put(object, field, "masked")} />
          </div>
        )}
      </div>
    </section>
  );
}
