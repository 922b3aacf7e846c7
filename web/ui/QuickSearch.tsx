import { SearchOutlined } from "@ant-design/icons";
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import { useSettled } from "./settled.ts";

export interface QuickSearchHandle {
  focus(): void;
}

interface Props {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
  ref?: Ref<QuickSearchHandle>;
}

/** Search as you type: asks once the typing rests, and follows the address when it changes elsewhere. */
export function QuickSearch({ value, onChange, placeholder, ref }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const settled = useSettled(typed, 250);
  const asked = useRef(value);
  useImperativeHandle(ref, () => ({
    focus: () => {
      const length = input.current?.value.length ?? 0;
      input.current?.focus();
      input.current?.setSelectionRange(length, length);
    },
  }), []);
  useEffect(() => {
    if (value !== asked.current) setTyped(value);
    asked.current = value;
  }, [value]);
  useEffect(() => {
    if (settled === asked.current) return;
    asked.current = settled;
    onChange(settled);
  }, [settled, onChange]);
  return (
    <label className="quick-search">
      <SearchOutlined />
      <input ref={input} type="search" value={typed} placeholder={placeholder} aria-label={placeholder} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => event.key === "Escape" && input.current?.blur()} />
    </label>
  );
}
