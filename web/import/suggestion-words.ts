import type { Text } from "../../core/refusal.ts";
import { inWords, type Say, type WordKey } from "../words/words.ts";
import type { Uploaded } from "./data.ts";

type Reason = Uploaded["suggestions"][number]["because"][number];

const LOOKS: Record<string, WordKey> = {
  phone: "import:looks_phone", email: "import:looks_email", url: "import:looks_url", datetime: "import:looks_datetime", number: "import:looks_number", credit_code: "import:looks_credit_code",
};
const CODES: Record<string, WordKey> = {
  same_key: "import:because_same_key", same_label: "import:because_same_label", alias: "import:because_alias", known_header: "import:because_known_header",
  header_contains: "import:because_header_contains", content: "import:because_content", content_differs: "import:because_content_differs",
};

/** Why a column was taken for a field, as words; reasons without words are left out. */
export function becauseWords(reasons: readonly Reason[], t: Say): string[] {
  return reasons.flatMap(({ code, facts }) => {
    const key = CODES[code];
    if (!key) return [];
    const looks = LOOKS[String(facts.looks_like)];
    return [t(key, { ...facts, label: facts.label ? inWords(facts.label as Text) : "", share: `${Math.round(Number(facts.share ?? 0) * 100)}%`, looks_like: looks ? t(looks) : "" })];
  });
}
