import { useMutation, useQuery } from "@tanstack/react-query";
import { locale } from "../words/words.ts";
import { call } from "./call.ts";

export interface SetupInput {
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
    async mutationFn(input: SetupInput) {
      await call("POST", "/setup", { body: { ...input, locale: locale() } });
      await call("POST", "/api/auth/sign-in/email", { body: { email: input.email, password: input.password } });
    },
  });
