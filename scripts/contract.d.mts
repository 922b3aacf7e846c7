import type { AnyOp } from "../core/op.ts";

export const TABLE: string;
export function tableText(operations: readonly Pick<AnyOp, "name" | "http">[]): string;
