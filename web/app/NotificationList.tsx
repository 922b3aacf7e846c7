import { Button } from "antd";
import { useNavigate } from "react-router";
import { useMe } from "../api/me.ts";
import { useMarkRead, useNotifications, type Notification } from "../api/notifications.ts";
import { Empty } from "../ui/Empty.tsx";
import { Problem } from "../ui/Problem.tsx";
import { RelativeTime } from "../ui/RelativeTime.tsx";
import { useLocale, useWords } from "../words/words.ts";
import { noticeAddress } from "./notice-address.ts";
import { noticeText } from "./notice-text.ts";
import { Waiting } from "./Waiting.tsx";

/** My notifications; opening one marks it read and goes to its record. */
export default function NotificationList({ opened }: { opened?: () => void }) {
  const t = useWords();
  const locale = useLocale();
  const go = useNavigate();
  const me = useMe().person.id;
  const list = useNotifications();
  const mark = useMarkRead();
  if (list.isPending) return <Waiting />;
  if (list.error) return <Problem error={list.error} retry={() => void list.refetch()} />;
  if (list.data.items.length === 0) return <Empty title={t("common:nothing_new")} text={t("common:nothing_new_text")} />;
  const open = (each: Notification): void => {
    if (!each.read_at) mark.mutate([each.id]);
    const address = noticeAddress(each, me);
    if (address) void go(address);
    opened?.();
  };
  return (
    <>
      {list.data.unread > 0 && <div className="notes-head"><Button type="link" size="small" onClick={() => mark.mutate(undefined)}>{t("common:mark_all_read")}</Button></div>}
      <ul className="notes">
        {list.data.items.map((each) => (
          <li key={each.id}>
            <button type="button" className={each.read_at ? "note" : "note note-new"} onClick={() => open(each)}>
              <span>{noticeText(each, t, locale)}</span>
              <RelativeTime at={each.at} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
