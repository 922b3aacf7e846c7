const DAY = 86_400_000;

/** How a number format shows a number: as a date, a time, both, or a length of time; undefined for plain numbers. */
export type DateKind = "date" | "duration";

/**
 * Whether a format id or code of ECMA-376 part 1, 18.8.30 stands for dates: the built-in ids (27–36 and 50–58 are
 * dates in Chinese workbooks), or a code with y, m, d, h or s outside quotes and brackets.
 */
export function dateKind(id: number, code: string | undefined): DateKind | undefined {
  if (code === undefined) {
    if (id === 46) return "duration";
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58) ? "date" : undefined;
  }
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, "");
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return "duration";
  const open = bare.replace(/\[[^\]]*\]/g, "").split(";")[0] ?? "";
  return /[ymdhs]/i.test(open) && !/general/i.test(open) ? "date" : undefined;
}

/**
 * A serial date as ISO text: "2026-03-25", "2026-03-25T08:30:00", a bare time "08:30:00"; a duration as "37:30:00".
 * The 1900 system counts a 29 February 1900 that never was; the 1904 system begins 1,462 days later.
 */
export function serialText(serial: number, kind: DateKind, from1904: boolean): string {
  if (kind === "duration" || (serial >= 0 && serial < 1)) return clock(Math.round(serial * 86_400));
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const instant = new Date(Math.round(((days - 25_569) * DAY) / 1000) * 1000);
  if (serial < 0 || Number.isNaN(instant.getTime())) return plainNumber(String(serial));
  const iso = instant.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 19);
}

function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(Math.abs(seconds) / 3600), Math.floor((Math.abs(seconds) % 3600) / 60), Math.abs(seconds) % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return `${seconds < 0 ? "-" : ""}${two(hours)}:${two(minutes)}:${two(rest)}`;
}

/** A stored number as people see it: 15 significant digits like Excel, and never in scientific notation. */
export function plainNumber(stored: string): string {
  if (/^-?\d{1,15}$/.test(stored)) return stored;
  const number = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(number)) return stored;
  if (/^-?\d+$/.test(stored)) return stored;
  const [mantissa = "", exponent = "0"] = number.toPrecision(15).split("e");
  const digits = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return shift(digits, Number(exponent));
}

function shift(digits: string, exponent: number): string {
  if (exponent === 0) return digits;
  const sign = digits.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = digits.replace("-", "").split(".");
  const all = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${all}`;
  return sign + (point >= all.length ? all.padEnd(point, "0") : `${all.slice(0, point)}.${all.slice(point)}`);
}
