import { Input, Modal, type InputRef } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { KeyHint } from "../ui/KeyHint.tsx";
import { useSettled } from "../ui/settled.ts";
import { useWords } from "../words/words.ts";
import { showOverlay } from "./overlay.ts";
import { usePaletteEntries, type Entry } from "./palette-entries.tsx";

/** The command palette: type to find a lead, go to a page, or do something with the selection. */
export function Palette() {
  const t = useWords();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const list = useRef<HTMLUListElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const entries = usePaletteEntries(text, useSettled(text, 120), (address) => void navigate(address));
  const chosen = Math.min(at, Math.max(entries.length - 1, 0));
  useEffect(() => list.current?.querySelectorAll("[role=option]")[chosen]?.scrollIntoView({ block: "nearest" }), [chosen]);
  const choose = (entry: Entry | undefined): void => {
    if (!entry) return;
    showOverlay(null);
    entry.run();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((chosen + step + entries.length) % Math.max(entries.length, 1));
    else if (event.key === "Enter") choose(entries[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal open footer={null} closable={false} width={560} className="palette" onCancel={() => showOverlay(null)} afterOpenChange={(open) => open && input.current?.focus()} style={{ top: 80 }}>
      <Input
        ref={input} autoFocus variant="borderless" value={text} placeholder={t("actions:palette_hint")} aria-label={t("actions:palette")}
        role="combobox" aria-expanded aria-controls="palette-list" onKeyDown={press}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <ul id="palette-list" role="listbox" ref={list}>
        {entries.map((entry, index) => (
          <li key={`${entry.group}/${entry.key}`} role="presentation">
            {entry.group !== entries[index - 1]?.group && <div className="palette-group" role="presentation">{t(entry.group)}</div>}
            <div role="option" aria-selected={index === chosen} className="palette-entry" onMouseMove={() => setAt(index)} onClick={() => choose(entry)}>
              {entry.icon}<span>{entry.label}</span>{entry.aside && <small>{entry.aside}</small>}{entry.shortcut && <KeyHint shortcut={entry.shortcut} />}
            </div>
          </li>
        ))}
        {entries.length === 0 && <li className="quiet palette-nothing">{t("actions:palette_nothing")}</li>}
      </ul>
    </Modal>
  );
}
