import type { Arrival } from "../../leads/capture/arrival.ts";
import { addDays, localDate } from "../../core/language/zone.ts";
import { CAMPAIGNS, MARKED } from "./data/campaigns.ts";
import type { Source } from "./data/sources.ts";
import { BRAND_FIRST, BRAND_LAST, DECIDERS, ENTERPRISE, GIVEN_FIRST, GIVEN_LAST, INDUSTRIES, MOBILE_PREFIXES, NEEDS, OTHERS, PRODUCTS, REGIONS, SIZES, SURNAMES } from "./data/words.ts";
import type { Random } from "./random.ts";

/** What somebody says about themselves, whatever the door. */
interface Person {
  [field: string]: string | number | undefined;
}

const AGAIN = 0.03;
const JUNK = 0.012;

/** Makes arrivals one after the other; remembers numbers that were given, because some people come again. */
export function arrivalMaker(random: Random, today: string, timeZone: string) {
  const phones = new Set<string>();
  const earlier: Person[] = [];

  function phone(): string {
    for (;;) {
      const number = `${random.pick(MOBILE_PREFIXES)}${String(random.int(1_000_0000, 9_999_9999)).padStart(8, "0")}`;
      if (phones.has(number) || /(\d)\1{5}/.test(number)) continue;
      phones.add(number);
      return number;
    }
  }

  function name(): string {
    const surname = random.pick(SURNAMES);
    if (random.chance(0.14)) return surname + random.pick(["先生", "女士", "总", "经理"]);
    return surname + (random.chance(0.7) ? random.pick(GIVEN_FIRST) : "") + random.pick(GIVEN_LAST);
  }

  function person(source: Source, at: Date): Person {
    const region = random.weighted(REGIONS.map((r) => [r, r.share] as const));
    const [province, cities] = random.weighted(region.places.map((p) => [p, p[2]] as const));
    const city = random.pick(cities);
    const product = random.weighted(PRODUCTS).line;
    const made: Person = { name: name(), phone: phone(), province, city, source: source.name, created_at: at.toISOString() };
    if (random.chance(source.companies)) {
      const { industry, trades } = random.weighted(INDUSTRIES);
      made.company = `${random.chance(0.7) ? city.replace("市", "") : ""}${random.pick(BRAND_FIRST)}${random.pick(BRAND_LAST)}${random.pick(trades)}${random.chance(0.9) ? "有限公司" : "股份有限公司"}`;
      if (random.chance(0.75)) made.industry = industry;
      if (random.chance(0.55)) made.company_size = random.weighted(SIZES);
    }
    if (random.chance(0.75)) made.job_title = random.chance(source.deciders) ? random.pick(DECIDERS) : random.pick(OTHERS);
    if (random.chance(0.55) || product === ENTERPRISE) made.product_line = product;
    if (random.chance(source.quality > 0.02 ? 0.72 : 0.36)) made.need = random.pick(NEEDS).replace("{product}", product).replace("{people}", String(random.int(3, 60)));
    if (random.chance(0.16)) made.budget = random.int(2, product === ENTERPRISE ? 80 : 16) * 10_000;
    if (random.chance(0.18)) made.email = `${pinyinless(random)}@${random.pick(["mail", "corp", "office"])}-${random.int(10, 999)}.example`;
    if (random.chance(0.22)) made.wechat = `wx_${random.int(100_000, 9_999_999)}`;
    const running = CAMPAIGNS.filter((c) => c.source === source.name && addDays(today, -c.from) <= localDate(at.getTime(), timeZone) && localDate(at.getTime(), timeZone) <= addDays(today, -c.to));
    if (running.length > 0 && random.chance(source.channel === "expo" ? 1 : MARKED)) {
      made.utm_campaign = random.pick(running).mark;
      if (source.channel !== "hand" && source.channel !== "expo") Object.assign(made, { utm_source: made.utm_campaign.split("-")[0], utm_medium: source.channel === "website" ? "organic" : "cpc" });
    }
    return made;
  }

  return (source: Source, at: Date): Arrival => {
    if (random.chance(JUNK)) return { payload: shaped(source, { ...person(source, at), ...junk(random) }) };
    const again = earlier.length > 200 && random.chance(AGAIN) ? earlier[earlier.length - random.int(1, 200)] : undefined;
    const one = again ? { ...again, source: source.name, need: random.pick(NEEDS).replace("{product}", "产品").replace("{people}", "20"), created_at: at.toISOString() } : person(source, at);
    if (!again) earlier.push(one);
    return { payload: shaped(source, one) };
  };
}

function junk(random: Random): Person {
  return random.chance(0.5)
    ? { phone: random.pick(["13800138000", "12345678901", "13888888888"]), email: undefined, wechat: undefined }
    : { need: "低价代开发票 https://a.example https://b.example https://c.example", company: undefined };
}

const pinyinless = (random: Random): string => Array.from({ length: random.int(4, 8) }, () => random.pick([..."abcdefghijklmnoprstuwxyz"])).join("");

/** The payload as the door sends it: the advertising webhook nests, the others name lead fields. */
function shaped(source: Source, one: Person): Record<string, unknown> {
  if (source.channel !== "douyin") return one;
  return {
    clue_id: `7${String(one.phone ?? "").slice(1)}`, create_time: one.created_at, user: { name: one.name, telphone: one.phone, city: one.city, province: one.province },
    answers: { company: one.company, title: one.job_title, remark: one.need, product: one.product_line }, ad: { plan: one.utm_campaign },
  };
}
