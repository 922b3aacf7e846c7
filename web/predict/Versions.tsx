import { Button, Tag } from "antd";
import { run } from "../api/run.ts";
import { usePeople } from "../manage/directory.ts";
import { useSave } from "../manage/save.ts";
import { fullNumber } from "../ui/numbers.ts";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { offerUndo } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { PREDICTIVE, type Predictive } from "./data.ts";

/** Every version with its figures; any of them can be put to use, the one before with one click. */
export function Versions({ predictive, fixed, show }: { predictive: Predictive; fixed: boolean; show: (version: number | undefined) => void }) {
  const t = useWords();
  const people = usePeople();
  const { active, versions, draft, model } = predictive;
  const activate = useSave((version: number) => run("predictive.activate", { version }), {
    refresh: [PREDICTIVE],
    done: () => {
      show(undefined);
      offerUndo(t("predict:activated"), () => (active === null ? run("predictive.off", {}) : run("predictive.activate", { version: active })));
    },
  });
  return (
    <section className="panel" aria-label={t("predict:versions")}>
      <h2>{t("predict:versions")}</h2>
      <ul className="versions predict-versions">
        {[...(draft ? [draft] : []), ...versions].map((each) => (
          <li key={each.version} className={each.version === model?.version ? "predict-version-shown" : ""}>
            <button type="button" className="predict-version" aria-pressed={each.version === model?.version} onClick={() => show(each.version === active ? undefined : each.version)}>
              <span>{t("predict:version", { n: each.version })} {each.status === "active" && <Tag color="green">{t("predict:in_use")}</Tag>}{each.status === "draft" && <Tag color="gold">{t("predict:draft")}</Tag>}</span>
              <small>{each.auc === null ? "" : t("predict:version_figures", { auc: fullNumber(each.auc * 100, 0), lift: fullNumber(each.lift_first_tenth ?? 1, 1), converted: fullNumber(each.converted) })}</small>
              <small>{each.changed > 0 ? t("predict:version_changed", { n: each.changed, of: each.trained_version }) : t("predict:version_trained")} · {people.data?.find((person) => person.id === each.created_by)?.name ?? t("predict:system")} · <RelativeTime at={each.created_at} /></small>
            </button>
            {!fixed && each.status !== "active" && <Button size="small" type={active === null ? "primary" : "default"} loading={activate.isPending && activate.variables === each.version} onClick={() => activate.mutate(each.version)}>{t("predict:use")}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
