import { Badge } from "antd";
import { NavLink } from "react-router";
import { useUnread } from "../api/notifications.ts";
import { useWords } from "../words/words.ts";
import { useOfferedPages } from "./offered.tsx";

/** The five places of a day on a phone, under the thumb. */
export function TabBar() {
  const t = useWords();
  const unread = useUnread();
  const tabs = useOfferedPages().filter((page) => page.tab !== undefined).sort((a, b) => (a.tab ?? 0) - (b.tab ?? 0));
  return (
    <nav className="tabs" aria-label={t("nav:main")}>
      {tabs.map((page) => (
        <NavLink key={page.path} to={`/${page.path}`} className="tab">
          <Badge count={page.path === "notifications" ? unread : 0} size="small">{page.icon}</Badge>
          <span>{page.name}</span>
        </NavLink>
      ))}
    </nav>
  );
}
