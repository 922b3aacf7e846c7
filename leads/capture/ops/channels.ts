import { sql } from "kysely";
import { z } from "zod";
import { audit } from "../../../core/audit/audit.ts";
import type { Ctx } from "../../../core/ctx.ts";
import { transaction } from "../../../core/db/transaction.ts";
import { op } from "../../../core/op.ts";
import { catalog } from "../../../core/objects/catalog.ts";
import { type FieldProblem, Invalid, NotFound, refusal } from "../../../core/refusal.ts";
import { CHANNEL_KINDS, type Channel, channels } from "../channels.ts";
import { SITE_ORIGIN } from "../events/origin.ts";
import { EMBED_ORIGIN } from "../form/frame.ts";
import { isFillable } from "../form/definition.ts";
import { wordingShape } from "../form/wording.ts";
import { writableFields } from "../map.ts";
import { newToken } from "../token.ts";

const ChannelExists = refusal("channel_exists", 409, { zh: "渠道标识「{key}」已存在", en: "There already is a channel “{key}”" });
const ChannelUsed = refusal("channel_used", 409, { zh: "已有进线的渠道不能删除，请停用", en: "A channel with arrivals cannot be deleted; switch it off" });
const TokenOnlyForWebhook = refusal("token_only_for_webhook", 409, { zh: "只有回调接入渠道可以使用令牌", en: "Only a webhook channel has a token" });

const SettingsShape = z.strictObject({
  defaults: z.record(z.string().max(48), z.string().max(500)).optional(),
  fields: z.array(z.strictObject({ key: z.string().max(48), required: z.boolean().optional(), label: wordingShape(60).optional() })).max(40).optional(),
  title: wordingShape(100).optional(), description: wordingShape(1_000).optional(), button: wordingShape(30).optional(), thanks: wordingShape(500).optional(),
  guard: z.boolean().optional(), per_minute: z.number().int().min(1).max(10_000).optional(), embed_origins: z.array(z.string().max(200).regex(EMBED_ORIGIN)).max(50).optional(),
  site_origins: z.array(z.string().max(200).regex(SITE_ORIGIN)).max(50).optional(), events_days: z.number().int().min(1).max(730).optional(),
});
const Mapping = z.record(z.string().max(48), z.string().min(1).max(200)).nullable();
const OnMatch = z.enum(["merge", "attach", "duplicate", "quarantine"]).nullable();
const Key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);
const ChannelOut = z.object({ key: z.string(), kind: z.enum(CHANNEL_KINDS), name: z.string(), mapping: Mapping, on_match: OnMatch, settings: z.looseObject({}), active: z.boolean(), has_token: z.boolean(), form_url: z.string().nullable(), capture_url: z.string() });

const shown = (ctx: Ctx, { token_digest, ...channel }: Channel): z.input<typeof ChannelOut> => ({
  ...channel, settings: { ...channel.settings }, has_token: token_digest !== null, form_url: channel.kind === "form" ? `${ctx.house.settings.publicUrl}/f/${channel.key}` : null, capture_url: `${ctx.house.settings.publicUrl}/api/v1/capture/${channel.key}`,
});

/** What of a channel the audit trail compares. */
const audited = ({ token_digest: _, key: __, ...channel }: Channel): object => channel;

/** Refuses a mapping, default or form field that names no lead field. */
async function checkFields(ctx: Ctx, input: { mapping?: Record<string, string> | null | undefined; settings?: Channel["settings"] | undefined }): Promise<void> {
  const fields = writableFields((await catalog.get(ctx.house)).fields("lead"));
  const named: [string, string][] = [
    ...Object.keys(input.mapping ?? {}).map((k): [string, string] => [`mapping.${k}`, k]), ...Object.keys(input.settings?.defaults ?? {}).map((k): [string, string] => [`settings.defaults.${k}`, k]),
    ...(input.settings?.fields ?? []).map((f, i): [string, string] => [`settings.fields[${i}].key`, f.key]),
  ];
  const problems = named.filter(([, key]) => !fields.has(key)).map(([path, key]): FieldProblem => ({ path, message: { zh: `线索没有字段「${key}」`, en: `Leads have no field “${key}”` } }));
  (input.settings?.fields ?? []).forEach(({ key }, i) => {
    const field = fields.get(key);
    if (field && !isFillable(field)) problems.push({ path: `settings.fields[${i}].key`, message: { zh: `访客无法填写「${field.label.zh}」`, en: `A visitor cannot fill in “${field.label.en}”` } });
  });
  if (problems.length > 0) throw Invalid({}, problems);
}

async function one(tx: Ctx, key: string): Promise<Channel> {
  const { rows } = await sql<Channel>`select key, kind, name, mapping, on_match, settings, active, token_digest from clew.channel where key = ${key} for update`.execute(tx.db);
  if (!rows[0]) throw NotFound({ channel: key });
  return rows[0];
}

export const listChannels = op({
  name: "channel.list",
  title: { zh: "渠道列表", en: "Channels" },
  needs: "channel:read",
  http: { method: "GET", path: "/channels" },
  input: z.strictObject({}),
  output: z.object({ items: z.array(ChannelOut) }),
  async run(ctx) {
    return { items: [...(await channels.get(ctx.house)).values()].map((c) => shown(ctx, c)) };
  },
});

export const createChannel = op({
  name: "channel.create",
  title: { zh: "新建渠道", en: "Create a channel" },
  needs: "channel:create",
  http: { method: "POST", path: "/channels", status: 201 },
  input: z.strictObject({ key: Key, kind: z.enum(CHANNEL_KINDS), name: z.string().trim().min(1).max(100), mapping: Mapping.optional(), on_match: OnMatch.optional(), settings: SettingsShape.optional() }),
  output: ChannelOut,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await checkFields(tx, input as never);
      const { rows } = await sql`
        insert into clew.channel (key, kind, name, mapping, on_match, settings, created_at, updated_at)
        values (${input.key}, ${input.kind}, ${input.name}, ${input.mapping ? JSON.stringify(input.mapping) : null}::jsonb, ${input.on_match ?? null}, ${JSON.stringify(input.settings ?? {})}::jsonb, ${tx.now}, ${tx.now})
        on conflict (key) do nothing returning key`.execute(tx.db);
      if (rows.length === 0) throw ChannelExists({ key: input.key });
      await channels.changed(tx);
      const made = await one(tx, input.key);
      await audit(tx, "channel", { id: made.key, name: made.name, after: audited(made) });
      return shown(tx, made);
    }),
});

export const changeChannel = op({
  name: "channel.change",
  title: { zh: "修改渠道", en: "Change a channel" },
  needs: "channel:edit",
  http: { method: "PATCH", path: "/channels/:key" },
  input: z.strictObject({ key: z.string().max(60), name: z.string().trim().min(1).max(100).optional(), mapping: Mapping.optional(), on_match: OnMatch.optional(), settings: SettingsShape.optional(), active: z.boolean().optional() }),
  output: ChannelOut,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const now = await one(tx, input.key);
      await checkFields(tx, input as never);
      const next = { ...now, ...Object.fromEntries(Object.entries(input).filter(([, v]) => v !== undefined)) } as Channel;
      await sql`
        update clew.channel set name = ${next.name}, mapping = ${next.mapping ? JSON.stringify(next.mapping) : null}::jsonb, on_match = ${next.on_match}, settings = ${JSON.stringify(next.settings)}::jsonb,
          active = ${next.active}, updated_at = ${tx.now} where key = ${input.key}`.execute(tx.db);
      await channels.changed(tx);
      await audit(tx, "channel", { id: next.key, name: next.name, before: audited(now), after: audited(next) });
      return shown(tx, next);
    }),
});

/** Deletes a channel nothing ever came through. */
export const removeChannel = op({
  name: "channel.remove",
  title: { zh: "删除渠道", en: "Delete a channel" },
  needs: "channel:remove",
  http: { method: "DELETE", path: "/channels/:key" },
  input: z.strictObject({ key: z.string().max(60) }),
  output: z.object({ key: z.string(), removed: z.literal(true) }),
  run: (ctx, { key }) =>
    transaction(ctx, async (tx) => {
      const channel = await one(tx, key);
      const { rows } = await sql`select 1 from clew.arrival where channel = ${key} limit 1`.execute(tx.db);
      if (rows.length > 0) throw ChannelUsed();
      await sql`delete from clew.channel where key = ${key}`.execute(tx.db);
      await channels.changed(tx);
      await audit(tx, "channel", { id: key, name: channel.name, before: audited(channel) });
      return { key, removed: true as const };
    }),
});

/** Gives a webhook a new token for its address (`?token=…`) and makes the former one void. The answer is the only time it is shown. */
export const renewToken = op({
  name: "channel.token",
  title: { zh: "生成回调令牌", en: "Make a webhook token" },
  needs: "channel:edit",
  http: { method: "POST", path: "/channels/:key/token", status: 201 },
  input: z.strictObject({ key: z.string().max(60) }),
  output: z.object({ token: z.string(), capture_url: z.string() }),
  run: (ctx, { key }) =>
    transaction(ctx, async (tx) => {
      const channel = await one(tx, key);
      if (channel.kind !== "webhook") throw TokenOnlyForWebhook();
      const { token, digest } = newToken();
      await sql`update clew.channel set token_digest = ${digest}, updated_at = ${tx.now} where key = ${key}`.execute(tx.db);
      await channels.changed(tx);
      await audit(tx, "channel", { id: key, name: channel.name, secret: "token" });
      return { token, capture_url: `${tx.house.settings.publicUrl}/api/v1/capture/${key}?token=${token}` };
    }),
});
