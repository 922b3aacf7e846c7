/** One bar of the calibration chart: leads with about the same prediction, what was predicted and what became of them. */
export interface CalibrationBin {
  rows: number;
  predicted: number;
  actual: number;
}

export interface Lift {
  /** Share of the leads called first, by the ranking. */
  share: number;
  rows: number;
  converted: number;
  /** Conversion among them as a multiple of the average. */
  lift: number;
  /** Share of all conversions found among them. */
  found: number;
}

/** Figures of a ranking on leads it has not seen. All null where one of the two outcomes is missing. */
export interface Figures {
  rows: number;
  converted: number;
  auc: number | null;
  /** 95 % interval of the AUC. */
  auc_from: number | null;
  auc_to: number | null;
  brier: number;
  /** Brier score of always saying the average. */
  brier_average: number;
  log_loss: number;
  lift: Lift[];
  /** Share of the leads, best first → share of all conversions found: the curve behind `lift`. */
  gain: { share: number; found: number }[];
  calibration: CalibrationBin[];
}

const SHARES = [0.1, 0.2, 0.3];
const BINS = 10;

/** Probability that a converted lead ranks above a lost one, ties counting half (Mann–Whitney); null with only one outcome. */
export function auc(predicted: readonly number[], outcome: readonly number[]): number | null {
  const order = predicted.map((_, i) => i).sort((a, b) => (predicted[a] as number) - (predicted[b] as number));
  let positives = 0;
  let ranks = 0;
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && predicted[order[end] as number] === predicted[order[i] as number]) end++;
    const rank = (i + 1 + end) / 2;
    for (let k = i; k < end; k++) {
      if (outcome[order[k] as number] !== 1) continue;
      positives++;
      ranks += rank;
    }
    i = end;
  }
  const negatives = order.length - positives;
  return positives === 0 || negatives === 0 ? null : (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Standard error of an AUC (Hanley and McNeil, Radiology 1982;143:29–36). */
export function aucError(value: number, positives: number, negatives: number): number {
  const q1 = value / (2 - value);
  const q2 = (2 * value * value) / (1 + value);
  return Math.sqrt(Math.max(0, value * (1 - value) + (positives - 1) * (q1 - value * value) + (negatives - 1) * (q2 - value * value)) / (positives * negatives));
}

/** All figures of predictions (0–1) against outcomes. */
export function figuresOf(predicted: readonly number[], outcome: readonly number[]): Figures {
  const rows = predicted.length;
  const converted = outcome.reduce((sum, y) => sum + y, 0);
  const average = rows > 0 ? converted / rows : 0;
  const area = auc(predicted, outcome);
  const error = area === null ? 0 : aucError(area, converted, rows - converted);
  const mean = (of: (p: number, y: number) => number) => (rows === 0 ? 0 : predicted.reduce((sum, p, i) => sum + of(p, outcome[i] as number), 0) / rows);
  const order = predicted.map((_, i) => i).sort((a, b) => (predicted[b] as number) - (predicted[a] as number));
  const found: number[] = [0];
  for (const i of order) found.push((found.at(-1) as number) + (outcome[i] as number));
  const at = (share: number) => Math.max(1, Math.round(rows * share));
  return {
    rows, converted, auc: area, auc_from: area === null ? null : Math.max(0, area - 1.96 * error), auc_to: area === null ? null : Math.min(1, area + 1.96 * error),
    brier: mean((p, y) => (p - y) ** 2), brier_average: average * (1 - average),
    log_loss: mean((p, y) => -Math.log(Math.min(Math.max(y === 1 ? p : 1 - p, 1e-12), 1))),
    lift: rows === 0 || converted === 0 ? [] : SHARES.map((share) => {
      const many = at(share);
      const hits = found[many] as number;
      return { share, rows: many, converted: hits, lift: hits / many / average, found: hits / converted };
    }),
    gain: rows === 0 || converted === 0 ? [] : Array.from({ length: 21 }, (_, i) => ({ share: i / 20, found: (found[Math.round((rows * i) / 20)] as number) / converted })),
    calibration: Array.from({ length: Math.min(BINS, rows) }, (_, b) => {
      const part = order.slice(Math.floor((rows * b) / Math.min(BINS, rows)), Math.floor((rows * (b + 1)) / Math.min(BINS, rows)));
      return { rows: part.length, predicted: part.reduce((sum, i) => sum + (predicted[i] as number), 0) / part.length, actual: part.reduce((sum, i) => sum + (outcome[i] as number), 0) / part.length };
    }).reverse(),
  };
}

/**
 * Population stability index of a mix of levels against the mix of training: Σ (now − then)·ln(now/then). Below 0.1 nothing has changed,
 * above 0.25 the mix is another one (the usual thresholds of credit scorecards: Siddiqi, Credit Risk Scorecards, 2006, ch. 9).
 */
export function stability(then: readonly number[], now: readonly number[]): number {
  const share = (counts: readonly number[]) => {
    const sum = counts.reduce((a, b) => a + b, 0);
    return counts.map((count) => Math.max(count / Math.max(sum, 1), 0.0005));
  };
  const [before, after] = [share(then), share(now)];
  return before.reduce((sum, p, i) => sum + ((after[i] as number) - p) * Math.log((after[i] as number) / p), 0);
}
