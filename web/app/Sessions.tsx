import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Tag } from "antd";
import { call } from "../api/call.ts";
import { queryClient } from "../api/query-client.ts";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { tellProblem } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";
import { deviceName } from "./device.ts";

/** The sign-in library's own record of a signed-in device. */
interface Session {
  id: string;
  token: string;
  userAgent?: string | null;
  ipAddress?: string | null;
  updatedAt: string;
}

const KEY = ["sessions"];

/** Where the person is signed in, each of which can be signed out. */
export function Sessions() {
  const t = useWords();
  const current = useQuery({ queryKey: ["session"], queryFn: () => call<{ session: { id: string } } | null>("GET", "/api/auth/get-session") });
  const sessions = useQuery({ queryKey: KEY, queryFn: () => call<Session[]>("GET", "/api/auth/list-sessions") });
  const revoke = useMutation({
    mutationFn: (token: string) => call("POST", "/api/auth/revoke-session", { body: { token } }),
    onError: tellProblem,
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <section className="panel">
      <h2>{t("auth:sessions")}</h2>
      {sessions.error && <Problem error={sessions.error} retry={() => void sessions.refetch()} />}
      <ul className="sessions">
        {(sessions.data ?? []).map((session) => (
          <li key={session.id}>
            <div>
              {deviceName(session.userAgent ?? "") || t("auth:unknown_device")} {session.id === current.data?.session.id && <Tag color="processing">{t("auth:this_device")}</Tag>}
              <small>{session.ipAddress} · {t("auth:last_used")} <RelativeTime at={session.updatedAt} /></small>
            </div>
            {session.id !== current.data?.session.id && <Button size="small" onClick={() => revoke.mutate(session.token)}>{t("auth:sign_out_device")}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
