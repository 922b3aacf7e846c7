import { DeleteOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { touched } from "../api/leads.ts";
import { useObjects, type ObjectMeta } from "../api/objects.ts";
import { useRecord, type Item } from "../api/records.ts";
import { HAS_TIMELINE } from "../api/timeline.ts";
import { objectOfAddress } from "../app/pages.tsx";
import { Waiting } from "../app/Waiting.tsx";
import { Empty } from "../ui/Empty.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Missing } from "../ui/Missing.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useTitle } from "../ui/title.ts";
import { offerUndo, tellProblem } from "../ui/toast.tsx";
import { useText, useWords } from "../words/words.ts";
import { StagePath } from "./lead/StagePath.tsx";
import { Composer } from "./log/Composer.tsx";
import { Facts } from "./record/Facts.tsx";
import { History } from "./record/History.tsx";
import { useLentRecord } from "./record/lend.ts";
import { RelatedLists } from "./record/RelatedLists.tsx";
import { Tasks } from "./record/Tasks.tsx";
import { Timeline } from "./record/Timeline.tsx";

/** One record of any object: facts, timeline where there is one, what is linked to it, history. */
export default function RecordPage() {
  const t = useWords();
  const { pathname } = useLocation();
  const { object: own, id = "" } = useParams();
  const key = own ?? objectOfAddress(pathname);
  const objects = useObjects();
  const record = useRecord(key, id);
  if (objects.error) return <section className="page"><Problem error={objects.error} retry={() => void objects.refetch()} /></section>;
  if (record.error && !record.data) return <Missing error={record.error} retry={() => void record.refetch()} />;
  if (objects.isPending || !record.data) return <Waiting />;
  const object = objects.data.find((each) => each.key === key);
  return object ? <One key={record.data.id} object={object} item={record.data} /> : <Empty title={t("records:no_object")} />;
}

type Tab = "timeline" | "facts" | "related";

function One({ object, item }: { object: ObjectMeta; item: Item }) {
  const t = useWords();
  const text = useText();
  const phone = usePhoneWidth();
  const [params, setParams] = useSearchParams();
  const told = HAS_TIMELINE.has(object.key);
  const title = String(item[object.title] ?? t("records:no_name"));
  useLentRecord(object.key, item);
  useTitle(title);
  const staged = object.fields.some((field) => field.key === "stage" && field.type === "choice");
  const head = (
    <header className="record-head">
      <div className="record-title"><h1>{title}</h1><span className="quiet">{text(object.label)}</span><div className="page-actions"><Remove object={object} item={item} /></div></div>
      {staged && <StagePath object={object} item={item} />}
    </header>
  );
  const middle = told && <>{item.abilities?.includes("edit") && <div className="panel"><Composer lead={item} object={object.key} /></div>}<Timeline object={object.key} id={item.id} /></>;
  const around = <>{told && <Tasks about={{ [`${object.key}_id`]: item.id }} />}<RelatedLists object={object} item={item} /><History object={object} id={item.id} /></>;
  if (!phone) {
    return (
      <section className="page page-fill">
        {head}
        <div className={told ? "record-columns" : "record-columns record-two"}>
          <div className="record-left"><Facts object={object} item={item} /></div>
          {middle && <div className="record-middle">{middle}</div>}
          <aside className="record-right">{around}</aside>
        </div>
      </section>
    );
  }
  const tab = (params.get("tab") ?? "facts") as Tab;
  const tabs: { value: Tab; label: string }[] = [{ value: "facts", label: t("leads:tab_facts") }, ...(told ? [{ value: "timeline" as const, label: t("leads:tab_timeline") }] : []), { value: "related", label: t("leads:related") }];
  return (
    <section className="page">
      {head}
      <Segmented<Tab> block value={tab} options={tabs} onChange={(next) => setParams({ tab: next }, { replace: true })} />
      {tab === "facts" && <Facts object={object} item={item} />}
      {tab === "timeline" && middle}
      {tab === "related" && <div className="record-right">{around}</div>}
    </section>
  );
}

/** To the recycle bin, and back with one click. */
function Remove({ object, item }: { object: ObjectMeta; item: Item }) {
  const t = useWords();
  const go = useNavigate();
  if (!item.abilities?.includes("remove")) return null;
  const remove = async (): Promise<void> => {
    await call("DELETE", `/records/${object.key}/${item.id}`);
    await touched("records");
    void go(-1);
    offerUndo(t("leads:removed"), async () => {
      await call("POST", `/records/${object.key}/restore`, { body: { ids: [item.id] } });
      await touched(object.key);
    });
  };
  return <Button icon={<DeleteOutlined />} onClick={() => void remove().catch(tellProblem)}>{t("leads:remove")}</Button>;
}
