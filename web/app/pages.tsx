import {
  AimOutlined, ApiOutlined, BankOutlined, BarChartOutlined, BellOutlined, CalendarOutlined, CheckSquareOutlined, ContactsOutlined, DatabaseOutlined, ExperimentOutlined, FundOutlined, ImportOutlined, InboxOutlined, KeyOutlined, NotificationOutlined, PartitionOutlined, SafetyOutlined, SettingOutlined, TeamOutlined, UserOutlined, FieldTimeOutlined, MergeCellsOutlined, SplitCellsOutlined, FileSearchOutlined,
} from "@ant-design/icons";
import type { ComponentType, ReactNode } from "react";
import type { WordKey } from "../words/words.ts";

export interface Page {
  /** The address below "/", with parameters as react-router writes them. */
  path: string;
  /** Fetches the page; one without is the list of an object, which comes with the frame. */
  load?(): Promise<{ default: ComponentType }>;
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
  { path: "leads", label: "nav:leads", icon: <AimOutlined />, group: "work", needs: "lead:read", tab: 2 },
  { path: "leads/:id", load: () => import("../work/LeadPage.tsx") },
  { path: "pool", label: "nav:pool", icon: <InboxOutlined />, group: "work", needs: "pool:read", tab: 3, load: () => import("../work/Pool.tsx") },
  { path: "duplicates", label: "nav:duplicates", icon: <MergeCellsOutlined />, group: "work", needs: "lead:merge", load: () => import("../duplicates/Duplicates.tsx") },
  { path: "collisions", label: "nav:collisions", icon: <SplitCellsOutlined />, group: "work", needs: "collision:read", load: () => import("../collisions/Collisions.tsx") },
  { path: "collisions/:id", load: () => import("../collisions/Collisions.tsx") },
  { path: "tasks", label: "nav:tasks", icon: <CheckSquareOutlined />, group: "work", needs: "task:read", load: () => import("../work/Tasks.tsx") },
  { path: "opportunities", label: "nav:opportunities", icon: <FundOutlined />, group: "work", needs: "opportunity:read" },
  { path: "accounts", label: "nav:accounts", icon: <BankOutlined />, group: "work", needs: "account:read" },
  { path: "contacts", label: "nav:contacts", icon: <ContactsOutlined />, group: "work", needs: "contact:read" },
  ...["tasks", "opportunities", "accounts", "contacts", "campaigns", "orders", "records/:object"].map((path): Page => ({ path: `${path}/:id`, load: () => import("../work/RecordPage.tsx") })),
  { path: "orders" },
  { path: "records/:object" },
  { path: "import", label: "nav:import", icon: <ImportOutlined />, group: "marketing", needs: "import:read", load: () => import("../import/ImportList.tsx") },
  { path: "import/:id", load: () => import("../import/ImportPage.tsx") },
  { path: "insight", label: "nav:insight", icon: <BarChartOutlined />, group: "manage", needs: "insight:read", load: () => import("../insight/Insight.tsx") },
  { path: "people", label: "nav:people", icon: <TeamOutlined />, group: "manage", needs: "person:edit", load: () => import("../manage/People.tsx") },
  { path: "roles", label: "nav:roles", icon: <SafetyOutlined />, group: "manage", needs: "role:edit", load: () => import("../manage/Roles.tsx") },
  { path: "api-keys", label: "nav:api_keys", icon: <KeyOutlined />, group: "manage", needs: "api_key:read", load: () => import("../manage/ApiKeys.tsx") },
  { path: "organisation", label: "nav:organisation", icon: <SettingOutlined />, group: "manage", needs: "organisation:edit", load: () => import("../manage/Organisation.tsx") },
  { path: "audit", label: "nav:audit", icon: <FileSearchOutlined />, group: "manage", needs: "audit:read", load: () => import("../manage/Audit.tsx") },
  { path: "channels", label: "nav:channels", icon: <ApiOutlined />, group: "marketing", needs: "channel:read", load: () => import("../manage/Channels.tsx") },
  { path: "channels/:channel", load: () => import("../manage/Channel.tsx") },
  { path: "arrivals", label: "nav:arrivals", icon: <InboxOutlined />, group: "marketing", needs: "arrival:read", load: () => import("../manage/Arrivals.tsx") },
  { path: "campaigns", label: "nav:campaigns", icon: <NotificationOutlined />, group: "marketing", needs: "campaign:read", load: () => import("../manage/Campaigns.tsx") },
  { path: "policies", label: "nav:policies", icon: <PartitionOutlined />, group: "design", needs: "policy:read", load: () => import("../design/Policies.tsx") },
  { path: "policies/:kind", load: () => import("../design/Policies.tsx") },
  { path: "predictive", label: "nav:predictive", icon: <ExperimentOutlined />, group: "design", needs: "policy:read", load: () => import("../predict/Predictive.tsx") },
  { path: "objects", label: "nav:objects", icon: <DatabaseOutlined />, group: "design", needs: "object:edit", load: () => import("../design/Objects.tsx") },
  { path: "objects/:object", load: () => import("../design/Objects.tsx") },
  { path: "sla", label: "nav:sla", icon: <FieldTimeOutlined />, group: "work", needs: "sla:read", load: () => import("../work/sla/SlaPage.tsx") },
  { path: "team", label: "nav:team", icon: <TeamOutlined />, group: "manage", needs: "lead:transfer", load: () => import("../work/Team.tsx") },
  { path: "notifications", label: "nav:notifications", icon: <BellOutlined />, tab: 4, load: () => import("./Notifications.tsx") },
  { path: "profile", label: "nav:profile", icon: <UserOutlined />, tab: 5, load: () => import("./Profile.tsx") },
];

/** The address of a record's page. */
export function recordAddress(object: string, id: string): string {
  const home: Record<string, string> = { lead: "leads", opportunity: "opportunities", account: "accounts", contact: "contacts", task: "tasks", order: "orders", campaign: "campaigns", collision: "collisions" };
  return `/${home[object] ?? `records/${object}`}/${id}`;
}

/** The object a list address shows, e.g. "/leads" → "lead". */
export function objectOfAddress(address: string): string {
  const first = address.split("/")[1] ?? "";
  return { leads: "lead", opportunities: "opportunity", accounts: "account", contacts: "contact", tasks: "task", orders: "order", campaigns: "campaign" }[first] ?? "lead";
}
