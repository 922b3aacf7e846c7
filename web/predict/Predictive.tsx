import { useState } from "react";
import { useSearchParams } from "react-router";
import { useCan } from "../api/me.ts";
import { Waiting } from "../app/Waiting.tsx";
import "../manage/manage.css";
import { PageFrame } from "../ui/PageFrame.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { usePredictive, type Model, type Points, type Predictive } from "./data.ts";
import { Factors } from "./Factors.tsx";
import { RankingPanel } from "./RankingPanel.tsx";
import { Figures } from "./Figures.tsx";
import { Health } from "./Health.tsx";
import "./predict.css";
import { Refused } from "./Refused.tsx";
import { State } from "./State.tsx";
import { Versions } from "./Versions.tsx";

/** The predictive score: whether it can learn, what it learned, how good it is, what to change, and whether it still holds. */
export default function PredictivePage() {
  const t = useWords();
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get("version")) || undefined;
  const answer = usePredictive(asked);
  const show = (version: number | undefined): void => setParams(version === undefined ? {} : { version: String(version) }, { replace: true });
  return (
    <PageFrame title={t("predict:title")}>
      {answer.data ? <Shown predictive={answer.data} show={show} /> : answer.error ? <Problem error={answer.error} retry={() => void answer.refetch()} /> : <Waiting />}
    </PageFrame>
  );
}

function Shown({ predictive, show }: { predictive: Predictive; show: (version: number | undefined) => void }) {
  const fixed = !useCan()("policy:edit");
  const { model } = predictive;
  return (
    <div className="stack predict">
      <State predictive={predictive} fixed={fixed} show={show} />
      {model && <Version key={model.version} model={model} predictive={predictive} fixed={fixed} show={show} />}
    </div>
  );
}

/** One version: how good it is, its factors, and what changing them does. */
function Version({ model, predictive, fixed, show }: { model: Model; predictive: Predictive; fixed: boolean; show: (version: number | undefined) => void }) {
  const [points, setPoints] = useState<Points>({});
  const given = new Map(model.features.flatMap(({ factors }) => factors.map((factor) => [factor.key, factor.points] as const)));
  const change = (next: Points): void => setPoints((now) => Object.fromEntries(Object.entries({ ...now, ...next }).filter(([key, value]) => value !== given.get(key))));
  return (
    <div className="columns-2">
      <div className="stack">
        <Figures model={model} needed={predictive.enough} />
        <Factors model={model} draft={predictive.draft} points={points} onPoints={change} fixed={fixed} show={show} />
      </div>
      <aside className="stack">
        <Versions predictive={predictive} fixed={fixed} show={show} />
        <Health predictive={predictive} fixed={fixed} />
        <Refused model={model} fixed={fixed} />
        <RankingPanel model={model} points={points} discard={() => setPoints({})} fixed={fixed} show={show} />
      </aside>
    </div>
  );
}
