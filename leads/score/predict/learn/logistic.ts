/** Rows of ones: for each row the columns that are set, all rows with the same number of places; -1 is none. */
export interface Design {
  places: Int32Array;
  /** Places a row. */
  width: number;
  columns: number;
}

export interface Fitted {
  intercept: number;
  effects: Float64Array;
}

const MOST_STEPS = 30;
const CLOSE_ENOUGH = 1e-7;

/**
 * Logistic regression with a ridge penalty on everything but the intercept: maximises log-likelihood − penalty/2·Σβ².
 * Newton's method with a Cholesky solve and halved steps (Hastie, Tibshirani, Friedman, Elements of Statistical Learning, 4.4 and 3.4.1).
 */
export function fitLogistic(design: Design, outcome: ArrayLike<number>, rows: readonly number[], penalty: number, start?: Fitted): Fitted {
  const size = design.columns + 1;
  let beta = new Float64Array(size);
  if (start) beta.set([...start.effects, start.intercept]);
  let best = loss(design, outcome, rows, penalty, beta);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(design, outcome, rows, penalty, beta);
    let scale = 1;
    let next = beta;
    let value = Infinity;
    while (scale > 1e-4 && !(value <= best)) {
      next = beta.map((b, i) => b + scale * (move[i] as number));
      value = loss(design, outcome, rows, penalty, next);
      scale /= 2;
    }
    if (!(value <= best)) break;
    const gained = best - value;
    beta = next;
    best = value;
    if (gained < CLOSE_ENOUGH * (1 + Math.abs(best))) break;
  }
  return { intercept: beta[size - 1] as number, effects: beta.slice(0, size - 1) };
}

/** Log-odds of a row. */
export function logOdds(design: Design, fitted: Fitted, row: number): number {
  let sum = fitted.intercept;
  for (let k = row * design.width; k < (row + 1) * design.width; k++) {
    const column = design.places[k] as number;
    if (column >= 0) sum += fitted.effects[column] as number;
  }
  return sum;
}

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

function loss(design: Design, outcome: ArrayLike<number>, rows: readonly number[], penalty: number, beta: Float64Array): number {
  const fitted = { intercept: beta[beta.length - 1] as number, effects: beta };
  let sum = 0;
  for (const row of rows) {
    const x = logOdds(design, fitted, row);
    // log(1 + e^x) without overflow.
    sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - (outcome[row] as number) * x;
  }
  for (let i = 0; i < beta.length - 1; i++) sum += (penalty / 2) * (beta[i] as number) ** 2;
  return sum;
}

function newtonStep(design: Design, outcome: ArrayLike<number>, rows: readonly number[], penalty: number, beta: Float64Array): Float64Array {
  const size = beta.length;
  const last = size - 1;
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const fitted = { intercept: beta[last] as number, effects: beta };
  const set = new Int32Array(design.width + 1);
  for (const row of rows) {
    const p = sigmoid(logOdds(design, fitted, row));
    const error = (outcome[row] as number) - p;
    const weight = Math.max(p * (1 - p), 1e-10);
    let many = 0;
    for (let k = row * design.width; k < (row + 1) * design.width; k++) if ((design.places[k] as number) >= 0) set[many++] = design.places[k] as number;
    set[many++] = last;
    for (let i = 0; i < many; i++) {
      const a = set[i] as number;
      gradient[a] = (gradient[a] as number) + error;
      // Columns of a row rise with their place, so the lower triangle is all that is touched.
      for (let j = 0; j <= i; j++) hessian[a * size + (set[j] as number)]! += weight;
    }
  }
  for (let i = 0; i < last; i++) {
    gradient[i]! -= penalty * (beta[i] as number);
    hessian[i * size + i]! += penalty;
  }
  hessian[last * size + last]! += 1e-9;
  return solve(hessian, gradient, size);
}

/** Solves A·x = b for a symmetric positive A given by its lower triangle, by Cholesky in place. */
function solve(a: Float64Array, b: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) {
      const f = a[j * n + k] as number;
      if (f === 0) continue;
      for (let i = j; i < n; i++) a[i * n + j]! -= f * (a[i * n + k] as number);
    }
    const root = Math.sqrt(Math.max(a[j * n + j] as number, 1e-12));
    for (let i = j; i < n; i++) a[i * n + j]! /= root;
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= (a[i * n + k] as number) * (x[k] as number);
    x[i]! /= a[i * n + i] as number;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= (a[k * n + i] as number) * (x[k] as number);
    x[i]! /= a[i * n + i] as number;
  }
  return x;
}
