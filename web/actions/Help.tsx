import { Modal } from "antd";
import { KeyHint } from "../ui/KeyHint.tsx";
import { useWords } from "../words/words.ts";
import { showOverlay } from "./overlay.ts";
import { ACTIONS } from "./registry.ts";

/** Every shortcut, read from the actions themselves. */
export function Help() {
  const t = useWords();
  return (
    <Modal open footer={null} title={t("actions:help")} width={440} onCancel={() => showOverlay(null)}>
      <p className="quiet">{t("actions:help_text")}</p>
      <dl className="help">
        {ACTIONS.map((action) => action.shortcut && (
          <div key={action.key}><dt>{t(action.label)}</dt><dd><KeyHint shortcut={action.shortcut} /></dd></div>
        ))}
      </dl>
    </Modal>
  );
}
