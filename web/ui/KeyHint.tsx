const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Record<string, string> = { mod: mac ? "⌘" : "Ctrl", enter: "↵", escape: "Esc", space: "␣" };

/** A shortcut as keys, e.g. "mod+k" → Ctrl K. */
export function KeyHint({ shortcut }: { shortcut: string }) {
  return <span className="keys">{shortcut.split("+").map((key) => <kbd key={key}>{NAMES[key] ?? key.toUpperCase()}</kbd>)}</span>;
}
