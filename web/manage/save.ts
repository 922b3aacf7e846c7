import { useMutation } from "@tanstack/react-query";
import type { FormInstance } from "antd";
import { ApiProblem } from "../api/problem.ts";
import { queryClient } from "../api/query-client.ts";
import { tell, tellProblem } from "../ui/toast.tsx";

interface Options<O> {
  /** First parts of the query keys that are stale afterwards. */
  refresh: readonly string[];
  /** What is said when it worked. */
  said?: string;
  /** Fields the server names are marked in this form instead of being told. */
  form?: FormInstance;
  done?: (answer: O) => void;
}

/** A change on the server: refreshes what it touches, says that it worked, shows why not. */
export function useSave<I, O = unknown>(run: (input: I) => Promise<O>, { refresh, said, form, done }: Options<O>) {
  return useMutation({
    mutationFn: run,
    onSuccess: async (answer) => {
      await Promise.all(refresh.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
      if (said) tell(said);
      done?.(answer);
    },
    onError: (error) => {
      if (form && error instanceof ApiProblem && markFields(form, error)) return;
      tellProblem(error);
    },
  });
}

/** Marks the fields a refusal names; false when the form has none of them. */
function markFields(form: FormInstance, { errors }: ApiProblem): boolean {
  const known = Object.keys(form.getFieldsValue(true) as object);
  const marked = errors.map((each) => ({ name: each.path.split("."), errors: [each.message] })).filter((each) => known.includes(each.name[0] ?? ""));
  if (marked.length > 0) form.setFields(marked);
  return marked.length > 0;
}
