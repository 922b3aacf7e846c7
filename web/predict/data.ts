import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { OutputOf } from "../../apps/contract.ts";
import { run } from "../api/run.ts";

export type Predictive = OutputOf<"predictive.get">;
export type Model = NonNullable<Predictive["model"]>;
export type Feature = Model["features"][number];
export type Factor = Feature["factors"][number];
export type Training = NonNullable<Predictive["run"]>;
export type Ranking = OutputOf<"predictive.preview">;
/** Factor → points somebody wants; null: as learned. */
export type Points = Record<string, number | null>;

export const PREDICTIVE = "predictive";

/** The predictive score with the version asked for; asked again every second while a training runs. */
export const usePredictive = (version: number | undefined) =>
  useQuery({
    queryKey: [PREDICTIVE, version ?? null], queryFn: () => run("predictive.get", version === undefined ? {} : { version }),
    refetchInterval: ({ state }) => (state.data?.run?.status === "running" ? 1_000 : false),
  });

/** What would change in the order of the newest leads; asked when the points have rested. */
export const useRanking = (version: number, points: Points) => {
  const key = useMemo(() => JSON.stringify(points), [points]);
  return useQuery({ queryKey: [PREDICTIVE, "ranking", version, key], queryFn: () => run("predictive.preview", { version, points: JSON.parse(key) as Points }), placeholderData: (before) => before });
};

/** The points a factor has on the page: as changed there, else as the version has them. */
export const pointsNow = (factor: Factor, points: Points): number => {
  const wanted = points[factor.key];
  return wanted === undefined ? factor.points : (wanted ?? factor.learned);
};

/** How much a feature can move a lead: the distance from its best to its worst factor, in points as learned. */
export const reach = (feature: Feature): number => {
  const points = feature.factors.map(({ learned }) => learned);
  return Math.max(...points) - Math.min(...points);
};
