import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLogistic, sigmoid } from "./logistic.ts";
import { cut, placeOf } from "./levels.ts";
import { auc, figuresOf, stability } from "./measures.ts";
import { adjust, compileModel, factorKey, pointsOf } from "./model.ts";
import { fitLine } from "./platt.ts";
import { learnedShare, measure, train } from "./train.ts";
import { type Source, Table } from "./table.ts";
import { chance, planted } from "./planted_fixture.ts";

const source = (key: string, kind: Source["kind"] = "level"): Source => ({ key, field: key, kind, label: { zh: key, en: key } });

describe("measures", () => {
  test("AUC is the share of pairs in the right order, as counting all pairs says", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), { minLength: 2, maxLength: 60 }), (pairs) => {
      const xs = pairs.map(([x]) => x);
      const ys = pairs.map(([, y]) => (y ? 1 : 0));
      let [right, all] = [0, 0];
      xs.forEach((a, i) => xs.forEach((b, j) => {
        if (ys[i] !== 1 || ys[j] !== 0) return;
        all++;
        right += a > b ? 1 : a === b ? 0.5 : 0;
      }));
      const area = auc(xs, ys);
      if (all === 0) expect(area).toBeNull();
      else expect(area).toBeCloseTo(right / all, 9);
    }), { numRuns: 300 });
  });

  test("lift, Brier score and calibration of a ranking that is known", () => {
    const predicted = Array.from({ length: 100 }, (_, i) => (100 - i) / 100);
    const outcome = predicted.map((_, i) => (i < 10 ? 1 : 0));
    const figures = figuresOf(predicted, outcome);
    expect(figures).toMatchObject({ rows: 100, converted: 10, auc: 1 });
    expect(figures.brier_average).toBeCloseTo(0.09, 9);
    expect(figures.lift[0]).toEqual({ share: 0.1, rows: 10, converted: 10, lift: 10, found: 1 });
    expect(figures.calibration[0]).toMatchObject({ rows: 10, actual: 0 });
    expect(figures.calibration.at(-1)).toMatchObject({ rows: 10, actual: 1 });
    expect(figures.gain.at(-1)).toEqual({ share: 1, found: 1 });
  });

  test("a mix that stays has no instability, another one has", () => {
    expect(stability([500, 300, 200], [50, 30, 20])).toBeCloseTo(0, 9);
    expect(stability([500, 300, 200], [10, 10, 180])).toBeGreaterThan(0.25);
  });
});

describe("levels", () => {
  test("every value lies in exactly one level, whatever the values", () => {
    fc.assert(fc.property(fc.array(fc.option(fc.integer({ min: -50, max: 50 })), { minLength: 30, maxLength: 120 }), fc.array(fc.option(fc.constantFrom("a", "b", "c", "d")), { minLength: 30, maxLength: 120 }), (numbers, texts) => {
      for (const [kind, raws] of [["number", numbers], ["level", texts]] as const) {
        const table = new Table([source("x", kind)]);
        for (const raw of raws) table.add([raw], false, 0);
        const feature = cut(table.columns[0]!, table.inOrder(), table.outcome);
        if (!feature) continue;
        const place = placeOf(feature);
        for (const raw of raws) expect(place(raw)).toBeGreaterThanOrEqual(0);
        expect(feature.levels.reduce((sum, level) => sum + level.rows, 0)).toBe(raws.length);
      }
    }), { numRuns: 200 });
  });
});

describe("fitting", () => {
  test("the fit is where the penalised likelihood is flat", () => {
    const { table } = planted({ rows: 800, seed: 3 });
    const places = new Int32Array(table.rows);
    table.columns[0]!.values.forEach((value, row) => (places[row] = value));
    const design = { places, width: 1, columns: 3 };
    const rows = table.inOrder();
    const { intercept, effects } = fitLogistic(design, table.outcome, rows, 2);
    const slope = [0, 0, 0, 0];
    for (const row of rows) {
      const error = table.outcome[row]! - sigmoid(intercept + effects[places[row]!]!);
      slope[places[row]!]! += error;
      slope[3]! += error;
    }
    for (let i = 0; i < 3; i++) expect(slope[i]! - 2 * effects[i]!).toBeCloseTo(0, 3);
    expect(slope[3]).toBeCloseTo(0, 3);
  });

  test("a calibration line finds the slope and offset that made the outcomes", () => {
    const random = chance(5);
    const xs = Array.from({ length: 20_000 }, () => random() * 6 - 3);
    const line = fitLine(xs, xs.map((x) => (random() < sigmoid(0.7 * x - 1) ? 1 : 0)));
    expect(line.slope).toBeCloseTo(0.7, 1);
    expect(line.offset).toBeCloseTo(-1, 1);
  });

  test("planted effects are found again, and what was predicted is what became of the leads", () => {
    const { table, effects } = planted({ rows: 20_000, seed: 11 });
    const { model, figures } = train(table);
    for (const [key, planted] of Object.entries(effects)) {
      const [feature, level] = key.split("|");
      const found = model.features.find((f) => f.key === feature)?.levels.find((l) => l.key === level);
      expect(found?.learned, key).toBeGreaterThan(planted - 0.2);
      expect(found?.learned, key).toBeLessThan(planted + 0.2);
    }
    expect(figures.auc).toBeGreaterThan(0.7);
    expect(figures.brier).toBeLessThan(figures.brier_average);
    for (const bin of figures.calibration) expect(Math.abs(bin.predicted - bin.actual)).toBeLessThan(0.06);
  });

  test("noise is not learned: its ranking is no better than a coin", () => {
    const random = chance(2);
    const table = new Table([source("a"), source("b"), source("c", "number")]);
    for (let i = 0; i < 4_000; i++) table.add([String(Math.floor(random() * 20)), String(Math.floor(random() * 5)), random()], random() < 0.2, i);
    const { figures, refused } = train(table);
    expect(refused).toEqual([]);
    expect(figures.auc).toBeGreaterThan(0.42);
    expect(figures.auc).toBeLessThan(0.58);
  });
});

describe("a model", () => {
  const { table } = planted({ rows: 6_000, seed: 17 });
  const trained = train(table);

  test("a prediction is the sum of its reasons", () => {
    const predict = compileModel(trained.model);
    const { additions, rule, logOdds, probability } = predict({ source: "referral", size: "big", budget: 50 }, null);
    expect(trained.model.base + rule + additions.reduce((sum, a) => sum + a.effect, 0)).toBeCloseTo(logOdds, 9);
    expect(probability).toBeCloseTo(sigmoid(logOdds), 9);
  });

  test("effects are against the average lead: weighted by how many have them they add up to nothing", () => {
    for (const feature of trained.model.features) expect(feature.levels.reduce((sum, level) => sum + level.learned * level.rows, 0)).toBeCloseTo(0, 5);
  });

  test("a factor changed by hand counts what was said, the average lead stays where it was, and giving it back is as before", () => {
    const source = trained.model.features.find((f) => f.key === "source")!;
    const key = factorKey(source, source.levels[0]!);
    const changed = adjust(trained.model, { [key]: 40 });
    expect(pointsOf(changed.features.find((f) => f.key === "source")!.levels[0]!.effect)).toBeCloseTo(40, 9);
    const average = (m: typeof changed) => m.base + m.features.reduce((sum, f) => sum + f.levels.reduce((s, l) => s + l.effect * l.rows, 0) / f.levels.reduce((s, l) => s + l.rows, 0), 0);
    expect(average(changed)).toBeCloseTo(average(trained.model), 9);
    expect(adjust(changed, { [key]: null }).base).toBeCloseTo(trained.model.base, 9);
    expect(measure(trained.model, trained.holdout).auc).toBeCloseTo(trained.figures.auc!, 9);
    const off = adjust(trained.model, Object.fromEntries(trained.model.features.flatMap((f) => f.levels.map((l) => [factorKey(f, l), 0]))));
    expect(measure(off, trained.holdout).auc).toBe(0.5);
  });
});

describe("few conversions", () => {
  test("the learned share grows from a quarter at 50 to all at 200", () => {
    expect([50, 100, 150, 200, 900].map(learnedShare)).toEqual([0.25, 0.5, 0.75, 1, 1]);
  });

  test("below 200 the rule score keeps the rest: the effects are the learned ones times the share, and a higher score predicts more", () => {
    const { table } = planted({ rows: 600, seed: 23, scored: true });
    const few = train(table);
    expect(few.learned_from).toBeLessThan(200);
    expect(few.model.weight).toBeCloseTo(few.learned_from / 200, 9);
    expect(few.model.rule?.effect).toBeGreaterThan(0);
    const predict = compileModel(few.model);
    const [low, high] = [predict({ source: "ad" }, 10), predict({ source: "ad" }, 90)];
    expect(high.probability).toBeGreaterThan(low.probability);
    expect(high.rule - low.rule).toBeCloseTo(few.model.rule!.effect * 80, 9);
    expect(few.rule_auc).toBeGreaterThan(0.5);
    const { table: many } = planted({ rows: 6_000, seed: 23, scored: true });
    expect(train(many).model.rule).toBeNull();
  });
});
