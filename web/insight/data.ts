import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { OutputOf } from "../../apps/contract.ts";
import { run } from "../api/run.ts";
import type { Asked } from "./question.ts";

export type Report = OutputOf<"insight.report">;
export type Section = Report["sections"][number];
export type Column = Section["columns"][number];
export type Cell = Section["rows"][number]["cells"][string];
export type Kind = Column["kind"];
export type KeyNumber = OutputOf<"insight.summary">["items"][number];
export type Widget = OutputOf<"dashboard.list">["items"][number]["widgets"][number];

// Reports count a whole period: they follow every minute, not every single lead that moves.
const FOLLOW = { staleTime: 30_000, refetchInterval: 60_000, placeholderData: keepPreviousData };

/** The question without what only the page knows. */
export const questionOf = ({ from, to, team_id, source }: Asked) => ({ from, to, ...(team_id ? { team_id } : {}), ...(source ? { source } : {}) });

export const useDashboards = () => useQuery({ queryKey: ["insight", "dashboards"], queryFn: () => run("dashboard.list", {}), staleTime: 300_000 });

export const useSummary = (asked: Asked) =>
  useQuery({ queryKey: ["insight", "summary", questionOf(asked)], queryFn: ({ signal }) => run("insight.summary", questionOf(asked), { signal }), ...FOLLOW });

export const useReport = (report: string, asked: Asked) =>
  useQuery({ queryKey: ["insight", "report", report, questionOf(asked)], queryFn: ({ signal }) => run("insight.report", { report, ...questionOf(asked) }, { signal }), ...FOLLOW });
