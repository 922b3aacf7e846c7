import type { ReactNode } from "react";
import { useTitle } from "./title.ts";

interface Props {
  title: string;
  /** Small facts beside the title, such as a count. */
  aside?: ReactNode;
  actions?: ReactNode;
  filters?: ReactNode;
  children: ReactNode;
  /** The content scrolls by itself (tables); otherwise the page does. */
  fill?: boolean;
}

/** The frame of every page: title and actions in one row, filters below, then the content. */
export function PageFrame({ title, aside, actions, filters, children, fill = false }: Props) {
  useTitle(title);
  return (
    <section className={fill ? "page page-fill" : "page"}>
      <header className="page-head">
        <h1>{title}</h1>
        {aside && <div className="page-aside">{aside}</div>}
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {filters && <div className="page-filters">{filters}</div>}
      <div className="page-body">{children}</div>
    </section>
  );
}
