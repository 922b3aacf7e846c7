import { theme, type ThemeConfig } from "antd";

export type Mode = "light" | "dark";

/** Every colour and measure of the interface; components and style sheets read them as `--clew-*`. */
const TOKENS = {
  light: {
    accent: "#0b7a75", accent_soft: "#e3f1f0", page: "#f4f6f6", surface: "#ffffff", raised: "#ffffff",
    line: "#e1e6e6", edge: "#d0d8d8", text: "#1b2424", quiet: "#566464", faint: "#6b7878", row_hover: "#f2f7f6", row_focus: "#e3f1f0",
    good: "#1d7f45", warn: "#b26206", bad: "#c0362c",
  },
  dark: {
    accent: "#2ba39b", accent_soft: "#163433", page: "#111616", surface: "#182020", raised: "#1f2828",
    line: "#2b3636", edge: "#3d4b4b", text: "#dfe7e6", quiet: "#a3b0af", faint: "#83918f", row_hover: "#1d2727", row_focus: "#193a38",
    good: "#4fb477", warn: "#dd9a3e", bad: "#e0685e",
  },
} as const satisfies Record<Mode, Record<string, string>>;

/** The colours of a mode. */
export const colours = (mode: Mode): Record<string, string> => TOKENS[mode];

/** Ant Design's theme for a mode: dense, 13 px, one accent. */
export function antdTheme(mode: Mode): ThemeConfig {
  const t = TOKENS[mode];
  return {
    algorithm: mode === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontSize: 13, borderRadius: 5, controlHeight: 30, controlHeightLG: 36, controlHeightSM: 24, wireframe: false, motionDurationMid: "0.12s", motionDurationSlow: "0.16s",
      fontFamily: FONT,
      colorPrimary: t.accent, colorPrimaryBg: t.accent_soft, colorPrimaryBgHover: t.accent_soft, colorInfoBg: t.accent_soft, controlItemBgActive: t.accent_soft, colorInfo: t.accent, colorLink: t.accent, colorLinkHover: t.accent, colorLinkActive: t.accent, colorSuccess: t.good, colorWarning: t.warn, colorError: t.bad,
      colorTextBase: t.text, colorBgBase: t.surface, colorBgContainer: t.surface, colorBgElevated: t.raised, colorBgLayout: t.page,
      colorBorder: t.edge, colorBorderSecondary: t.line, colorTextSecondary: t.quiet, colorTextTertiary: t.faint, colorTextPlaceholder: t.faint,
    },
    components: {
      Select: { optionSelectedBg: t.accent_soft, optionActiveBg: t.row_hover },
      Table: { headerBg: t.surface, headerColor: t.quiet, headerSplitColor: "transparent", rowHoverBg: t.row_hover, rowSelectedBg: t.accent_soft, rowSelectedHoverBg: t.accent_soft, cellPaddingBlockSM: 5, cellPaddingInlineSM: 8 },
      Modal: { contentBg: t.raised, headerBg: t.raised },
    },
  };
}

const FONT = `-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`;

/** Puts the tokens on the document as custom properties (through the CSSOM, which a strict content policy allows). */
export function applyTokens(mode: Mode): void {
  const root = document.documentElement;
  root.style.colorScheme = mode;
  root.style.setProperty("--clew-font", FONT);
  for (const [name, value] of Object.entries(TOKENS[mode])) root.style.setProperty(`--clew-${name.replace("_", "-")}`, value);
}
