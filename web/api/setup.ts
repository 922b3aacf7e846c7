import { useMutation, useQuery } from "@tanstack/react-query";
import { call } from "./call.ts";

export interface SetupInput {
  organisation: string;
  name: string;
  email: string;
  password: string;
  sample_data: boolean;
}

/** Whether nobody has been set up yet: the first visit makes the administrator. */
export const useSetupNeeded = () => useQuery({ queryKey: ["setup"], queryFn: () => call<{ needed: boolean }>("GET", "/setup"), staleTime: Infinity, retry: false });

/** Makes the organisation and its first administrator, who is signed in by the answer's cookie. */
export const useSetup = () => useMutation({ mutationFn: (input: SetupInput) => call("POST", "/setup", { body: input }) });
