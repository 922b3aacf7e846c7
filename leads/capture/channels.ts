import { sql } from "kysely";
import type { Ctx } from "../../core/ctx.ts";
import { cached } from "../../core/db/cached.ts";
import { refusal } from "../../core/refusal.ts";
import type { MatchAction } from "../cleanse/policy.ts";
import type { Wording } from "./form/wording.ts";

export const CHANNEL_KINDS = ["api", "form", "webhook", "import", "mail", "hand"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** A technical door through which leads arrive. */
export interface Channel {
  key: string;
  kind: ChannelKind;
  name: string;
  /** Lead field → path into the payload ("user.phone", "items.0.name"); null: names as they come. */
  mapping: Record<string, string> | null;
  on_match: Exclude<MatchAction, "create"> | null;
  settings: ChannelSettings;
  active: boolean;
  /** SHA-256 in hex of the token that a webhook may carry in its address; null: none. */
  token_digest: string | null;
}

export interface ChannelSettings {
  /** Values for fields the payload leaves empty, e.g. { source: "官网表单" }. */
  defaults?: Record<string, string>;
  /** Fields of a hosted form, in order. */
  fields?: { key: string; required?: boolean; label?: Wording }[];
  title?: Wording;
  description?: Wording;
  button?: Wording;
  thanks?: Wording;
  /** Proof of work before a public form is accepted. */
  guard?: boolean;
  /** Posts per minute from one address; 10 by default. */
  per_minute?: number;
  /** Origins whose pages may show the form in a frame, e.g. "https://www.example.com"; "*" is anybody. None by default. */
  embed_origins?: string[];
  /** Origins whose pages may report what visitors do, e.g. "https://www.example.com". */
  site_origins?: string[];
  /** Days for which events of unknown visitors are kept; 90 by default. */
  events_days?: number;
}

export const ChannelClosed = refusal("channel_closed", 404, { zh: "渠道「{channel}」不存在或已停用", en: "The channel “{channel}” does not exist or is switched off" });

export const channels = cached("capture.channels", async (db) => {
  const { rows } = await sql<Channel>`select key, kind, name, mapping, on_match, settings, active, token_digest from clew.channel order by created_at, key`.execute(db);
  return new Map(rows.map((row) => [row.key, row]));
});

/** Fields of a form that names none. */
export const DEFAULT_FORM_FIELDS = [{ key: "name", required: true }, { key: "phone", required: true }, { key: "company" }, { key: "need" }];

const NAMES: Record<ChannelKind, string> = { api: "开放接口", form: "官网表单", webhook: "回调接入", import: "文件导入", mail: "邮件", hand: "手工录入" };

/** One channel of each kind, keyed by its kind; what is there already stays. */
export async function shipChannels(tx: Ctx): Promise<void> {
  const rows = CHANNEL_KINDS.map((kind) => ({
    key: kind, kind, name: NAMES[kind],
    settings: kind === "form" ? { defaults: { source: "官网表单" }, fields: DEFAULT_FORM_FIELDS, guard: true } : {},
  }));
  await sql`
    insert into clew.channel (key, kind, name, settings, created_at, updated_at)
    select key, kind, name, settings, ${tx.now}, ${tx.now} from json_to_recordset(${JSON.stringify(rows)}::json) as x(key text, kind text, name text, settings jsonb)
    on conflict (key) do nothing`.execute(tx.db);
  await channels.changed(tx);
}
