import { Drawer } from "antd";
import type { LeadRef } from "../../actions/ask.ts";
import { Phone } from "../../ui/Phone.tsx";
import { usePhoneWidth } from "../../ui/phone-width.ts";
import { useWords } from "../../words/words.ts";
import { Composer } from "../log/Composer.tsx";
import { TaskForm } from "../log/TaskForm.tsx";

/** The composer over a list: a call is logged without leaving the page. */
export function LogSheet({ lead, first, done, close }: { lead: LeadRef; first: string | undefined; done: (() => void) | undefined; close: () => void }) {
  const t = useWords();
  return (
    <Sheet title={leadName(lead, t("records:no_name"))} close={close} extra={typeof lead.phone === "string" && <Phone value={lead.phone} />}>
      <Composer lead={lead} first={first} autoFocus onDone={() => { close(); done?.(); }} />
    </Sheet>
  );
}

export function TaskSheet({ lead, close }: { lead: LeadRef | undefined; close: () => void }) {
  const t = useWords();
  return <Sheet title={lead ? `${t("actions:add_task")} · ${leadName(lead, "")}` : t("actions:add_task")} close={close}><TaskForm about={lead ? { lead_id: lead.id } : {}} lead={lead} onDone={close} /></Sheet>;
}

function Sheet({ title, close, extra, children }: { title: string; close: () => void; extra?: React.ReactNode; children: React.ReactNode }) {
  const phone = usePhoneWidth();
  return <Drawer open title={title} extra={extra} onClose={close} placement={phone ? "bottom" : "right"} size={phone ? "auto" : 440} className="sheet" destroyOnHidden>{children}</Drawer>;
}

/** A lead by what people call it. */
export function leadName(lead: LeadRef, nameless: string): string {
  return [lead.name, lead.company].filter((part): part is string => typeof part === "string" && part !== "").join(" · ") || nameless;
}
