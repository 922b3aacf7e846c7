import type { ComponentType } from "react";
import type { FieldDef, FilterOp, Value } from "../../core/language/types.ts";

export interface ShowProps {
  field: FieldDef;
  /** Never null: an empty value draws nothing. */
  value: Exclude<Value, null>;
  /** Name of the person, team or record the value points to. */
  name?: string | undefined;
}

export interface EditProps {
  field: FieldDef;
  value: Value;
  onChange: (value: Value) => void;
  /** Called where one gesture is the whole edit (a choice was picked), so that a cell can close. */
  onDone?: (() => void) | undefined;
  /** Name of what the value points to now. */
  name?: string | undefined;
  autoFocus?: boolean;
  id?: string;
}

export interface FilterEditProps {
  field: FieldDef;
  op: FilterOp;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** How the browser draws one field type: reads it, edits it, and edits the value of a condition on it. */
export interface FieldTwin {
  Show: ComponentType<ShowProps>;
  Edit: ComponentType<EditProps>;
  filterEdit: ComponentType<FilterEditProps>;
  /** Usual width of a column in pixels. */
  width: number;
  /** Numbers stand on the right. */
  right?: boolean;
  /** Says what it is by its look, so that a card needs no label before it. */
  bare?: boolean;
}

/** Operators that take a list, a pair or nothing. */
export const takesList = (op: FilterOp): boolean => op === "in" || op === "not_in";
export const takesNothing = (op: FilterOp): boolean => op === "empty" || op === "not_empty";
