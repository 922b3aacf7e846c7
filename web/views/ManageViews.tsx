import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useWords } from "../words/words.ts";
import { orderViews, removeView, type SavedView } from "./data.ts";
import ViewDialog from "./ViewDialog.tsx";
import "./views.css";

/** The saved views of a list: one's own order of them, names, for whom they are; removed ones can be brought back at once. */
export default function ManageViews({ object, views, onClose }: { object: string; views: SavedView[]; onClose: () => void }) {
  const t = useWords();
  const [editing, setEditing] = useState<string>();
  const edited = views.find((view) => view.id === editing);
  const move = (index: number, step: -1 | 1): void => {
    const next = [...views];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + step, 0, moved);
    orderViews(object, next);
  };
  return (
    <Modal open title={t("views:manage")} width={520} onCancel={onClose} footer={<Button onClick={onClose}>{t("common:close")}</Button>}>
      <p className="quiet">{t("views:order_hint")}</p>
      <ul className="view-list">
        {views.map((view, index) => {
          const may = view.abilities.includes("edit");
          const deed = (words: string) => `${words} ${view.name}`;
          return (
            <li key={view.id}>
              <span className="view-name"><b>{view.name}</b> <span className="quiet">{t(`views:for_${view.shared}`)}{!view.mine && ` · ${t("views:by", { name: view.owner.name })}`}{!view.usable && ` · ${t("views:not_usable")}`}</span></span>
              <span className="view-deeds">
                <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={index === 0} aria-label={deed(t("records:move_up"))} onClick={() => move(index, -1)} />
                <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={index === views.length - 1} aria-label={deed(t("records:move_down"))} onClick={() => move(index, 1)} />
                <Button type="text" size="small" icon={<EditOutlined />} disabled={!may} aria-label={deed(t("views:edit"))} title={may ? t("views:edit") : t("views:not_yours")} onClick={() => setEditing(view.id)} />
                <Button type="text" size="small" icon={<DeleteOutlined />} disabled={!may} aria-label={deed(t("views:remove"))} title={may ? t("views:remove") : t("views:not_yours")} onClick={() => void removeView(view)} />
              </span>
            </li>
          );
        })}
      </ul>
      {edited && <ViewDialog object={object} view={edited} onSaved={() => setEditing(undefined)} onClose={() => setEditing(undefined)} />}
    </Modal>
  );
}
