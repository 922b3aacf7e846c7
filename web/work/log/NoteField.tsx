import { CloseOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input } from "antd";
import { useState } from "react";
import { useWords } from "../../words/words.ts";
import { dropTemplate, keepTemplate, ownTemplates, USUAL } from "./templates.ts";

interface Props {
  value: string;
  onChange: (value: string) => void;
  autoFocus: boolean;
}

/** The note of an activity, with templates: usual ones and the person's own. */
export function NoteField({ value, onChange, autoFocus }: Props) {
  const t = useWords();
  const [own, setOwn] = useState(ownTemplates);
  const insert = (text: string): void => onChange(value.trim() === "" ? text : `${value.trimEnd()}\n${text}`);
  const usual = USUAL.map((key) => ({ key, label: t(key), onClick: () => insert(t(key)) }));
  const mine = own.map((text) => ({
    key: text, onClick: () => insert(text),
    label: <span className="template-own">{text}<Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("leads:template_drop")} onClick={(event) => { event.stopPropagation(); dropTemplate(text); setOwn(ownTemplates()); }} /></span>,
  }));
  const keep = { key: "keep", label: t("leads:template_keep"), disabled: value.trim() === "", onClick: () => { keepTemplate(value.trim()); setOwn(ownTemplates()); } };
  return (
    <div className="note-field">
      <Input.TextArea value={value} autoFocus={autoFocus} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={10_000} placeholder={t("leads:note_hint")} aria-label={t("leads:note")} onChange={(event) => onChange(event.target.value)} />
      <Dropdown trigger={["click"]} menu={{ items: [...usual, ...(mine.length > 0 ? [{ type: "divider" as const }, ...mine] : []), { type: "divider" as const }, keep] }}>
        <Button type="text" size="small">{t("leads:templates")}</Button>
      </Dropdown>
    </div>
  );
}
