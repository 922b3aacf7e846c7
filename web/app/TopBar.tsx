import { BulbOutlined, GlobalOutlined, LogoutOutlined, SearchOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useNavigate } from "react-router";
import { runAction } from "../actions/registry.ts";
import { useMe } from "../api/me.ts";
import { KeyHint } from "../ui/KeyHint.tsx";
import { chooseMode, useModeChoice, type ModeChoice } from "../ui/mode.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { LOCALES, useLocale, useWords, type Locale } from "../words/words.ts";
import { NotificationBell } from "./NotificationBell.tsx";
import { keepLocale, signOut } from "./session.ts";

const MODES: ModeChoice[] = ["system", "light", "dark"];

/** Search, notifications, language, light and dark, and the person. */
export function TopBar() {
  const t = useWords();
  const go = useNavigate();
  const phone = usePhoneWidth();
  const { person } = useMe();
  const locale = useLocale();
  const mode = useModeChoice();
  return (
    <header className="top">
      <button type="button" className="top-search" onClick={() => runAction("app.palette")}>
        <SearchOutlined /><span>{t("actions:palette_hint")}</span>{!phone && <KeyHint shortcut="mod+k" />}
      </button>
      {!phone && <NotificationBell />}
      {!phone && (
        <Dropdown trigger={["click"]} menu={{ selectable: true, selectedKeys: [locale], items: LOCALES.map((each) => ({ key: each.locale, label: each.name })), onClick: ({ key }) => void keepLocale(key as Locale) }}>
          <Button type="text" icon={<GlobalOutlined />} aria-label={t("auth:language")} title={t("auth:language")} />
        </Dropdown>
      )}
      {!phone && (
        <Dropdown trigger={["click"]} menu={{ selectable: true, selectedKeys: [mode], items: MODES.map((each) => ({ key: each, label: t(`auth:mode_${each}`) })), onClick: ({ key }) => chooseMode(key as ModeChoice) }}>
          <Button type="text" icon={<BulbOutlined />} aria-label={t("auth:appearance")} title={t("auth:appearance")} />
        </Dropdown>
      )}
      {!phone && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: [
              { key: "profile", icon: <UserOutlined />, label: t("auth:profile_title"), onClick: () => void go("/profile") },
              { key: "out", icon: <LogoutOutlined />, label: t("auth:sign_out"), onClick: () => void signOut() },
            ],
          }}
        >
          <Button type="text" className="top-person">{person.name}</Button>
        </Dropdown>
      )}
    </header>
  );
}
