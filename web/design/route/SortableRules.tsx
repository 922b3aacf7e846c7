import { HolderOutlined } from "@ant-design/icons";
import { DndContext, type DragEndEvent, MouseSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors } from "@dnd-kit/core";
import { type ReactNode, useCallback } from "react";
import { useWords } from "../../words/words.ts";

/** A list whose items are put in another order by dragging; the arrows on each do the same by keyboard. */
export function SortableRules<T extends { id: string }>({ items, onMove, nameOf, fixed, children }: { items: readonly T[]; onMove: (from: number, to: number) => void; nameOf: (item: T) => string; fixed: boolean; children: (item: T, index: number) => ReactNode }) {
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 5 } }), useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }));
  const drop = ({ active, over }: DragEndEvent): void => {
    const [from, to] = [items.findIndex((item) => item.id === active.id), items.findIndex((item) => item.id === over?.id)];
    if (from >= 0 && to >= 0 && from !== to) onMove(from, to);
  };
  return (
    <DndContext sensors={sensors} onDragEnd={drop}>
      {items.map((item, index) => <Sortable key={item.id} id={item.id} name={nameOf(item)} fixed={fixed}>{children(item, index)}</Sortable>)}
    </DndContext>
  );
}

function Sortable({ id, name, fixed, children }: { id: string; name: string; fixed: boolean; children: ReactNode }) {
  const t = useWords();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, isDragging } = useDraggable({ id, disabled: fixed });
  const { setNodeRef: setDropRef, isOver } = useDroppable({ id });
  const both = useCallback((node: HTMLElement | null) => { setNodeRef(node); setDropRef(node); }, [setNodeRef, setDropRef]);
  const style = transform ? { transform: `translate3d(0, ${transform.y}px, 0)` } : undefined;
  const look = ["rule-sort", isDragging ? "rule-sort-dragged" : "", isOver && !isDragging ? "rule-sort-over" : ""].filter(Boolean).join(" ");
  return (
    <div ref={both} className={look} style={style}>
      <button type="button" className="rule-grip" ref={setActivatorNodeRef} disabled={fixed} {...listeners} {...attributes} aria-label={t("route:drag_rule", { name })}><HolderOutlined /></button>
      {children}
    </div>
  );
}
