import { Button } from "antd";
import { useState } from "react";
import { doVerb } from "../../actions/lead-verbs.ts";
import type { Item } from "../../api/records.ts";
import { tellProblem } from "../../ui/toast.tsx";
import { useWords } from "../../words/words.ts";

/** Claims one lead where it stands in the list. */
export function ClaimButton({ lead }: { lead: Item }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  if (!lead.abilities?.includes("claim")) return null;
  const claim = (): void => {
    setBusy(true);
    doVerb("claim", [lead]).catch(tellProblem).finally(() => setBusy(false));
  };
  return <Button size="small" loading={busy} onClick={(event) => { event.stopPropagation(); claim(); }}>{t("actions:claim")}</Button>;
}
