import { LockOutlined, SaveOutlined, SettingOutlined, TeamOutlined } from "@ant-design/icons";
import { Button, Dropdown, Tabs, Tooltip } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { useCan, useMe } from "../api/me.ts";
import { readListView, SAVED, standing, type ListColumn, type ListView, writeListView } from "../ui/list-url.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { tell, tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { changeView, listOf, shows, standsAsBoard, stateOf, useSavedViews, type SavedView } from "./data.ts";
import { shippedViews, viewOfFilter } from "./shipped.ts";

const ViewDialog = lazy(() => import("./ViewDialog.tsx"));
const ManageViews = lazy(() => import("./ManageViews.tsx"));

interface Props {
  object: string;
  view: ListView;
  /** The columns on screen, which a saved view keeps. */
  columns: readonly ListColumn[];
  /** Whether the list stands as a board. */
  board: boolean;
}

/** The views of a list as tabs: those everybody has, then the saved ones; own conditions leave all of them unlit. */
export function ViewTabs({ object, view, columns, board }: Props) {
  const t = useWords();
  const can = useCan();
  const phone = usePhoneWidth();
  const { roles } = useMe();
  const [params, setParams] = useSearchParams();
  const saved = useSavedViews(object);
  const [open, setOpen] = useState<"save" | "manage">();
  const current = saved.find((each) => each.id === params.get(SAVED));
  const changed = current !== undefined && current.usable && !shows(view, columns, board, current);
  const wide = roles.some((role) => role.key !== "rep");
  const shipped = shippedViews(object).filter((each) => wide || !each.wide);
  const bare = viewOfFilter(object, view.filter);

  const show = (next: SavedView): void => setParams((now) => { const to = standing(writeListView(listOf(next), now), standsAsBoard(next)); to.set(SAVED, next.id); return to; });
  const choose = (tab: string): void => {
    const own = saved.find((each) => each.id === tab);
    if (own) return own.usable ? show(own) : tellProblem(undefined, t("views:not_usable_text"));
    const filter = shipped.find((each) => each.key === tab)?.filter;
    setParams((now) => {
      // What a saved view brought goes with it; what the person has typed and sorted stays.
      const before = readListView(now);
      const to = writeListView(now.has(SAVED) ? { filter, q: "", sort: [], columns: undefined } : { ...before, filter }, now);
      to.delete(SAVED);
      return now.has(SAVED) ? standing(to, false) : to;
    });
  };
  const keep = (): void => {
    if (current) changeView(current, { state: stateOf(view, columns, board) }).then(() => tell(t("views:saved", { name: current.name })), tellProblem);
  };
  const mayKeep = current?.abilities.includes("edit") ?? false;
  const deeds = [
    ...(changed && mayKeep ? [{ key: "keep", icon: <SaveOutlined />, label: t("views:keep", { name: current.name }) }] : []),
    ...(changed ? [{ key: "back", label: t("views:back") }] : []),
    ...(can("view:read") ? [{ key: "save", icon: <SaveOutlined />, label: t("views:save_as") }] : []),
    ...(saved.length > 0 ? [{ key: "manage", icon: <SettingOutlined />, label: t("views:manage") }] : []),
  ];
  const act = (deed: string): void => {
    if (deed === "keep") keep();
    else if (deed === "back" && current) show(current);
    else setOpen(deed as "save" | "manage");
  };
  return (
    <>
      <Tabs
        size="small" activeKey={current?.id ?? (bare ? bare.key : "")} onTabClick={choose}
        items={[
          ...shipped.map((each) => ({ key: each.key, label: t(each.label) })),
          ...saved.map((each) => ({ key: each.id, label: <Name view={each} changed={changed && each === current} /> })),
        ]}
        tabBarExtraContent={deeds.length > 0 && (
          <Dropdown menu={{ items: deeds, onClick: ({ key }) => act(key) }} trigger={["click"]}>
            <Button size="small" type={changed ? "default" : "text"} icon={<SaveOutlined />} aria-label={t("views:views")}>{phone ? undefined : t("views:views")}</Button>
          </Dropdown>
        )}
      />
      <Suspense fallback={null}>
        {open === "save" && <ViewDialog object={object} state={stateOf(view, columns, board)} onSaved={(made) => { setOpen(undefined); show(made); }} onClose={() => setOpen(undefined)} />}
        {open === "manage" && <ManageViews object={object} views={saved} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </>
  );
}

function Name({ view, changed }: { view: SavedView; changed: boolean }) {
  const t = useWords();
  const sign = !view.usable ? <LockOutlined /> : view.shared === "private" ? null : <TeamOutlined />;
  const told = !view.usable ? t("views:not_usable") : view.mine ? "" : t("views:by", { name: view.owner.name });
  return <Tooltip title={told}><span className={view.usable ? "" : "faint"}>{sign}{sign && " "}{view.name}{changed && <span title={t("views:changed")}> •</span>}</span></Tooltip>;
}
