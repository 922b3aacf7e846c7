import { z } from "zod";
import { Day } from "../core/moments.ts";
import { BUCKETS } from "../core/records/aggregate.ts";

const TextOut = z.object({ zh: z.string(), en: z.string() });

/** What every report may be asked; days of the organisation's time zone, both included. */
export const QuestionIn = z.strictObject({
  from: Day.optional(), to: Day.optional(),
  team_id: z.uuid().optional(), source: z.string().min(1).max(255).optional(), campaign_id: z.uuid().optional(), bucket: z.enum(BUCKETS).optional(),
});
export type QuestionInput = z.output<typeof QuestionIn>;

/** The query that `insight.drill` answers with the rows behind a number. */
const IdsQueryOut = QuestionIn.extend({ report: z.string(), cell: z.string() });
const ClickOut = z.object({ object: z.string(), filter: z.unknown() });

/**
 * One number. `filter` finds its records through the records API; a number about stays, clocks, arrivals or durations carries
 * `ids_query` instead. A rate, median or amount carries the records it is computed from.
 */
export const NumberOut = z.object({ value: z.number().nullable(), filter: ClickOut.optional(), ids_query: IdsQueryOut.optional() });
export type ReportNumber = z.input<typeof NumberOut>;

export const KINDS = ["count", "ratio", "money", "minutes", "days"] as const;
const ColumnOut = z.object({ key: z.string(), title: TextOut, kind: z.enum(KINDS) });
export type Column = z.input<typeof ColumnOut>;

const SectionOut = z.object({
  key: z.string(), title: TextOut,
  /** What its rows are: a source, a person, a day …; rows of kind "whole" is one row about everything. */
  by: z.enum(["whole", "source", "person", "step", "reason", "range", "hour_of_week", "date", "team", "clock"]),
  columns: z.array(ColumnOut),
  rows: z.array(z.object({ key: z.string().nullable(), title: TextOut, cells: z.record(z.string(), NumberOut) })),
});
export type Section = z.input<typeof SectionOut>;

export const ReportOut = z.object({
  report: z.string(), title: TextOut,
  period: z.object({ from: z.string(), to: z.string() }), bucket: z.enum(BUCKETS),
  sections: z.array(SectionOut),
});
export type ReportAnswer = z.input<typeof ReportOut>;
