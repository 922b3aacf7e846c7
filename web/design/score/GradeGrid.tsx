import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { useWords } from "../../words/words.ts";
import type { ScoreBody } from "../bodies.ts";
import { cells, moveLine, rangeOf, type Axis, type Line } from "./grid.ts";
import type { Spread } from "./spread.ts";

interface Props {
  body: ScoreBody;
  spread: Spread | undefined;
  onChange: (grade: ScoreBody["grade"]) => void;
}

/** Fit upwards, interest to the right; six lines cut the plane into A1 to D4. A line is dragged, or moved by arrow keys. */
export function GradeGrid({ body, spread, onChange }: Props) {
  const t = useWords();
  const plane = useRef<HTMLDivElement>(null);
  const { grade } = body;
  const [x, y] = [rangeOf(body, "interest"), rangeOf(body, "fit")];
  const at = (value: number, range: { low: number; high: number }): number => ((value - range.low) / (range.high - range.low)) * 100;
  const counts = spread?.distribution.grade;
  const most = Math.max(1, ...Object.values(counts?.after ?? {}));

  const put = (line: Line, value: number): void => onChange(moveLine(grade, line, value));
  const drag = (line: Line, event: PointerEvent): void => {
    const box = plane.current?.getBoundingClientRect();
    if (!box || !(event.currentTarget as Element).hasPointerCapture(event.pointerId)) return;
    const share = line.axis === "interest" ? (event.clientX - box.left) / box.width : (box.bottom - event.clientY) / box.height;
    const range = line.axis === "interest" ? x : y;
    put(line, Math.round(range.low + Math.min(1, Math.max(0, share)) * (range.high - range.low)));
  };
  const key = (line: Line, value: number, event: KeyboardEvent): void => {
    const step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    put(line, value + step);
  };
  const handle = (axis: Axis, name: string, value: number) => {
    const line = { axis, name } as Line;
    const range = axis === "interest" ? x : y;
    return (
      <button
        key={`${axis} ${name}`} type="button" role="slider" className={`grid-line grid-line-${axis}`} style={axis === "interest" ? { left: `${at(value, range)}%` } : { bottom: `${at(value, range)}%` }}
        aria-label={t(axis === "interest" ? "score:grid_interest" : "score:grid_fit", { grade: name })} aria-valuenow={value} aria-valuemin={range.low} aria-valuemax={range.high} aria-orientation={axis === "interest" ? "horizontal" : "vertical"}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)} onPointerMove={(event) => drag(line, event)} onKeyDown={(event) => key(line, value, event)}
      ><span>{name} ≥ {value}</span></button>
    );
  };
  return (
    <div className="grade-grid">
      <span className="grid-axis grid-axis-fit">{t("policies:grade_fit")}</span>
      <div ref={plane} className="grid-plane">
        {cells(grade, x, y).map((cell) => {
          const [before, after] = [counts?.before[cell.grade] ?? 0, counts?.after[cell.grade] ?? 0];
          return (
            <div key={cell.grade} className="grid-cell" title={t("score:grid_cell", { grade: cell.grade, before, after })} style={{ left: `${cell.left}%`, bottom: `${cell.bottom}%`, width: `${cell.width}%`, height: `${cell.height}%`, "--share": after / most } as never}>
              {cell.width >= 9 && cell.height >= 9 && <><b>{cell.grade}</b>{counts && cell.height >= 16 && <small className="number">{after === before ? after : `${before} → ${after}`}</small>}</>}
            </div>
          );
        })}
        {(["1", "2", "3"] as const).map((name) => handle("interest", name, grade.interest[name]))}
        {(["A", "B", "C"] as const).map((name) => handle("fit", name, grade.fit[name]))}
      </div>
      <span className="grid-axis">{t("policies:grade_interest")}</span>
    </div>
  );
}
