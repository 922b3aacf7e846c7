import "./views.css";
import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useCan } from "../api/me.ts";
import { linkTo } from "../api/run.ts";
import type { ListView } from "../ui/list-url.ts";
import { useWords } from "../words/words.ts";

/** Downloads what the list shows, all pages of it: the same conditions, order and columns, with the same fields masked. */
export function ExportButton({ object, view, columns }: { object: string; view: ListView; columns: string[] }) {
  const t = useWords();
  const can = useCan();
  if (!can(`${object}:export`)) return null;
  const asked = { object, ...(view.filter ? { filter: JSON.stringify(view.filter) } : {}), ...(view.q ? { q: view.q } : {}), ...(view.sort.length > 0 ? { sort: view.sort.join(",") } : {}), fields: columns.join(",") };
  return <Button icon={<DownloadOutlined />} href={linkTo("record.export", asked)} download className="export" title={t("views:export_hint")}>{t("views:export")}</Button>;
}
