import Papa from "papaparse";

const HEAD_BYTES = 96_000;

export interface ProblemRow {
  number: string;
  reasons: string;
  cells: { column: string; value: string }[];
}

/** The first rows of a file of problem rows: row number first, reasons last; a row cut off at the end is left out. */
export function readProblems(text: string, whole: boolean, most: number): ProblemRow[] {
  const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ""), { skipEmptyLines: true });
  const [head = [], ...rows] = whole ? data : data.slice(0, -1);
  return rows.slice(0, most).map((row) => ({
    number: row[0] ?? "", reasons: row.at(-1) ?? "",
    cells: head.slice(1, -1).map((column, at) => ({ column, value: row[at + 1] ?? "" })).filter(({ value }) => value !== ""),
  }));
}

/** Fetches only the beginning of a file that may be large. */
export async function firstProblems(address: string, headers: Record<string, string>, most: number): Promise<ProblemRow[]> {
  const response = await fetch(address, { credentials: "same-origin", headers });
  if (!response.ok || !response.body) return [];
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    if (done) return readProblems(text, true, most);
    if (text.length < HEAD_BYTES) continue;
    await reader.cancel();
    return readProblems(text, false, most);
  }
}
