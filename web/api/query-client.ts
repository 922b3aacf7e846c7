import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./problem.ts";

const passing = (error: unknown): boolean => error instanceof ApiProblem && [0, 502, 503, 504].includes(error.status);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live updates tell us what is stale; the interval only covers what the stream does not name.
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && passing(error),
    },
  },
});
