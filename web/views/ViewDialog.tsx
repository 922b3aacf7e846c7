import { Input, Modal } from "antd";
import { useState } from "react";
import { tell, tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { changeView, saveView, type SavedView, type Shared, type stateOf } from "./data.ts";
import { ShareChoice } from "./ShareChoice.tsx";

interface Props {
  object: string;
  /** What to save under a new name; with `view`, that one is renamed and shared otherwise instead. */
  state?: ReturnType<typeof stateOf>;
  view?: SavedView;
  onSaved: (view: SavedView) => void;
  onClose: () => void;
}

/** Names a view and says for whom it is. */
export default function ViewDialog({ object, state, view, onSaved, onClose }: Props) {
  const t = useWords();
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState<Shared>(view?.shared ?? "private");
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    if (name.trim() === "") return;
    setBusy(true);
    try {
      if (view) {
        await changeView(view, { name: name.trim(), ...(shared === view.shared ? {} : { shared }) });
        onSaved(view);
      } else if (state) onSaved(await saveView(object, name.trim(), shared, state));
      tell(t("views:saved", { name: name.trim() }));
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t(view ? "views:edit" : "views:save_as")} width={440} onCancel={onClose} okText={t("common:save")} cancelText={t("common:cancel")} okButtonProps={{ disabled: name.trim() === "", loading: busy }} onOk={() => void save()}>
      <div className="dialog stack">
        {!view && <p className="quiet">{t("views:keeps")}</p>}
        <Input autoFocus value={name} maxLength={60} placeholder={t("views:name")} aria-label={t("views:name")} onChange={(event) => setName(event.target.value)} onPressEnter={() => void save()} />
        <ShareChoice value={shared} onChange={setShared} />
      </div>
    </Modal>
  );
}
