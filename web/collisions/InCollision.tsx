import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { Link } from "react-router";
import { useCan } from "../api/me.ts";
import { run } from "../api/run.ts";
import { Countdown } from "../ui/Countdown.tsx";
import { useWords } from "../words/words.ts";
import { partyName } from "./party.ts";

/** Says on a lead's page that its owner waits for a verdict, to those who may know of the collision, and leads to it. */
export function InCollision({ lead }: { lead: string }) {
  const t = useWords();
  const can = useCan();
  const found = useQuery({ queryKey: ["collisions", "notifications", "of", lead], queryFn: () => run("collision.list", { record_id: lead, limit: 1 }), enabled: can("collision:read") });
  const collision = found.data?.items[0];
  if (!collision) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="in-collision"
      title={t("collision:standing")}
      description={<>{t("collision:claims", { claimant: partyName(collision, "claimant", t), holder: partyName(collision, "holder", t) })}{collision.due_at && <> · <Countdown due={collision.due_at} from={collision.opened_at} /></>}</>}
      action={<Link to={`/collisions/${collision.id}`}>{t("collision:open")}</Link>}
    />
  );
}
