import { SettingOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { lazy, Suspense } from "react";
import type { FieldMeta } from "../api/objects.ts";
import { useWords } from "../words/words.ts";
import type { ListColumn } from "./list-url.ts";

const ColumnChoices = lazy(() => import("./ColumnChoices.tsx"));

export interface ColumnChoice {
  fields: FieldMeta[];
  columns: ListColumn[];
  /** Undefined goes back to the page's own columns. */
  onChange: (columns: ListColumn[] | undefined) => void;
}

/** Which columns a list shows, in which order, and which stay on the left. */
export function ColumnChooser(props: ColumnChoice) {
  const t = useWords();
  return (
    <Popover trigger="click" placement="bottomRight" destroyOnHidden content={<Suspense fallback={<div className="columns columns-waiting" />}><ColumnChoices {...props} /></Suspense>}>
      <Button icon={<SettingOutlined />}>{t("records:columns")}</Button>
    </Popover>
  );
}
