import { REGIONS } from "./region_data.ts";
import { cleanText } from "./text.ts";

interface City {
  name: string;
  province: string;
}

export interface Region {
  province: string | null;
  city: string | null;
  /** The city lies in another province than the one typed; both are kept. */
  mismatch?: boolean;
}

const provinces = new Map<string, string>();
const cities = new Map<string, City>();
const MUNICIPALITIES = new Set(["北京市", "天津市", "上海市", "重庆市"]);

for (const line of REGIONS.trim().split("\n")) {
  const [province = "", aliases = "", list = ""] = line.split("|");
  for (const alias of [province, ...aliases.split(",")]) provinces.set(alias, province);
  for (const entry of list.split(" ").filter(Boolean)) {
    const [name = "", short = name.replace(/(?:市|地区|盟)$/, "")] = entry.split("=");
    for (const alias of [name, ...short.split(",")]) if (!cities.has(alias)) cities.set(alias, { name, province });
  }
}
const LONGEST_CITY = Math.max(...[...cities.keys()].map((name) => name.length));
const LONGEST_PROVINCE = Math.max(...[...provinces.keys()].map((name) => name.length));
/** The longest place that begins with these two signs. */
const longest = new Map<string, number>();
for (const name of [...cities.keys(), ...provinces.keys()]) {
  if (name.length <= LONGEST_CITY) longest.set(name.slice(0, 2), Math.max(name.length, longest.get(name.slice(0, 2)) ?? 0));
}

/**
 * Official province and city from short or dirty forms ("沪", "广东 / 深圳", "广东省深圳市南山区").
 * A known city yields its province; an unknown city stays as typed.
 */
export function normaliseRegion(rawProvince: string | null, rawCity: string | null): Region {
  const typedProvince = squeeze(rawProvince);
  const typedCity = squeeze(rawCity);
  const first = typedProvince === null ? null : split(typedProvince);
  const second = typedCity === null ? null : (exactCity(typedCity) ?? split(typedCity));

  const city = second?.city ?? (typedCity === null || second?.province ? first?.city : undefined);
  const province = first?.province ?? (typedProvince === null || first?.city ? (second?.province ?? city?.province) : undefined);
  if (city) {
    const named = province ?? (typedProvince === null ? city.province : typedProvince);
    if (named !== city.province && MUNICIPALITIES.has(named) && second?.city && !first?.city) return { province: named, city: rawCity && cleanText(rawCity) };
    return named === city.province ? { province: named, city: city.name } : { province: named, city: city.name, mismatch: true };
  }
  const kept = typedCity !== null && !second?.province ? cleanText(rawCity as string) : null;
  if (kept === null && province !== undefined && MUNICIPALITIES.has(province)) return { province, city: province };
  return { province: province ?? (rawProvince === null ? null : cleanText(rawProvince)), city: kept };
}

/** The city by any of its names, with its province; undefined when unknown. */
export function findCity(name: string): City | undefined {
  return cities.get(name);
}

/** Length of the place (province, city or 中国) that a text begins with, and its short name; undefined when it begins with none. */
export function leadingPlace(text: string): { length: number; short: string } | undefined {
  for (let length = Math.min(longest.get(text.slice(0, 2)) ?? 0, text.length); length >= 2; length--) {
    const head = text.slice(0, length);
    if (cities.has(head) || provinces.has(head)) return { length, short: shortPlace(head) };
  }
  return text.startsWith("中国") ? { length: 2, short: "中国" } : undefined;
}

function shortPlace(place: string): string {
  return place.replace(/(?:市|省|地区|盟|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$/, "");
}

function squeeze(raw: string | null): string | null {
  return raw === null ? null : (cleanText(raw)?.replace(/[\s/,·|、>-]+/g, "") || null);
}

function exactCity(text: string): { province?: string; city?: City } | null {
  const city = cities.get(text);
  return city ? { city } : null;
}

/** Reads one field, which may hold a province, a city, or both and more ("广东深圳市南山区"). */
function split(text: string): { province?: string; city?: City } {
  const whole = provinces.get(text);
  if (whole !== undefined) return { province: whole };
  const exact = cities.get(text);
  if (exact) return { city: exact };
  for (let length = Math.min(LONGEST_PROVINCE, text.length - 1); length >= 2; length--) {
    const province = provinces.get(text.slice(0, length));
    if (province === undefined) continue;
    const city = leadingCity(text.slice(length), province);
    if (city) return { province, city };
    if (/^(?:市|省|[\p{Script=Han}]{1,8}[区县旗])/u.test(text.slice(length))) return MUNICIPALITIES.has(province) ? { province, city: cities.get(province) } : { province };
  }
  const city = leadingCity(text);
  return city ? { city } : {};
}

function leadingCity(text: string, province?: string): City | undefined {
  for (let length = Math.min(LONGEST_CITY, text.length); length >= 2; length--) {
    const city = cities.get(text.slice(0, length));
    if (!city || (province !== undefined && city.province !== province)) continue;
    const rest = text.slice(length);
    if (rest === "" || text[length - 1] === "市" || /[区县市旗镇]$/.test(rest) || /^(?:市|地区|州)/.test(rest)) return city;
  }
  return undefined;
}
