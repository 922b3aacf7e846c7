import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { recordAddress } from "../app/pages.tsx";
import { fullNumber } from "../ui/numbers.ts";
import { Problem } from "../ui/Problem.tsx";
import { useSettled } from "../ui/settled.ts";
import { useWords } from "../words/words.ts";
import { useRanking, type Points, type Ranking } from "./data.ts";

const FIRST = 10;

/** The newest open leads in the order of the changed weights, with the place each had before, and what the change does to the hits on held-out leads. */
export function RankingTable({ version, points }: { version: number; points: Points }) {
  const t = useWords();
  const ranking = useRanking(version, useSettled(points, 350));
  const [all, setAll] = useState(false);
  if (ranking.error && !ranking.data) return <Problem error={ranking.error} retry={() => void ranking.refetch()} />;
  if (!ranking.data) return <div className="predict-ranking-waiting" role="status" aria-busy="true" />;
  const { figures, leads } = ranking.data;
  if (leads.length === 0) return <p className="hint">{t("predict:no_open")}</p>;
  const moved = leads.filter((lead) => lead.rank_before !== lead.rank_after).length;
  return (
    <div aria-busy={ranking.isPlaceholderData}>
      <p className="hint">{Object.keys(points).length === 0 ? t("predict:ranking_hint", { n: leads.length }) : t("predict:ranking_changed", { n: leads.length, moved, before: auc(figures.before), after: auc(figures.after) })}</p>
      <table className="predict-ranking">
        <thead><tr><th>{t("predict:place")}</th><th>{t("predict:lead")}</th><th>{t("predict:before")}</th><th>{t("predict:after")}</th></tr></thead>
        <tbody>{(all ? leads : leads.slice(0, FIRST)).map((lead) => <Line key={lead.id} lead={lead} />)}</tbody>
      </table>
      {leads.length > FIRST && <Button size="small" type="link" onClick={() => setAll(!all)}>{all ? t("predict:fewer") : t("predict:all_leads", { n: leads.length })}</Button>}
    </div>
  );
}

const auc = (figures: Ranking["figures"]["before"]): string => (figures.auc === null ? "–" : fullNumber(figures.auc * 100, 1));

function Line({ lead }: { lead: Ranking["leads"][number] }) {
  const t = useWords();
  const up = lead.rank_before - lead.rank_after;
  return (
    <tr>
      <td className="number">{lead.rank_after}{up !== 0 && <small className={up > 0 ? "key-good" : "key-bad"} aria-label={t(up > 0 ? "predict:up" : "predict:down", { n: Math.abs(up) })}> {up > 0 ? <ArrowUpOutlined /> : <ArrowDownOutlined />}{Math.abs(up)}</small>}</td>
      <td className="predict-ranking-name"><Link to={recordAddress("lead", lead.id)}>{lead.name || t("records:no_name")}</Link></td>
      <td className="number quiet">{fullNumber(lead.before, 1)}%</td>
      <td className="number">{fullNumber(lead.after, 1)}%</td>
    </tr>
  );
}
