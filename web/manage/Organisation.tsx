import { Button, Form, Input, Select, Table } from "antd";
import { useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { useObjects } from "../api/objects.ts";
import { Waiting } from "../app/Waiting.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { LOCALES, useLocale, useText, useWords } from "../words/words.ts";
import { CalendarEditor } from "./CalendarEditor.tsx";
import { usePeople } from "./directory.ts";
import "./manage.css";
import { useSave } from "./save.ts";

interface Settings {
  name: string;
  time_zone: string;
  locale: string;
  currency: string;
}

const CURRENCIES = ["CNY", "HKD", "USD", "EUR", "GBP", "JPY", "SGD", "TWD", "MOP"];

/** The company's name and habits, its working hours, and what was thrown away. */
export default function Organisation() {
  const t = useWords();
  const can = useCan();
  const organisation = useQuery({ queryKey: ["organisation"], queryFn: () => call<Settings>("GET", "/organisation") });
  const save = useSave((input: Settings) => call("PATCH", "/organisation", { body: input }), { refresh: ["organisation", "me", "calendar"], said: t("records:saved") });
  const zones = useMemo(() => ["Asia/Shanghai", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "Asia/Shanghai")].map((value) => ({ value })), []);
  const spoken = useLocale();
  const currencyName = useMemo(() => new Intl.DisplayNames(spoken, { type: "currency" }), [spoken]);
  if (organisation.isPending) return <Waiting />;
  if (!organisation.data) return <Problem error={organisation.error} retry={() => void organisation.refetch()} />;
  const { name, time_zone, locale, currency } = organisation.data;
  return (
    <PageFrame title={t("manage:organisation")}>
      <div className="stack" style={{ maxWidth: 760 }}>
        <section className="panel">
          <h2>{t("manage:general")}</h2>
          <Form<Settings> layout="vertical" requiredMark={false} disabled={!can("organisation:edit")} initialValues={{ name, time_zone, locale, currency }} onFinish={save.mutate}>
            <div className="fields-2">
              <Form.Item name="name" label={t("manage:name")} rules={[{ required: true, whitespace: true, message: t("auth:required") }]}><Input /></Form.Item>
              <Form.Item name="time_zone" label={t("manage:time_zone")} extra={t("manage:time_zone_hint")}><Select showSearch options={zones} /></Form.Item>
              <Form.Item name="locale" label={t("manage:locale")} extra={t("manage:locale_hint")}><Select options={LOCALES.map((each) => ({ value: each.locale, label: each.name }))} /></Form.Item>
              <Form.Item name="currency" label={t("manage:currency")}><Select showSearch optionFilterProp="label" options={CURRENCIES.map((value) => ({ value, label: `${currencyName.of(value) ?? value} (${value})` }))} /></Form.Item>
            </div>
            <Button type="primary" htmlType="submit" loading={save.isPending}>{t("common:save")}</Button>
          </Form>
        </section>
        <CalendarEditor />
        <RecycleBin />
      </div>
    </PageFrame>
  );
}

interface Removed {
  id: string;
  title: string | null;
  removed_at: string;
  removed_by: string | null;
}

/** Removed records of one object, each of which can be brought back. */
function RecycleBin() {
  const t = useWords();
  const text = useText();
  const can = useCan();
  const people = usePeople();
  const objects = (useObjects().data ?? []).filter((object) => can(`${object.key}:remove`));
  const [object, setObject] = useState("lead");
  const [chosen, setChosen] = useState<string[]>([]);
  const key = objects.some((each) => each.key === object) ? object : (objects[0]?.key ?? "");
  const removed = useQuery({ queryKey: ["removed", key], queryFn: () => call<{ items: Removed[] }>("GET", `/records/${key}/removed`, { query: { limit: 500 } }), enabled: key !== "" });
  const restore = useSave((ids: string[]) => call("POST", `/records/${key}/restore`, { body: { ids } }), { refresh: ["removed", "records"], said: t("manage:restored"), done: () => setChosen([]) });
  if (key === "") return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t("manage:recycle_bin")}</h2>
        <Select size="small" style={{ minWidth: 120 }} aria-label={t("manage:recycle_bin")} value={key} options={objects.map((each) => ({ value: each.key, label: text(each.label) }))} onChange={(next) => { setObject(next); setChosen([]); }} />
        {chosen.length > 0 && <Button size="small" type="primary" loading={restore.isPending} onClick={() => restore.mutate(chosen)}>{t("manage:restore_n", { n: chosen.length })}</Button>}
      </div>
      {removed.error && <Problem error={removed.error} retry={() => void removed.refetch()} />}
      {removed.data?.items.length === 0 ? <p className="hint">{t("manage:bin_empty")}</p> : (
        <Table<Removed>
          size="small" rowKey="id" dataSource={removed.data?.items ?? []} loading={removed.isPending} pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          rowSelection={{ selectedRowKeys: chosen, onChange: (keys) => setChosen(keys.map(String)) }}
          columns={[
            { title: t("manage:record"), key: "title", render: (_, row) => row.title ?? t("records:no_name") },
            { title: t("manage:removed_by"), key: "by", render: (_, row) => <>{people.data?.find((person) => person.id === row.removed_by)?.name} <RelativeTime at={row.removed_at} /></> },
            { title: "", key: "restore", align: "right", render: (_, row) => <Button size="small" onClick={() => restore.mutate([row.id])}>{t("manage:restore")}</Button> },
          ]}
        />
      )}
    </section>
  );
}
