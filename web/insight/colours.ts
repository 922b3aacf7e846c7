const SERIES = { light: ["#0b7a75", "#d08a2e", "#4f79b8", "#a8577e", "#7b8f3a", "#7a8a8a"], dark: ["#2ba39b", "#dd9a3e", "#7ba0dc", "#cf83a8", "#a5ba60", "#93a2a1"] };
/** Columns whose colour says whether they are good news. */
const MEANING: Record<string, "good" | "warn" | "bad"> = { sla_met: "good", sla_running: "warn", sla_missed: "bad", in_sla_return: "bad" };

export interface Colours {
  text: string;
  quiet: string;
  line: string;
  surface: string;
  bad: string;
  font: string;
  of(column: string, index: number): string;
}

/** The colours of a chart, from the theme's tokens as they stand on the page. */
export function coloursOf(mode: "light" | "dark"): Colours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--clew-${name}`).trim();
  return {
    text: token("text"), quiet: token("quiet"), line: token("line"), surface: token("surface"), bad: token("bad"), font: token("font"),
    of: (column, index) => (MEANING[column] ? token(MEANING[column]) : (SERIES[mode][index % SERIES[mode].length] ?? "")),
  };
}
