import { PlusOutlined } from "@ant-design/icons";
import { Button, Drawer, Form } from "antd";
import { useCallback, useState } from "react";
import type { Value } from "../../core/language/types.ts";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import { useObjects, type ObjectMeta } from "../api/objects.ts";
import { useRecord, type Item } from "../api/records.ts";
import { Waiting } from "../app/Waiting.tsx";
import { fieldTwins } from "../fields/registry.tsx";
import { Empty } from "../ui/Empty.tsx";
import { FilterBar } from "../ui/FilterBar.tsx";
import { useListView } from "../ui/list-view.ts";
import { PageFrame } from "../ui/PageFrame.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { QuickSearch } from "../ui/QuickSearch.tsx";
import { RecordTable } from "../ui/RecordTable.tsx";
import { useText, useWords } from "../words/words.ts";
import { useSave } from "./save.ts";

const COLUMNS = ["name", "kind", "starts_on", "ends_on", "cost", "utm_campaign", "owner_id", "created_at"];
const FIELDS = ["name", "kind", "starts_on", "ends_on", "cost", "utm_campaign", "note"];

/** Marketing efforts with their dates and cost: what a lead's price is reckoned from. */
export default function Campaigns() {
  const t = useWords();
  const can = useCan();
  const object = useObjects().data?.find((each) => each.key === "campaign");
  const [view, change] = useListView("campaign");
  const [open, setOpen] = useState<Item | "new">();
  const seek = useCallback((q: string) => change({ q }), [change]);
  if (!object) return <Waiting />;
  return (
    <PageFrame
      fill title={t("nav:campaigns")} actions={can("campaign:create") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen("new")}>{t("manage:campaign_add")}</Button>}
      filters={<><QuickSearch value={view.q} onChange={seek} placeholder={t("manage:campaign_search")} /><FilterBar object={object} filter={view.filter} onChange={(filter) => change({ filter })} /></>}
    >
      <RecordTable object={object} view={view} onView={change} defaultColumns={COLUMNS} onOpen={setOpen} empty={<Empty title={t("manage:campaigns_none")} text={t("manage:campaigns_none_text")} {...(can("campaign:create") ? { action: { label: t("manage:campaign_add"), run: () => setOpen("new") } } : {})} />} />
      {open === "new" && <CampaignDrawer object={object} item={undefined} onClose={() => setOpen(undefined)} />}
      {open && open !== "new" && <Existing object={object} id={open.id} onClose={() => setOpen(undefined)} />}
    </PageFrame>
  );
}

/** A list holds only its columns; the whole record is fetched before it is edited. */
function Existing({ object, id, onClose }: { object: ObjectMeta; id: string; onClose: () => void }) {
  const record = useRecord("campaign", id);
  return record.data ? <CampaignDrawer key={record.data.version} object={object} item={record.data} onClose={onClose} /> : null;
}

function CampaignDrawer({ object, item, onClose }: { object: ObjectMeta; item: Item | undefined; onClose: () => void }) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const fields = object.fields.filter((field) => FIELDS.includes(field.key) || (!field.readonly && !object.standard));
  const [values, setValues] = useState<Record<string, Value>>(() => Object.fromEntries(fields.map((field) => [field.key, (item?.[field.key] as Value | undefined) ?? null])));
  const save = useSave(() => (item ? call("PATCH", `/records/campaign/${item.id}`, { body: values, ifMatch: item.version }) : call("POST", "/records/campaign", { body: values })), { refresh: ["records", "record"], said: t("records:saved"), done: onClose });
  return (
    <Drawer open title={item ? String(item.name) : t("manage:campaign_add")} size={phone ? "100%" : 440} onClose={onClose} extra={<Button type="primary" disabled={!values.name} loading={save.isPending} onClick={() => save.mutate(undefined)}>{t("common:save")}</Button>}>
      <Form layout="vertical">
        {fields.map((field) => {
          const { Edit } = fieldTwins[field.type];
          return <Form.Item key={field.key} label={text(field.label)} htmlFor={`campaign-${field.key}`} extra={field.key === "utm_campaign" ? t("manage:utm_hint") : undefined}><Edit id={`campaign-${field.key}`} field={field} value={values[field.key] ?? null} onChange={(next) => setValues((now) => ({ ...now, [field.key]: next }))} /></Form.Item>;
        })}
      </Form>
    </Drawer>
  );
}
