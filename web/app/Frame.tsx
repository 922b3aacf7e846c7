import { lazy, Suspense, useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { useAsked } from "../actions/ask.ts";
import { useOverlay } from "../actions/overlay.ts";
import { useShortcuts } from "../actions/shortcuts.ts";
import { openStream } from "../api/live.ts";
import { useMeQuery } from "../api/me.ts";
import { ApiProblem } from "../api/problem.ts";
import { usePhoneWidth } from "../ui/phone-width.ts";
import { Problem } from "../ui/Problem.tsx";
import { speak, useWords, withAllWords } from "../words/words.ts";
import { Navigation } from "./Navigation.tsx";
import { TabBar } from "./TabBar.tsx";
import { TopBar } from "./TopBar.tsx";
import { Waiting } from "./Waiting.tsx";

const Asked = lazy(() => withAllWords(import("../work/ask/Asked.tsx")));
const Overlays = lazy(() => import("../actions/Overlays.tsx"));

/** The frame around every page behind sign-in: who is here is known, the stream is open, shortcuts work. */
export function Frame() {
  const me = useMeQuery();
  const here = useLocation();
  const locale = me.data?.locale;
  useEffect(() => {
    if (locale) void speak(locale);
  }, [locale]);
  if (me.isPending) return <Waiting />;
  if (me.data) return <SignedIn />;
  if (me.error instanceof ApiProblem && me.error.status === 401) return <Navigate to={`/sign-in?to=${encodeURIComponent(here.pathname + here.search)}`} replace />;
  return <Problem error={me.error} retry={() => void me.refetch()} />;
}

function SignedIn() {
  const t = useWords();
  const phone = usePhoneWidth();
  const overlay = useOverlay();
  const asked = useAsked();
  useEffect(() => openStream(), []);
  useShortcuts();
  return (
    <div className={phone ? "frame frame-phone" : "frame"}>
      <a className="skip" href="#content">{t("nav:skip")}</a>
      {!phone && <Navigation />}
      <div className="frame-main">
        <TopBar />
        <main id="content" tabIndex={-1}>
          <Suspense fallback={<Waiting />}><Outlet /></Suspense>
        </main>
        {phone && <TabBar />}
      </div>
      {asked && <Suspense fallback={null}><Asked /></Suspense>}
      {overlay && <Suspense fallback={null}><Overlays shown={overlay} /></Suspense>}
    </div>
  );
}
