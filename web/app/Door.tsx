import { Button } from "antd";
import type { ReactNode } from "react";
import { useTitle } from "../ui/title.ts";
import { LOCALES, speak, useLocale } from "../words/words.ts";

/** The frame of the pages in front of sign-in, with the language switch. */
export function Door({ title, text, wide = false, children }: { title: string; text?: string; wide?: boolean; children: ReactNode }) {
  const locale = useLocale();
  useTitle(title);
  return (
    <main className="door">
      <div className={wide ? "door-card door-wide" : "door-card"}>
        <img src="/icon.svg" alt="" width={34} height={34} />
        <h1>{title}</h1>
        {text && <p>{text}</p>}
        {children}
        <div className="door-foot">
          {LOCALES.map((each) => <Button key={each.locale} type="link" size="small" disabled={each.locale === locale} onClick={() => void speak(each.locale)}>{each.name}</Button>)}
        </div>
      </div>
    </main>
  );
}
