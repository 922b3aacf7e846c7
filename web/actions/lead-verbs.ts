import { leadVerb, touched, type LeadVerb, type VerbAnswer } from "../api/leads.ts";
import { call } from "../api/call.ts";
import { ApiProblem } from "../api/problem.ts";
import type { Item } from "../api/records.ts";
import { localTimes } from "../ui/local-times.ts";
import { offerUndo, tell, tellProblem } from "../ui/toast.tsx";
import { say, type WordKey } from "../words/words.ts";
import { ask } from "./ask.ts";

const DONE = {
  claim: "leads:done_claim", release: "leads:done_release", assign: "leads:done_assign", transfer: "leads:done_transfer",
  accept: "leads:done_accept", disqualify: "leads:done_disqualify", reopen: "leads:done_reopen",
} as const satisfies Record<LeadVerb, WordKey>;

/** Runs a verb on leads and says what came of it: how many, with undo where there is one, and for each that was refused why. */
export async function doVerb(verb: LeadVerb, leads: readonly Item[], extra: Record<string, unknown> = {}): Promise<VerbAnswer[]> {
  const answers = await leadVerb(verb, leads.map((lead) => lead.id), extra);
  const ok = new Set(answers.filter((answer) => answer.ok).map((answer) => answer.id));
  const done = leads.filter((lead) => ok.has(lead.id));
  if (done.length > 0) {
    const text = say(DONE[verb], { n: done.length });
    const undo = undoOf(verb, done);
    if (undo) offerUndo(text, undo);
    else tell(text);
  }
  tellRefused(leads, answers);
  return answers;
}

function tellRefused(leads: readonly Item[], answers: readonly VerbAnswer[]): void {
  const refused = answers.filter((answer) => !answer.ok);
  if (refused.length === 0) return;
  const names = new Map(leads.map((lead) => [lead.id, String(lead.name ?? lead.company ?? say("records:no_name"))]));
  const named = refused.map((answer) => ({ name: names.get(answer.id) ?? "", title: localTimes(answer.title ?? say("common:problem_text")) }));
  if (leads.length === 1) tellProblem(new Error(named[0]?.title), named[0]?.title);
  else ask({ kind: "failed", answers: named });
}

/** How a verb is taken back; undefined where nothing leads back (cool-down forbids a second claim). */
function undoOf(verb: LeadVerb, leads: readonly Item[]): (() => Promise<unknown>) | undefined {
  const ids = leads.map((lead) => lead.id);
  if (verb === "claim") return () => allOrTell("release", ids, { reason: say("leads:reason_mistaken_claim") });
  if (verb === "disqualify") return () => allOrTell("reopen", ids);
  if (verb === "accept") return () => putBack(leads, "stage");
  if (verb === "transfer") return async () => { for (const [owner_id, same] of byValue(leads, "owner_id")) await allOrTell("transfer", same, { owner_id }); };
  if (verb === "release" && leads.every((lead) => lead.abilities?.includes("transfer"))) {
    return async () => { for (const [owner_id, same] of byValue(leads, "owner_id")) await allOrTell("assign", same, { owner_id }); };
  }
  return undefined;
}

/** An undo that did not work for one of them has not worked: the reason is told. */
async function allOrTell(verb: LeadVerb, ids: readonly string[], extra: Record<string, unknown> = {}): Promise<void> {
  const refused = (await leadVerb(verb, ids, extra)).find((answer) => !answer.ok);
  if (refused) throw new ApiProblem(409, { title: refused.title });
}

/** Writes a field of many records and offers to put each one's former value back. */
export async function setMany(object: string, items: readonly Item[], field: string, value: unknown, text = say("records:saved")): Promise<void> {
  await call("PATCH", `/records/${object}`, { body: { ids: items.map((item) => item.id), changes: { [field]: value } } });
  await touched(object);
  offerUndo(text, () => putBack(items, field, object));
}

/** Adds tags to leads, keeping those each one has. */
export async function addTags(leads: readonly Item[], tags: readonly string[]): Promise<void> {
  const wanted = leads.map((lead): Item => ({ ...lead, tags: [...new Set([...((lead.tags as string[] | null) ?? []), ...tags])] }));
  await putBack(wanted, "tags");
  offerUndo(say("leads:done_tags", { n: leads.length }), () => putBack(leads, "tags"));
}

async function putBack(items: readonly Item[], field: string, object = "lead"): Promise<void> {
  for (const [value, ids] of byValue(items, field)) await call("PATCH", `/records/${object}`, { body: { ids, changes: { [field]: value } } });
  await touched(object);
}

function byValue(items: readonly Item[], field: string): [unknown, string[]][] {
  const groups = new Map<string, [unknown, string[]]>();
  for (const item of items) {
    const key = JSON.stringify(item[field] ?? null);
    const group = groups.get(key) ?? [item[field] ?? null, []];
    group[1].push(item.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}
