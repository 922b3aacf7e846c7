import type { House } from "../../core/ctx.ts";
import { job } from "../../core/jobs/queue.ts";
import { isEmpty, makeSample, markSample, sampleState } from "./make.ts";

/** Makes the sample company in the background. A repetition after a crash does not mix two halves: it says that the first was cut off. */
export const makeSampleJob = job<{ leads: number; days: number }>({
  name: "sample.make",
  async run(house: House, size) {
    if ((await sampleState(house))?.state !== "queued" || !(await isEmpty(house))) {
      if ((await sampleState(house))?.state === "making") await markSample(house, { state: "failed", done: 0, total: size.days });
      return;
    }
    await makeSample(house, { password: null, size });
  },
});
