import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { run } from "../../api/run.ts";
import type { ScoreBody } from "../bodies.ts";
import { missingIn } from "../complete.ts";

/** While somebody drags, so long nothing is asked. */
const PAUSE_MS = 120;

/** How the newest leads would be spread by these rules; follows what is being changed, the former answer stays meanwhile. */
export function useSpread(body: ScoreBody) {
  const whole = missingIn("score", body).length === 0;
  const [asked, setAsked] = useState(body);
  useEffect(() => {
    if (!whole) return undefined;
    const timer = setTimeout(() => setAsked(body), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [body, whole]);
  return useQuery({ queryKey: ["score-preview", asked], queryFn: () => run("score.preview", { body: asked as never }), placeholderData: keepPreviousData, staleTime: 60_000, gcTime: 60_000, retry: false });
}

export type Spread = NonNullable<ReturnType<typeof useSpread>["data"]>;
