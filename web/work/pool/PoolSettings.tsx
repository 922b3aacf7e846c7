import { Button, Drawer, Form, Input, Select, Switch } from "antd";
import { useCan } from "../../api/me.ts";
import { useObject } from "../../api/objects.ts";
import type { PoolSettingsOf } from "../../api/pools.ts";
import { run } from "../../api/run.ts";
import { usePeople, useTeams } from "../../manage/directory.ts";
import { useSave } from "../../manage/save.ts";
import { usePhoneWidth } from "../../ui/phone-width.ts";
import { useText, useWords } from "../../words/words.ts";

/** Who belongs to a pool, who looks after it, and what it hides before the claim. */
export function PoolSettings({ pool, close }: { pool: PoolSettingsOf; close: () => void }) {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const phone = usePhoneWidth();
  const [form] = Form.useForm<PoolSettingsOf>();
  const everyone = Form.useWatch("everyone", form) ?? pool.everyone;
  const people = (usePeople().data ?? []).filter((person) => person.status === "active").map((person) => ({ value: person.id, label: person.name }));
  const teams = (useTeams().data ?? []).map((team) => ({ value: team.id, label: team.name }));
  const fields = (useObject("lead")?.fields ?? []).filter((field) => !field.internal && !field.retired).map((field) => ({ value: field.key, label: text(field.label) }));
  const full = can("pool:edit");
  const save = useSave(({ name, admin_people, ...rest }: PoolSettingsOf) => run("pool.change", { ...rest, id: pool.id, ...(full ? { name, admin_people } : {}) }), { refresh: ["pools", "records", "objects"], said: t("pools:saved"), form, done: close });
  const search = { optionFilterProp: "label" } as const;
  return (
    <Drawer open title={full ? t("pools:settings_title") : `${t("pools:settings_title")} · ${pool.name}`} onClose={close} placement={phone ? "bottom" : "right"} size={phone ? "92%" : 460} extra={<Button type="primary" loading={save.isPending} onClick={() => form.submit()}>{t("common:save")}</Button>}>
      <Form form={form} layout="vertical" initialValues={pool} onFinish={() => save.mutate(form.getFieldsValue(true) as PoolSettingsOf)}>
        {full && <Form.Item name="name" label={t("pools:name")} rules={[{ required: true, whitespace: true, max: 100 }]}><Input /></Form.Item>}
        <Form.Item name="everyone" label={t("pools:everyone")} valuePropName="checked"><Switch /></Form.Item>
        {!everyone && <Form.Item name="member_teams" label={t("pools:teams")}><Select mode="multiple" showSearch={search} options={teams} /></Form.Item>}
        {!everyone && <Form.Item name="member_people" label={t("pools:people")}><Select mode="multiple" showSearch={search} options={people} /></Form.Item>}
        {full && <Form.Item name="admin_people" label={t("pools:admins")} extra={t("pools:admins_hint")}><Select mode="multiple" showSearch={search} options={people} /></Form.Item>}
        <Form.Item name="hidden_fields" label={t("pools:hidden")} extra={t("pools:hidden_hint")}><Select mode="multiple" showSearch={search} options={fields} /></Form.Item>
      </Form>
    </Drawer>
  );
}
