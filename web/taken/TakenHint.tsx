import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { ask } from "../actions/ask.ts";
import { useCan } from "../api/me.ts";
import { run } from "../api/run.ts";
import "../collisions/collisions.css";
import { useSettled } from "../ui/settled.ts";
import { useWords } from "../words/words.ts";
import { isHeld, takenWords } from "./taken.ts";

const WHOLE = /^(\+?86)?1\d{10}$|^\+?0?\d{10,13}$/;

/** While a phone number is typed: whether a colleague works with that customer already. Asked once the number is whole, because every question counts. */
export function TakenHint({ phone }: { phone: unknown }) {
  const t = useWords();
  const can = useCan();
  const plain = typeof phone === "string" ? phone.replace(/[\s()-]/g, "") : "";
  const number = useSettled(plain, 700);
  const answer = useQuery({
    queryKey: ["taken", number], queryFn: () => run("lead.taken", { phone: number }), enabled: can("lead:check") && number === plain && WHOLE.test(number), retry: false, staleTime: 60_000,
  });
  if (!answer.data?.exists || number !== plain) return null;
  return (
    <span className="taken-hint" role="status">
      {takenWords(answer.data, t).join(" · ")}
      {isHeld(answer.data) && <Button type="link" size="small" onClick={() => ask({ kind: "taken", first: { key: "phone", value: number } })}>{t("desks:taken_claim")}</Button>}
    </span>
  );
}
