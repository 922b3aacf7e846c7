import { Button } from "antd";
import { run } from "../api/run.ts";
import { useSave } from "../manage/save.ts";
import { offerUndo } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { PREDICTIVE, type Model, type Points } from "./data.ts";
import { RankingTable } from "./RankingTable.tsx";

interface Props {
  model: Model;
  points: Points;
  discard: () => void;
  fixed: boolean;
  show: (version: number | undefined) => void;
}

/** What the changed points do to the order of the newest leads, and keeping them as a version. */
export function RankingPanel({ model, points, discard, fixed, show }: Props) {
  const t = useWords();
  const changes = Object.keys(points).length;
  const keep = () => run("predictive.draft", { version: model.version, points });
  const save = useSave(keep, { refresh: [PREDICTIVE], said: t("predict:draft_saved") });
  const use = useSave(
    async () => run("predictive.activate", { version: (await keep()).version }),
    { refresh: [PREDICTIVE], done: () => { discard(); show(undefined); if (model.status === "active") offerUndo(t("predict:activated"), () => run("predictive.activate", { version: model.version })); } },
  );
  return (
    <section className="panel predict-ranking-panel" aria-label={t("predict:ranking")}>
      <h2>{t("predict:ranking")}<small>{changes > 0 ? t("predict:changed", { n: changes }) : t("predict:unchanged")}</small></h2>
      {!fixed && changes > 0 && (
        <div className="row predict-save">
          <Button type="primary" loading={use.isPending} onClick={() => use.mutate(undefined)}>{t("predict:use_weights")}</Button>
          <Button loading={save.isPending} onClick={() => save.mutate(undefined)}>{t("predict:save_draft")}</Button>
          <Button type="text" onClick={discard}>{t("predict:discard")}</Button>
        </div>
      )}
      <RankingTable version={model.version} points={points} />
    </section>
  );
}
