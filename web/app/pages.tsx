import {
  AimOutlined, BankOutlined, BellOutlined, CalendarOutlined, CheckSquareOutlined, ContactsOutlined, FundOutlined, InboxOutlined, TeamOutlined, UserOutlined,
} from "@ant-design/icons";
import type { ComponentType, ReactNode } from "react";
import type { WordKey } from "../words/words.ts";

export interface Page {
  /** The address below "/", with parameters as react-router writes them. */
  path: string;
  load(): Promise<{ default: ComponentType }>;
  /** Name in navigation, palette and tab bar; a page without one is reached from other pages only. */
  label?: WordKey;
  icon?: ReactNode;
  group?: "work" | "manage" | "marketing" | "design";
  /** Ability without which the page is not offered, e.g. "lead:read". */
  needs?: string;
  /** Place in the phone's bottom bar, from the left. */
  tab?: number;
}

/** Every page behind sign-in. Navigation, tab bar, palette and routes are read from this list: a new page is one line. */
export const PAGES: readonly Page[] = [
  { path: "my-day", label: "nav:my_day", icon: <CalendarOutlined />, group: "work", needs: "lead:read", tab: 1, load: () => import("../work/MyDay.tsx") },
  { path: "leads", label: "nav:leads", icon: <AimOutlined />, group: "work", needs: "lead:read", tab: 2, load: () => import("../work/Records.tsx") },
  { path: "leads/:id", load: () => import("../work/LeadPage.tsx") },
  { path: "pool", label: "nav:pool", icon: <InboxOutlined />, group: "work", needs: "pool:read", tab: 3, load: () => import("../work/Pool.tsx") },
  { path: "tasks", label: "nav:tasks", icon: <CheckSquareOutlined />, group: "work", needs: "task:read", load: () => import("../work/Tasks.tsx") },
  { path: "opportunities", label: "nav:opportunities", icon: <FundOutlined />, group: "work", needs: "opportunity:read", load: () => import("../work/Records.tsx") },
  { path: "accounts", label: "nav:accounts", icon: <BankOutlined />, group: "work", needs: "account:read", load: () => import("../work/Records.tsx") },
  { path: "contacts", label: "nav:contacts", icon: <ContactsOutlined />, group: "work", needs: "contact:read", load: () => import("../work/Records.tsx") },
  ...["tasks", "opportunities", "accounts", "contacts", "campaigns", "orders", "records/:object"].map((path): Page => ({ path: `${path}/:id`, load: () => import("../work/RecordPage.tsx") })),
  { path: "records/:object", load: () => import("../work/Records.tsx") },
  { path: "team", label: "nav:team", icon: <TeamOutlined />, group: "manage", needs: "lead:transfer", load: () => import("../work/Team.tsx") },
  { path: "notifications", label: "nav:notifications", icon: <BellOutlined />, tab: 4, load: () => import("./Notifications.tsx") },
  { path: "profile", label: "nav:profile", icon: <UserOutlined />, tab: 5, load: () => import("./Profile.tsx") },
];

/** The address of a record's page. */
export function recordAddress(object: string, id: string): string {
  const home: Record<string, string> = { lead: "leads", opportunity: "opportunities", account: "accounts", contact: "contacts", task: "tasks", order: "orders", campaign: "campaigns" };
  return `/${home[object] ?? `records/${object}`}/${id}`;
}

/** The object a list address shows, e.g. "/leads" → "lead". */
export function objectOfAddress(address: string): string {
  const first = address.split("/")[1] ?? "";
  return { leads: "lead", opportunities: "opportunity", accounts: "account", contacts: "contact", tasks: "task", orders: "order", campaigns: "campaign" }[first] ?? "lead";
}
