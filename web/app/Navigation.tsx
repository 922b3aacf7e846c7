import { MenuFoldOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { useState } from "react";
import { NavLink } from "react-router";
import { useMe } from "../api/me.ts";
import { recall, remember } from "../ui/storage.ts";
import { useWords, type WordKey } from "../words/words.ts";
import { useOfferedPages } from "./offered.tsx";
import type { Page } from "./pages.tsx";

const GROUPS: [NonNullable<Page["group"]>, WordKey][] = [
  ["work", "nav:group_work"], ["manage", "nav:group_manage"], ["marketing", "nav:group_marketing"], ["design", "nav:group_design"],
];

/** The list of pages on the left; folds to icons and remembers it. */
export function Navigation() {
  const t = useWords();
  const pages = useOfferedPages();
  const { organisation } = useMe();
  const [folded, setFolded] = useState(() => recall("nav") === "folded");
  const fold = (): void => {
    remember("nav", folded ? "open" : "folded");
    setFolded(!folded);
  };
  return (
    <nav className={folded ? "nav nav-folded" : "nav"} aria-label={t("nav:main")}>
      <div className="nav-brand"><img src="/icon.svg" alt="" width={24} height={24} />{!folded && <b title={organisation.name}>{organisation.name}</b>}</div>
      <div className="nav-list">
        {GROUPS.map(([group, label]) => {
          const inGroup = pages.filter((page) => page.group === group);
          if (inGroup.length === 0) return null;
          return (
            <div key={group} role="group" aria-label={t(label)}>
              {!folded && <div className="nav-group">{t(label)}</div>}
              {inGroup.map((page) => (
                <NavLink key={page.path} to={`/${page.path}`} className="nav-item" title={folded ? page.name : undefined} aria-label={folded ? page.name : undefined}>
                  {page.icon}{!folded && <span>{page.name}</span>}
                </NavLink>
              ))}
            </div>
          );
        })}
      </div>
      <button type="button" className="nav-fold" onClick={fold} aria-label={t(folded ? "nav:expand" : "nav:collapse")} title={t(folded ? "nav:expand" : "nav:collapse")}>
        {folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
      </button>
    </nav>
  );
}
