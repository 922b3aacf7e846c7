import { sigmoid } from "./logistic.ts";

export interface Line {
  slope: number;
  offset: number;
}

/**
 * Fits probability = sigmoid(slope·x + offset) by Newton's method with Platt's softened targets, which keep the line finite
 * where one value of x separates the outcomes (Platt 1999; Lin, Lin, Weng 2007).
 */
export function fitLine(xs: readonly number[], outcome: readonly number[]): Line {
  const positives = outcome.reduce((sum, y) => sum + y, 0);
  const negatives = outcome.length - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const mean = xs.reduce((sum, x) => sum + x, 0) / Math.max(1, xs.length);
  let slope = 0;
  let offset = Math.log((positives + 1) / (negatives + 1));
  for (let step = 0; step < 50; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    xs.forEach((raw, i) => {
      const x = raw - mean;
      const p = sigmoid(slope * x + offset);
      const error = (outcome[i] === 1 ? high : low) - p;
      const w = Math.max(p * (1 - p), 1e-10);
      g0 += error;
      g1 += error * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    });
    const det = h00 * h11 - h01 * h01;
    const [d0, d1] = det > 1e-12 ? [(h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det] : [g0 / h00, 0];
    // A step of more than a few log-odds is a step outside of where the parabola fits.
    const scale = Math.min(1, 4 / Math.max(1e-12, Math.abs(d0), Math.abs(d1)));
    offset += scale * d0;
    slope += scale * d1;
    if (Math.abs(d0) + Math.abs(d1) < 1e-8) break;
  }
  return { slope, offset: offset - slope * mean };
}
