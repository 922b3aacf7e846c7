/** A phone number in groups as people read it: mainland mobiles 3-4-4, landlines after the area code, others by threes. The value stays E.164. */
export function groupPhone(value: string): string {
  if (value.includes("*")) return value.replace(/^\+86/, "");
  const china = /^(?:\+86)?(1\d{10}|0?\d{9,11})$/.exec(value.replaceAll(/[\s-]/g, ""))?.[1];
  if (china?.startsWith("1") && china.length === 11) return `${china.slice(0, 3)} ${china.slice(3, 7)} ${china.slice(7)}`;
  if (china) {
    const national = china.startsWith("0") ? china : `0${china}`;
    // 010 and 02x are the three-digit area codes; all others have four digits.
    const area = /^0(10|2\d)/.test(national) ? 3 : 4;
    const rest = national.slice(area);
    return `${national.slice(0, area)} ${rest.slice(0, -4)} ${rest.slice(-4)}`;
  }
  if (!/^\+\d{8,15}$/.test(value)) return value;
  return value.replace(/(\d{3})(?=\d{3,})/g, "$1 ").trim();
}
