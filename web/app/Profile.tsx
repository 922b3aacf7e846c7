import { Button, Segmented } from "antd";
import { NavLink } from "react-router";
import { useMe } from "../api/me.ts";
import { Leave } from "../manage/Leave.tsx";
import { PageFrame } from "../ui/PageFrame.tsx";
import { chooseMode, useModeChoice, type ModeChoice } from "../ui/mode.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { LOCALES, useLocale, useText, useWords, type Locale } from "../words/words.ts";
import { useOfferedPages } from "./offered.tsx";
import { Password } from "./Password.tsx";
import { keepLocale, signOut } from "./session.ts";
import { Sessions } from "./Sessions.tsx";

const MODES: ModeChoice[] = ["system", "light", "dark"];

/** The person's own page: account, preferences, leave, password, devices; on a phone also the way to every other page. */
export default function Profile() {
  const t = useWords();
  const text = useText();
  const { person, roles } = useMe();
  const locale = useLocale();
  const mode = useModeChoice();
  const phone = usePhoneWidth();
  const others = useOfferedPages().filter((page) => page.tab === undefined);
  return (
    <PageFrame title={t("auth:profile_title")} actions={<Button onClick={() => void signOut()}>{t("auth:sign_out")}</Button>}>
      <div className="panels">
        {phone && others.length > 0 && (
          <section className="panel">
            <h2>{t("nav:other_pages")}</h2>
            <div className="places">{others.map((page) => <NavLink key={page.path} to={`/${page.path}`}>{page.icon}<span>{page.name}</span></NavLink>)}</div>
          </section>
        )}
        <section className="panel">
          <h2>{t("auth:account")}</h2>
          <dl className="facts">
            <dt>{t("auth:name")}</dt><dd>{person.name}</dd>
            <dt>{t("auth:email")}</dt><dd>{person.email}</dd>
            <dt>{t("auth:roles")}</dt><dd>{roles.map((role) => text(role.label)).join(" · ")}</dd>
          </dl>
        </section>
        <section className="panel">
          <h2>{t("auth:preferences")}</h2>
          <dl className="facts">
            <dt>{t("auth:language")}</dt>
            <dd><Segmented<Locale> value={locale} options={LOCALES.map((each) => ({ value: each.locale, label: each.name }))} onChange={(next) => void keepLocale(next)} /></dd>
            <dt>{t("auth:appearance")}</dt>
            <dd><Segmented<ModeChoice> value={mode} options={MODES.map((each) => ({ value: each, label: t(`auth:mode_${each}`) }))} onChange={chooseMode} /></dd>
          </dl>
        </section>
        <section className="panel"><Leave person={person.id} /></section>
        <Password />
        <Sessions />
      </div>
    </PageFrame>
  );
}
