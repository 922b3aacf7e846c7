import { useDraggable } from "@dnd-kit/core";
import type { ObjectMeta } from "../../api/objects.ts";
import { nameIn, type Item } from "../../api/records.ts";
import { Countdown } from "../../ui/Countdown.tsx";
import { Money } from "../../ui/Money.tsx";
import { useWords } from "../../words/words.ts";

/** One record on the board: what to recognise it by, who has it, what is next. */
export function BoardCard({ object, item, onOpen }: { object: ObjectMeta; item: Item; onOpen: (item: Item) => void }) {
  const t = useWords();
  const movable = item.abilities?.includes("edit") ?? false;
  const { attributes, listeners, setNodeRef, transform, isDragging } = useDraggable({ id: item.id, data: item, disabled: !movable });
  const under = [item.company, nameIn(item, "account_id")].find((each): each is string => typeof each === "string");
  return (
    <article
      ref={setNodeRef} className={isDragging ? "board-card board-dragged" : "board-card"} {...listeners} {...attributes} aria-roledescription={t("leads:draggable")}
      style={transform ? { transform: `translate3d(${transform.x}px, ${transform.y}px, 0)` } : undefined} onClick={() => !isDragging && onOpen(item)}
    >
      <b>{String(item[object.title] ?? t("records:no_name"))}</b>
      {under && <span className="quiet">{under}</span>}
      <span className="board-facts">
        {typeof item.amount === "number" && <Money value={item.amount} />}
        {typeof item.score === "number" && <span className="number">{item.score}{typeof item.grade === "string" && <span className="grade">{item.grade}</span>}</span>}
        <span className="quiet">{nameIn(item, "owner_id")}</span>
        {typeof item.next_step_at === "string" && <Countdown due={item.next_step_at} />}
        {typeof item.close_date === "string" && <span className="quiet number">{item.close_date}</span>}
      </span>
    </article>
  );
}
