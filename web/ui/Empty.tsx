import { Button } from "antd";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What this place is for, or what to do next; one sentence. */
  text?: string;
  action?: { label: string; run: () => void };
  children?: ReactNode;
}

/** An empty place that teaches: what it is for and the one next step. */
export function Empty({ title, text, action, children }: Props) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
      {action && <Button type="primary" onClick={action.run}>{action.label}</Button>}
    </div>
  );
}
