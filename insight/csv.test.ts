import { expect, test } from "vitest";
import { reportCsv } from "./csv.ts";
import type { ReportAnswer } from "./shapes.ts";

const report: ReportAnswer = {
  report: "funnel", title: { zh: "漏斗", en: "Funnel" }, period: { from: "2026-03-01", to: "2026-03-31" }, bucket: "day",
  sections: [{
    key: "sources", title: { zh: "来源", en: "Source" }, by: "source", columns: [{ key: "n", title: { zh: "线索", en: "Leads" }, kind: "count" }],
    rows: ["=HYPERLINK(\"http://x\")", "+86", "-1", "@sum", "抖音,广告", "两\n行"].map((key) => ({ key, title: { zh: key, en: key }, cells: { n: { value: -1.5 } } })),
  }],
};

test("text in an exported report never becomes a formula, and opens in Excel as Chinese", () => {
  expect(reportCsv(report, "zh-CN")).toBe(
    '\ufeff来源,线索\r\n"\'=HYPERLINK(""http://x"")",-1.5\r\n\'+86,-1.5\r\n\'-1,-1.5\r\n\'@sum,-1.5\r\n"抖音,广告",-1.5\r\n"两\n行",-1.5\r\n',
  );
});
