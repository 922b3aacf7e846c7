import { useEffect } from "react";
import { useNavigate } from "react-router";
import { actionContext, ACTIONS, lendNavigation, runAction } from "./registry.ts";

/** The shortcut a key press stands for, e.g. "mod+k"; undefined when the press is not one. */
export function shortcutOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string | undefined {
  if (event.altKey || event.key.length === 0) return undefined;
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

/** True where single keys are text or belong to the control that has the focus. */
function busy(target: EventTarget | null, shortcut: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return !(target instanceof HTMLInputElement && target.type === "checkbox" && shortcut !== "space");
  if (target.closest("[role=dialog], [role=menu], [role=listbox]")) return true;
  return shortcut === "enter" && target.closest("button, a, [role=button]") !== null;
}

/** Listens for the shortcuts of all actions while the frame is shown. */
export function useShortcuts(): void {
  const go = useNavigate();
  useEffect(() => {
    lendNavigation((address) => void go(address));
    const press = (event: KeyboardEvent): void => {
      const shortcut = shortcutOf(event);
      // An input method is composing: the key belongs to the character being typed.
      if (!shortcut || event.isComposing || event.defaultPrevented) return;
      if (!shortcut.startsWith("mod+") && busy(event.target, shortcut)) return;
      const context = actionContext();
      const action = ACTIONS.find((each) => each.shortcut === shortcut && each.shownWhen(context));
      if (!action) return;
      event.preventDefault();
      runAction(action.key, context);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [go]);
}
