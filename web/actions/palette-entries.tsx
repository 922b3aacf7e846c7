import { AimOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useOfferedPages } from "../app/offered.tsx";
import { recordAddress } from "../app/pages.tsx";
import { call } from "../api/call.ts";
import { useCan } from "../api/me.ts";
import type { RecordPage } from "../api/records.ts";
import { groupPhone } from "../ui/phone-number.ts";
import { useWords, type WordKey } from "../words/words.ts";
import { actionContext, runAction, shownActions } from "./registry.ts";

export interface Entry {
  key: string;
  group: WordKey;
  label: string;
  aside?: string;
  icon?: ReactNode;
  shortcut?: string;
  run(): void;
}

/** What the palette offers for a text: actions and pages as it is typed, leads found by the server once the typing rests (`settled`). */
export function usePaletteEntries(text: string, settled: string, go: (address: string) => void): Entry[] {
  const t = useWords();
  const pages = useOfferedPages();
  const can = useCan();
  const wanted = text.trim().toLowerCase();
  const asked = settled.trim();
  const leads = useQuery({
    queryKey: ["records", "lead", "palette", asked],
    queryFn: ({ signal }) => call<RecordPage>("GET", "/records/lead", { query: { q: asked, fields: "name,company,phone", limit: 8 }, signal }),
    enabled: asked.length > 1 && can("lead:read"),
    placeholderData: (before) => before,
  });
  const context = actionContext();
  const actions = shownActions(context).filter((action) => action.place !== "list" && action.key !== "app.palette").map((action): Entry => ({
    key: action.key, group: "actions:group_actions", label: t(action.label), icon: action.icon,
    ...(action.shortcut ? { shortcut: action.shortcut } : {}), run: () => runAction(action.key, context),
  }));
  const places = pages.map((page): Entry => ({ key: page.path, group: "actions:group_pages", label: page.name, icon: page.icon, run: () => go(`/${page.path}`) }));
  const found = wanted.length > 1 && asked.toLowerCase() === wanted ? (leads.data?.items ?? []) : [];
  const records = found.map((lead): Entry => ({
    key: lead.id, group: "actions:group_leads", label: String(lead.name ?? lead.company ?? t("records:no_name")), aside: [lead.company, lead.phone && groupPhone(String(lead.phone))].filter(Boolean).join(" · "),
    icon: <AimOutlined />, run: () => go(recordAddress("lead", lead.id)),
  }));
  const fits = (entry: Entry): boolean => wanted === "" || entry.label.toLowerCase().includes(wanted) || entry.key.includes(wanted);
  const doings = context.records.length > 0 ? [...actions, ...places] : [...places, ...actions];
  return [...records, ...doings.filter(fits)];
}
