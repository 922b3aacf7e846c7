import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../setup/folder.ts";
import { ADMIN, ask, endAll, type Running, start, startAnd } from "./running.ts";

const { path: base, remove } = temporaryFolder();
const disk = join(base, "disk");
const dataDir = join(disk, "data");
const filler = join(disk, "filler");

/** A small disk of our own: what fills it harms nobody. */
function mounted(): boolean {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return false;
  try {
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=320m,mode=0711", "tmpfs", disk], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
const small = mounted();
afterAll(() => {
  endAll();
  if (small) execFileSync("umount", ["-l", disk], { stdio: "ignore" });
  remove();
});

/** Takes all the space that is left. */
function fill(): void {
  const file = openSync(filler, "a");
  const block = Buffer.alloc(1 << 20);
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}

describe.skipIf(!small)("a full disk (needs root, for a small disk of its own)", () => {
  let clew: Running;
  let key: string;
  const answered = new Map<string, string>();
  const open = new Set<string>();
  const statuses = new Map<number, number>();
  const said = new Set<string>();

  beforeAll(async () => {
    clew = await start(dataDir);
    const signIn = await fetch(`${clew.url}/api/auth/sign-in/email`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(ADMIN) });
    const cookie = signIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
    const made = await fetch(`${clew.url}/api/v1/api-keys`, { method: "POST", headers: { "content-type": "application/json", cookie, origin: clew.url }, body: JSON.stringify({ name: "capture", role: "admin" }) });
    key = ((await made.json()) as { key: string }).key;
  }, 120_000);

  async function capture(n: number): Promise<number> {
    const id = `k-${n}`;
    open.add(id);
    const answer = await fetch(`${clew.url}/api/v1/capture/api`, {
      method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${key}`, "idempotency-key": id, "accept-language": "en" },
      body: JSON.stringify({ name: `客户 ${n}`, phone: `139${String(20_000_000 + n)}`, note: "长".repeat(4_000) }),
    });
    const json = (await answer.json()) as { arrival_id: string; title: string };
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 201) {
      answered.set(id, json.arrival_id);
      open.delete(id);
    } else said.add(`${answer.status} ${json.title}`);
    return answer.status;
  }

  it("is answered 507 in a sentence, loses and halves nothing, and work goes on by itself when there is space again", async () => {
    let n = 0;
    for (; n < 40; n++) expect(await capture(n)).toBe(201);
    fill();
    for (const end = Date.now() + 60_000; !statuses.has(507) && Date.now() < end; ) {
      await Promise.all(Array.from({ length: 10 }, () => capture(n++).catch(() => sleep(50))));
      if (existsSync(filler)) fill();
    }
    expect([...statuses.keys()].filter((status) => ![201, 503, 507].includes(status))).toEqual([]);
    expect([...said].join("\n")).toContain("507 The server's disk is full; nothing was saved");
    // Reading goes on as far as the database can, and nothing was half done: checked below, from the database itself.
    rmSync(filler);
    for (const end = Date.now() + 90_000; open.size > 0 && Date.now() < end; await sleep(200)) {
      await Promise.all([...open].slice(0, 20).map((id) => capture(Number(id.slice(2))).catch(() => sleep(200))));
    }
    expect([...open]).toEqual([]);
    const rows = await ask<{ id: string; idempotency_key: string }>(dataDir, "select id, idempotency_key from clew.arrival");
    expect(new Map(rows.map((row) => [row.idempotency_key, row.id]))).toEqual(answered);
    const [whole] = await ask<Record<string, number>>(dataDir, `select (select count(*)::int from crm.lead) leads, (select count(*)::int from crm.lead l where not exists (select from clew.hold h where h.lead_id = l.id)) without_hold,
      (select count(*)::int from crm.lead l where not exists (select from clew.change c where c.record_id = l.id)) without_history`);
    expect(whole).toEqual({ leads: answered.size, without_hold: 0, without_history: 0 });
  }, 240_000);

  it("at the start it is one clear sentence and a failure", async () => {
    await clew.stop();
    rmSync(filler, { force: true });
    const empty = join(disk, "new");
    mkdirSync(empty);
    chmodSync(empty, 0o711);
    fill();
    const { code, says } = await startAnd(empty);
    expect(code).toBe(1);
    expect(says.split("\n").filter((line) => /disk is full|磁盘空间已满/.test(line))).toHaveLength(1);
  }, 120_000);
});
