import { sql } from "kysely";
import type { House } from "../../core/ctx.ts";
import { StartProblem } from "../../core/db/problem.ts";
import { COMPANY, DEMO_PASSWORD, DOMAIN, SIGN_INS } from "./data/company.ts";
import { isEmpty, makeSample, sampleState, type SampleSize } from "./make.ts";

/** Prints a line about every tenth of the way. */
const TENTHS = 10;

/**
 * Makes the sample company where nobody is yet but the administrator of the environment, and says who can sign in; on later starts only
 * says so again. Throws StartProblem when an earlier run was cut off.
 */
export async function ensureSample(house: House, say: (line: string) => void, size?: SampleSize): Promise<void> {
  const before = await sampleState(house);
  if (before?.state === "making") {
    throw new StartProblem({
      zh: `样例公司上次没有做完，请删除数据文件夹 ${house.settings.dataDir}（或清空 DATABASE_URL 指向的数据库）后重新启动`,
      en: `The sample company was not finished last time; delete the data folder ${house.settings.dataDir} (or empty the database in DATABASE_URL) and start again`,
    });
  }
  if (before === null) {
    if (!(await untouched(house))) return;
    await make(house, say, size);
  }
  for (const line of signInLines()) say(line);
}

async function make(house: House, say: (line: string) => void, size?: SampleSize): Promise<void> {
  const from = performance.now();
  let told = 0;
  const counts = await makeSample(house, {
    password: DEMO_PASSWORD, ...(size ? { size } : {}),
    progress({ done, total }) {
      const tenth = Math.floor((done / total) * TENTHS);
      if (tenth === told) return;
      told = tenth;
      say(`  样例公司 / sample company: ${tenth * TENTHS} %`);
    },
  });
  say(`  样例公司 / sample company: ${counts.created} 线索 leads, ${counts.activities} 跟进 activities, ${counts.converted} 转化 conversions, ${Math.round((performance.now() - from) / 1_000)} s`);
}

/** Nothing is there, and at most the one administrator that the environment names. */
async function untouched(house: House): Promise<boolean> {
  const { rows } = await sql<{ people: number }>`select count(*)::int as people from clew.person`.execute(house.db);
  return (rows[0]?.people ?? 0) <= 1 && (await isEmpty(house));
}

function signInLines(): string[] {
  const width = Math.max(...SIGN_INS.map(([mail]) => mail.length)) + DOMAIN.length + 1;
  return [
    `${COMPANY}：演示登录，密码均为 / sign-ins of the demo, all with the password  ${DEMO_PASSWORD}`,
    ...SIGN_INS.map(([mail, zh, en]) => `  ${`${mail}@${DOMAIN}`.padEnd(width)}  ${zh} / ${en}`),
  ];
}
