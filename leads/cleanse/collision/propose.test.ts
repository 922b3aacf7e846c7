import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Claim, type Dispute, proposeVerdict } from "./propose.ts";
import { DEFAULT_COLLISION_SETTING, PRINCIPLES, type Principle } from "./setting.ts";

const none: Claim = { first_entered_at: null, first_touch_at: null, protected_until: null, opportunities: 0, opportunity_amount: 0, territory: null };
const NOW = new Date("2026-03-02T01:00:00.000Z");
const by = (principles: Principle[], dispute: Partial<Dispute>) => proposeVerdict({ ...DEFAULT_COLLISION_SETTING, principles }, { holder: none, claimant: none, wish: null, ...dispute }, NOW);

describe("the verdict of a collision", () => {
  it("goes to whoever entered the customer first, else to whoever spoke to them first", () => {
    const early = { ...none, first_entered_at: "2026-01-01T00:00:00.000Z" };
    const late = { ...none, first_entered_at: "2026-02-01T00:00:00.000Z" };
    expect(by(["first_entered"], { holder: early, claimant: late })).toMatchObject({ verdict: "holder", principle: "first_entered", reasons: [{ code: "entered_first" }] });
    expect(by(["first_entered"], { holder: late, claimant: early })).toMatchObject({ verdict: "claimant" });
    const touched = { ...early, first_touch_at: "2026-02-20T00:00:00.000Z" };
    expect(by(["first_entered", "first_valid_touch"], { holder: early, claimant: touched })).toMatchObject({ verdict: "claimant", reasons: [{ code: "entered_alike" }, { code: "only_touch" }] });
  });

  it("knows protection, territory and the customer's wish", () => {
    expect(by(["protection"], { holder: { ...none, protected_until: "2026-03-03T00:00:00.000Z" } }).verdict).toBe("holder");
    expect(by(["protection"], { holder: { ...none, protected_until: "2026-03-01T00:00:00.000Z" } }).verdict).toBeNull();
    expect(by(["territory"], { claimant: { ...none, territory: "江苏省" } })).toMatchObject({ verdict: "claimant", reasons: [{ code: "territory_of", facts: { territory: "江苏省" } }] });
    expect(by(["customer_wish"], { wish: "claimant" }).verdict).toBe("claimant");
    expect(by([...PRINCIPLES], {})).toMatchObject({ verdict: null, reasons: { length: PRINCIPLES.length + 1 } });
  });

  it("never depends on which side is called which, except by protection", () => {
    const at = fc.option(fc.date({ min: new Date("2025-01-01"), max: NOW, noInvalidDate: true }).map((d) => d.toISOString()));
    const claim = fc.record({ first_entered_at: at, first_touch_at: at, protected_until: fc.constant(null), opportunities: fc.nat(5), opportunity_amount: fc.nat(), territory: fc.option(fc.constant("华东")) });
    const order = fc.shuffledSubarray(PRINCIPLES.filter((p) => p !== "protection"), { minLength: 1 });
    fc.assert(fc.property(claim, claim, order, (a, b, principles) => {
      const one = by(principles, { holder: a, claimant: b }).verdict;
      const two = by(principles, { holder: b, claimant: a }).verdict;
      expect(two).toBe(one === null ? null : one === "holder" ? "claimant" : "holder");
    }));
  });
});
