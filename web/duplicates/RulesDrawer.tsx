import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { type ReactNode, useState } from "react";
import { Waiting } from "../app/Waiting.tsx";
import { Problem } from "../ui/Problem.tsx";
import { tell, tellProblem } from "../ui/toast.tsx";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { useWords } from "../words/words.ts";

interface Props<R> {
  title: string;
  /** What the rules are for. */
  text: string;
  width: number;
  queryKey: string;
  read: () => Promise<{ rules: R; shipped: R }>;
  keep: (rules: R) => Promise<unknown>;
  close: () => void;
  children: (rules: R, setRules: (next: R) => void) => ReactNode;
}

/** One set of rules of the organisation in a drawer: read, changed and kept, or put back to what ships. */
export function RulesDrawer<R>(props: Props<R>) {
  const phone = usePhoneWidth();
  const stored = useQuery({ queryKey: [props.queryKey], queryFn: props.read });
  return (
    <Drawer open title={props.title} size={phone ? "100%" : props.width} onClose={props.close} destroyOnHidden>
      {stored.error && <Problem error={stored.error} />}
      {stored.data ? <Editor {...props} first={stored.data.rules} shipped={stored.data.shipped} /> : <Waiting />}
    </Drawer>
  );
}

function Editor<R>({ text, first, shipped, keep, close, children }: Props<R> & { first: R; shipped: R }) {
  const t = useWords();
  const [rules, setRules] = useState(first);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await keep(rules);
      tell(t("records:saved"));
      close();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <div className="dialog">
      <p className="quiet">{text}</p>
      {children(rules, setRules)}
      <div className="desk-do" style={{ padding: "10px 0" }}>
        <Button type="primary" loading={busy} onClick={() => void save()}>{t("common:save")}</Button>
        <Button onClick={() => setRules(shipped)}>{t("desks:shipped")}</Button>
      </div>
    </div>
  );
}
