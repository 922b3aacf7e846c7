import { DndContext, KeyboardSensor, MouseSensor, TouchSensor, useDroppable, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../actions/ask.ts";
import { doVerb, setMany } from "../../actions/lead-verbs.ts";
import { call } from "../../api/call.ts";
import type { ObjectMeta } from "../../api/objects.ts";
import type { Item, RecordPage } from "../../api/records.ts";
import type { Choice, Filter } from "../../../core/language/types.ts";
import { Money } from "../../ui/Money.tsx";
import { fullNumber } from "../../ui/numbers.ts";
import { Problem } from "../../ui/Problem.tsx";
import { tellProblem } from "../../ui/toast.tsx";
import { useText, useWords } from "../../words/words.ts";
import { BoardCard } from "./BoardCard.tsx";

const MOST = 40;
const FIELDS: Record<string, string[]> = {
  lead: ["name", "company", "phone", "score", "grade", "owner_id", "next_step_at", "tags", "product_line", "budget"],
  opportunity: ["name", "amount", "owner_id", "account_id", "close_date"],
};

interface Props {
  object: ObjectMeta;
  filter: Filter | undefined;
  q: string;
  onOpen: (item: Item) => void;
}

/** The records of an object by stage; dragging a card moves the record, and can be undone. */
export function Board({ object, filter, q, onOpen }: Props) {
  const choices = (object.fields.find((field) => field.key === "stage")?.choices ?? []).filter((choice) => !choice.retired);
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 6 } }), useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }), useSensor(KeyboardSensor));
  const drop = ({ active, over }: DragEndEvent): void => {
    const item = active.data.current as Item | undefined;
    const stage = over?.id;
    if (item && typeof stage === "string" && stage !== item.stage) move(object.key, item, stage);
  };
  return (
    <DndContext sensors={sensors} onDragEnd={drop}>
      <div className="board">{choices.map((choice) => <Column key={choice.value} object={object} choice={choice} filter={filter} q={q} onOpen={onOpen} />)}</div>
    </DndContext>
  );
}

/** A stage that is reached by a verb is reached by it here too. */
function move(object: string, item: Item, stage: string): void {
  if (object === "lead" && stage === "converted") return ask({ kind: "convert", lead: item });
  if (object === "lead" && stage === "disqualified") return ask({ kind: "disqualify", leads: [item] });
  const done = object !== "lead" ? setMany(object, [item], "stage", stage)
    : stage === "accepted" ? doVerb("accept", [item])
    : item.stage === "disqualified" ? doVerb("reopen", [item])
    : setMany("lead", [item], "stage", stage);
  Promise.resolve(done).catch(tellProblem);
}

function Column({ object, choice, filter, q, onOpen }: Props & { choice: Choice }) {
  const t = useWords();
  const text = useText();
  const { setNodeRef, isOver } = useDroppable({ id: choice.value });
  const amount = object.fields.some((field) => field.key === "amount");
  const whole: Filter = { all: [{ field: "stage", op: "is", value: choice.value }, ...(filter ? [filter] : [])] };
  const known = new Set(object.fields.map((field) => field.key));
  const list = useQuery({
    queryKey: ["board", object.key, choice.value, filter, q],
    queryFn: () => call<RecordPage>("POST", `/records/${object.key}/query`, { body: { filter: whole, ...(q ? { q } : {}), fields: (FIELDS[object.key] ?? [object.title]).filter((key) => known.has(key)), sort: [known.has("score") ? "-score" : amount ? "-amount" : "-created_at"], limit: MOST, count: true } }),
    placeholderData: (before) => before,
  });
  const sum = useQuery({
    queryKey: ["board-sum", object.key, choice.value, filter],
    queryFn: () => call<{ rows: { measures: (number | null)[] }[] }>("POST", `/records/${object.key}/aggregate`, { body: { filter: whole, measures: [{ op: "sum", field: "amount" }] } }).then((answer) => answer.rows[0]?.measures[0] ?? 0),
    enabled: amount,
  });
  const items = list.data?.items ?? [];
  const total = list.data?.total ?? 0;
  return (
    <section ref={setNodeRef} className={isOver ? "board-column board-over" : "board-column"} aria-label={text(choice.label)}>
      <header><b>{text(choice.label)}</b><span className="quiet number">{fullNumber(total)}</span>{amount && <span className="board-sum"><Money value={sum.data ?? 0} short /></span>}</header>
      {list.error && !list.data && <Problem error={list.error} />}
      <div className="board-cards">
        {items.map((item) => <BoardCard key={item.id} object={object} item={item} onOpen={onOpen} />)}
        {total > items.length && <p className="quiet">{t("leads:board_more", { n: fullNumber(total - items.length) })}</p>}
      </div>
    </section>
  );
}
