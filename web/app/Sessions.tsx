import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Tag } from "antd";
import { call } from "../api/call.ts";
import { queryClient } from "../api/query-client.ts";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { deviceName } from "./device.ts";

interface Session {
  id: string;
  user_agent: string | null;
  address: string | null;
  seen_at: string;
  current: boolean;
}

const KEY = ["sessions"];

/** Where the person is signed in, each of which can be signed out. */
export function Sessions() {
  const t = useWords();
  const sessions = useQuery({ queryKey: KEY, queryFn: () => call<{ items: Session[] }>("GET", "/me/sessions") });
  const revoke = useMutation({
    mutationFn: (id: string) => call("DELETE", `/me/sessions/${id}`),
    onError: tellProblem,
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <section className="panel">
      <h2>{t("auth:sessions")}</h2>
      {sessions.error && <Problem error={sessions.error} retry={() => void sessions.refetch()} />}
      <ul className="sessions">
        {(sessions.data?.items ?? []).map((session) => (
          <li key={session.id}>
            <div>
              {deviceName(session.user_agent ?? "") || t("auth:unknown_device")} {session.current && <Tag color="processing">{t("auth:this_device")}</Tag>}
              <small>{session.address} · {t("auth:last_used")} <RelativeTime at={session.seen_at} /></small>
            </div>
            {!session.current && <Button size="small" onClick={() => revoke.mutate(session.id)}>{t("auth:sign_out_device")}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
