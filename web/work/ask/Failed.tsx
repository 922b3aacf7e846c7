import { Button, Modal } from "antd";
import { useWords } from "../../words/words.ts";

/** The leads of a bulk action that were refused, each with its reason. */
export function Failed({ answers, close }: { answers: { name: string; title: string }[]; close: () => void }) {
  const t = useWords();
  const reasons = Map.groupBy(answers, (answer) => answer.title);
  return (
    <Modal open title={t("leads:failed_title", { n: answers.length })} width={480} onCancel={close} footer={<Button type="primary" onClick={close}>{t("common:close")}</Button>}>
      <dl className="failed">
        {[...reasons].map(([title, some]) => <div key={title}><dt>{title}<b>{some.length}</b></dt><dd>{some.slice(0, 12).map((each) => each.name).join("、")}{some.length > 12 && " …"}</dd></div>)}
      </dl>
    </Modal>
  );
}
