/** Why something was decided, as data; the interface turns code and facts into a sentence of the reader's language. */
export interface Reason {
  code: string;
  facts: Record<string, unknown>;
}
