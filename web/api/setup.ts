import { useMutation, useQuery } from "@tanstack/react-query";
import { locale } from "../words/words.ts";
import { call } from "./call.ts";

export interface SetupInput {
  /** Fill the new organisation with the sample company. */
  sample?: boolean;
  organisation: string;
  name: string;
  email: string;
  password: string;
}

/** Whether nobody has been set up yet: the first visit makes the administrator. */
export const useSetupNeeded = () => useQuery({ queryKey: ["setup"], queryFn: () => call<{ needed: boolean }>("GET", "/setup"), staleTime: Infinity, retry: false });

/** Makes the organisation and its first administrator, and signs that person in. */
export const useSetup = () =>
  useMutation({
    async mutationFn({ sample, ...input }: SetupInput) {
      await call("POST", "/setup", { body: { ...input, locale: locale() } });
      await call("POST", "/api/auth/sign-in/email", { body: { email: input.email, password: input.password } });
      if (sample) await call("POST", "/sample", { body: {} });
    },
  });

export interface SampleProgress {
  state: "none" | "queued" | "making" | "done" | "failed";
  percent: number;
}

/** How far the sample data is, asked every second while it is being made. */
export const useSampleProgress = (asked: boolean) =>
  useQuery({
    queryKey: ["sample"], queryFn: () => call<SampleProgress>("GET", "/sample"), enabled: asked,
    refetchInterval: (query) => (query.state.data?.state === "done" || query.state.data?.state === "failed" ? false : 1_000),
  });
