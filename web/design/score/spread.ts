import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { run } from "../../api/run.ts";
import type { ScoreBody } from "../bodies.ts";
import { missingIn } from "../complete.ts";

/** While somebody drags, asked at most this often, and never before the last answer: what is seen follows the hand within 300 ms. */
const EVERY_MS = 120;

/** How the newest leads would be spread by these rules; follows what is being changed, the former answer stays meanwhile. */
export function useSpread(body: ScoreBody) {
  const whole = missingIn("score", body).length === 0;
  const [asked, setAsked] = useState(body);
  const last = useRef(0);
  const spread = useQuery({ queryKey: ["score-preview", asked], queryFn: () => run("score.preview", { body: asked as never }), placeholderData: keepPreviousData, staleTime: 60_000, gcTime: 60_000, retry: false });
  const waiting = spread.isFetching;
  useEffect(() => {
    if (!whole || waiting) return undefined;
    const timer = setTimeout(() => {
      last.current = performance.now();
      setAsked(body);
    }, Math.max(0, EVERY_MS - (performance.now() - last.current)));
    return () => clearTimeout(timer);
  }, [body, whole, waiting]);
  return spread;
}

export type Spread = NonNullable<ReturnType<typeof useSpread>["data"]>;
