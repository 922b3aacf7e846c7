import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { run } from "../../api/run.ts";
import { useWords } from "../../words/words.ts";
import type { SlaBody } from "../bodies.ts";
import { missingIn } from "../complete.ts";
import { Foreseen } from "./Foreseen.tsx";

const PAUSE = 800;

/** What publishing these clocks would do to those that run now: computed again a moment after the last change. */
export function Effect({ body }: { body: SlaBody }) {
  const t = useWords();
  const [asked, setAsked] = useState<SlaBody>();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(body), PAUSE);
    return () => clearTimeout(timer);
  }, [body]);
  const whole = asked !== undefined && missingIn("sla", asked).length === 0;
  const effect = useQuery({ queryKey: ["sla-preview", asked], queryFn: ({ signal }) => run("sla.preview", { body: asked as never }, { signal }), enabled: whole, placeholderData: keepPreviousData, retry: false });
  return (
    <section className="panel" aria-label={t("clocks:effect")} aria-busy={effect.isFetching}>
      <h2>{t("clocks:effect")}</h2>
      {effect.data ? <Foreseen answer={effect.data} /> : <p className="hint">{t("clocks:effect_waiting")}</p>}
    </section>
  );
}
