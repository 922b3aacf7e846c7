import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useWords } from "../words/words.ts";

/** Copies a text and says so on the button. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return <Button icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>{copied ? t("common:copied") : (label ?? t("common:copy"))}</Button>;
}

/** A secret that is shown this one time, or a text meant to be copied. */
export function Once({ text }: { text: string }) {
  return <div className="once"><code>{text}</code><CopyButton text={text} /></div>;
}

/** Copies on pages without TLS too, where browsers withhold the clipboard. */
async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
