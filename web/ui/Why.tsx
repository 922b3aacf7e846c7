import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Popover } from "antd";
import { useState, type ReactNode } from "react";
import { useWords } from "../words/words.ts";
import { usePhoneWidth } from "./phone-width.ts";
import { Problem } from "./Problem.tsx";

interface Props {
  /** What is explained, e.g. "Score 82". */
  title: string;
  /** Names the receipt for the cache; starts with its kind, e.g. ["receipt", id, "score"]. */
  receipt: readonly unknown[];
  /** Fetches the receipt and draws it; runs when opened. */
  load: () => Promise<ReactNode>;
}

/** The small "why?" beside an automatic value; opens its receipt beside it, on a phone from below. */
export function Why({ title, receipt, load }: Props) {
  const t = useWords();
  const phone = usePhoneWidth();
  const [open, setOpen] = useState(false);
  const content = open ? <Receipt receipt={receipt} load={load} /> : null;
  const trigger = (
    <Button type="link" size="small" className="why" aria-label={`${title} · ${t("common:why")}`} onClick={(event) => {
      event.stopPropagation();
      if (phone) setOpen(true);
    }}>{t("common:why")}</Button>
  );
  if (phone) return <>{trigger}<Drawer open={open} onClose={() => setOpen(false)} placement="bottom" title={title} size="70%">{content}</Drawer></>;
  return <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" title={title} content={<div className="receipt">{content}</div>}>{trigger}</Popover>;
}

function Receipt({ receipt, load }: Pick<Props, "receipt" | "load">) {
  const shown = useQuery({ queryKey: ["why", ...receipt], queryFn: load, staleTime: 0, gcTime: 0 });
  if (shown.isPending) return <div className="receipt-waiting" role="status" aria-busy="true" />;
  if (shown.error) return <Problem error={shown.error} retry={() => void shown.refetch()} />;
  return shown.data;
}
